package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// A Table is figures or words with where they come from.
type Table struct {
	Title   string // empty: what stands above the table is somebody else's matter
	From    string // what it was made from; stands above it
	Columns []Column
	Rows    [][]Cell
	Sum     []Cell // set apart below the rows; nil: none
}

// A Column heads the cells below it.
type Column struct {
	Name string
	Wrap int // words go on in another line after so many columns; 0: never
}

// A Cell is one value of a table.
type Cell struct {
	Value  any    // an int, an int64 or a string
	Unit   string // such as "B"; empty for counts and words
	Source Source
}

// A Source is how a value was come by.
type Source string

// The sources of values.
const (
	Printed  Source = "printed"  // it stands in the paper
	Derived  Source = "derived"  // it was computed from the description or from other values
	Measured Source = "measured" // it was counted or timed in a run
	Declared Source = "declared" // it stands in the harness itself
)

// String is the value with its unit.
func (c Cell) String() string {
	if c.Unit == "" {
		return fmt.Sprint(c.Value)
	}
	return fmt.Sprint(c.Value) + " " + c.Unit
}

func (c Cell) number() bool {
	switch c.Value.(type) {
	case int, int64:
		return true
	}
	return false
}

// Text writes the table for people, with its title above it.
func (t *Table) Text(w io.Writer, ink Ink) error {
	body := t.grid()
	if t.Title != "" {
		title := ink.heading(t.Title)
		if t.From != "" {
			title += ": " + t.From
		}
		body = title + "\n" + body
	}
	_, err := io.WriteString(w, body)
	return err
}

// grid is the cells in columns, numbers to the right.
func (t *Table) grid() string {
	// Else the width of a dash or an arrow would depend on the user's language.
	text.OverrideRuneWidthEastAsianWidth(false)
	w := table.NewWriter()
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true, SeparateFooter: true}
	style.Format = table.FormatOptions{}
	style.Box.PaddingLeft, style.Box.PaddingRight = "  ", ""
	w.SetStyle(style)

	head := make(table.Row, len(t.Columns))
	configs := make([]table.ColumnConfig, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Name
		align := text.AlignLeft
		if len(t.Rows) > 0 && t.Rows[0][i].number() {
			align = text.AlignRight
		}
		configs[i] = table.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align,
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

func row(cells []Cell) table.Row {
	r := make(table.Row, len(cells))
	for i, c := range cells {
		r[i] = c.String()
	}
	return r
}
