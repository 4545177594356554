package table

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// html writes the table as an HTML table. Title and From make its caption, the first cell of a
// row is the header of the row, and each cell has its source as data-source. The look is left
// to the page; numbers have the class "number".
func (t *Table) html(w io.Writer) error {
	var b strings.Builder
	b.WriteString("<table>\n")
	if t.Title != "" {
		b.WriteString("<caption>" + escaped(t.Title))
		if t.From != "" {
			b.WriteString(": <span>" + escaped(t.From) + "</span>")
		}
		b.WriteString("</caption>\n")
	}
	b.WriteString("<thead>\n<tr>")
	for i, c := range t.Columns {
		class := ""
		if t.right(i) {
			class = ` class="number"`
		}
		b.WriteString(`<th scope="col"` + class + ">" + escaped(c.Name) + "</th>")
	}
	b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for _, r := range t.Rows {
		htmlRow(&b, r)
	}
	b.WriteString("</tbody>\n")
	if t.Sum != nil {
		b.WriteString("<tfoot>\n")
		htmlRow(&b, t.Sum)
		b.WriteString("</tfoot>\n")
	}
	b.WriteString("</table>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func htmlRow(b *strings.Builder, cells []Cell) {
	b.WriteString("<tr>")
	for i, c := range cells {
		tag, attributes := "td", ""
		if i == 0 {
			tag, attributes = "th", ` scope="row"`
		}
		if c.Source != "" {
			attributes += ` data-source="` + html.EscapeString(string(c.Source)) + `"`
		}
		if c.number() {
			attributes += ` class="number"`
		}
		note := c.Note
		c.Note = ""
		text := escaped(c.String())
		if c.Href != "" {
			text = `<a href="` + html.EscapeString(c.Href) + `">` + text + "</a>"
		}
		if note != "" {
			text = strings.TrimSpace(text + " <small>(" + escaped(note) + ")</small>")
		}
		fmt.Fprintf(b, "<%s%s>%s</%s>", tag, attributes, text, tag)
	}
	b.WriteString("</tr>\n")
}

// escaped returns a text with the characters escaped that HTML would read as markup.
func escaped(text string) string {
	return strings.ReplaceAll(html.EscapeString(Plain(text)), "\n", "<br>")
}
