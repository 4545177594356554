// Package proofs audits printed proofs about protocols, in the logic of Burrows, Abadi and
// Needham, and says which of their goals and statements hold.
//
// A protocol is a file that package protocol reads; a variant of it has some of its errata.
// NewAudit answers these questions about a variant:
//
//   - is each goal derivable, from which least sets of assumptions, and if it is not, what
//     are the least additions that make it so, and what bars the way
//   - does each printed statement follow: as cited, otherwise, after errata, or not
//   - which assumptions are goals, or give one by belief alone
//   - which receiver takes itself for the author of what it receives
//   - where the idealised messages are not what is on the wire (package idealised), and
//     which goals follow from what is there
//
// Whatever is said to follow comes with a derivation: package prover found it, and package
// checker accepted it. What goals mean on runs is said by package goals.
package proofs
