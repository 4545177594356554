// Package protocol reads protocols as the logic of Burrows, Abadi and Needham sees them: as
// files of idealised messages, assumptions, goals, the statements of a printed proof with
// what each cites, and errata, which are edits by name.
//
// Parse describes the form. Variant applies errata: what a formula says depends on them. The
// published proof of the paper is the file published.ban; hardened.ban has the same goals
// for the hardened profile; those under calibration are of 1990, with the goals that
// everybody knows to follow.
package protocol
