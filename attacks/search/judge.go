package search

import (
	"slices"

	"emrproof/attacks/search/lazy"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/sim/trace"
)

// A plan is a run that violates a claim: the moves in order, with all that is settled of the
// messages. What is still a variable is the adversary's choice.
type plan struct {
	claim model.Claim
	found int // how many states were visited by then
	order int // how many claims were violated before
	moves []planned
	vague bool // the search does not know what the points are that the adversary chose
	// at are the moments of the moves, and shows are those that times show which the adversary
	// chose; nil: when does not matter.
	at    []trace.Duration
	shows map[*lazy.Term]trace.Duration
	ticks map[*lazy.Term]bool // times that the adversary chose, and steady clocks are to show
	later []theft             // after all moves
}

// A theft gives the adversary secrets of a principal.
type theft struct {
	who  *symbolic.Principal
	what string // in the words of a reveal move
}

// A planned move starts an instance, or gives it a message.
type planned struct {
	in     *symbolic.Instance
	got    *symbolic.Line // nil: the instance begins
	fields []*lazy.Term
	sends  [][]*lazy.Term
}

// searched are the kinds of claims that a run is judged by.
var searched = []model.ClaimKind{model.Secrecy, model.Aliveness, model.WeakAgreement,
	model.Agreement, model.Injective, model.IntendedPeer, model.Freshness, model.ForwardSecrecy,
	model.Integrity, model.NonRepudiation, model.Authorization}

// judge judges what an instance claims in a segment, and says whether no claim is left.
func (x *searcher) judge(seg *symbolic.Segment) bool {
	for i := seg.Judged; i < len(seg.Events); i++ {
		e := seg.Events[i]
		e.Move = len(x.path)
		about := func(c model.Claim) bool { return c.Label == e.Label && c.By == e.In.Party }
		if !slices.ContainsFunc(x.open, about) {
			continue
		}
		earlier := append(x.events[:len(x.events):len(x.events)], seg.Events[:i]...)
		for _, c := range x.open {
			switch {
			case !about(c):
			case e.Event == model.EventAccept:
				x.judgeAccept(c, e, earlier, seg)
			case e.Event == model.EventReleased && c.Kind == model.Authorization:
				x.reached[c.ID] = true
				x.judgeRelease(c, e, earlier, seg)
			}
		}
		if e.Event == model.EventCommit {
			x.judgeCommits(e, about, earlier, seg)
		}
	}
	return len(x.open) == 0
}

// judgeCommits judges a commit to each peer whom it may be to.
func (x *searcher) judgeCommits(
	e *symbolic.Event, about func(model.Claim) bool, earlier []*symbolic.Event, seg *symbolic.Segment,
) {
	x.honest(e, func(peer *symbolic.Principal) bool {
		runs := chosen(earlier, func(r *symbolic.Event) bool {
			return r.Event == model.EventRunning && r.In.Who == peer
		})
		for _, c := range x.open {
			if about(c) {
				x.judgeCommit(c, e, peer, runs, earlier, seg)
			}
		}
		return false
	})
}

// judgeCommit looks for a way in which a commit to a peer violates a claim, and keeps it.
func (x *searcher) judgeCommit(
	c model.Claim, e *symbolic.Event, peer *symbolic.Principal, runs, earlier []*symbolic.Event,
	seg *symbolic.Segment,
) {
	switch c.Kind {
	case model.Aliveness, model.WeakAgreement, model.Agreement, model.Injective:
		x.named(append(termsOf(runs...), termsOf(e)...), func() bool {
			return x.unanswered(c, e, peer, runs, earlier) && x.note(c, seg)
		})
	case model.IntendedPeer:
		x.elsewhere(c, e, runs, seg)
	case model.Freshness:
		x.stale(c, e, runs, seg)
	default:
		return
	}
	x.reached[c.ID] = true
}

// unanswered says whether no run of the peer's answers to a commit as a claim asks for.
func (x *searcher) unanswered(
	c model.Claim, e *symbolic.Event, peer *symbolic.Principal, runs, earlier []*symbolic.Event,
) bool {
	switch c.Kind {
	case model.Aliveness:
		return !x.alive(peer)
	case model.WeakAgreement:
		return !slices.ContainsFunc(runs, func(r *symbolic.Event) bool {
			return lazy.Same(r.With, e.In.Who.ID)
		})
	}
	matching := 0
	for _, r := range runs {
		if x.answers(c, r, e) && lazy.Same(r.With, e.In.Who.ID) && sameData(r, e, "") {
			matching++
		}
	}
	if c.Kind == model.Injective {
		for _, o := range earlier {
			if o.Event == model.EventCommit && o.Label == e.Label && o.In.Who == e.In.Who &&
				lazy.Same(o.With, e.With) && sameData(o, e, "") {
				matching--
			}
		}
	}
	return matching <= 0
}

// elsewhere looks for a run of the peer's on the same data, for others than the one who commits
// to it, where it ran none for that one.
func (x *searcher) elsewhere(
	c model.Claim, e *symbolic.Event, runs []*symbolic.Event, seg *symbolic.Segment,
) bool {
	own := x.Protocol.Member(c.By).ID.Name
	return x.onData(c, e, runs, func() bool {
		return !slices.ContainsFunc(runs, func(r *symbolic.Event) bool {
			return x.answers(c, r, e) && lazy.Same(r.With, e.In.Who.ID) && sameData(r, e, own)
		}) && x.note(c, seg)
	})
}

