package build

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
)

// A Check is one reason for which a role may refuse a message. It can be taken out of a
// description to see what it was good for. It is an age, a signature, a certificate, an
// equality, or that a field of what was opened is the one held.
type Check struct {
	// ID names the check, such as "visit/D/verify Sig_P1", or "visit/D/open C_P1: T_P1" for a
	// field; a second check of the same name ends in " again".
	ID    string
	Phase string
	Party model.Party
	Step  int // counted from 1
	Eq    int // 0: the step stands for no equation
	Field int // of an open, from 0; else -1
}

// WithoutPrefix comes before a check's ID in the option that takes the check out.
const WithoutPrefix = "without:"

// Checks lists the checks of the phases on the insecure network, in order. That a ciphertext
// opens at all is not among them, since it cannot be taken out.
func Checks(p *model.Protocol) []Check {
	var all []Check
	seen := map[string]int{}
	add := func(c Check, what string) {
		c.ID = fmt.Sprintf("%s/%s/%s", c.Phase, c.Party, what)
		seen[c.ID]++
		c.ID += strings.Repeat(" again", seen[c.ID]-1)
		all = append(all, c)
	}
	held := map[model.Party]map[string]bool{}
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		if i == 0 && !r.Continues || held[r.Party] == nil {
			held[r.Party] = heldByAll(p, r.Party)
		}
		c := Check{Phase: ph.Name, Party: r.Party, Step: i + 1, Eq: s.Eqn, Field: -1}
		if !ph.Secure {
			switch s.Kind {
			case model.StepAge, model.StepCert, model.StepWithin, model.StepNear:
				add(c, s.Kind.String()+" "+s.Var.String())
			case model.StepEqual:
				add(c, s.Kind.String()+" "+s.Var.String())
			case model.StepVerify, model.StepOnce:
				add(c, s.Kind.String()+" "+s.Term.String())
			case model.StepOpen:
				for j, f := range s.Fields {
					if held[r.Party][f.Symbol()] && !s.Anew[j] {
						c.Field = j
						add(c, "open "+s.Term.String()+": "+f.String())
					}
				}
			}
		}
		for _, v := range bound(s) {
			held[r.Party][v.Symbol()] = true
		}
	})
	return all
}

// heldByAll are the variables that a party's role holds before its first step.
func heldByAll(p *model.Protocol, party model.Party) map[string]bool {
	held := map[string]bool{}
	for _, m := range p.Parties {
		if m.One || m.Party == party {
			held[m.ID.Name] = true
		}
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepPublish {
			for _, f := range s.Fields {
				held[f.Name] = true
			}
		}
	})
	return held
}

// bound are the variables that a step may bind.
func bound(s *model.Step) []*model.Term {
	switch s.Kind {
	case model.StepFresh, model.StepStamp, model.StepInput, model.StepLet, model.StepTick:
		return []*model.Term{s.Var}
	}
	if s.Binds() {
		return s.Fields
	}
	return nil
}

// withoutCheck takes one check out of a description. A step that stood for an equation is
// replaced by one that does nothing and keeps the number.
func withoutCheck(p *model.Protocol, id string) (*model.Protocol, bool) {
	for _, c := range Checks(p) {
		if c.ID != id {
			continue
		}
		q := p.Clone()
		s := &q.PhaseNamed(c.Phase).Role(c.Party).Steps[c.Step-1]
		if c.Field < 0 {
			*s = model.Step{Kind: model.StepPublish, Eqn: s.Eqn}
			return q, true
		}
		s.Anew = append([]bool(nil), s.Anew...)
		s.Anew[c.Field] = true
		return q, true
	}
	return nil, false
}

func unknownCheck(p *model.Protocol, id string) error {
	all := Checks(p)
	if len(all) == 0 {
		return fmt.Errorf("check %q: %s has none that could be taken out", id, p.Name)
	}
	return fmt.Errorf("check %q: want one such as %q", id, all[0].ID)
}

// Without takes checks out of a description, by their ids, to show what a check was good for.
// The description that comes out is no reading of the paper.
func Without(p *model.Protocol, ids []string) (*model.Protocol, error) {
	q := p
	for _, id := range ids {
		next, found := withoutCheck(q, id)
		if !found {
			return nil, unknownCheck(p, id)
		}
		next.Options = append(next.Options, WithoutPrefix+id)
		q = next
	}
	slices.Sort(q.Options)
	return q, nil
}
