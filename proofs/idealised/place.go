package idealised

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
)

// A place is a step of a protocol description, with the role in which it stands.
type place struct {
	phase *model.Phase
	role  *model.Role
	index int
	prior []model.Step // of the party's roles that this one continues
	send  *model.Step  // the first message of the role that carries what the step makes
}

func (p *place) step() *model.Step { return &p.role.Steps[p.index] }

// resolve returns the place of the step that a link names, with the message that carries what
// the step makes. When somebody else made it, that is the message with which the sender passes
// it on.
func (w *comparison) resolve(l protocol.Link, sender string) (*place, error) {
	wrong := func(format string, args ...any) (*place, error) {
		link := l.Phase + "/" + l.Party + "/" + l.Step
		return nil, &ban.SyntaxError{At: l.At,
			Msg: fmt.Sprintf("link %q: ", link) + fmt.Sprintf(format, args...)}
	}
	variable, let := strings.CutPrefix(l.Step, model.StepLet.String()+" ")
	if !let {
		return wrong("want a step such as %q", w.example())
	}
	var phases []string
	for i := range w.description.Phases {
		ph := &w.description.Phases[i]
		phases = append(phases, ph.Name)
		if ph.Name != l.Phase {
			continue
		}
		r := ph.Role(model.Party(l.Party))
		if r == nil {
			return wrong("%s has no part in %s of %s", l.Party, l.Phase, w.description.Name)
		}
		p := &place{phase: ph, role: r}
		p.index = slices.IndexFunc(r.Steps, func(s model.Step) bool {
			return s.Kind == model.StepLet && s.Var.Name == variable
		})
		if p.index < 0 {
			return wrong("%s computes no %q in %s of %s", l.Party, variable, l.Phase,
				w.description.Name)
		}
		if r.Continues {
			p.prior = w.prior(ph, r.Party)
		}
		if p.send = p.carrier(); sender != l.Party {
			p.send = relay(ph.Role(model.Party(sender)), variable)
		}
		if p.send == nil {
			return wrong("%s sends no %q in %s", sender, variable, l.Phase)
		}
		return p, nil
	}
	return wrong("phase %q: want one of %s", l.Phase, strings.Join(phases, ", "))
}

// relay returns the message with which a role passes on a value that it did not make; nil when
// there is none.
func relay(r *model.Role, variable string) *model.Step {
	if r == nil {
		return nil
	}
	for i := range r.Steps {
		s := &r.Steps[i]
		if s.Kind == model.StepSend && slices.ContainsFunc(s.Fields,
			func(f *model.Term) bool { return f.Name == variable }) {
			return s
		}
	}
	return nil
}

// prior returns the steps of a party in the phases before a given phase.
func (w *comparison) prior(until *model.Phase, party model.Party) []model.Step {
	var steps []model.Step
	for i := range w.description.Phases {
		ph := &w.description.Phases[i]
		if ph == until {
			break
		}
		if r := ph.Role(party); r != nil {
			steps = append(steps, r.Steps...)
		}
	}
	return steps
}

// carrier returns the first message after a step that carries what the step makes.
func (p *place) carrier() *model.Step {
	for i := p.index + 1; i < len(p.role.Steps); i++ {
		s := &p.role.Steps[i]
		if s.Kind == model.StepSend && slices.ContainsFunc(s.Fields, func(f *model.Term) bool {
			return p.carries(f, p.step().Var.Name)
		}) {
			return s
		}
	}
	return nil
}

// carries says whether a term is a variable, or has it inside for a receiver that can open the
// term. A hash does not carry what was hashed, and a ciphertext does not carry its key.
func (p *place) carries(t *model.Term, variable string) bool {
	if t.String() == variable {
		return true
	}
	if made := p.definition(t); made != nil {
		return p.carries(made, variable)
	}
	if t.Op.Row().Protects == "" && t.Op != model.OpTuple {
		return false
	}
	return slices.ContainsFunc(t.Fields(), func(f *model.Term) bool {
		return p.carries(f, variable)
	})
}

// definition returns the term from which the role computes a variable; nil when it does not
// compute it.
func (p *place) definition(t *model.Term) *model.Term {
	if t.Op != model.OpVar {
		return nil
	}
	for _, steps := range [][]model.Step{p.role.Steps, p.prior} {
		for i := range steps {
			if s := &steps[i]; s.Kind == model.StepLet && s.Var.Name == t.Name && !mentions(s.Term, t) {
				return s.Term
			}
		}
	}
	return nil
}

// mentions says whether a variable occurs in a term. When a role computes a variable anew from
// its old value, this is not a definition that can be followed.
func mentions(t, variable *model.Term) bool {
	found := false
	t.Walk(func(u *model.Term) { found = found || u.Op == model.OpVar && u.Name == variable.Name })
	return found
}

// binds finds the field of a term that is printed as a name, or that binds such a value; nil
// when there is none.
func (p *place) binds(t *model.Term, name string) *model.Term {
	for _, f := range t.Fields() {
		if p.stands(f, name) {
			return f
		}
	}
	return nil
}

// stands says whether a value is printed as a name, or binds a value that is.
func (p *place) stands(t *model.Term, name string) bool {
	if t.String() == name {
		return true
	}
	if d := p.definition(t); d != nil {
		return p.stands(d, name)
	}
	return t.Op.Row().Binds && slices.ContainsFunc(t.Args, func(a *model.Term) bool {
		return p.stands(a, name)
	})
}

// later returns the step with which the role first gets a value, if that step comes after the
// place. It is empty when the role had the value before, or never gets it.
func (p *place) later(name string) string {
	if p.before(name) {
		return ""
	}
	for i := p.index; i < len(p.role.Steps); i++ {
		if s := &p.role.Steps[i]; binds(s, name) {
			return describe(p.phase, s)
		}
	}
	return ""
}

// before says whether the role has a value when it comes to the place.
func (p *place) before(name string) bool {
	gives := func(s model.Step) bool { return binds(&s, name) }
	return slices.ContainsFunc(p.role.Steps[:p.index], gives) || slices.ContainsFunc(p.prior, gives)
}

// binds says whether a step gives the variable to its role.
func binds(s *model.Step, name string) bool {
	if s.Binds() {
		return slices.ContainsFunc(s.Fields, func(f *model.Term) bool { return f.Name == name })
	}
	switch s.Kind {
	case model.StepFresh, model.StepStamp, model.StepInput, model.StepLet:
		return s.Var.Name == name
	}
	return false
}

func describe(ph *model.Phase, s *model.Step) string {
	what := s.Kind.String()
	switch {
	case s.Kind == model.StepLet || s.Kind == model.StepFresh || s.Kind == model.StepStamp:
		what += " " + s.Var.String()
	case s.Term != nil:
		what += " " + s.Term.String()
	}
	if s.Eqn > 0 {
		what += fmt.Sprintf(" (%d)", s.Eqn)
	}
	return ph.Name + ": " + what
}

// example returns the first step of the description that a link could name.
func (w *comparison) example() string {
	first := ""
	w.description.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if first == "" && s.Kind == model.StepLet {
			first = fmt.Sprintf("%s/%s/%s %s", ph.Name, r.Party, s.Kind, s.Var.Name)
		}
	})
	return first
}
