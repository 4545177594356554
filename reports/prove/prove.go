package prove

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"emrproof/proofs"
	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
	"emrproof/reports/table"
)

// A Report is what the logic says of a protocol under some of its errata.
type Report struct {
	*proofs.Audit
	Again string // the command that shows it again
	// Behaviour is what runs do to the goals; nil when no runs were asked for.
	Behaviour *goals.Behaviour
}

// New audits a protocol under some of its errata, and returns the report.
func New(v *protocol.Variant) (*Report, error) {
	a, err := proofs.NewAudit(v)
	return &Report{Audit: a}, err
}

// AsExpected says whether the derivable goals are those that the protocol's file expects.
func (p *Report) AsExpected() bool {
	return !slices.ContainsFunc(p.Columns, func(c proofs.Column) bool { return c.Differs != "" })
}

// Document returns the whole report for people.
func (p *Report) Document() table.Document {
	d := table.Document{{Table: p.goals()}}
	if words := p.missing(); words.Words != "" {
		d = append(d, words)
	}
	d = append(d, p.grounds()...)
	if len(p.Columns) > 1 {
		d = append(d, table.Block{Table: p.matrix()})
	}
	d = append(d, p.differences()...)
	if len(p.Statements) > 0 {
		d = append(d, table.Block{Table: p.statements()})
	}
	d = append(d, p.faults()...)
	d = append(d, p.onTheWire()...)
	if p.Behaviour != nil {
		d = append(d, behaviourBlocks(p.Behaviour)...)
	}
	if p.Again != "" {
		d = append(d, table.Block{Words: "again:", Command: p.Again})
	}
	return d
}

// named names a set of errata in words.
func named(errata []string) string {
	if len(errata) == 0 {
		return "none"
	}
	return strings.Join(errata, ", ")
}

// from says which protocol, errata and extensions the tables are made from.
func (p *Report) from() string {
	rules := strings.Join(append([]string{"rules of 1990"}, p.Variant.Extensions...), ", ")
	return fmt.Sprintf("errata applied: %s; %s; each derivation checked", named(p.Variant.Applied),
		rules)
}

