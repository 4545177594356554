package reports

import (
	"fmt"
	"io"
	"strings"
)

// A Document is tables with words between them, in any form that a table has.
type Document []Part

// A Part is a table, or words that say what the tables do not, and perhaps steps below
// them, which are numbered.
type Part struct {
	Table *Table // nil: words
	Words string
	Steps []string
	// Command is a line for a shell behind the words, on a line of its own that is not
	// wrapped, so that it can be copied.
	Command string
}

// DocumentForms are the forms in which a document is written for people.
var DocumentForms = []string{"text", "markdown", "latex", "csv"}

// pageForm is the form in which a part stands in a page; a page is more than its parts.
const pageForm = "html"

// Write writes the document in one of DocumentForms. As CSV there are no words: before
// a table stands a record with its title, and after it an empty line.
func (d Document) Write(w io.Writer, form string, ink Ink) error {
	for i, p := range d {
		if form == "csv" && p.Table == nil {
			continue
		}
		if i > 0 {
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if err := p.write(w, form, ink); err != nil {
			return err
		}
	}
	return nil
}

func (p Part) write(w io.Writer, form string, ink Ink) error {
	if p.Table == nil {
		words := paragraph(p.Words, form)
		if p.Command != "" {
			words = commanded(p.Words, p.Command, form)
		}
		_, err := io.WriteString(w, words+stepped(p.Steps, form))
		return err
	}
	switch form {
	case "text":
		return p.Table.Text(w, ink)
	case "markdown":
		return p.Table.Markdown(w)
	case "latex":
		return p.Table.LaTeX(w)
	case pageForm:
		table, err := tableHTML("", p.Table)
		if err == nil {
			_, err = io.WriteString(w, string(table)+"\n")
		}
		return err
	case "csv":
		var b strings.Builder
		writeRecord(&b, []string{p.Table.Title})
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
		return p.Table.CSV(w)
	}
	return fmt.Errorf("form %q: want one of %s", form, strings.Join(DocumentForms, ", "))
}

// paragraph is words in a form.
func paragraph(words, form string) string {
	switch form {
	case "markdown":
		return markdown(words) + "\n"
	case "latex":
		return latex(words) + "\n"
	case pageForm:
		return "<p>" + oneLine(words) + "</p>\n"
	}
	return strings.Join(wrapped(strings.Fields(words), "", width), "\n") + "\n"
}

// commanded is a command behind words in a form.
func commanded(words, command, form string) string {
	switch form {
	case "markdown":
		return markdown(words) + " " + code(command) + "\n"
	case "latex":
		return latex(words) + " \\texttt{" + latex(command) + "}\n"
	case pageForm:
		return "<p>" + oneLine(words) + " <code>" + escaped(command) + "</code></p>\n"
	}
	return words + " " + command + "\n"
}

// code is text as it stands, in Markdown: between more backticks than it has in a row.
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

// oneLine is words for a page, which breaks lines itself.
func oneLine(words string) string { return escaped(strings.Join(strings.Fields(words), " ")) }

// stepped are numbered steps in a form.
func stepped(steps []string, form string) string {
	var b strings.Builder
	switch {
	case len(steps) == 0:
		return ""
	case form == "markdown":
		b.WriteString("\n")
	case form == pageForm:
		b.WriteString("<ol>\n")
	}
	for i, s := range steps {
		switch form {
		case "text":
			for j, line := range folded(s, width-6) {
				label := "      "
				if j == 0 {
					label = fmt.Sprintf("  %2d. ", i+1)
				}
				b.WriteString(label + line + "\n")
			}
		case "markdown":
			fmt.Fprintf(&b, "%d. %s\n", i+1, markdown(s))
		case "latex":
			fmt.Fprintf(&b, "\\par %d. %s\n", i+1, latex(s))
		case pageForm:
			b.WriteString("<li>" + oneLine(s) + "</li>\n")
		}
	}
	if form == pageForm {
		b.WriteString("</ol>\n")
	}
	return b.String()
}
