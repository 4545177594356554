// Package idealised compares the idealised messages of a protocol with what a profile of
// package model puts on the wire: does each part of a message stand for something that is
// protected so there?
//
// A protocol links each part of a message with the step of a role that makes it. Compare
// finds, for each part, the term of that step and the message that carries it, and looks for
// every component of the part among the fields of the term.
package idealised
