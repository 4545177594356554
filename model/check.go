package model

import (
	"fmt"
	"sort"
	"strings"
)

// A Check is one reason for which a role may refuse a message, and which can be
// taken out of a description to see what it was good for: an age, a signature, a
// certificate, an equality, or that a field of what was opened is the one held.
type Check struct {
	// ID is such as "visit/D/verify Sig_P1", and "visit/D/open C_P1: T_P1" for a
	// field; a second one of that name ends in " again".
	ID    string
	Phase string
	Party Party
	Step  int // counted from 1
	Eq    int // 0: the step stands for no equation
	Field int // of an open, from 0; else -1
}

// WithoutPrefix comes before a check's ID in the option that takes it out.
const WithoutPrefix = "without:"

// Checks are the checks of the phases on the insecure network, in order. That a
// ciphertext opens at all is none that could be taken out.
func (p *Protocol) Checks() []Check {
	var all []Check
	seen := map[string]int{}
	add := func(c Check, what string) {
		c.ID = fmt.Sprintf("%s/%s/%s", c.Phase, c.Party, what)
		seen[c.ID]++
		c.ID += strings.Repeat(" again", seen[c.ID]-1)
		all = append(all, c)
	}
	held := map[Party]map[string]bool{}
	p.EachStep(func(ph *Phase, r *Role, i int, s *Step) {
		if i == 0 && !r.Continues || held[r.Party] == nil {
			held[r.Party] = p.heldByAll(r.Party)
		}
		c := Check{Phase: ph.Name, Party: r.Party, Step: i + 1, Eq: s.Eqn, Field: -1}
		if !ph.Secure {
			switch s.Kind {
			case StepAge, StepCert, StepWithin, StepNear:
				add(c, s.Kind.String()+" "+s.Var.String())
			case StepEqual:
				add(c, s.Kind.String()+" "+s.Var.String())
			case StepVerify, StepOnce:
				add(c, s.Kind.String()+" "+s.Term.String())
			case StepOpen:
				for j, f := range s.Fields {
					if held[r.Party][f.Symbol()] && !s.Anew[j] {
						c.Field = j
						add(c, "open "+s.Term.String()+": "+f.String())
					}
				}
			}
		}
		for _, v := range s.bound() {
			held[r.Party][v.Symbol()] = true
		}
	})
	return all
}

// heldByAll is what a role holds before its first step.
func (p *Protocol) heldByAll(party Party) map[string]bool {
	held := map[string]bool{}
	for _, m := range p.Parties {
		if m.One || m.Party == party {
			held[m.ID.Name] = true
		}
	}
	p.EachStep(func(_ *Phase, _ *Role, _ int, s *Step) {
		if s.Kind == StepPublish {
			for _, f := range s.Fields {
				held[f.Name] = true
			}
		}
	})
	return held
}

// bound are the variables that a step may bind.
func (s *Step) bound() []*Term {
	switch s.Kind {
	case StepFresh, StepStamp, StepInput, StepLet, StepTick:
		return []*Term{s.Var}
	}
	if s.Binds() {
		return s.Fields
	}
	return nil
}

// without takes a check out of a description. A step that stood for an equation
// leaves a step behind that does nothing and keeps the number.
func (p *Protocol) without(id string) (*Protocol, bool) {
	for _, c := range p.Checks() {
		if c.ID != id {
			continue
		}
		q := p.clone()
		s := &q.PhaseNamed(c.Phase).Role(c.Party).Steps[c.Step-1]
		if c.Field < 0 {
			*s = Publish().Eq(s.Eqn)
			return q, true
		}
		s.Anew = append([]bool(nil), s.Anew...)
		s.Anew[c.Field] = true
		return q, true
	}
	return nil, false
}

// Without takes checks out of a description by their ids. It is for seeing what a
// check was good for: what comes out is no reading of the paper.
func (p *Protocol) Without(ids ...string) (*Protocol, error) {
	q := p
	for _, id := range ids {
		next, found := q.without(id)
		if !found {
			return nil, fmt.Errorf("check %q: want one such as %q", id, p.Checks()[0].ID)
		}
		next.Options = append(next.Options, WithoutPrefix+id)
		q = next
	}
	sort.Strings(q.Options)
	return Build(q)
}
