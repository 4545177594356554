package table_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"emrproof/reports/table"
	"emrproof/sim/simtest"
)

// forms are the forms of a table, by the ending of a file.
var forms = map[string]string{"txt": "text", "md": "markdown", "tex": "latex", "csv": "csv",
	"json": "json", "html": "html"}

// written is a table in a form.
func written(t testing.TB, shown *table.Table, form string) string {
	t.Helper()
	var b strings.Builder
	if err := shown.Write(&b, forms[form], false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sample has everything that a cell can have, and signs that some form reads.
func sample() *table.Table {
	return &table.Table{Title: "Table 4 & 50 % of {it}", From: "from <counts>, ΔT_1",
		Columns: []table.Column{{Name: "phase|role", Wrap: 12}, {Name: "T_Sign"}, {Name: "time"}},
		Rows: [][]table.Cell{
			{{Value: "visit *1*", Source: table.Printed, Href: "#C1"},
				{Value: 4, Source: table.Printed, Note: "C1"},
				{Value: 12.345, Digits: 2, Low: 12.2, High: 12.5, Unit: "µs", Source: table.Measured}},
			{{Value: "[a]\nb‖c", Source: table.Declared}, {Value: int64(-8)}, {}}},
		Sum: []table.Cell{{Value: "total"}, {Value: 12, Source: table.Derived},
			{Value: 1.0, Digits: 1, Unit: "µs"}}}
}

func TestTableForms(t *testing.T) {
	for form := range forms {
		t.Run(form, func(t *testing.T) {
			simtest.Golden(t, "sample."+form, written(t, sample(), form))
		})
	}
}

// A table that cannot be written is refused in every form, by row and column.
func TestTableRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		cell []table.Cell
		want string
	}{
		{"a row too long", []table.Cell{{}, {}}, `table "t": row 1 has 2 cells, want 1`},
		{"a row too short", []table.Cell{}, `table "t": row 1 has 0 cells, want 1`},
		{"a type", []table.Cell{{Value: true}}, `row 1, column "c": value of type bool: want an int`},
		{"no number", []table.Cell{{Value: math.NaN()}}, "value NaN: want a finite number"},
		{"no bound", []table.Cell{{Value: 1., High: math.Inf(1)}}, "value +Inf: want a finite"},
		{"bounds of a word", []table.Cell{{Value: "a", Low: 1}}, "bounds of a: want a float64"},
		{"digits", []table.Cell{{Value: 1., Digits: -1}}, "digits -1: want 0 or more"},
		{"a script", []table.Cell{{Value: "a", Href: "javascript:alert(1)"}},
			`href "javascript:alert(1)": want an http, https or relative address`},
	} {
		shown := &table.Table{Title: "t", Columns: []table.Column{{Name: "c"}},
			Rows: [][]table.Cell{c.cell}}
		for form, name := range forms {
			err := shown.Write(io.Discard, name, false)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %s: error %v, want %q in it", c.name, form, err, c.want)
			}
		}
	}
}

// fuzzed is a table of words that somebody else chose, in every place that has words.
func fuzzed(a, b string) *table.Table {
	return &table.Table{Title: "t" + a, From: b,
		Columns: []table.Column{{Name: a}, {Name: "c" + b}},
		Rows: [][]table.Cell{{{Value: a, Source: table.Declared, Note: b}, {Value: b, Unit: a}},
			{{Value: 1.5, Digits: 1, Low: 1, High: 2, Unit: b}, {Value: a + b}}},
		Sum: []table.Cell{{Value: b}, {Value: a}}}
}

var nasty = []string{"", " ", "a", `"`, "a,b", "\r\n", "a\rb", "'--'", "<script>alert(1)</script>",
	"]]>", "&amp;", "</td>", `\`, `\end{tabular}`, "%", "$", "`", "| |", "**", "[x](javascript:y)",
	"\x00", "\xff", "\u2028", "=1+1", "ΔT‖", "{", "}", "_^~#", "\t"}

func addNasty(f *testing.F) {
	for _, a := range nasty {
		for _, b := range nasty {
			f.Add(a, b)
		}
	}
}

// What a CSV reader reads is what stands in the cells.
func FuzzTableCSV(f *testing.F) {
	addNasty(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		text := written(t, fuzzed(a, b), "csv")
		got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		if len(got) != 4 {
			t.Fatalf("%d records, want 4:\n%q", len(got), text)
		}
		// The reader gives every line end as \n.
		ends := strings.NewReplacer("\r\n", "\n")
		read := func(record int, column string) string {
			i := slices.Index(got[0], ends.Replace(column))
			if i < 0 {
				return ""
			}
			return got[record][i]
		}
		value, other := strings.TrimSpace(a), strings.TrimSpace("c"+b)
		for _, c := range []struct {
			record       int
			column, want string
		}{{1, value, a}, {2, value, "1.5"}, {3, value, b}, {2, other, a + b}, {3, other, a},
			{1, strings.TrimSpace(a + " source"), "declared"}, {1, strings.TrimSpace(a + " note"), b}} {
			if slices.Index(got[0], ends.Replace(value)) == slices.Index(got[0], ends.Replace(other)) {
				continue
			}
			if got := read(c.record, c.column); got != ends.Replace(c.want) {
				t.Errorf("record %d, column %q: %q, want %q", c.record, c.column, got, c.want)
			}
		}
	})
}

