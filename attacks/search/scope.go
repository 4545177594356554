package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"emrproof/attacks/search/symbolic"
	"emrproof/model"
)

// Scope says which runs were searched so far, under which assumptions, and whether all of them
// were: "in any run of at most 4 instances by …".
func (i *Inquiry) Scope() string {
	parts := []string{i.runs(), "messages of any size", strings.Join(assumed(i.protocol), ", "),
		typing(i.protocol)}
	fresh := func(a *Answer) bool { return timed(i.protocol, a.Claim) }
	if anyStep(i.protocol, clocked) || slices.ContainsFunc(i.Claims, fresh) {
		parts = append(parts, "clocks exact")
	}
	if anyStep(i.protocol, func(s *model.Step) bool { return s.Kind == model.StepOnce }) {
		parts = append(parts, "what is taken once is never forgotten")
	}
	end := fmt.Sprintf("%d states, exhausted", i.States)
	if i.CutAt > 0 {
		end = fmt.Sprintf("%d states, cut in runs of %d", i.States, i.CutAt)
	}
	return strings.Join(append(parts, end), "; ")
}

// runs says how many instances there are at most, of which parties and by whom.
func (i *Inquiry) runs() string {
	words := fmt.Sprintf("in any run of at most %d instances", i.Searched)
	if i.Searched == 1 {
		words = "in any run of 1 instance"
	}
	var of []string
	for _, party := range slices.Sorted(maps.Keys(i.question.Of)) {
		of = append(of, fmt.Sprintf("%d of %s", i.question.Of[party], party))
	}
	if len(of) > 0 {
		words += ", at most " + strings.Join(of, " and ")
	}
	var by []string
	for _, who := range i.machines[0].Principals {
		is := []string{string(who.Party)}
		if who.Corrupt {
			is = append(is, "corrupt")
		}
		for _, t := range i.machines[0].Stolen {
			if i.machines[0].Victim(t) == who {
				is = append(is, t.What+" stolen")
			}
		}
		by = append(by, fmt.Sprintf("%s (%s)", who.Name, strings.Join(is, ", ")))
	}
	return words + ", by " + strings.Join(by, ", ")
}

// typing says whether anything is lost because a message of one sort is never taken for another.
func typing(p *model.Protocol) string {
	a, b := symbolic.Flaw(p)
	if a == nil {
		return "typed by encoding"
	}
	return fmt.Sprintf("typed, although %s may be taken for %s", a, b)
}

// clocked says whether a step reads a clock.
func clocked(s *model.Step) bool {
	switch s.Kind {
	case model.StepStamp, model.StepTick, model.StepAge, model.StepNear, model.StepWithin:
		return true
	}
	return false
}

// assumed is what is assumed of the primitives that a description uses.
func assumed(p *model.Protocol) []string {
	all := []string{"free constructors"}
	for _, a := range []struct {
		words string
		of    func(t *model.Term) bool
	}{
		{"generic group", func(t *model.Term) bool { return t.Sort == model.Point }},
		{"hashes as random oracles", func(t *model.Term) bool {
			return t.Op == model.OpHashB || t.Op == model.OpHashS || t.Op == model.OpHashK
		}},
	} {
		uses := func(s *model.Step) (found bool) {
			for _, t := range s.Terms() {
				t.Walk(func(u *model.Term) { found = found || a.of(u) })
			}
			return found
		}
		if anyStep(p, uses) {
			all = append(all, a.words)
		}
	}
	return all
}

// anyStep says whether something is true of a step of a description.
func anyStep(p *model.Protocol, of func(s *model.Step) bool) (found bool) {
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) { found = found || of(s) })
	return found
}
