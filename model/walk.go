package model

import (
	"iter"
	"maps"
	"slices"
	"strconv"
)

// Clone copies a description as deep as its steps; terms are shared.
func (p *Protocol) Clone() *Protocol {
	q := *p
	q.Options = append([]string(nil), p.Options...)
	q.Claims = append([]Claim(nil), p.Claims...)
	q.World.Cast = append([]Cast(nil), p.World.Cast...)
	q.World.Before = append([]Meeting(nil), p.World.Before...)
	q.World.Sessions = append([]Meeting(nil), p.World.Sessions...)
	q.Phases = append([]Phase(nil), p.Phases...)
	for i := range q.Phases {
		q.Phases[i].Roles = append([]Role(nil), q.Phases[i].Roles...)
		for j := range q.Phases[i].Roles {
			r := &q.Phases[i].Roles[j]
			r.Steps = append([]Step(nil), r.Steps...)
		}
	}
	return &q
}

// EachStep calls f on every step of the description, in order, and says where the step stands.
// f may change the step in place.
func (p *Protocol) EachStep(f func(ph *Phase, r *Role, i int, s *Step)) {
	for i := range p.Phases {
		ph := &p.Phases[i]
		for j := range ph.Roles {
			r := &ph.Roles[j]
			for k := range r.Steps {
				f(ph, r, k, &r.Steps[k])
			}
		}
	}
}

// InOrder returns names of variables in the order in which the description first has them. Names
// that are none of its variables come after them, sorted.
func (p *Protocol) InOrder(names iter.Seq[string]) []string {
	left := map[string]bool{}
	for name := range names {
		left[name] = true
	}
	var all []string
	p.EachStep(func(_ *Phase, _ *Role, _ int, s *Step) {
		if len(left) == 0 {
			return
		}
		for _, t := range s.Terms() {
			t.Walk(func(u *Term) {
				if u.Op == OpVar && left[u.Name] {
					delete(left, u.Name)
					all = append(all, u.Name)
				}
			})
		}
	})
	return append(all, slices.Sorted(maps.Keys(left))...)
}

// Edit returns a description in which f has replaced each step: by none to remove it, by more
// than one to add some. Nothing is checked, and messages keep their names: build.Protocol does
// both.
func (p *Protocol) Edit(f func(ph *Phase, r *Role, s Step) []Step) *Protocol {
	q := p.Clone()
	for i := range q.Phases {
		for j := range q.Phases[i].Roles {
			r := &q.Phases[i].Roles[j]
			var steps []Step
			for _, s := range r.Steps {
				steps = append(steps, f(&q.Phases[i], r, s)...)
			}
			r.Steps = steps
		}
	}
	return q
}

// Member returns the declaration of a party, nil when there is none.
func (p *Protocol) Member(party Party) *Member {
	for i := range p.Parties {
		if p.Parties[i].Party == party {
			return &p.Parties[i]
		}
	}
	return nil
}

// PhaseNamed returns a phase by its name, nil when there is none.
func (p *Protocol) PhaseNamed(name string) *Phase {
	for i := range p.Phases {
		if p.Phases[i].Name == name {
			return &p.Phases[i]
		}
	}
	return nil
}

// Equation is the name of the equation with number n, such as "Eq. 15", or "H15" in the
// hardened profile.
func (p *Protocol) Equation(n int) string { return equationName(p.Mark, n) }

func equationName(mark string, n int) string {
	if mark == "" {
		mark = "Eq. "
	}
	return mark + strconv.Itoa(n)
}

// Opening returns the phase in which a session that runs the named phase begins of its own
// accord, and the role that opens it. This is the named phase itself, or, where its role only
// continues, the phase of its group in which the role's thread opens. Both are nil when nobody
// begins such a session.
func (p *Protocol) Opening(name string) (*Phase, *Role) {
	for i := range p.Phases {
		ph := &p.Phases[i]
		opener := slices.IndexFunc(ph.Roles, func(r Role) bool { return r.Opens() })
		if opener < 0 {
			continue
		}
		r := &ph.Roles[opener]
		for _, st := range p.Thread(r.Party, ph.Name) {
			if st.Phase.Name == name && st.Phase.Group == ph.Group {
				return ph, r
			}
		}
	}
	return nil, nil
}

// Role returns the role of a party in the phase, nil when it has none.
func (ph *Phase) Role(party Party) *Role {
	for i := range ph.Roles {
		if ph.Roles[i].Party == party {
			return &ph.Roles[i]
		}
	}
	return nil
}

// Opens reports whether a role starts a new session of its own accord, rather
// than when a message comes or where an earlier phase ended.
func (r *Role) Opens() bool { return !r.Continues && !r.responds() }

// responds reports whether the first thing on the network that the role does is
// to receive.
func (r *Role) responds() bool {
	for _, s := range r.Steps {
		switch s.Kind {
		case StepSend:
			return false
		case StepRecv:
			return true
		}
	}
	return false
}

// Thread is all that a party's session does: the roles from the phase in which it opens on
// through the phases that continue it.
func (p *Protocol) Thread(party Party, phase string) []Stage {
	var stages []Stage
	for i := range p.Phases {
		ph := &p.Phases[i]
		r := ph.Role(party)
		switch {
		case r == nil:
		case ph.Name == phase && !r.Continues:
			stages = append(stages, Stage{ph, r})
		case len(stages) > 0 && r.Continues:
			stages = append(stages, Stage{ph, r})
		case len(stages) > 0:
			return stages // another session of the party starts here
		}
	}
	return stages
}

// Aside reports whether a session that opens with the phase stays on the secure channel: nothing
// that it goes on with is on the open network.
func (p *Protocol) Aside(ph *Phase) bool {
	for i := range ph.Roles {
		for _, st := range p.Thread(ph.Roles[i].Party, ph.Name) {
			if !st.Phase.Secure {
				return false
			}
		}
	}
	return ph.Secure
}

// A Stage is a party's role in a phase, as a part of a thread.
type Stage struct {
	Phase *Phase
	Role  *Role
}

// StandsFor says whether a term stands for a variable: it is a hash of it, or of such a term.
func (t *Term) StandsFor(variable string) bool {
	return t.Op.Row().Binds && slices.ContainsFunc(t.Args, func(a *Term) bool {
		return a.Op == OpVar && a.Name == variable || a.StandsFor(variable)
	})
}
