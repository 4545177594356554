package insider

import (
	"bytes"
	"fmt"
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Deviation is the one thing that corrupt principals do otherwise than the description says,
// in a run in which the adversary plays their sessions. Either one of them opens a phase in the
// role of another party, or it puts another value in the place of one that it holds. As in
// every attack, what they did is kept as a list of moves.
type Deviation struct {
	Role     model.Party // of the phase that is opened; empty where a value is another
	Phase    string
	Variable string // that has another value; empty where a phase is opened
	How      string // who opens the phase with whom, or who puts what in the place

	opening opening
	with    string
	at      trace.Duration // when the phase is opened, since the schedule began
	value   substitution
}

// A substitution is a value that an insider puts in the place of one that it holds, once it has
// done a step.
type substitution struct {
	session, stage, step int
	recipe               deduce.Recipe
}

// Deviations returns what corrupt principals can do otherwise, from a moment of the run on. One
// who is corrupt alone can open phases in the roles of other parties at the end of the world's
// rounds. It can also put other values, at most so many, in the place of each that it comes to
// hold. Where several are corrupt, one can replace a value only by what another one of them
// has.
func Deviations(
	m *suite.Memory, c sim.Config, corrupt []string, from, end trace.Duration, most int,
) ([]Deviation, error) {
	d, err := newDeviant(c, corrupt, Deviation{})
	if err != nil {
		return nil, err
	}
	var all []Deviation
	if len(corrupt) == 1 {
		all = d.coalition.impersonations(corrupt[0], end)
	}
	seen := map[string]bool{}
	d.coalition.Alter = func(p *Session, step *model.Step) {
		if step.Kind == model.StepSend || p.exec.Net.Now().Since() < from {
			return
		}
		list := bound(step)
		stage := fmt.Sprintf("%s %d ", p.At, p.stage)
		if p.stage > 0 && !seen[stage] { // another phase: it can be about somebody else
			seen[stage] = true
			list = append(p.identities(), list...)
		}
		for _, v := range list {
			if _, ok := p.values[v.Symbol()]; ok && !seen[stage+v.Symbol()] {
				seen[stage+v.Symbol()] = true
				all = append(all, p.substitutions(v, c.DeltaT, most)...)
			}
		}
	}
	c.Moves = nil
	_, err = attacks.Decide(m, c, d)
	return all, err
}

func (a *Coalition) impersonations(who string, at trace.Duration) []Deviation {
	var all []Deviation
	for _, o := range a.openings(who) {
		for _, with := range o.with {
			if with != who {
				all = append(all, Deviation{Role: o.as, Phase: o.phase, How: who + " with " + with,
					opening: o, with: with, at: at})
			}
		}
	}
	return all
}

// substitutions returns the deviations that replace the present value of one variable.
func (p *Session) substitutions(v *model.Term, late trace.Duration, most int) []Deviation {
	h := p.values[v.Symbol()]
	value, err := p.exec.Evaluator.Evaluate(h.recipe)
	if err != nil {
		return nil // it is stopped here anyway
	}
	var all []Deviation
	seen := [][]byte{value.Bytes()}
	for _, r := range p.otherwise(v, h, late) {
		w, err := p.exec.Evaluator.Evaluate(r)
		if err != nil || w.Sort != value.Sort ||
			slices.ContainsFunc(seen, func(b []byte) bool { return bytes.Equal(b, w.Bytes()) }) {
			continue
		}
		seen = append(seen, w.Bytes())
		all = append(all, Deviation{Phase: p.stages[p.stage].Phase.Name, Variable: v.Symbol(),
			How:   p.At.Principal + ": " + r.String(),
			value: substitution{p.At.Session - firstSession, p.stage, p.step, r}})
		if len(all) == most {
			break
		}
	}
	return all
}

// otherwise returns other values for a variable that an insider holds, the likeliest first.
// They are the values of the same variable in other sessions, the names that the variable can
// have, a made-up value, and the other values of its sort that insiders hold.
func (p *Session) otherwise(v *model.Term, h value, late trace.Duration) []deduce.Recipe {
	together := len(p.coalition.Corrupt) > 1
	var same, others []deduce.Recipe
	for _, q := range p.coalition.Sessions {
		if together && q.At.Principal == p.At.Principal {
			continue
		}
		for _, name := range q.holds {
			switch g := q.values[name]; {
			case name == v.Symbol() && q != p:
				same = append(same, g.recipe)
			case g.sort == h.sort:
				others = append(others, g.recipe)
			}
		}
	}
	if together {
		return slices.Concat(same, others)
	}
	madeUp := deduce.Invent(h.sort, "instead of "+v.Symbol(), p.partSize())
	if h.sort == model.Time {
		madeUp = deduce.Apply("time", deduce.Number(p.exec.Net.Now().Since()+late))
	}
	return slices.Concat(same, p.coalition.names(v.Name), []deduce.Recipe{madeUp}, others)
}

// identities returns the variables of the other parties' identities that a session holds.
func (p *Session) identities() []*model.Term {
	var list []*model.Term
	protocol := p.exec.Net.Protocol
	for _, m := range protocol.Parties {
		_, held := p.values[m.ID.Symbol()]
		if held && m.Party != p.coalition.party(p.At.Principal) {
			list = append(list, m.ID)
		}
	}
	return list
}

// bound returns the variables that a step gives a value.
func bound(s *model.Step) []*model.Term {
	switch {
	case s.Kind == model.StepClaim || s.Kind == model.StepSend || s.Kind == model.StepStore:
		return nil
	case s.Binds():
		return s.Fields
	case s.Var != nil:
		return []*model.Term{s.Var}
	}
	return nil
}

// A deviant is the decider that carries out a deviation.
type deviant struct {
	Deviation
	coalition *Coalition
	acted     bool
}

func newDeviant(c sim.Config, corrupt []string, plan Deviation) (*deviant, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	d := &deviant{Deviation: plan, coalition: NewCoalition(protocol, c, corrupt)}
	if plan.Variable != "" {
		d.coalition.Alter = d.substitute
	}
	return d, nil
}

// Begin reveals to the adversary what the insiders have.
func (d *deviant) Begin(x *attacks.Executor) error {
	if d.Role != "" {
		x.Net.After(d.at, 1)
	}
	return d.coalition.Reveal(x)
}

// Message has a session of the insiders' go on with a message.
func (d *deviant) Message(x *attacks.Executor, m *trace.Message) error {
	if d.Role != "" && m.To.Session < firstSession {
		return nil // the world goes on as it would: only the phase is the adversary's
	}
	_, err := d.coalition.Take(x, m)
	return err
}

// Timer opens the phase of the deviation.
func (d *deviant) Timer(x *attacks.Executor, _ int) error {
	d.acted = true
	return d.coalition.open(x, d.opening, d.with)
}

// substitute makes the substitution of the deviation when its moment has come.
func (d *deviant) substitute(p *Session, s *model.Step) {
	v := d.value
	if d.acted || s.Kind == model.StepSend || p.At.Session != firstSession+v.session ||
		p.stage != v.stage || p.step != v.step {
		return
	}
	d.acted = true
	p.substitute(d.Variable, v.recipe)
}

// Run carries out the deviation in a world. If something is violated, the outcome is that of
// the moves alone. It is an error if the moment of the deviation never comes.
func (d Deviation) Run(m *suite.Memory, c sim.Config, corrupt []string) (*attacks.Outcome, error) {
	who, err := newDeviant(c, corrupt, d)
	if err != nil {
		return nil, err
	}
	c.Moves = nil
	o, err := attacks.Decide(m, c, who)
	switch {
	case err != nil:
		return nil, err
	case !who.acted:
		return nil, fmt.Errorf("%w: its moment never came", attacks.ErrNeverActed)
	case len(o.Violated()) > 0:
		return o.Repeat()
	}
	return o, nil
}
