package table

import (
	"io"
	"strings"
)

// csv writes the table as RFC 4180 says, with a header. Behind each column stand the columns
// for what its cells have beside their value, named after it: "bits low", "bits high", "bits
// unit", "bits source", "bits note", "bits href". A sum is the last record.
func (t *Table) csv(w io.Writer) error {
	rows := t.Rows
	if t.Sum != nil {
		rows = append(rows[:len(rows):len(rows)], t.Sum)
	}
	records := make([][]string, len(rows)+1)
	for i, c := range t.Columns {
		for _, a := range aspects {
			if a.name != "" && !has(rows, i, a) {
				continue
			}
			records[0] = append(records[0], strings.TrimSpace(c.Name+" "+a.name))
			for j, r := range rows {
				records[j+1] = append(records[j+1], a.of(r[i]))
			}
		}
	}
	var b strings.Builder
	for _, r := range records {
		writeRecord(&b, r)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// An aspect is one of the CSV columns into which a column of cells is split.
type aspect struct {
	name string
	of   func(Cell) string
}

var aspects = []aspect{
	{"", Cell.plain},
	{"low", func(c Cell) string { return c.bound(c.Low) }},
	{"high", func(c Cell) string { return c.bound(c.High) }},
	{"unit", func(c Cell) string { return c.Unit }},
	{"source", func(c Cell) string { return string(c.Source) }},
	{"note", func(c Cell) string { return c.Note }},
	{"href", func(c Cell) string { return c.Href }},
}

func (c Cell) bound(x float64) string {
	if !c.bounded() {
		return ""
	}
	return c.decimal(x)
}

func has(rows [][]Cell, column int, a aspect) bool {
	for _, r := range rows {
		if a.of(r[column]) != "" {
			return true
		}
	}
	return false
}

// writeRecord writes one record. The package encoding/csv will not do: it would rewrite line
// ends within a field, and write a record of one empty field as no record.
func writeRecord(b *strings.Builder, fields []string) {
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(f, ",\"\r\n") || strings.TrimSpace(f) != f ||
			f == "" && len(fields) == 1 {
			f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
		}
		b.WriteString(f)
	}
	b.WriteString("\r\n")
}
