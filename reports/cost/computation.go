package cost

import (
	"emrproof/bench"
	"emrproof/model"
	"emrproof/model/errata"
	"emrproof/model/suite"
	"emrproof/reports/table"
	"fmt"
	"slices"
	"strings"
)

// table4 returns the paper's Table 4 in three versions: the totals that are printed, the sums
// of its phases, and the operations that are counted in the description of the proposed scheme.
func (c *Cost) table4() *table.Table {
	t := &table.Table{Title: "Table 4, computation",
		From:    "schemes as printed; the last columns counted, from the description and in a run",
		Columns: []table.Column{{Name: "phase"}}}
	for _, s := range bench.Schemes {
		t.Columns = append(t.Columns, table.Column{Name: s.Name, Wrap: 13})
	}
	for _, p := range c.Profiles {
		t.Columns = append(t.Columns, table.Column{Name: p.Profile + ", counted", Wrap: 19})
	}
	t.Columns = append(t.Columns, table.Column{Name: "Li et al., counted", Wrap: 19})
	var all [][]string
	for _, p := range c.Profiles {
		all = append(all, p.Phases)
	}
	for _, phase := range table4Phases(all...) {
		row := []table.Cell{{Value: phase, Source: table.Printed}}
		for _, s := range bench.Schemes {
			cell := table.Cell{}
			if ops, ok := s.Ops[phase]; ok {
				cell = table.Cell{Value: breakable(ops), Source: table.Printed}
			} else {
				row[0].Source = table.Derived
			}
			if s.Name == bench.Proposed {
				cell.Note = map[string]string{"visit": "C3, C4", "search": "C3, C4",
					"diagnosis": "C1"}[phase]
			}
			row = append(row, cell)
		}
		for _, p := range c.Profiles {
			cell := table.Cell{}
			if slices.Contains(p.Phases, phase) {
				cell = Counted(p.Ops[phase])
			}
			row = append(row, cell)
		}
		li := table.Cell{}
		if ops, ok := c.Li.Ops[phase]; ok {
			li = Counted(ops)
		}
		t.Rows = append(t.Rows, append(row, li))
	}
	t.Rows = append(t.Rows, c.printedTotals(), c.summedTotals(), c.correctedTotals())
	return t
}

// table4Phases returns the rows of Table 4: the phases that the paper prints, and then those of
// profiles that have others.
func table4Phases(of ...[]string) []string {
	rows := slices.Clone(bench.PrintedPhases)
	for _, phases := range of {
		for _, phase := range phases {
			if !slices.Contains(rows, phase) {
				rows = append(rows, phase)
			}
		}
	}
	return rows
}

// printedTotals returns the row of totals that the paper prints.
func (c *Cost) printedTotals() []table.Cell {
	row := []table.Cell{{Value: "total, printed", Source: table.Printed}}
	for _, s := range bench.Schemes {
		cell := table.Cell{Value: breakable(s.Total), Source: table.Printed}
		if s.Total != s.Ops[bench.Whole] {
			cell.Note = strings.Join(append(slices.Clone(s.Errata), s.Lost...), ", ")
		} else if s.Name == bench.Proposed {
			cell.Note = "C2"
		}
		row = append(row, cell)
	}
	for range c.Profiles {
		row = append(row, table.Cell{})
	}
	return append(row, table.Cell{})
}

// summedTotals returns the row of sums of the printed phases.
func (c *Cost) summedTotals() []table.Cell {
	row := []table.Cell{{Value: "total, summed", Source: table.Derived}}
	for _, s := range bench.Schemes {
		row = append(row, table.Cell{Value: breakable(s.Ops[bench.Whole]), Source: table.Derived})
	}
	for _, p := range c.Profiles {
		row = append(row, Counted(p.Ops[bench.Whole]))
	}
	return append(row, Counted(c.Li.Ops[bench.Whole]))
}