// onData calls f where one of the runs that a claim is about is on the data of a commit, apart
// from who commits, until f says true.
func (x *searcher) onData(
	c model.Claim, e *symbolic.Event, runs []*symbolic.Event, f func() bool,
) bool {
	own := x.Protocol.Member(c.By).ID.Name
	said, data := loose(e, own)
	for _, r := range runs {
		names, values := loose(r, own)
		if !x.answers(c, r, e) || !slices.Equal(names, said) {
			continue
		}
		mark := x.Mark()
		found := x.UnifyAll(values, data) &&
			x.Solve(x.Woken(mark, nil), func() bool { return x.named(termsOf(runs...), f) })
		x.Undo(mark)
		if found {
			return true
		}
	}
	return false
}

// answers says whether a run is of the party and under the label that a claim is about.
func (x *searcher) answers(c model.Claim, r, e *symbolic.Event) bool {
	return r.Label == e.Label && r.In.Party == c.About
}

// loose are the names and values of the data of an event, but for those of one name.
func loose(e *symbolic.Event, but string) (names []string, values []*lazy.Term) {
	for i, f := range e.Fields {
		if f.Name != but {
			names, values = append(names, f.Name), append(values, e.Data[i])
		}
	}
	return names, values
}

func sameData(a, b *symbolic.Event, but string) bool {
	names, values := loose(a, but)
	others, more := loose(b, but)
	return slices.Equal(names, others) && slices.EqualFunc(values, more, lazy.Same)
}

// alive says whether a principal has run something.
func (x *searcher) alive(who *symbolic.Principal) bool {
	ran := func(e *symbolic.Event) bool { return e.In.Who == who && e.Event == model.EventRunning }
	return slices.ContainsFunc(x.Said, ran) ||
		slices.ContainsFunc(x.instances, func(in *symbolic.Instance) bool {
			return in.Who == who && in.State != symbolic.Unborn
		})
}

// honest calls f with each honest principal whom an event may name as its peer, until f says
// true. Who takes itself for its peer, or a principal who plays another party, is not judged.
func (x *searcher) honest(e *symbolic.Event, f func(*symbolic.Principal) bool) bool {
	for _, who := range x.Principals {
		if who.Corrupt || who.Party != e.Peer {
			continue
		}
		mark := x.Mark()
		found := x.Unify(e.With, who.ID) && f(who)
		x.Undo(mark)
		if found {
			return true
		}
	}
	return false
}

// named calls f with each choice of principals for the identities that are open in some terms,
// corrupt ones first, until f says true.
func (x *searcher) named(terms []*lazy.Term, f func() bool) bool {
	var open *lazy.Term
	for _, t := range terms {
		lazy.Variables(t, func(v *lazy.Term) {
			if v.Sort == model.Identity {
				open = v
			}
		})
	}
	if open == nil {
		return f()
	}
	for _, corrupt := range []bool{true, false} {
		for _, who := range x.Principals {
			if who.Corrupt != corrupt {
				continue
			}
			mark := x.Mark()
			found := x.Unify(open, who.ID) && x.named(terms, f)
			x.Undo(mark)
			if found {
				return true
			}
		}
	}
	return false
}

// termsOf are the values that events name, with their peers.
func termsOf(events ...*symbolic.Event) []*lazy.Term {
	var all []*lazy.Term
	for _, e := range events {
		all = append(append(all, e.With), e.Data...)
	}
	return all
}

// note keeps the run that violates a claim: the path, and the segment that follows it if there
// is one.
func (x *searcher) note(c model.Claim, seg *symbolic.Segment) bool {
	return x.keep(&plan{claim: c}, seg)
}

// keep adds the moves to a plan, and keeps it, if what must not be equal can be kept apart.
func (x *searcher) keep(p *plan, seg *symbolic.Segment) bool {
	return x.named(x.Apart(), func() bool {
		if x.Clash() {
			return false
		}
		p.vague = true
		return x.Choose(func() bool { p.vague = false; return x.settle(p, seg) }) || x.settle(p, seg)
	})
}

func (x *searcher) settle(p *plan, seg *symbolic.Segment) bool {
	frozen := lazy.Copies{} // the search goes on, and binds variables
	p.ticks = map[*lazy.Term]bool{}
	for _, s := range x.run(seg) {
		p.moves = append(p.moves, planOf(s, frozen))
		for _, t := range s.Ticks() {
			p.ticks[frozen.Of(t)] = true
		}
	}
	shows := p.shows
	p.shows = map[*lazy.Term]trace.Duration{}
	for t, at := range shows {
		p.shows[frozen.Of(t)] = at
	}
	p.found, p.order = x.states, len(x.found)
	x.found[p.claim.ID] = p
	x.open = slices.DeleteFunc(slices.Clone(x.open),
		func(o model.Claim) bool { return o.ID == p.claim.ID })
	return true
}

func planOf(seg *symbolic.Segment, frozen lazy.Copies) planned {
	p := planned{in: seg.In, got: seg.Got}
	for _, f := range seg.Fields {
		p.fields = append(p.fields, frozen.Of(f))
	}
	for _, m := range seg.Sends {
		var fields []*lazy.Term
		for _, f := range m.Fields {
			fields = append(fields, frozen.Of(f))
		}
		p.sends = append(p.sends, fields)
	}
	return p
}
