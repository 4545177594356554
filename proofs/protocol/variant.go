package protocol

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"emrproof/proofs/ban"
)

// A written is the text of a formula with its position in a file.
type written struct {
	text string
	at   ban.Position
}

// A draft is the part of a protocol that errata may edit.
type draft struct {
	messages    []draftMessage
	assumptions []draftNamed
	goals       []draftNamed
	statements  []draftStatement
}

type draftMessage struct {
	id, from, to string
	content      written
	added        []addition // by errata
	links        []Link
	at           ban.Position
}

// An addition is a formula that an erratum adds behind the contents of a part of a message.
type addition struct {
	part    int // from 1
	formula written
}

type draftNamed struct {
	id      string
	formula written
}

type draftStatement struct {
	n       int
	formula written
	cites   []string
	citesAt ban.Position
	rule    string
}

// An edit is one line of an erratum.
type edit struct {
	kind string // "assume", "drop", "add", "statement", "cites", "by"
	id   string // of what is edited
	part int    // of a message
	text written
	at   ban.Position
}

// Variant returns the protocol with errata applied, which are given by their ids in any order.
func (p *Protocol) Variant(errata ...string) (*Variant, error) {
	for i, id := range errata {
		switch {
		case !slices.Contains(p.errataIDs(), id) && len(p.Errata) == 0:
			return nil, fmt.Errorf("erratum %q: %s has none", id, p.Name)
		case !slices.Contains(p.errataIDs(), id):
			return nil, fmt.Errorf("erratum %q: want one of %s", id, strings.Join(p.errataIDs(), ", "))
		case slices.Contains(errata[:i], id):
			return nil, fmt.Errorf("erratum %q is given twice", id)
		}
	}
	d := p.draft.clone()
	v := &Variant{Protocol: p, Extensions: slices.Clone(p.Extensions)}
	for _, e := range p.Errata {
		if !slices.Contains(errata, e.ID) {
			continue
		}
		v.Applied = append(v.Applied, e.ID)
		for _, x := range e.edits {
			if err := d.apply(x); err != nil {
				return nil, err
			}
		}
	}
	return v, v.compile(d)
}

func (d draft) clone() draft {
	d.messages = slices.Clone(d.messages)
	for i := range d.messages {
		d.messages[i].added = slices.Clone(d.messages[i].added)
	}
	d.assumptions = slices.Clone(d.assumptions)
	d.statements = slices.Clone(d.statements)
	return d
}

// apply carries out an edit. If the edit names something that does not exist, the error gives
// the position of the edit.
func (d *draft) apply(x edit) error {
	missing := func(what string) error {
		return &ban.SyntaxError{At: x.at, Msg: fmt.Sprintf("%q: want the id of %s", x.id, what)}
	}
	switch x.kind {
	case "assume":
		if i := d.assumption(x.id); i >= 0 {
			d.assumptions[i].formula = x.text
			return nil
		}
		d.assumptions = append(d.assumptions, draftNamed{x.id, x.text})
	case "drop":
		i := d.assumption(x.id)
		if i < 0 {
			return missing("an assumption")
		}
		d.assumptions = slices.Delete(d.assumptions, i, i+1)
	case "add":
		i := slices.IndexFunc(d.messages, func(m draftMessage) bool { return m.id == x.id })
		if i < 0 {
			return missing("a message")
		}
		d.messages[i].added = append(d.messages[i].added, addition{x.part, x.text})
	default:
		n, err := strconv.Atoi(x.id)
		i := slices.IndexFunc(d.statements, func(s draftStatement) bool { return s.n == n })
		if err != nil || i < 0 {
			return missing("a statement")
		}
		d.statements[i].edit(x)
	}
	return nil
}

func (d *draft) assumption(id string) int {
	return slices.IndexFunc(d.assumptions, func(a draftNamed) bool { return a.id == id })
}

func (s *draftStatement) edit(x edit) {
	switch x.kind {
	case "statement":
		s.formula = x.text
	case "cites":
		s.cites, s.citesAt = ids(x.text.text), x.text.at
	case "by":
		s.rule = x.text.text
	}
}

// compile parses the formulas of a draft.
func (v *Variant) compile(d draft) error {
	scope := maps.Clone(v.scope)
	read := func(w written) (*ban.Formula, error) { return scope.Parse(w.text, w.at) }
	for _, m := range d.messages {
		content, err := m.compile(read)
		if err != nil {
			return err
		}
		if err := scope.Declare(m.id, "message", content); err != nil {
			return &ban.SyntaxError{At: m.at, Msg: err.Error()}
		}
		v.Messages = append(v.Messages, Message{m.id, m.from, m.to, content, m.links})
	}
	for _, a := range d.assumptions {
		f, err := statement(read, a.formula)
		if err != nil {
			return err
		}
		v.Assumptions = append(v.Assumptions, ban.Given{ID: a.id, Formula: f})
	}
	for _, g := range d.goals {
		f, err := statement(read, g.formula)
		if err != nil {
			return err
		}
		v.Goals = append(v.Goals, ban.Given{ID: g.id, Formula: f})
	}
	for _, s := range d.statements {
		f, err := statement(read, s.formula)
		if err != nil {
			return err
		}
		v.Statements = append(v.Statements, Statement{s.n, f, s.cites, s.rule})
		if err := v.cited(s); err != nil {
			return err
		}
	}
	return nil
}

// statement parses a formula that must be a statement, which is true or false.
func statement(read func(written) (*ban.Formula, error), w written) (*ban.Formula, error) {
	f, err := read(w)
	if err == nil && !f.Statement() {
		return nil, &ban.SyntaxError{At: w.at, Msg: fmt.Sprintf(
			"%s is no statement: want one such as %q", f, "P believes X")}
	}
	return f, err
}

// compile returns what a message says, with the formulas that errata added to its parts.
func (m *draftMessage) compile(read func(written) (*ban.Formula, error)) (*ban.Formula, error) {
	content, err := read(m.content)
	if err != nil {
		return nil, err
	}
	parts := slices.Clone(content.Parts())
	for _, a := range m.added {
		f, err := read(a.formula)
		if err != nil {
			return nil, err
		}
		if a.part < 1 || a.part > len(parts) {
			return nil, &ban.SyntaxError{At: a.formula.at,
				Msg: fmt.Sprintf("part %d: %s has %d", a.part, m.id, len(parts))}
		}
		parts[a.part-1] = parts[a.part-1].Holding(f)
	}
	for _, l := range m.links {
		if l.Part > len(parts) {
			return nil, &ban.SyntaxError{At: l.At, Msg: fmt.Sprintf("part %d: %s has %d",
				l.Part, m.id, len(parts))}
		}
	}
	return ban.Tuple(parts...), nil
}

// cited checks that everything that a statement cites exists, and that cited statements come
// before it.
func (v *Variant) cited(s draftStatement) error {
	for _, id := range s.cites {
		n, err := strconv.Atoi(id)
		earlier := err == nil && slices.ContainsFunc(v.Statements[:len(v.Statements)-1],
			func(e Statement) bool { return e.N == n })
		assumption := slices.ContainsFunc(v.Assumptions, func(a ban.Given) bool { return a.ID == id })
		message := slices.ContainsFunc(v.Messages, func(m Message) bool { return m.ID == id })
		if !earlier && !message && !assumption {
			return &ban.SyntaxError{At: s.citesAt, Msg: fmt.Sprintf("%q: want the number of an "+
				"earlier statement, or the id of an assumption or a message", id)}
		}
	}
	return nil
}

// ids splits a list at commas and blanks.
func ids(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
}
