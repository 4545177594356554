package search

import (
	"slices"

	"emrproof/attacks/search/lazy"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/sim"
)

// judgeAccept looks for a way in which accepted data violates a claim, and keeps it.
func (x *searcher) judgeAccept(
	c model.Claim, e *symbolic.Event, earlier []*symbolic.Event, seg *symbolic.Segment,
) {
	switch c.Kind {
	case model.Integrity:
		x.honest(e, func(peer *symbolic.Principal) bool {
			x.reached[c.ID] = true
			made := chosen(earlier, func(m *symbolic.Event) bool {
				return m.Event == model.EventMade && m.In.Who == peer && x.answers(c, m, e)
			})
			return x.named(append(termsOf(made...), termsOf(e)...), func() bool {
				agreed := func(m *symbolic.Event) bool { return agree(m, e) }
				return !slices.ContainsFunc(made, agreed) && x.note(c, seg)
			})
		})
	case model.NonRepudiation:
		x.reached[c.ID] = true
		proofs := chosen(earlier, func(p *symbolic.Event) bool {
			return p.Kind == model.StepVerify && p.In.Who == e.In.Who
		})
		x.named(append(termsOf(proofs...), termsOf(e)...), func() bool {
			return !provable(e, proofs) && x.note(c, seg)
		})
	}
}

// chosen are the events that f says yes to.
func chosen(events []*symbolic.Event, f func(*symbolic.Event) bool) []*symbolic.Event {
	var all []*symbolic.Event
	for _, e := range events {
		if f(e) {
			all = append(all, e)
		}
	}
	return all
}

// datum is what an event names by a name; nil: nothing.
func datum(e *symbolic.Event, name string) *lazy.Term {
	for i, f := range e.Fields {
		if f.Name == name {
			return e.Data[i]
		}
	}
	return nil
}

// consistent says whether two events agree on all the names that both have, and whether there is
// such a name.
func consistent(a, b *symbolic.Event) (ok, common bool) {
	for i, f := range b.Fields {
		if v := datum(a, f.Name); v != nil {
			if !lazy.Same(v, b.Data[i]) {
				return false, true
			}
			common = true
		}
	}
	return true, common
}

// agree says whether made and accepted data have a name in common, and equal values for all names
// that they have in common.
func agree(made, accepted *symbolic.Event) bool {
	ok, common := consistent(made, accepted)
	return ok && common
}

// provable says whether one of the signatures that a principal verified has all that it accepts in
// its text, or a hash of it, except for names.
func provable(accept *symbolic.Event, proofs []*symbolic.Event) bool {
	facts := false
	for _, v := range accept.Data {
		facts = facts || v.Walk().Sort != model.Identity
	}
	return facts && slices.ContainsFunc(proofs, func(p *symbolic.Event) bool {
		return lazy.Same(p.With, accept.With) && covers(p, accept)
	})
}

func covers(proof, accept *symbolic.Event) bool {
	for i, v := range accept.Data {
		if v.Walk().Sort == model.Identity {
			continue
		}
		found := false
		for j, part := range proof.Data {
			found = found || lazy.Same(part, v) ||
				proof.In == accept.In && proof.Fields[j].StandsFor(accept.Fields[i].Name)
		}
		if !found {
			return false
		}
	}
	return true
}

// judgeRelease looks for a way in which a release to anybody violates a claim, and keeps it: the
// patient, who is honest, has consented to no such release, or the consent is older than ΔT, or an
// earlier release has used it.
func (x *searcher) judgeRelease(
	c model.Claim, e *symbolic.Event, earlier []*symbolic.Event, seg *symbolic.Segment,
) {
	if len(e.Data) == 0 || e.Data[0].Walk().Sort != model.Identity { // nobody's consent will do
		x.note(c, seg)
		return
	}
	about := chosen(append(earlier, e), func(o *symbolic.Event) bool {
		return o.Label == c.Label && (o.Event == model.EventConsent && o.In.Party == c.About ||
			o.Event == model.EventReleased && o.In.Party == c.By && len(o.Data) > 0)
	})
	for _, who := range x.Principals {
		if who.Corrupt {
			continue
		}
		mark := x.Mark()
		found := x.Unify(e.Data[0], who.ID) && x.named(termsOf(about...), func() bool {
			g := &given{x: x, claim: c, seg: seg, about: about, used: map[use]bool{}}
			return g.release(0)
		})
		x.Undo(mark)
		if found {
			return
		}
	}
}

// given goes through releases, and looks for one by which the last of them is without a consent.
type given struct {
	x     *searcher
	claim model.Claim
	seg   *symbolic.Segment
	about []*symbolic.Event // consents and releases, in order; the last one is judged
	used  map[use]bool
	ages  []age
}

// A use says which principal has released something by which consent.
type use struct {
	consent *symbolic.Event
	by      *symbolic.Principal
}

// An age says whether a consent is older than ΔT at a release.
type age struct {
	consent, release *symbolic.Event
	old              bool
}

// release judges the release at a place in the list, and goes on with the next.
func (g *given) release(i int) bool {
	if g.about[i].Event != model.EventReleased {
		return g.release(i + 1)
	}
	return g.consent(i, 0)
}

// consent asks whether the consent at place j covers the release at place i, and goes on.
func (g *given) consent(i, j int) bool {
	e := g.about[i]
	if j == i {
		if i < len(g.about)-1 {
			return g.release(i + 1)
		}
		return g.x.keepWith(g.claim, g.seg, g.ages)
	}
	o := g.about[j]
	ok, _ := consistent(o, e)
	u := use{o, e.In.Who}
	switch {
	case o.Event != model.EventConsent || !ok || !lazy.Same(o.In.Who.ID, e.Data[0]) ||
		!lazy.Same(o.With, e.With) || g.used[u]:
		return g.consent(i, j+1)
	case !carriesTime(o.Step):
		return i < len(g.about)-1 && g.release(i+1)
	}
	ages := g.ages
	g.ages = append(ages[:len(ages):len(ages)], age{o, e, true})
	if g.consent(i, j+1) {
		return true
	}
	g.ages = ages
	if i == len(g.about)-1 {
		return false
	}
	g.ages, g.used[u] = append(ages[:len(ages):len(ages)], age{o, e, false}), true
	found := g.release(i + 1)
	g.ages = ages
	delete(g.used, u)
	return found
}

func carriesTime(s *model.Step) bool {
	return slices.ContainsFunc(s.Fields, func(f *model.Term) bool { return f.Sort == model.Time })
}

// timed says whether the moments of moves matter to a claim.
func timed(p *model.Protocol, c model.Claim) bool {
	if c.Kind != model.Authorization {
		return c.Kind == model.Freshness
	}
	found := false
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		found = found || s.Event == model.EventConsent && s.Label == c.Label && carriesTime(s)
	})
	return found
}

// keepWith keeps a run in which consents have some ages, if there are such moments.
func (x *searcher) keepWith(c model.Claim, seg *symbolic.Segment, ages []age) bool {
	if !x.timed[c.ID] {
		return x.note(c, seg)
	}
	var more []limit
	for _, a := range ages {
		if a.old {
			more = append(more, limit{a.release.Move, a.consent.Move, -sim.DefaultDeltaT - slack})
		} else {
			more = append(more, limit{a.consent.Move, a.release.Move, sim.DefaultDeltaT - slack})
		}
	}
	return x.keepAt(c, seg, more)
}
