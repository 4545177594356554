package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"emrproof/bench"
)

// Timings are what bench measured.
type Timings struct {
	Results *bench.Results
	Again   string // the command that measures again
}

// Document are the measurements for people.
func (m *Timings) Document() Document {
	r := m.Results
	d := Document{{Words: m.machine()}}
	for i := range r.Suites {
		d = append(d, Block{Table: primitivesTable(&r.Suites[i])})
	}
	for i := range r.Suites {
		d = append(d, Block{Table: table4InTime(r, &r.Suites[i])})
	}
	for i := range r.Profiles {
		p := &r.Profiles[i]
		d = append(d, Block{Table: visitTable(p)}, Block{Table: sharesTable(p)},
			Block{Table: travelTable(p)})
	}
	d = append(d, Block{Words: "The measured visit includes what the simulator does. The floor is " +
		"its calls of the suite in a straight line: what is counted, and besides it random " +
		"numbers, arithmetic on scalars, decoding, and records longer than 256 bytes. On links, " +
		"computing takes the medians above, a party's messages leave when it is done, and every " +
		"pair of parties has such a link."},
		Block{Table: linkSources()}, Block{Table: ratesTable(r)}, Block{Table: recordsTable(r)},
		Block{Table: certificatesTable(r)}, Block{Table: certificateBits(r)})
	return append(d, Block{Words: "Again:", Command: m.Again})
}

// JSON writes the measurements as one object: the tables of the document, as tables.
func (m *Timings) JSON(w io.Writer) error {
	var tables []*Table
	for _, p := range m.Document() {
		if p.Table != nil {
			tables = append(tables, p.Table)
		}
	}
	return WriteJSON(w, struct {
		Schema   int           `json:"schema"`
		Verb     string        `json:"verb"`
		Machine  bench.Machine `json:"machine"`
		Warnings []string      `json:"warnings"`
		Tables   []*Table      `json:"tables"`
	}{Schema, "bench", m.Results.Machine, m.warnings(), tables})
}

// warnings say what may have disturbed the measurements.
func (m *Timings) warnings() []string {
	r := m.Results
	all := append([]string{}, r.Machine.Warnings(r.After)...)
	if ratio := bench.Interrupted(r.Series); ratio > 1.05 {
		all = append(all, fmt.Sprintf("wall time is %.2f of CPU time: others used the same cores", ratio))
	}
	return all
}

// machine says what it was measured on, and what may have disturbed it.
func (m *Timings) machine() string {
	c := m.Results.Machine
	words := fmt.Sprintf("Measured on %s, %d cores, %s, %s. Times are CPU time of the process, the "+
		"median of the rounds with its 95 %% bootstrap interval; a difference under 5 %% is none.",
		c.CPU, c.Cores, c.System, c.Go)
	for _, warning := range m.warnings() {
		words += " Warning: " + warning + "."
	}
	return words
}

// quantity is a measured figure, divided by unit, with its interval.
func quantity(q bench.Quantity, by float64, digits int, unit string) Cell {
	low, high := q.Interval()
	return Cell{Value: q.Median / by, Low: low / by, High: high / by, Digits: digits, Unit: unit,
		Source: Measured}
}

func primitivesTable(s *bench.SuiteResult) *Table {
	t := &Table{Title: "primitives, " + s.Suite,
		From: "one operation on 256 bytes; pairing: BLS12-381; stretch: argon2id, 64 KiB and one pass",
		Columns: []Column{{Name: "operation"}, {Name: "CPU time"}, {Name: "wall time"}, {Name: "rounds"},
			{Name: "outliers"}}}
	for _, one := range s.Primitives {
		_, name, _ := strings.Cut(one.Name, "/")
		wall := bench.QuantityOf(one.Name+" wall", one.Wall)
		t.Rows = append(t.Rows, []Cell{{Value: name}, quantity(one.Quantity(), 1e3, 3, "µs"),
			quantity(wall, 1e3, 3, "µs"), {Value: len(one.CPU), Source: Declared},
			{Value: bench.Outliers(one.CPU), Source: Measured}})
	}
	return t
}

