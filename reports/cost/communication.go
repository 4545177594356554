package cost

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"emrproof/bench"
	"emrproof/reports/table"
	"emrproof/sim/trace"
)

// lengthTable returns the table of the declared lengths, from which the declared side of Table
// 5 is computed.
func lengthTable(l *bench.Lengths) *table.Table {
	t := &table.Table{Title: "lengths of fields", From: l.Name,
		Columns: []table.Column{{Name: "of"}, {Name: "length"}, {Name: "source", Wrap: 60}}}
	for _, one := range l.All {
		t.Rows = append(t.Rows, []table.Cell{{Value: one.What(), Source: table.Declared},
			{Value: one.Bits, Unit: "bit", Source: table.Declared}, {Value: one.Source,
				Source: table.Declared}})
	}
	return t
}

// micro returns picoseconds as a cell in microseconds, rounded to the last digit.
func micro(picoseconds int64, digits int) table.Cell {
	return table.Cell{Value: float64(picoseconds) / 1e6, Digits: digits, Unit: "µs",
		Source: table.Derived}
}

// table5 returns a table of messages with their lengths, and for each message the time that the
// paper gives it: its length divided by the peak rate.
func table5(title, from string, messages []bench.Message, source table.Source) *table.Table {
	t := &table.Table{Title: title, From: from, Columns: []table.Column{{Name: "phase"},
		{Name: "message"},
		{Name: "way"}, {Name: "bits"}, {Name: "of records"}, {Name: "4G, 100 Mbps"},
		{Name: "5G, 20 Gbps"}}}
	row := func(phase, message, way string, bits, records int64, source table.Source) []table.Cell {
		of4G, of5G := peakTimes(bits)
		return []table.Cell{{Value: phase}, {Value: message}, {Value: way}, {Value: bits, Source: source},
			{Value: records, Source: source}, micro(of4G, 2), micro(of5G, 5)}
	}
	for i, m := range messages {
		t.Rows = append(t.Rows, row(m.Phase, m.Name, string(m.From)+" → "+string(m.To), m.Bits,
			m.Records, source))
		if i == len(messages)-1 || messages[i+1].Phase != m.Phase {
			sum := bench.TrafficOf(messages, m.Phase)
			t.Rows = append(t.Rows, row(m.Phase, "together", "", sum.Bits, sum.Records, table.Derived))
		}
	}
	all := bench.TrafficOf(messages, bench.Whole)
	t.Sum = row("total", "", "", all.Bits, all.Records, table.Derived)
	return t
}

// secondary says how far the description of Li et al. can be trusted. It stands wherever its
// figures do.
const secondary = `Li et al., counted: from the description li2018, as re-implemented by Gajarla
et al. 2019, a secondary source. Its HUP answers to the row of the visit, PUP and TP to that of the
search, CP to that of the diagnosis.`

// ordering explains what can be said of the paper's comparison of communication costs.
const ordering = `The paper says that the proposed scheme sends less than those of Chiou et al. and
Mohit et al. and more than those of Kumar et al. and Li et al. Of Li et al. that can be checked, as
far as a secondary source goes (as re-implemented by Gajarla et al. 2019): with the lengths that
papers of this kind use, the proposed scheme sends more, as the paper says. With the lengths of
standard encodings and on the wire it sends less, because Li et al. send each record several times.
Of the others it cannot be checked: their messages are not in the paper, our copy of it has lost
the body of Table 5 (C7), and Table 4 says how many operations there are, not what travels. The
bounds order nothing: each scheme may send any number of identities, hashes and time stamps
besides.`

// A besideLine is what a profile sends over the insecure network in all, in three ways of
// counting.
type besideLine struct {
	Profile    string `json:"profile"`
	Messages   int    `json:"messages"`
	Declared   int64  `json:"declared_bits"` // 0: the lengths do not have all that it sends
	Wire       int64  `json:"wire_bits"`     // with the first suite; 0: there is none
	Convention int64  `json:"convention_bits"`
}

func (c *Cost) besideLines() []besideLine {
	var lines []besideLine
	for _, p := range append(slices.Clone(c.Profiles), c.Li) {
		line := besideLine{Profile: p.Profile, Messages: len(p.ByRule),
			Declared:   bench.TrafficOf(p.Declared, bench.Whole).Bits,
			Convention: bench.TrafficOf(p.ByRule, bench.Whole).Bits}
		if len(c.Suites) > 0 {
			line.Wire = bench.TrafficOf(p.Wire[c.Suites[0]], bench.Whole).Bits
		}
		lines = append(lines, line)
	}
	return lines
}

