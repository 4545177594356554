// Package table writes tables, and documents made of tables and words, in every form that
// reports have: text, Markdown, LaTeX, CSV, JSON and HTML. Each cell says where its value
// comes from. What is written is the same bytes on every machine.
package table
