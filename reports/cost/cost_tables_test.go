package cost

import (
	"slices"
	"strings"
	"testing"

	"emrproof/bench"
	"emrproof/reports/table"
)

// cellOf is the cell of a table in the row whose first cells are these, under a column.
func cellOf(t *testing.T, shown *table.Table, column string, row ...string) table.Cell {
	t.Helper()
	at := slices.IndexFunc(shown.Columns, func(c table.Column) bool { return c.Name == column })
	if at < 0 {
		t.Fatalf("%s: no column %q", shown.Title, column)
	}
	for _, r := range append(shown.Rows, shown.Sum) {
		same := len(r) > len(row)
		for i, word := range row {
			same = same && r[i].String() == word
		}
		if same {
			return r[at]
		}
	}
	t.Fatalf("%s: no row %q", shown.Title, row)
	return table.Cell{}
}

// Reference: Table 4, C1–C6. Each figure stands under its own scheme, and says whether it is
// printed or derived.
func TestTable4(t *testing.T) {
	shown := costOf(t, "published", "hardened").table4()
	for _, c := range []struct {
		row, column, want string
		source            table.Source
	}{
		{"visit", "Chiou et al.", "1Sign + 3P + 2S + 7H", table.Printed},
		{"visit", "Mohit et al.", "1Sign + 3S + 11H", table.Printed},
		{"visit", "Kumar et al.", "1Sign + 3S + 10H", table.Printed},
		{"search", "Kumar et al.", "4Sign + 12S + 20H", table.Printed},
		{"search", "Li et al.", "5Sign + 10S + 20H", table.Printed},
		{"diagnosis", "Li et al.", "1Sign + 2S + 8H", table.Printed},
		{"diagnosis", "proposed", "2A (C1)", table.Printed},
		{"search", "proposed", "8Sign + 8A + 4S + 2H (C3, C4)", table.Printed},
		{"visit", "published, counted", "4Sign + 4A + 10M + 2S + 4H (and 1 Cert)", table.Derived},
		{"diagnosis", "published, counted", "2S (and 1 Cert)", table.Derived},
		{"total, printed", "Chiou et al.", "5Sign + 4M + 13P (C6)", table.Printed},
		{"total, printed", "Li et al.", "7Sign + 15S + 36H (C5)", table.Printed},
		{"total, printed", "proposed", "12Sign + 14A + 6S + 4H (C2)", table.Printed},
		{"total, summed", "Li et al.", "7Sign + 15S + 39H", table.Derived},
		{"total, summed", "published, counted", "12Sign + 12A + 20M + 8S + 10H (and 5 Cert)",
			table.Derived},
		{"total, with C1", "proposed", "12Sign + 12A + 8S + 4H (C2)", table.Derived},
	} {
		got := cellOf(t, shown, c.column, c.row)
		if got.String() != c.want || got.Source != c.source {
			t.Errorf("%s, %s: got %q, %s; want %q, %s", c.row, c.column, got, got.Source, c.want, c.source)
		}
	}
	for _, name := range []string{"published, counted", "hardened, counted"} {
		if got := cellOf(t, shown, name, "total, printed"); got.Value != nil {
			t.Errorf("%s: the paper prints %v", name, got)
		}
	}
}

// Reference: Table 5, C8. Lengths that are declared say so, those of a run say that they
// are measured, and sums and times are derived.
func TestTable5(t *testing.T) {
	c := costOf(t, "published")
	p := c.Profiles[0]
	for _, of := range []struct {
		messages []bench.Message
		source   table.Source
		figures  []string // bits, of records, 4G, 5G
	}{
		{p.Declared, table.Declared, []string{"63896", "63416", "638.96 µs", "3.19480 µs"}},
		{p.Wire["ristretto255"], table.Measured, []string{"63968", "63416", "639.68 µs", "3.19840 µs"}},
	} {
		shown := table5("t", "f", of.messages, of.source)
		for i, column := range []string{"bits", "of records", "4G, 100 Mbps", "5G, 20 Gbps"} {
			source := of.source
			if i > 1 {
				source = table.Derived
			}
			got := cellOf(t, shown, column, "visit", "visit 3", "P → D")
			if got.String() != of.figures[i] || got.Source != source {
				t.Errorf("%s, %s: got %q, %s; want %q, %s", of.source, column, got, got.Source,
					of.figures[i], source)
			}
			for _, row := range []string{"visit", "search", "diagnosis"} {
				if sum := cellOf(t, shown, column, row, "together"); sum.Source != table.Derived {
					t.Errorf("%s: the sum of %s is %s", column, row, sum.Source)
				}
			}
			if sum := cellOf(t, shown, column, "total"); sum.Source != table.Derived {
				t.Errorf("%s: the sum of all is %s", column, sum.Source)
			}
		}
	}
}

// Every other table of costs and of measurements: what each column's figures are.
func TestSourcesOfColumns(t *testing.T) {
	c, m := costOf(t, "published", "hardened"), timings(t)
	one := &m.Results.Profiles[0]
	for _, of := range []struct {
		shown   *table.Table
		sources string // by column, words apart
	}{
		{lengthTable(c.Lengths), "declared declared declared"},
		{c.bounds(), "printed derived derived derived derived derived derived"},
		{c.sideBySide(), "- - derived measured derived measured derived derived derived"},
		{costErrata(), "declared printed printed derived"},
		{primitivesTable(&m.Results.Suites[0]), "- measured measured declared measured"},
		{table4InTime(m.Results, &m.Results.Suites[0]), "- measured measured measured measured " +
			"measured measured"},
		{sessionTable(one), "- measured measured measured measured measured"},
		{sharesTable(one), "- derived measured measured"},
		{travelTable(one), "declared declared measured derived derived derived derived derived " +
			"derived derived"},
	} {
		want := strings.Fields(of.sources)
		if len(want) != len(of.shown.Columns) {
			t.Errorf("%s: %d columns, want %d", of.shown.Title, len(of.shown.Columns), len(want))
			continue
		}
		for i, row := range of.shown.Rows {
			for j, cell := range row {
				source := strings.Replace(want[j], "-", "", 1)
				if string(cell.Source) != source && cell.Value != nil {
					t.Errorf("%s: row %d, %q: %q, want %q", of.shown.Title, i+1, of.shown.Columns[j].Name,
						cell.Source, source)
				}
			}
		}
	}
}

// What the operations by party are of, column by column.
func TestOperationsByParty(t *testing.T) {
	shown := byParty(costOf(t, "published").Profiles[0])
	for column, want := range map[string]string{"sign": "1", "verify": "1", "seal": "1", "open": "1",
		"encrypt": "0", "decrypt": "1", "hash": "2", "base mul": "1", "mul": "4", "add": "2",
		"cert": "0"} {
		got := cellOf(t, shown, column, "visit", "D")
		if got.String() != want || got.Source != table.Derived {
			t.Errorf("%s: got %s, %s; want %s, derived", column, got, got.Source, want)
		}
	}
}

// A length ÷ a rate is exact to the picosecond, also of the longest that can be declared.
func TestPeakTimes(t *testing.T) {
	for _, c := range []struct{ bits, of4G, of5G int64 }{
		{0, 0, 0}, {1, 10000, 50}, {559856, 5598560000, 27992800}, {8e12, 8e16, 4e14},
	} {
		if of4G, of5G := peakTimes(c.bits); of4G != c.of4G || of5G != c.of5G {
			t.Errorf("%d bits: %d and %d ps, want %d and %d", c.bits, of4G, of5G, c.of4G, c.of5G)
		}
	}
}
