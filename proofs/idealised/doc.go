// Package idealised compares the idealised messages of a protocol with what a profile of
// package model puts on the wire. For each part of a message it asks: is there something on the
// wire that it stands for, and is that protected in the same way?
//
// A protocol links each part of a message with the step of a role that makes it. Compare finds,
// for each part, the term of that step and the message that carries it, and looks for every
// component of the part among the fields of the term.
package idealised
