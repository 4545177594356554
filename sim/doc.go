// Package sim runs a protocol described by package model on real cryptography,
// over a simulated network in virtual time.
//
// Run is the only way to start a run, and a Config is a complete account of it:
// the same Config gives the same bytes on every machine. There is no goroutine
// inside a run, no wall clock, and no randomness but named streams drawn from the
// seed. A campaign runs many independent worlds side by side.
//
// A principal plays a party and holds any number of sessions. A session is a
// state machine that interprets the steps of its roles: a message goes in,
// messages and events come out. It works on bytes alone; the term beside each
// value is found by its bytes, and is there for people, monitors and adversaries
// to read. What a run leaves behind is a trace: see package trace.
package sim