// beside returns a table of what the profiles send beside what Li et al. do.
func (c *Cost) beside() *table.Table {
	t := &table.Table{Title: "what is sent, beside Li et al.",
		From: "li2018 as re-implemented by Gajarla et al. 2019, a secondary source; convention: 1024 " +
			"bits for a signature and for an asymmetric ciphertext, 256 for a symmetric one, 80 for " +
			"anything else, which is " + c.Convention + " and not said to be this one's",
		Columns: []table.Column{{Name: "profile"}, {Name: "messages"}, {Name: "bits, declared"},
			{Name: "bits on the wire"}, {Name: "bits by convention"}}}
	for _, l := range c.besideLines() {
		declared := table.Cell{Value: l.Declared, Source: table.Declared}
		if l.Declared == 0 {
			declared = table.Cell{}
		}
		t.Rows = append(t.Rows, []table.Cell{{Value: l.Profile},
			{Value: l.Messages, Source: table.Derived}, declared, {Value: l.Wire, Source: table.Measured},
			{Value: l.Convention, Source: table.Declared}})
	}
	return t
}

// bounds returns a table of the least that each scheme must send, as far as Table 4 tells.
func (c *Cost) bounds() *table.Table {
	t := &table.Table{Title: "what the schemes send at least",
		From: "a bound from the operations of Table 4 as summed, if what is signed or encrypted is " +
			"for somebody else; not a length: their messages are not in the paper",
		Columns: []table.Column{{Name: "scheme"}, {Name: "signatures ≥"}, {Name: "ciphertexts ≥"},
			{Name: "bits ≥"}, {Name: "signatures, each used once"},
			{Name: "ciphertexts, each used once"}, {Name: "bits of these"}}}
	for i := range t.Columns[4:] {
		t.Columns[4+i].Wrap = 13
	}
	for _, b := range c.Bounds {
		t.Rows = append(t.Rows, []table.Cell{{Value: b.Scheme, Source: table.Printed},
			{Value: b.Signatures, Source: table.Derived}, {Value: b.Ciphertexts, Source: table.Derived},
			{Value: b.Bits, Source: table.Derived}, {Value: b.EachOnceSignatures, Source: table.Derived},
			{Value: b.EachOnceCiphertexts, Source: table.Derived}, {Value: b.EachOnceBits,
				Source: table.Derived}})
	}
	return t
}

// sideBySide returns a table of what each phase costs on each profile, the profiles one below
// the other.
func (c *Cost) sideBySide() *table.Table {
	t := &table.Table{Title: "profiles side by side",
		From: "operations from the description; bytes on the wire and times in virtual time with " +
			c.Suites[0] + ", computing apart",
		Columns: []table.Column{{Name: "phase"}, {Name: "profile"}, {Name: "operations", Wrap: 28},
			{Name: "messages"}, {Name: "round trips"}, {Name: "bytes"}}}
	for _, l := range c.Profiles[0].Links {
		t.Columns = append(t.Columns, table.Column{Name: LinkText(l.Link), Wrap: 13})
	}
	for _, phase := range c.phases() {
		for _, p := range c.Profiles {
			if r := sideRow(p, c.Suites[0], phase); r != nil {
				t.Rows = append(t.Rows, r)
			}
		}
	}
	return t
}

// phases returns the names of the phases of all profiles, and last the name of the whole.
func (c *Cost) phases() []string {
	var all []string
	seen := map[string]bool{}
	for _, p := range c.Profiles {
		for _, phase := range p.Phases {
			if !seen[phase] {
				seen[phase] = true
				all = append(all, phase)
			}
		}
	}
	return append(all, bench.Whole)
}

func sideRow(p *bench.Cost, suite, phase string) []table.Cell {
	sent := bench.TrafficOf(p.Wire[suite], phase)
	if sent.Messages == 0 {
		return nil
	}
	row := []table.Cell{{Value: phase}, {Value: p.Profile}, Counted(p.Ops[phase]),
		{Value: sent.Messages, Source: table.Measured},
		{Value: float64(sent.Trips) / 2, Digits: 1, Source: table.Derived},
		{Value: sent.Bits / 8, Unit: "B", Source: table.Measured}}
	for _, l := range p.Links {
		row = append(row, milli(l.Took[phase]))
	}
	return row
}

func milli(d trace.Duration) table.Cell {
	return table.Cell{Value: float64(d) / 1e6, Digits: 3, Unit: "ms", Source: table.Derived}
}

// exact returns picoseconds as microseconds, with every digit and no zeros at the end.
func exact(picoseconds int64) string {
	whole, rest := picoseconds/1e6, picoseconds%1e6
	if rest == 0 {
		return strconv.FormatInt(whole, 10)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%06d", whole, rest), "0")
}

// peakTimes are how long bits take at the paper's peak rates, 100 Mbps of 4G and 20 Gbps
// of 5G, in picoseconds: "message length ÷ peak rate".
func peakTimes(bits int64) (of4G, of5G int64) { return bits * 10000, bits * 50 }
