// Package trace is what a run leaves behind: events, with the messages and values that they are
// about, on a clock of virtual time; and the file that they are written to. It is all that a
// monitor may see of a run, so that claims are decided alike of a run and of a file.
package trace
