package prove

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/proofs"
	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
	"emrproof/reports/table"
)

// missing returns the part of the report that says what may be added where a goal does not
// follow.
func (p *Report) missing() table.Block {
	if !slices.ContainsFunc(p.Goals, func(g proofs.Goal) bool { return g.Proof == nil }) {
		return table.Block{}
	}
	part := table.Block{Words: fmt.Sprintf("What is missing is sought among %d candidates. Each "+
		"set is "+
		"least, was added for real, and its derivation checked. The candidates are:",
		len(p.Space))}
	for _, k := range proofs.SpaceText {
		part.Steps = append(part.Steps, k[0]+": "+k[1])
	}
	return part
}

// grounds returns the part of the report that says on what the derivable goals rest:
// assumptions, rules that are not of 1990, and messages.
func (p *Report) grounds() []table.Block {
	if !slices.ContainsFunc(p.Goals, func(g proofs.Goal) bool { return g.Proof != nil }) {
		return nil
	}
	var parts []table.Block
	if t := p.assumptions(); len(t.Rows) > 0 {
		parts = append(parts, table.Block{Table: t})
	}
	if words := p.unused(); words != "" {
		parts = append(parts, table.Block{Words: words})
	}
	if rules := p.beyond(); len(rules) > 0 {
		parts = append(parts, table.Block{Words: "Rules that are used and are not of 1990:",
			Steps: rules})
	}
	for _, k := range p.Variant.Shared {
		if k.OfP != "" {
			parts = append(parts, table.Block{Words: fmt.Sprintf("%s is agreed(%s‖%s): %s and %s agree on "+
				"it, and no message holds it.", k.Key, k.OfP, k.OfQ, k.P, k.Q)})
		}
	}
	return append(parts, table.Block{Table: p.messages()})
}

// assumptions returns the table of the assumptions that some goal needs, with these goals.
func (p *Report) assumptions() *table.Table {
	t := &table.Table{Title: "assumptions", From: "those in a least set, and of which goals",
		Columns: []table.Column{{Name: "id"}, {Name: "says"}, {Name: "for", Wrap: 60}}}
	for _, a := range p.Variant.Assumptions {
		if goals := p.Needed[a.ID]; len(goals) > 0 {
			t.Rows = append(t.Rows, []table.Cell{{Value: a.ID, Source: table.Printed},
				{Value: a.Formula.String(), Source: table.Printed},
				{Value: strings.Join(goals, " "), Source: table.Derived}})
		}
	}
	return t
}

// unused names the assumptions that no goal needs; it is empty when there are none, or when no
// goal needs any.
func (p *Report) unused() string {
	unused := p.unneeded()
	if n := len(unused); n == 0 || n == len(p.Variant.Assumptions) {
		return ""
	}
	return "Assumptions that no least set of any goal has: " + strings.Join(unused, ", ") + "."
}

// unneeded returns the assumptions that no goal needs.
func (p *Report) unneeded() []string {
	var ids []string
	for _, a := range p.Variant.Assumptions {
		if len(p.Needed[a.ID]) == 0 {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// beyond returns the rules of extensions that some derivation uses.
func (p *Report) beyond() []string {
	var ids, rules []string
	for _, g := range p.Goals {
		if g.Proof == nil {
			continue
		}
		for _, r := range g.Proof.Used() {
			if r.Extension != "" && !slices.Contains(ids, r.ID) {
				ids = append(ids, r.ID)
				text := r.ID + ": " + r.Schema()
				if r.Side != "" {
					text += "; " + r.Side
				}
				rules = append(rules, text+" ("+r.Source+")")
			}
		}
	}
	return rules
}

// messages returns the table of the idealised messages, part by part, with the steps of the
// protocol description that the parts stand for.
func (p *Report) messages() *table.Table {
	t := &table.Table{Title: "idealised messages", From: "what each receiver sees",
		Columns: []table.Column{{Name: "message"}, {Name: "from, to"}, {Name: "says", Wrap: 50}}}
	linked := p.Variant.Model != ""
	if linked {
		t.Columns = append(t.Columns, table.Column{Name: "is, in " + p.Variant.Model, Wrap: 24})
	}
	for _, m := range p.Variant.Messages {
		for i, part := range m.Content.Parts() {
			row := []table.Cell{{Value: m.ID, Source: table.Printed},
				{Value: m.From + " → " + m.To, Source: table.Printed},
				{Value: loosened(part), Source: table.Printed}}
			if i > 0 {
				row[0], row[1] = table.Cell{}, table.Cell{}
			}
			if linked {
				row = append(row, table.Cell{Value: p.links(m, i+1), Source: table.Declared})
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// loosened prints a formula with blanks at which a line can be broken.
func loosened(f *ban.Formula) string { return strings.ReplaceAll(f.String(), "‖", " ‖ ") }

// links names the steps of the protocol description that a part of a message stands for.
func (p *Report) links(m protocol.Message, part int) string {
	var steps []string
	for _, l := range m.Links {
		if l.Part == part {
			steps = append(steps, strings.TrimPrefix(l.Step, "let ")+" of "+l.Phase)
		}
	}
	return strings.Join(steps, ", ")
}

// differences returns the part of the report that says how the derivable goals differ from
// those that the file expects.
func (p *Report) differences() []table.Block {
	var parts []table.Block
	for _, c := range p.Columns {
		if c.Differs != "" {
			parts = append(parts, table.Block{Words: fmt.Sprintf("Not as the file expects (errata: %s):%s",
				named(c.Errata), strings.TrimSuffix(c.Differs, ";")+".")})
		}
	}
	return parts
}

// faults returns the part of the report on what is wrong with the printed proof, apart from
// what does not follow.
func (p *Report) faults() []table.Block {
	var parts []table.Block
	if circles := p.circles(); len(circles) > 0 {
		parts = append(parts, table.Block{Words: "The printed proof goes in circles:", Steps: circles})
	}
	var mistaken []string
	for _, m := range p.Variant.Messages {
		if d := p.Mistaken[m.ID]; d != nil {
			mistaken = append(mistaken, fmt.Sprintf("%s, which %s sent: %s", m.ID, m.From,
				d.Conclusion()))
		}
	}
	if len(mistaken) > 0 {
		parts = append(parts,
			table.Block{Words: "Who receives a message concludes that it said so itself:",
				Steps: mistaken})
	}
	for _, c := range p.Circular {
		words := "Circular: assumption %s gives goal %s by the rules of belief alone."
		if c.Same {
			words = "Circular: assumption %s is goal %s."
		}
		parts = append(parts, table.Block{Words: fmt.Sprintf(words, c.Assumption, c.Goal)})
	}
	return parts
}

// onTheWire returns the part of the report that compares the idealised messages with the
// protocol description.
func (p *Report) onTheWire() []table.Block {
	var parts []table.Block
	switch {
	case p.Variant.Model == "":
		return nil
	case len(p.Wire) > 0:
		parts = append(parts, table.Block{Table: p.wire()})
	default:
		parts = append(parts,
			table.Block{Words: "Nothing in an idealised message is absent from the wire of " +
				p.Variant.Model + ", or unprotected there; no protected field is left out."})
	}
	for _, o := range p.Variant.Omissions {
		parts = append(parts, table.Block{Words: "No idealised message stands for " +
			strings.Join(o.Messages, ", ") + ": " + o.Why + "."})
	}
	return parts
}
