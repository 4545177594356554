package timeline

import (
	"fmt"
	"strings"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// CommitPoint says in words at which point of the protocol a claim broke first, with the party
// and not the session: "D in visit, after Eq. 15". Claims stand between the steps of a role, so
// the point is named by the step before. It is empty when the claim did not break.
func CommitPoint(o *attacks.Outcome, v monitor.Verdict) string {
	if v.Status != monitor.Violated {
		return ""
	}
	return point(o, v.Breaches[0], func(e *trace.Event) string { return string(e.Party) })
}

// Place says in words at which point of the protocol a claim broke, with the session: "bob.3 in
// visit, after Eq. 15".
func Place(o *attacks.Outcome, b monitor.Breach) string {
	return point(o, b, func(e *trace.Event) string { return e.Session })
}

func point(o *attacks.Outcome, b monitor.Breach, who func(*trace.Event) string) string {
	p, err := library.Profile(o.Config.Profile, o.Config.Options...)
	if err != nil || b.Commit < 1 || b.Commit > len(o.Events) {
		return ""
	}
	e := o.Events[b.Commit-1]
	switch e.Kind {
	case trace.KindExhibit:
		name, _, _ := strings.Cut(e.Label, " of ")
		return "the adversary shows " + name
	case trace.KindClaim:
		return fmt.Sprintf("%s in %s, after %s", who(e), e.Phase, before(p, e))
	case trace.KindRefuse:
		s := p.PhaseNamed(e.Phase).Role(e.Party).Steps[e.Step-1]
		return fmt.Sprintf("%s in %s, at %s", who(e), e.Phase, placed(&s))
	}
	return who(e)
}

// before names the last step of a role before an event: the last one with an equation where
// there is one, otherwise the last check.
func before(p *model.Protocol, e *trace.Event) string {
	steps := p.PhaseNamed(e.Phase).Role(e.Party).Steps[:e.Step-1]
	for i := range steps {
		if s := &steps[len(steps)-1-i]; s.Eqn > 0 {
			return placed(s)
		}
	}
	for i := range steps {
		if words, ok := checking(&steps[len(steps)-1-i]); ok {
			return words
		}
	}
	return "the beginning"
}

// placed names a step, by its equation where it has one.
func placed(s *model.Step) string {
	if s.Eqn > 0 {
		return s.Equation()
	}
	return doing(s)
}
