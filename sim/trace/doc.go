// Package trace holds what a run leaves behind: events, with the messages and values that they
// are about, on a clock of virtual time; and the file that they are written to, read from and
// compared with. A monitor may see nothing else of a run, so that claims are decided alike for a
// run and for a file.
package trace
