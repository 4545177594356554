// Package verify asks everything that the harness can be asked, once, and writes what came
// out: a summary for a terminal, and a folder with the page, the tables, the attacks and what
// continuous integration reads.
package verify
