package cost

import (
	"fmt"
	"io"
	"slices"

	"emrproof/bench"
	"emrproof/bench/timing"
	"emrproof/reports/table"
)

// Timings are the results of the verb bench: times that were measured on this machine.
type Timings struct {
	Results *timing.Results
	Again   string // the command that measures again
}

// Document returns the measurements as a document for people.
func (m *Timings) Document() table.Document {
	r := m.Results
	d := table.Document{{Words: m.machine()}}
	for i := range r.Suites {
		d = append(d, table.Block{Table: primitivesTable(&r.Suites[i])})
	}
	for i := range r.Suites {
		d = append(d, table.Block{Table: table4InTime(r, &r.Suites[i])})
	}
	for i := range r.Profiles {
		p := &r.Profiles[i]
		d = append(d, table.Block{Table: sessionTable(p)}, table.Block{Table: sharesTable(p)},
			table.Block{Table: travelTable(p)})
	}
	d = append(d,
		table.Block{Words: "The measured session includes what the simulator does. The floor is " +
			"its calls of the suite in a straight line: what is counted, and besides it random " +
			"numbers, arithmetic on scalars, decoding, and records longer than 256 bytes. On links, " +
			"computing takes the medians above, a party's messages leave when it is done, and every " +
			"pair of parties has such a link."},
		table.Block{Table: linkSources(r)}, table.Block{Table: ratesTable(r)})
	if r.Record != "" {
		d = append(d, table.Block{Table: recordsTable(r)})
	}
	if r.Certificate != "" {
		d = append(d, table.Block{Table: certificateBits(r)})
	}
	return append(d, table.Block{Words: "Again:", Command: m.Again})
}

// JSON writes the measurements as one JSON object, which holds the tables of the document.
func (m *Timings) JSON(w io.Writer) error {
	var tables []*table.Table
	for _, p := range m.Document() {
		if p.Table != nil {
			tables = append(tables, p.Table)
		}
	}
	return table.WriteJSON(w, struct {
		Schema   int            `json:"schema"`
		Verb     string         `json:"verb"`
		Machine  timing.Machine `json:"machine"`
		Warnings []string       `json:"warnings"`
		Tables   []*table.Table `json:"tables"`
	}{table.Schema, "bench", m.Results.Machine, m.Results.Warnings, tables})
}

// machine says on which machine the times were measured, and what may have disturbed them.
func (m *Timings) machine() string {
	c := m.Results.Machine
	words := fmt.Sprintf("Measured on %s, %d cores, %s, %s. Times are CPU time of the process, the "+
		"median of the rounds with its 95 %% bootstrap interval; a difference under 5 %% is none.",
		c.CPU, c.Cores, c.System, c.Go)
	for _, warning := range m.Results.Warnings {
		words += " Warning: " + warning + "."
	}
	return words
}

// quantity returns a cell with a measured figure, divided by a unit, with its interval.
func quantity(q timing.Quantity, by float64, digits int, unit string) table.Cell {
	return table.Cell{Value: q.Median / by, Low: q.Low / by, High: q.High / by, Digits: digits,
		Unit:   unit,
		Source: table.Measured}
}

func primitivesTable(s *timing.SuiteResult) *table.Table {
	t := &table.Table{Title: "primitives, " + s.Suite,
		From: "one operation on 256 bytes; pairing: BLS12-381; stretch: argon2id, 64 KiB and one pass",
		Columns: []table.Column{{Name: "operation"}, {Name: "CPU time"}, {Name: "wall time"},
			{Name: "rounds"},
			{Name: "outliers"}}}
	for _, one := range s.Primitives {
		t.Rows = append(t.Rows, []table.Cell{{Value: one.Name}, quantity(one.CPU, 1e3, 3, "µs"),
			quantity(one.Wall, 1e3, 3, "µs"), {Value: one.Rounds, Source: table.Declared},
			{Value: one.Outliers, Source: table.Measured}})
	}
	return t
}