// correctedTotals returns the row of sums of the phases with erratum C1.
func (c *Cost) correctedTotals() []table.Cell {
	row := []table.Cell{{Value: "total, with C1", Source: table.Derived}}
	for _, s := range bench.Schemes {
		cell := table.Cell{}
		if s.Name == bench.Proposed {
			cell = table.Cell{Value: breakable(corrected(s)), Source: table.Derived, Note: "C2"}
		}
		row = append(row, cell)
	}
	for range c.Profiles {
		row = append(row, table.Cell{})
	}
	return append(row, table.Cell{})
}

// corrected returns the printed sum of the proposed scheme with erratum C1, by which the
// diagnosis is encrypted under a session key.
func corrected(s *bench.Scheme) bench.Ops {
	sum, diagnosis := s.Ops[bench.Whole], s.Ops["diagnosis"]
	sum.A -= diagnosis.A
	sum.S += diagnosis.A
	return sum
}

// breakable returns a sum of operations as text that can be wrapped after each plus.
func breakable(o bench.Ops) string { return strings.ReplaceAll(o.String(), "+", " + ") }

// Counted returns a cell of operations that were counted in a description. Its note gives the
// certificate checks, which the paper does not count.
func Counted(o bench.Ops) table.Cell {
	c := table.Cell{Value: breakable(o), Source: table.Derived}
	if o.Cert > 0 {
		c.Note = fmt.Sprintf("and %d Cert", o.Cert)
	}
	return c
}

// costErrata returns the table of the errors in the paper's figures.
func costErrata() *table.Table {
	t := &table.Table{Title: "what is wrong with the printed figures", From: "the list of errata",
		Columns: []table.Column{{Name: "id"}, {Name: "where", Wrap: 24}, {Name: "printed", Wrap: 26},
			{Name: "what is wrong", Wrap: 36}}}
	for _, e := range errata.All {
		if strings.HasPrefix(e.ID, "C") && e.Lost == "" {
			t.Rows = append(t.Rows, []table.Cell{{Value: e.ID, Source: table.Declared},
				{Value: e.Where, Source: table.Printed}, {Value: e.Printed, Source: table.Printed},
				{Value: e.Wrong, Source: table.Derived}})
		}
	}
	return t
}

// costLosses returns the table of the figures that are missing from our copy of the paper.
func costLosses() *table.Table {
	t := &table.Table{Title: "what our copy of the paper has lost",
		From: "no error of the paper is known",
		Columns: []table.Column{{Name: "id"}, {Name: "where", Wrap: 24}, {Name: "still there", Wrap: 26},
			{Name: "lost", Wrap: 36}}}
	for _, e := range errata.All {
		if strings.HasPrefix(e.ID, "C") && e.Lost != "" {
			t.Rows = append(t.Rows, []table.Cell{{Value: e.ID, Source: table.Declared},
				{Value: e.Where, Source: table.Printed}, {Value: e.Printed, Source: table.Printed},
				{Value: e.Lost, Source: table.Declared}})
		}
	}
	return t
}

// byParty returns a table of the operations that each party does in one run of each phase.
func byParty(c *bench.Cost) *table.Table {
	t := &table.Table{Title: "operations by phase and party, " + c.Profile,
		From:    "read off the description; the counters of a run say the same",
		Columns: []table.Column{{Name: "phase"}, {Name: "party"}}}
	var shown []model.Call
	for _, call := range model.RankedCalls() {
		if c.Calls[bench.Whole][call] > 0 {
			shown = append(shown, call)
			t.Columns = append(t.Columns, table.Column{Name: call.Kind().Name})
		}
	}
	row := func(phase, party string, n suite.Counts) []table.Cell {
		cells := []table.Cell{{Value: phase}, {Value: party}}
		for _, call := range shown {
			cells = append(cells, table.Cell{Value: n[call], Source: table.Derived})
		}
		return cells
	}
	for _, phase := range c.Phases {
		for _, m := range c.Protocol.Parties {
			if n := c.Counts[phase][m.Party]; n != (suite.Counts{}) {
				t.Rows = append(t.Rows, row(phase, string(m.Party), n))
			}
		}
	}
	t.Sum = row("total", "", c.Calls[bench.Whole])
	return t
}
