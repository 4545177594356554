// Package emr is the language in which descriptions are written: files that end in .emr and
// read like the figures of a paper, a line a step. LANGUAGE.md is its manual.
//
// Parse reads a text into a File. File.Protocol switches options on and gives the description,
// checked. Print writes a description as a text again: Parse of Print is the same description.
//
// A text is read in three passes. Lines of tokens become statements (parse.go, step.go,
// term.go), in which no name has a sort yet; options are edits of these statements (edit.go);
// then each name gets its sort, and each h(…) its meaning (resolve.go). A fault in one line
// does not hide that in another: all are reported at once.
package emr
