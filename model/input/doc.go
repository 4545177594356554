// Package input reads what a user wrote: text, TOML and JSON. It is the one place that says
// what is taken and what is refused, so that every file is read alike.
//
// Text is UTF-8. A byte-order mark at its beginning, lines that end in a carriage return and
// a newline, and a last line without a newline are taken and make no difference; UTF-16 and
// what is no UTF-8 are refused.
//
// TOML and JSON are read strictly: a key is known or an error, its case matters, it stands
// once, and its value has the type that the reader wants, within its bounds. Neither
// encoding/json nor go-toml does that: both take "Seed" for "seed", and JSON's takes a key
// twice, so that a file would mean something else than it seems to.
//
// Errors are of type *Error: they name the file, the line and the field as the user wrote
// them, and say what would be right.
package input