// goals returns the table of goals, each with its least sets of assumptions or, if it does not
// follow, of additions.
func (p *Report) goals() *table.Table {
	t := &table.Table{Title: p.Variant.Name + ", goals", From: p.from(),
		Columns: []table.Column{{Name: "goal"},
			{Name: "says"}, {Name: "follows"}, {Name: "from, or what is missing", Wrap: 46}}}
	wire := p.Variant.Model != ""
	if wire {
		t.Columns = slices.Insert(t.Columns, 3, table.Column{Name: "on the wire"})
	}
	for _, g := range p.Goals {
		follows, from := "yes", sets(proofs.Sets(g.Minimal))
		if g.Proof == nil {
			follows, from = "no", p.lacks(&g)
		}
		row := []table.Cell{{Value: g.ID, Source: table.Printed},
			{Value: g.Formula.String(), Source: table.Printed}, {Value: follows, Source: table.Derived},
			{Value: from, Source: table.Derived}}
		if wire {
			row = slices.Insert(row, 3, table.Cell{Value: p.backed(g), Source: table.Derived})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// backed says whether a goal that follows still follows from what the wire bears.
func (p *Report) backed(g proofs.Goal) string {
	switch {
	case g.Proof == nil:
		return "–"
	case p.Backed[g.ID] != nil:
		return "yes"
	}
	return "no"
}

// sets prints least sets of assumptions in one line.
func sets(all [][]string) string {
	var texts []string
	for _, set := range all {
		text := strings.Join(set, " ")
		if text == "" {
			text = "the messages alone"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "; or ")
}

// lacks says what is missing for a goal that does not follow: the step that is forbidden, what
// may be added, and an extension of the logic under which the goal follows.
func (p *Report) lacks(g *proofs.Goal) string {
	text := p.additions(g.Additions, g.Whole)
	if g.Barred != nil {
		text = p.barred(g.Barred) + "; " + text
	}
	if g.Extended != nil {
		text += "; it follows with the extension " + g.Extended.IDs[0]
	}
	return text
}

// barred says which condition of a rule forbids a step.
func (p *Report) barred(b *checker.Refusal) string {
	return fmt.Sprintf("%s would give %s, but %s", b.Rule, p.Variant.Short(b.Conclusion), b.Why)
}

// additions prints the least sets of additions in one line: the first set, and how many others
// there are.
func (p *Report) additions(all []proofs.Addition, whole bool) string {
	if len(all) == 0 && !whole {
		return "the search met its bound"
	}
	if len(all) == 0 {
		return "nothing that may be added gives it"
	}
	text := p.addition(all[0])
	switch more := len(all) - 1; {
	case more == 1:
		text += "; or 1 other"
	case more > 1:
		text += fmt.Sprintf("; or %d others", more)
	}
	return text
}

// addition prints one set of candidates; a candidate that is itself a goal is marked.
func (p *Report) addition(a proofs.Addition) string {
	var texts []string
	for _, c := range a.Candidates {
		text := c.String()
		if c.Goal != "" {
			text += " (goal " + c.Goal + ")"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " and ")
}

// matrix returns the table of the goals that follow under each set of errata.
func (p *Report) matrix() *table.Table {
	t := &table.Table{Title: "goals by errata", From: "which follow under each set, of " +
		strconv.Itoa(len(p.Goals)),
		Columns: []table.Column{{Name: "errata"}, {Name: "goals"}, {Name: "they are", Wrap: 62}}}
	for _, c := range p.Columns {
		derivable := c.Derivable
		goals := strings.Join(derivable, " ")
		if len(derivable) == 0 {
			goals = "–"
		}
		t.Rows = append(t.Rows, []table.Cell{{Value: named(c.Errata), Source: table.Declared},
			{Value: len(derivable), Source: table.Derived}, {Value: goals, Source: table.Derived}})
	}
	return t
}

// wire returns the table of differences between the idealised messages and the protocol
// description.
func (p *Report) wire() *table.Table {
	t := &table.Table{Title: "idealised messages and the wire",
		From: "each part beside the steps of the description " + p.Variant.Model,
		Columns: []table.Column{{Name: "message"}, {Name: "part"}, {Name: "finding"},
			{Name: "which", Wrap: 62}}}
	for _, f := range p.Wire {
		message, part := f.Message, "all"
		if message == "" {
			message, part = "none", ""
		}
		if f.Part > 0 {
			part = strconv.Itoa(f.Part)
		}
		t.Rows = append(t.Rows, []table.Cell{{Value: message, Source: table.Printed}, {Value: part},
			{Value: f.Kind, Source: table.Derived}, {Value: f.Text, Source: table.Derived}})
	}
	return t
}

// references are the works behind the abbreviations in the sources of the rules.
var references = []string{
	`BAN 1990: Burrows, Abadi, Needham, "A Logic of Authentication"`,
	`GNY 1990: Gong, Needham, Yahalom, "Reasoning about Belief in Cryptographic Protocols"`,
	`SVO 1994: Syverson, van Oorschot, "On Unifying Some Cryptographic Protocol Logics"`,
}

// rules returns the table of the rules of the logic, with the source of each.
func rules() *table.Table {
	t := &table.Table{Title: "rules", From: "those without an extension are always on",
		Columns: []table.Column{{Name: "rule"}, {Name: "extension"}, {Name: "says", Wrap: 38},
			{Name: "source", Wrap: 29}}}
	for _, r := range ban.Rules() {
		says := r.Schema()
		if r.Side != "" {
			says += "; " + r.Side
		}
		t.Rows = append(t.Rows, []table.Cell{{Value: r.ID, Source: table.Declared},
			{Value: r.Extension, Source: table.Declared}, {Value: says, Source: table.Declared},
			{Value: r.Source, Source: table.Declared}})
	}
	return t
}

// Protocols writes the list of protocols with their errata, and the rules of the logic.
func Protocols(w io.Writer, ink table.Ink, all []*protocol.Protocol) error {
	t := &table.Table{Title: "protocols", From: "each a file in the form of package proofs",
		Columns: []table.Column{{Name: "name"}, {Name: "is", Wrap: 30}, {Name: "errata", Wrap: 60}}}
	for _, p := range all {
		var errata []string
		for _, e := range p.Errata {
			errata = append(errata, e.ID+" ("+e.Text+")")
		}
		t.Rows = append(t.Rows, []table.Cell{{Value: p.Name, Source: table.Declared},
			{Value: p.Title, Source: table.Declared},
			{Value: strings.Join(errata, "; "), Source: table.Declared}})
	}
	d := table.Document{{Table: t}, {Table: rules()}}
	for _, r := range references {
		d = append(d, table.Block{Words: r})
	}
	return d.Write(w, "text", ink)
}
