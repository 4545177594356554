// Package protocol reads files that describe a protocol as the logic of Burrows, Abadi and
// Needham sees it: its idealised messages, assumptions and goals, the statements of a printed
// proof with what each cites, and errata, which are edits by name.
//
// Parse describes the form of a file. Variant applies errata, on which the meaning of a formula
// depends. The file published.ban has the published proof of the paper; hardened.ban has the
// same goals for the hardened profile; the files under calibration are protocols of 1990, for
// which the derivable goals are well known.
package protocol
