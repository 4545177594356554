// Package delay says what takes time in a run, in virtual time: a message on a link, and the
// cryptography that a party computes.
package delay
