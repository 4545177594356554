package table

import (
	"io"
	"strings"
)

// markdown writes the table in GitHub's Markdown, with its title above it. The sum is the last
// row, in bold.
func (t *Table) markdown(w io.Writer) error {
	var b strings.Builder
	if t.Title != "" {
		b.WriteString("**" + markdownText(t.Title) + "**")
		if t.From != "" {
			b.WriteString(": " + markdownText(t.From))
		}
		b.WriteString("\n\n")
	}
	for _, c := range t.Columns {
		b.WriteString("| " + markdownText(c.Name) + " ")
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
		text := markdownText(c.String())
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

// markdownAddress escapes the characters that would end the brackets or the cell of an address.
var markdownAddress = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C",
	">", "%3E", "|", "%7C", "\\", "%5C", "\n", "%0A", "\r", "%0D", "\t", "%09")

// markdownText escapes a text for a cell. What would begin a block needs no escape, for a cell
// begins none.
func markdownText(text string) string {
	return markdownEscapes.Replace(strings.TrimSpace(Plain(text)))
}

var markdownEscapes = strings.NewReplacer("\n", "<br>", `\`, `\\`, "`", "\\`", "*", `\*`,
	"_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`,
	"~", `\~`, "$", `\$`)