// table4InTime returns Table 4 with measured times in the place of its symbols.
func table4InTime(r *timing.Results, s *timing.SuiteResult) *table.Table {
	t := &table.Table{Title: "Table 4 in milliseconds, " + s.Suite,
		From: "operations × measured primitives; the schemes' operations as printed, totals as " +
			"summed; counted: with every operation of its own kind, certificate checks too",
		Columns: []table.Column{{Name: "phase"}}}
	var all [][]string
	for _, scheme := range bench.Schemes {
		t.Columns = append(t.Columns, table.Column{Name: scheme.Name, Wrap: 14})
	}
	for i := range r.Profiles {
		if r.Profiles[i].Suite == s.Suite {
			t.Columns = append(t.Columns, table.Column{Name: r.Profiles[i].Profile + ", counted", Wrap: 18})
			all = append(all, r.Profiles[i].Phases)
		}
	}
	for _, phase := range append(table4Phases(all...), bench.Whole) {
		row := []table.Cell{{Value: phase}}
		for _, scheme := range bench.Schemes {
			cell := table.Cell{}
			if took, ok := s.Schemes[scheme.Name][phase]; ok {
				cell = quantity(took, 1e6, 3, "ms")
			}
			row = append(row, cell)
		}
		for i := range r.Profiles {
			if p := &r.Profiles[i]; p.Suite == s.Suite {
				cell := table.Cell{}
				if v, ok := p.Session[phase]; ok {
					cell = quantity(v.Counted, 1e6, 3, "ms")
				}
				row = append(row, cell)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sessionTable returns a table of the measured times of a session, each beside its lower bound.
func sessionTable(p *timing.ProfileResult) *table.Table {
	t := &table.Table{Title: "measured session, " + p.Profile + ", " + p.Suite,
		From: "nothing remembered between sessions, but in the last row: multiples of PK and good " +
			"certificates",
		Columns: []table.Column{{Name: "phase"}, {Name: "counts × primitives", Wrap: 22},
			{Name: "floor", Wrap: 22}, {Name: "measured", Wrap: 22}, {Name: "÷ floor", Wrap: 20},
			{Name: "÷ counts × primitives", Wrap: 20}}}
	for _, phase := range append(slices.Clone(p.Phases), bench.Whole) {
		v := p.Session[phase]
		t.Rows = append(t.Rows, []table.Cell{{Value: phase}, quantity(v.Counted, 1e6, 4, "ms"),
			quantity(v.Floor, 1e6, 4, "ms"), quantity(v.Run, 1e6, 4, "ms"),
			quantity(v.OverFloor, 1, 3, ""), quantity(v.OverCounted, 1, 3, "")})
	}
	all := p.Cached[bench.Whole]
	t.Sum = []table.Cell{{Value: "total, remembering"}, {}, quantity(all.Floor, 1e6, 4, "ms"),
		quantity(all.Run, 1e6, 4, "ms"), quantity(all.OverFloor, 1, 3, ""), {}}
	return t
}

// sharesTable returns a table of the share that each primitive has in the time of a session.
func sharesTable(p *timing.ProfileResult) *table.Table {
	t := &table.Table{Title: "share of each primitive, " + p.Profile + ", " + p.Suite,
		From: "counts × primitives of a session", Columns: []table.Column{{Name: "operation"},
			{Name: "calls"}, {Name: "time"}, {Name: "share"}}}
	for _, s := range p.Shares {
		t.Rows = append(t.Rows, []table.Cell{{Value: s.Name}, {Value: s.Calls, Source: table.Derived},
			quantity(s.Time, 1e3, 2, "µs"), quantity(s.Share, 0.01, 1, "%")})
	}
	return t
}

// travelTable returns a table of the time that sessions take from end to end.
func travelTable(p *timing.ProfileResult) *table.Table {
	t := &table.Table{Title: "end to end, " + p.Profile + ", " + p.Suite,
		From: "virtual time, computing included; to the last thing that anybody computes",
		Columns: []table.Column{{Name: "link"}, {Name: "runs"}, {Name: "computing"}, {Name: "5 %"},
			{Name: "median"}, {Name: "95 %"}, {Name: "longest"}}}
	for _, phase := range p.Phases {
		t.Columns = append(t.Columns, table.Column{Name: phase + ", median"})
	}
	computing := p.Session[bench.Whole].Counted.Median / 1e6
	for _, l := range p.Links {
		row := []table.Cell{{Value: l.Link.Name, Source: table.Declared},
			{Value: len(l.Total), Source: table.Declared},
			{Value: computing, Digits: 2, Unit: "ms", Source: table.Measured}}
		for _, x := range l.Quantiles {
			row = append(row, table.Cell{Value: x, Digits: 2, Unit: "ms", Source: table.Derived})
		}
		for _, phase := range p.Phases {
			row = append(row, table.Cell{Value: l.Phases[phase], Digits: 2, Unit: "ms",
				Source: table.Derived})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
