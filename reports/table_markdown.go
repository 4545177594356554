package reports

import (
	"io"
	"strings"
)

// Markdown writes the table in GitHub's Markdown, with its title above it. A sum
// is the last row, in bold.
func (t *Table) Markdown(w io.Writer) error {
	if err := t.check(); err != nil {
		return err
	}
	var b strings.Builder
	if t.Title != "" {
		b.WriteString("**" + markdown(t.Title) + "**")
		if t.From != "" {
			b.WriteString(": " + markdown(t.From))
		}
		b.WriteString("\n\n")
	}
	for _, c := range t.Columns {
		b.WriteString("| " + markdown(c.Name) + " ")
	}
	b.WriteString("|\n")
	for i := range t.Columns {
		if t.right(i) {
			b.WriteString("| ---: ")
		} else {
			b.WriteString("| --- ")
		}
	}
	b.WriteString("|\n")
	for _, r := range t.Rows {
		markdownRow(&b, r, "")
	}
	if t.Sum != nil {
		markdownRow(&b, t.Sum, "**")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownRow(b *strings.Builder, cells []Cell, mark string) {
	for _, c := range cells {
		text := markdown(c.String())
		if c.Href != "" && text != "" {
			text = "[" + text + "](" + markdownAddress.Replace(c.Href) + ")"
		}
		if text != "" {
			text = mark + text + mark
		}
		b.WriteString("| " + text + " ")
	}
	b.WriteString("|\n")
}

// markdownAddress keeps an address in its brackets and its cell.
var markdownAddress = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C",
	">", "%3E", "|", "%7C", "\\", "%5C", "\n", "%0A", "\r", "%0D", "\t", "%09")

// markdown escapes text for a cell, which begins no block, so that what begins one
// needs no escape.
func markdown(text string) string { return markdownEscapes.Replace(strings.TrimSpace(shown(text))) }

var markdownEscapes = strings.NewReplacer("\n", "<br>", `\`, `\\`, "`", "\\`", "*", `\*`,
	"_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`,
	"~", `\~`, "$", `\$`)
