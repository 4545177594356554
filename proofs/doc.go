// Package proofs reads protocols as the logic of Burrows, Abadi and Needham sees them,
// audits the proofs that were printed of them, and says what holds.
//
// A protocol is a file in the form that Parse describes: principals and keys,
// idealised messages, assumptions, goals, the statements of a printed proof with what
// each cites, and errata: edits by name. A Variant is the protocol under some of its
// errata. Everything else is a question about a Variant:
//
//	Prove       is each goal derivable, from which least sets of assumptions, and if
//	            it is not, what are the least additions that make it so
//	Audit       does each printed statement follow, as cited, otherwise, after errata
//	Circular    which assumptions are goals, or give one by belief alone
//	Mistaken    who takes itself for the author of what it receives
//	Wire        does each part of a message stand for something that is protected so
//	            on the wire, as a description of package model has it
//	Backed      which goals follow from what the wire bears
//
// The published proof of the paper is the file published.ban; hardened.ban has the same
// goals for the hardened profile; those under calibration are of 1990, with the verdicts
// that everybody knows.
package proofs
