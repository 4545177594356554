// Package verify asks every question that the harness can answer, once, and writes the answers:
// a summary for a terminal, and a folder with the page, the tables, the attacks and the files
// for continuous integration.
package verify
