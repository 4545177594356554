package table

import (
	"fmt"
	"io"
	"strings"
)

// A Document is a sequence of tables and texts, which can be written in any form that a table
// has.
type Document []Block

// A Block is a table, or a text with numbered steps below it.
type Block struct {
	Table *Table // nil: words
	Words string
	Steps []string
	// Command is a shell command behind the text. It stands on a line of its own and is not
	// wrapped, so that it can be copied.
	Command string
}

// DocumentForms are the forms in which a document can be written for people.
var DocumentForms = []string{"text", "markdown", "latex", "csv"}

// Write writes the document in one of DocumentForms, or as HTML for a page. In CSV the texts
// are left out: before each table comes a record with its title, and after it an empty line.
func (d Document) Write(w io.Writer, form string, ink Ink) error {
	for i, b := range d {
		if form == "csv" && b.Table == nil {
			continue
		}
		if i > 0 && form != "html" {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := b.write(w, form, ink); err != nil {
			return err
		}
	}
	return nil
}

func (b Block) write(w io.Writer, form string, ink Ink) error {
	if b.Table == nil {
		words := paragraph(b.Words, form)
		if b.Command != "" {
			words = commanded(b.Words, b.Command, form)
		}
		_, err := io.WriteString(w, words+stepped(b.Steps, form))
		return err
	}
	switch form {
	case "html":
		return b.Table.box(w)
	case "csv":
		var title strings.Builder
		writeRecord(&title, []string{b.Table.Title})
		if _, err := io.WriteString(w, title.String()); err != nil {
			return err
		}
	}
	return b.Table.Write(w, form, ink)
}

// box writes the table as HTML in a box, which scrolls when the table is too wide for the page.
func (t *Table) box(w io.Writer) error {
	var b strings.Builder
	b.WriteString(`<div class="scroll" role="group" tabindex="0" aria-label="` +
		escaped(t.Title) + `">`)
	if err := t.Write(&b, "html", false); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String()+"</div>\n")
	return err
}

// paragraph returns a text as a paragraph of a form.
func paragraph(words, form string) string {
	switch form {
	case "markdown":
		return markdownText(words) + "\n"
	case "latex":
		return LaTeX(words) + "\n"
	case "html":
		return "<p>" + oneLine(words) + "</p>\n"
	}
	return strings.Join(Wrap(strings.Fields(words), "", TextWidth), "\n") + "\n"
}

// commanded returns a text of a form with a shell command behind it.
func commanded(words, command, form string) string {
	switch form {
	case "markdown":
		return markdownText(words) + " " + code(command) + "\n"
	case "latex":
		return LaTeX(words) + " \\texttt{" + LaTeX(command) + "}\n"
	case "html":
		return "<p>" + oneLine(words) + " <code>" + escaped(command) + "</code></p>\n"
	}
	return words + " " + command + "\n"
}

// code returns a text as Markdown code, unchanged: it is put between backticks, one more of
// them than the text has in a row.
func code(text string) string {
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		text = " " + text + " "
	}
	return fence + text + fence
}

// oneLine returns a text as one line of HTML; the page breaks lines itself.
func oneLine(words string) string { return escaped(strings.Join(strings.Fields(words), " ")) }

// stepped returns numbered steps in a form.
func stepped(steps []string, form string) string {
	var b strings.Builder
	switch {
	case len(steps) == 0:
		return ""
	case form == "markdown":
		b.WriteString("\n")
	case form == "html":
		b.WriteString("<ol>\n")
	}
	for i, s := range steps {
		switch form {
		case "text":
			for j, line := range Fold(s, TextWidth-6) {
				label := "      "
				if j == 0 {
					label = fmt.Sprintf("  %2d. ", i+1)
				}
				b.WriteString(label + line + "\n")
			}
		case "markdown":
			fmt.Fprintf(&b, "%d. %s\n", i+1, markdownText(s))
		case "latex":
			fmt.Fprintf(&b, "\\par %d. %s\n", i+1, LaTeX(s))
		case "html":
			b.WriteString("<li>" + oneLine(s) + "</li>\n")
		}
	}
	if form == "html" {
		b.WriteString("</ol>\n")
	}
	return b.String()
}
