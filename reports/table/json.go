package table

import (
	"bytes"
	"encoding/json"
	"io"
)

// Schema is the version number of the JSON that reports write.
const Schema = 1

// WriteJSON writes an object as one line of JSON, with < and > unescaped.
func WriteJSON(w io.Writer, object any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(object)
}

// A tableLine is a table as programs read it.
type tableLine struct {
	Title   string       `json:"title"`
	From    string       `json:"from"`
	Columns []string     `json:"columns"`
	Rows    [][]cellLine `json:"rows"`
	Sum     []cellLine   `json:"sum,omitempty"`
}

// A cellLine is a cell as programs read it. Its value is a number, a string or null.
type cellLine struct {
	Value  any         `json:"value"`
	Low    json.Number `json:"low,omitempty"`
	High   json.Number `json:"high,omitempty"`
	Unit   string      `json:"unit,omitempty"`
	Source Source      `json:"source,omitempty"`
	Note   string      `json:"note,omitempty"`
	Href   string      `json:"href,omitempty"`
}

// MarshalJSON returns the table as a JSON object: title, from, names of the columns, rows of
// cells, and the sum where there is one. A float64 has as many digits as its cell declares.
func (t *Table) MarshalJSON() ([]byte, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	line := tableLine{Title: t.Title, From: t.From, Columns: []string{}, Rows: [][]cellLine{}}
	for _, c := range t.Columns {
		line.Columns = append(line.Columns, c.Name)
	}
	for _, r := range t.Rows {
		line.Rows = append(line.Rows, cellLines(r))
	}
	if t.Sum != nil {
		line.Sum = cellLines(t.Sum)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(line)
	return b.Bytes(), err
}

func cellLines(cells []Cell) []cellLine {
	lines := []cellLine{}
	for _, c := range cells {
		l := cellLine{Value: c.Value, Low: json.Number(c.bound(c.Low)),
			High: json.Number(c.bound(c.High)), Unit: c.Unit, Source: c.Source, Note: c.Note,
			Href: c.Href}
		if _, ok := c.Value.(float64); ok {
			l.Value = json.Number(c.plain())
		}
		lines = append(lines, l)
	}
	return lines
}