// table4InTime is Table 4 with the measured times for its symbols.
func table4InTime(r *bench.Results, s *bench.SuiteResult) *Table {
	t := &Table{Title: "Table 4 in milliseconds, " + s.Suite,
		From: "operations × measured primitives; the schemes' operations as printed, totals as " +
			"summed; counted: with every operation of its own kind, certificate checks too",
		Columns: []Column{{Name: "phase"}}}
	for _, scheme := range bench.Schemes {
		t.Columns = append(t.Columns, Column{Name: scheme.Name, Wrap: 14})
	}
	for i := range r.Profiles {
		if r.Profiles[i].Suite == s.Suite {
			t.Columns = append(t.Columns, Column{Name: r.Profiles[i].Profile + ", counted", Wrap: 18})
		}
	}
	for _, phase := range append(slices.Clone(bench.PrintedPhases), bench.Whole) {
		row := []Cell{{Value: phase}}
		for _, scheme := range bench.Schemes {
			ops := scheme.Phase(phase)
			if phase == bench.Whole {
				ops = scheme.Summed()
			}
			row = append(row, quantity(s.Times.OfOps(ops), 1e6, 3, "ms"))
		}
		for i := range r.Profiles {
			if p := &r.Profiles[i]; p.Suite == s.Suite {
				row = append(row, quantity(floorOf(p, phase), 1e6, 3, "ms"))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// floorOf is the time of what a profile counts in a phase.
func floorOf(p *bench.ProfileResult, phase string) bench.Quantity {
	if phase != bench.Whole {
		return p.Times.Of(p.Counts.Total(phase))
	}
	sum := bench.Exactly(0)
	for _, one := range p.Phases {
		sum = sum.Plus(p.Times.Of(p.Counts.Total(one)))
	}
	return sum
}

// visitTable is a visit as it was measured, beside what it cannot be under.
func visitTable(p *bench.ProfileResult) *Table {
	t := &Table{Title: "measured visit, " + p.Profile + ", " + p.Suite,
		From: "nothing remembered between visits, but in the last row: multiples of PK and good " +
			"certificates",
		Columns: []Column{{Name: "phase"}, {Name: "counts × primitives", Wrap: 22},
			{Name: "floor", Wrap: 22}, {Name: "measured", Wrap: 22}, {Name: "÷ floor", Wrap: 20},
			{Name: "÷ counts × primitives", Wrap: 20}}}
	for _, phase := range append(slices.Clone(p.Phases), bench.Whole) {
		run, counts := p.Visit.Run[phase].Quantity(), floorOf(p, phase)
		t.Rows = append(t.Rows, []Cell{{Value: phase}, quantity(counts, 1e6, 4, "ms"),
			quantity(p.Visit.Floor[phase].Quantity(), 1e6, 4, "ms"), quantity(run, 1e6, 4, "ms"),
			quantity(p.Visit.Ratio(phase), 1, 3, ""), quantity(run.Over(counts), 1, 3, "")})
	}
	const all = bench.Whole
	t.Sum = []Cell{{Value: "total, remembering"}, {},
		quantity(p.Cached.Floor[all].Quantity(), 1e6, 4, "ms"),
		quantity(p.Cached.Run[all].Quantity(), 1e6, 4, "ms"),
		quantity(p.Cached.Ratio(all), 1, 3, ""), {}}
	return t
}

// sharesTable is what each primitive takes of a visit.
func sharesTable(p *bench.ProfileResult) *Table {
	t := &Table{Title: "share of each primitive, " + p.Profile + ", " + p.Suite,
		From: "counts × primitives of a visit", Columns: []Column{{Name: "operation"},
			{Name: "calls"}, {Name: "time"}, {Name: "share"}}}
	for _, s := range p.Shares() {
		t.Rows = append(t.Rows, []Cell{{Value: s.Name}, {Value: s.Calls, Source: Derived},
			quantity(s.Time, 1e3, 2, "µs"), quantity(s.Share, 0.01, 1, "%")})
	}
	return t
}

// travelTable is how long visits take end to end.
func travelTable(p *bench.ProfileResult) *Table {
	t := &Table{Title: "end to end, " + p.Profile + ", " + p.Suite,
		From: "virtual time, computing included; to the last thing that anybody computes",
		Columns: []Column{{Name: "link"}, {Name: "runs"}, {Name: "computing"}, {Name: "5 %"},
			{Name: "median"}, {Name: "95 %"}, {Name: "longest"}}}
	for _, phase := range p.Phases {
		t.Columns = append(t.Columns, Column{Name: phase + ", median"})
	}
	computing := floorOf(p, bench.Whole).Median / 1e6
	for _, l := range p.Links {
		row := []Cell{{Value: l.Link.Name, Source: Declared}, {Value: len(l.Total), Source: Declared},
			{Value: computing, Digits: 2, Unit: "ms", Source: Measured}}
		for _, x := range bench.Quantiles(l.Total, 0.05, 0.5, 0.95, 1) {
			row = append(row, Cell{Value: x, Digits: 2, Unit: "ms", Source: Derived})
		}
		for _, phase := range p.Phases {
			x := bench.Quantiles(l.Phases[phase], 0.5)[0]
			row = append(row, Cell{Value: x, Digits: 2, Unit: "ms", Source: Derived})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