// Words stay words: the elements of the page are the table's and no others.
func FuzzTableHTML(f *testing.F) {
	addNasty(f)
	want := elements(f, written(f, fuzzed("a", "b"), "html"))
	f.Fuzz(func(t *testing.T, a, b string) {
		// Not empty, so that every element is there.
		text := written(t, fuzzed("a"+a, "b"+b), "html")
		if got := elements(t, text); !slices.Equal(got, want) {
			t.Errorf("elements %v, want %v, in:\n%s", got, want, text)
		}
		if !utf8.ValidString(text) {
			t.Errorf("not UTF-8: %q", text)
		}
	})
}

// elements are the elements and attributes of a page, line ends apart.
func elements(t testing.TB, text string) []string {
	dec := xml.NewDecoder(strings.NewReader(strings.ReplaceAll(text, "<br>", "")))
	dec.Strict = true
	dec.Entity = xml.HTMLEntity
	var all []string
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("%v in:\n%s", err, text)
		}
		if start, ok := token.(xml.StartElement); ok {
			all = append(all, start.Name.Local)
			for _, a := range start.Attr {
				all = append(all, a.Name.Local+"="+a.Value)
			}
		}
	}
}

// A table in Markdown has its rows, and each its two cells, whatever stands in them.
func FuzzTableMarkdown(f *testing.F) {
	addNasty(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		text := written(t, fuzzed(a, b), "md")
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if len(lines) != 2+2+3 {
			t.Fatalf("%d lines, want 7:\n%s", len(lines), text)
		}
		for _, line := range lines[2:] {
			bare := strings.NewReplacer(`\\`, "", `\|`, "").Replace(line)
			if n := strings.Count(bare, "|"); n != 3 {
				t.Errorf("%d bars, want 3: %s", n, line)
			}
			if strings.ContainsAny(strings.ReplaceAll(bare, "<br>", ""), "<>") {
				t.Errorf("an element: %s", line)
			}
		}
	})
}

// In LaTeX a word opens no command, group or cell that the table does not.
func FuzzTableLaTeX(f *testing.F) {
	addNasty(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		text := written(t, fuzzed(a, b), "tex")
		ours := strings.NewReplacer(`\textbackslash{}`, "", `\textasciitilde{}`, "",
			`\textasciicircum{}`, "", `\textasciigrave{}`, "", `\textless{}`, "", `\textgreater{}`, "",
			`\textbar{}`, "", `\char34{}`, "", `\{`, "", `\}`, "", `\#`, "", `\$`, "", `\%`, "",
			`\&`, "", `\_`, "").Replace(text)
		// The three rows and the head have one separator each and an end of row each.
		for sign, want := range map[string]int{" & ": 4, "&": 4, "\\\\\n": 4, "%": 0, "#": 0,
			"^": 0, "_": 0, `\begin`: 2, `\end`: 2} {
			if got := strings.Count(ours, sign); got != want {
				t.Errorf("%q %d times, want %d, in:\n%s", sign, got, want, text)
			}
		}
		if open, shut := strings.Count(ours, "{"), strings.Count(ours, "}"); open != shut {
			t.Errorf("%d groups opened, %d shut:\n%s", open, shut, text)
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(strings.TrimSpace(line), "[") {
				t.Errorf("an argument of the row before: %s", line)
			}
		}
	})
}

// What a program reads is what stands in the cells, and the form is one line.
func FuzzTableJSON(f *testing.F) {
	addNasty(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		text := written(t, fuzzed(a, b), "json")
		var got struct {
			Title, From string
			Columns     []string
			Rows        [][]struct {
				Value, Low       any
				Unit, Source     string
				Note, Href, High any
			}
			Sum []map[string]any
		}
		dec := json.NewDecoder(bytes.NewReader([]byte(text)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if want := strings.ToValidUTF8(a, "�"); utf8.ValidString(a) && got.Rows[0][0].Value != want {
			t.Errorf("got %q, want %q", got.Rows[0][0].Value, want)
		}
		if got.Rows[1][0].Value != 1.5 || len(got.Columns) != 2 || len(got.Sum) != 2 {
			t.Errorf("got %+v", got)
		}
		if strings.Count(text, "\n") != 1 {
			t.Errorf("more than one line: %q", text)
		}
	})
}
