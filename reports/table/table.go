package table

import (
	"fmt"
	"io"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	pretty "github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// A Table holds figures or words in rows and columns, each with its source.
type Table struct {
	Title   string // empty: what stands above the table is somebody else's matter
	From    string // what it was made from; stands above it
	Columns []Column
	Rows    [][]Cell
	Sum     []Cell // set apart below the rows; nil: none
}

// A Column has the name that stands above its cells, and says how they are wrapped.
type Column struct {
	Name string
	Wrap int // words go on in another line after so many columns; 0: never
}

// A Cell is one value of a table.
type Cell struct {
	Value  any    // an int, an int64, a float64 or a string; nil: nothing
	Digits int    // of a float64, after the point
	Unit   string // such as "B"; empty for counts and words
	Source Source
	// Low and High are the bounds of a measured float64, written with as many digits as it has;
	// both 0: no bounds.
	Low, High float64
	Note      string // a word on the value, such as an erratum; stands beside it
	Href      string // where a page links the value to, http, https or relative; empty: nowhere
}

// A Source says how a value was obtained.
type Source string

// The sources of values.
const (
	Printed  Source = "printed"  // it stands in the paper
	Derived  Source = "derived"  // it was computed from the description or from other values
	Measured Source = "measured" // it was counted or timed in a run
	Declared Source = "declared" // it stands in the harness itself
)

// String is the value of the cell with its bounds, its unit and its note.
func (c Cell) String() string {
	text := c.plain()
	if c.bounded() {
		text += " [" + c.decimal(c.Low) + ", " + c.decimal(c.High) + "]"
	}
	if c.Unit != "" {
		text += " " + c.Unit
	}
	if c.Note != "" {
		text = strings.TrimSpace(text + " (" + c.Note + ")")
	}
	return text
}

// plain is the value of the cell alone.
func (c Cell) plain() string {
	switch v := c.Value.(type) {
	case nil:
		return ""
	case float64:
		return c.decimal(v)
	}
	return fmt.Sprint(c.Value)
}

func (c Cell) decimal(x float64) string { return strconv.FormatFloat(x, 'f', c.Digits, 64) }

func (c Cell) bounded() bool { return c.Low != 0 || c.High != 0 }

func (c Cell) number() bool {
	switch c.Value.(type) {
	case int, int64, float64:
		return true
	}
	return false
}

// check refuses a table that cannot be written in every form: one with cells that have no
// column, a type that is not known, or a number that some form lacks.
func (t *Table) check() error {
	rows := t.Rows
	if t.Sum != nil {
		rows = append(rows[:len(rows):len(rows)], t.Sum)
	}
	for i, row := range rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("table %q: row %d has %d cells, want %d as there are columns",
				t.Title, i+1, len(row), len(t.Columns))
		}
		for j, c := range row {
			if err := c.check(); err != nil {
				return fmt.Errorf("table %q: row %d, column %q: %w", t.Title, i+1, t.Columns[j].Name, err)
			}
		}
	}
	return nil
}

func (c Cell) check() error {
	switch v := c.Value.(type) {
	case nil, int, int64, string:
		if c.bounded() {
			return fmt.Errorf("bounds of %v: want a float64 between them", c.Value)
		}
	case float64:
		for _, x := range [...]float64{v, c.Low, c.High} {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return fmt.Errorf("value %v: want a finite number", x)
			}
		}
		if c.Digits < 0 {
			return fmt.Errorf("digits %d: want 0 or more", c.Digits)
		}
	default:
		return fmt.Errorf("value of type %T: want an int, an int64, a float64 or a string", v)
	}
	if u, err := url.Parse(c.Href); err != nil || !slices.Contains(schemes, u.Scheme) {
		return fmt.Errorf("href %q: want an http, https or relative address", c.Href)
	}
	return nil
}

// schemes are the URL schemes that a link may have; none of them runs a script.
var schemes = []string{"", "http", "https"}

// right says whether the cells of a column are aligned to the right, as numbers are.
func (t *Table) right(column int) bool {
	return len(t.Rows) > 0 && t.Rows[0][column].number()
}

// Plain returns a text for a page or a manual: in valid UTF-8, with one kind of line end and no
// other control characters.
func Plain(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\t':
			return ' '
		case r != '\n' && unicode.IsControl(r):
			return '\uFFFD'
		}
		return r
	}, text)
}

// Write writes the table in one of the forms of a document, as HTML, or as one line of JSON.
func (t *Table) Write(w io.Writer, form string, ink Ink) error {
	if err := t.check(); err != nil {
		return err
	}
	switch form {
	case "text":
		return t.text(w, ink)
	case "markdown":
		return t.markdown(w)
	case "latex":
		return t.latex(w)
	case "csv":
		return t.csv(w)
	case "html":
		return t.html(w)
	case "json":
		return WriteJSON(w, t)
	}
	return fmt.Errorf("form %q: want one of %s", form, strings.Join(DocumentForms, ", "))
}

// text writes the table as plain text for people, with its title above it.
func (t *Table) text(w io.Writer, ink Ink) error {
	body := t.grid()
	if t.Title != "" {
		title := ink.Heading(t.Title)
		if t.From != "" {
			title += ": " + t.From
		}
		body = title + "\n" + body
	}
	_, err := io.WriteString(w, body)
	return err
}

// grid returns the cells in columns, numbers aligned to the right.
func (t *Table) grid() string {
	// Without this setting the width of a dash or an arrow would depend on the user's language.
	text.OverrideRuneWidthEastAsianWidth(false)
	w := pretty.NewWriter()
	style := pretty.StyleLight
	style.Options = pretty.Options{SeparateHeader: true, SeparateFooter: true}
	style.Format = pretty.FormatOptions{}
	style.Box.PaddingLeft, style.Box.PaddingRight = "  ", ""
	w.SetStyle(style)

	head := make(pretty.Row, len(t.Columns))
	configs := make([]pretty.ColumnConfig, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Name
		align := text.AlignLeft
		if t.right(i) {
			align = text.AlignRight
		}
		configs[i] = pretty.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align,
			AlignFooter: align, WidthMax: c.Wrap, WidthMaxEnforcer: text.WrapSoft}
	}
	w.AppendHeader(head)
	w.SetColumnConfigs(configs)
	for _, r := range t.Rows {
		w.AppendRow(row(r))
	}
	if t.Sum != nil {
		w.AppendFooter(row(t.Sum))
	}
	var b strings.Builder
	for line := range strings.Lines(w.Render() + "\n") {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return b.String()
}

func row(cells []Cell) pretty.Row {
	r := make(pretty.Row, len(cells))
	for i, c := range cells {
		r[i] = c.String()
	}
	return r
}
