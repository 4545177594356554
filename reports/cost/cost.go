package cost

import (
	"encoding/json"
	"io"
	"slices"

	"emrproof/bench"
	"emrproof/reports/table"
)

// A Cost holds what profiles cost without any measurement of time: Tables 4 and 5.
type Cost struct {
	*bench.Costs
	Again string // the command that makes it again
}

// Document returns the cost as a document for people.
func (c *Cost) Document() table.Document {
	d := table.Document{{Table: c.table4()}, {Words: `T_Sign: make or verify a signature; T_A, T_S:
		asymmetric and symmetric encryption or decryption; T_M: multiplication of a point by a
		scalar; T_P: pairing; T_H: hash. Cert: verification of a certificate, which the paper's
		text has and its table does not.`}, {Words: secondary}, {Table: costErrata()},
		{Table: costLosses()}}
	for _, p := range c.Profiles {
		d = append(d, table.Block{Table: byParty(p)})
	}
	d = append(d, table.Block{Table: lengthTable(c.Lengths)})
	for _, p := range c.Profiles {
		d = append(d, table.Block{Table: table5("Table 5, communication, "+p.Profile+", declared lengths",
			"the description's messages under "+c.Lengths.Name+"; length ÷ peak rate (C8)",
			p.Declared, table.Declared)})
		for _, suite := range c.Suites {
			title := "Table 5, communication, " + p.Profile + ", " + suite + " on the wire"
			d = append(d, table.Block{Table: table5(title, "the messages of a run; length ÷ peak rate (C8)",
				p.Wire[suite], table.Measured)})
		}
	}
	return append(d, table.Block{Table: c.bounds()}, table.Block{Table: c.beside()},
		table.Block{Words: ordering},
		table.Block{Table: c.sideBySide()},
		table.Block{Words: "Times on links with jitter and loss, with computing: emrproof bench."},
		table.Block{Words: "Again:", Command: c.Again})
}

// An opsLine is a row of Table 4 as programs read it.
type opsLine struct {
	Scheme  string    `json:"scheme"`
	Profile string    `json:"profile"` // of what is counted; else empty
	Phase   string    `json:"phase"`
	Source  string    `json:"source"` // printed, summed or counted
	Ops     bench.Ops `json:"ops"`
	Errata  []string  `json:"errata,omitempty"`
	Lost    []string  `json:"lost,omitempty"` // in our copy of the paper
	// Corrected is the sum of the phases with their errata; nil where they have none.
	Corrected *bench.Ops `json:"corrected,omitempty"`
}

// A bitsLine is a row of Table 5 as programs read it.
type bitsLine struct {
	Profile string       `json:"profile"`
	Suite   string       `json:"suite"` // of what was on the wire; else empty
	Phase   string       `json:"phase"`
	Message string       `json:"message"`
	Source  table.Source `json:"source"` // declared, or measured: on the wire
	Bits    int64        `json:"bits"`
	Records int64        `json:"record_bits"` // of these, those of records
	US4G    json.Number  `json:"us_4g"`
	US5G    json.Number  `json:"us_5g"`
}

// A linkLine says how long a phase takes on a link, without the time for computing.
type linkLine struct {
	Profile     string `json:"profile"`
	Phase       string `json:"phase"`
	Link        string `json:"link"`
	Messages    int    `json:"messages"`
	Bytes       int64  `json:"bytes"`
	Nanoseconds int64  `json:"ns"`
}

// JSON writes the cost as one JSON object.
func (c *Cost) JSON(w io.Writer) error {
	return table.WriteJSON(w, struct {
		Schema int           `json:"schema"`
		Verb   string        `json:"verb"`
		Table4 []opsLine     `json:"table4"`
		Table5 []bitsLine    `json:"table5"`
		Bounds []bench.Bound `json:"bounds"`
		Beside []besideLine  `json:"beside"`
		Links  []linkLine    `json:"links"`
	}{table.Schema, "cost", c.opsLines(), c.bitsLines(), c.Bounds, c.besideLines(), c.linkLines()})
}

func (c *Cost) opsLines() []opsLine {
	var lines []opsLine
	for _, s := range bench.Schemes {
		for _, phase := range bench.PrintedPhases {
			lines = append(lines, opsLine{Scheme: s.Name, Phase: phase, Source: "printed",
				Ops: s.Ops[phase]})
		}
		lines = append(lines, opsLine{Scheme: s.Name, Phase: bench.Whole, Source: "printed",
			Ops: s.Total, Errata: s.Errata, Lost: s.Lost})
		sum := opsLine{Scheme: s.Name, Phase: bench.Whole, Source: "summed",
			Ops: s.Ops[bench.Whole]}
		if s.Name == bench.Proposed {
			with := corrected(s)
			sum.Errata, sum.Corrected = []string{"C1", "C2"}, &with
		}
		lines = append(lines, sum)
	}
	for _, p := range c.Profiles {
		scheme := p.Profile
		if slices.Contains(bench.Profiles(), scheme) {
			scheme = bench.Proposed // the paper's, or its repair
		}
		for _, phase := range append(slices.Clone(p.Phases), bench.Whole) {
			lines = append(lines, opsLine{Scheme: scheme, Profile: p.Profile, Phase: phase,
				Source: "counted", Ops: p.Ops[phase]})
		}
	}
	for _, phase := range append(slices.Clone(bench.PrintedPhases), bench.Whole) {
		lines = append(lines, opsLine{Scheme: "Li et al.", Profile: bench.Li, Phase: phase,
			Source: "counted", Ops: c.Li.Ops[phase]})
	}
	return lines
}

func (c *Cost) bitsLines() []bitsLine {
	var lines []bitsLine
	for _, p := range c.Profiles {
		lines = append(lines, bitsOf(bitsLine{Profile: p.Profile, Source: table.Declared}, p.Declared)...)
		for _, suite := range c.Suites {
			line := bitsLine{Profile: p.Profile, Suite: suite, Source: table.Measured}
			lines = append(lines, bitsOf(line, p.Wire[suite])...)
		}
	}
	return lines
}

// bitsOf returns a line for each message, after each phase a line with its sum, and last a line
// with the sum of all. The message of such a sum is called "total".
func bitsOf(line bitsLine, messages []bench.Message) []bitsLine {
	var lines []bitsLine
	add := func(phase, message string, bits, records int64) {
		line.Phase, line.Message, line.Bits, line.Records = phase, message, bits, records
		of4G, of5G := peakTimes(bits)
		line.US4G, line.US5G = json.Number(exact(of4G)), json.Number(exact(of5G))
		lines = append(lines, line)
	}
	for i, m := range messages {
		add(m.Phase, m.Name, m.Bits, m.Records)
		if i == len(messages)-1 || messages[i+1].Phase != m.Phase {
			sum := bench.TrafficOf(messages, m.Phase)
			add(m.Phase, bench.Whole, sum.Bits, sum.Records)
		}
	}
	all := bench.TrafficOf(messages, bench.Whole)
	add(bench.Whole, bench.Whole, all.Bits, all.Records)
	return lines
}

func (c *Cost) linkLines() []linkLine {
	var lines []linkLine
	for _, p := range c.Profiles {
		for _, l := range p.Links {
			for _, phase := range append(append([]string{}, p.Phases...), bench.Whole) {
				sent := bench.TrafficOf(p.Wire[c.Suites[0]], phase)
				lines = append(lines, linkLine{p.Profile, phase, l.Link.Name, sent.Messages,
					sent.Bits / 8, int64(l.Took[phase])})
			}
		}
	}
	return lines
}
