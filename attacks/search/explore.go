package search

import (
	"fmt"
	"slices"

	"emrproof/attacks/search/lazy"
	"emrproof/model"
)

// A searcher goes through all runs within a bound, depth first. It remembers nothing but the
// run that it is in.
type searcher struct {
	machine
	bound Bound
	open  []model.Claim // that no run has violated yet
	found map[string]*plan
	whole bool // try every order, also one that another covers

	composed lazy.Sorts // what is made of other values

	instances []*instance // that may come about, in their order
	begun     int
	begunBy   map[model.Party]int

	path   []*made
	events []*event
	seen   []*once
	states int
	cut    bool // the limit of states was reached
}

// A made move is what an instance did at once, with the message that it got.
type made struct {
	*segment
	learned bool       // the adversary knows more after it
	gained  lazy.Sorts // of what it can make after it and could not before
}

// newSearcher makes the instances that may come about within a bound.
func newSearcher(s *machine, b Bound) *searcher {
	x := &searcher{machine: *s, bound: b, found: map[string]*plan{},
		begunBy: map[model.Party]int{}, composed: lazy.Composed(s.protocol)}
	for _, th := range threads(s.protocol) {
		if aside(th.phase) {
			continue
		}
		for _, who := range s.principals {
			if who.corrupt || who.party != th.party {
				continue
			}
			for _, with := range x.peers(th) {
				for n := range b.of(th.party) {
					k := len(x.instances)
					x.instances = append(x.instances, &instance{thread: th, who: who, with: with,
						number: k, label: fmt.Sprint("#", k), copy: n})
				}
			}
		}
	}
	return x
}

// peers are whom a session of a thread may be started with.
func (x *searcher) peers(th *thread) []*principal {
	party := x.protocol.PeerOf(th.party, th.phase.Name)
	if !th.opens || party == "" {
		return []*principal{nil}
	}
	var all []*principal
	corrupt := false
	for _, who := range x.principals {
		if who.party == party {
			all = append(all, who)
			corrupt = corrupt || who.corrupt
		}
	}
	if !corrupt { // the one who is stands for all
		for _, who := range x.principals {
			if who.corrupt {
				all = append(all, who)
			}
		}
	}
	return all
}

// last is the move made last, nil at the beginning.
func (x *searcher) last() *made {
	if len(x.path) == 0 {
		return nil
	}
	return x.path[len(x.path)-1]
}

// explore judges the state, and goes on from it in every way. It says whether to stop.
func (x *searcher) explore() bool {
	x.states++
	if x.bound.States > 0 && x.states >= x.bound.States {
		x.cut = true
		return true
	}
	if x.judgeSecrets() {
		return true
	}
	for _, in := range x.instances {
		if x.ready(in) && x.move(in) {
			return true
		}
	}
	return false
}

// ready says whether it is an instance's turn. Of instances that are alike the first begins
// first.
func (x *searcher) ready(in *instance) bool {
	switch in.state {
	case waiting:
		return true
	case over:
		return false
	}
	return x.begun < x.bound.Instances && x.begunBy[in.party] < x.bound.of(in.party) &&
		(in.copy == 0 || x.instances[in.number-1].state != unborn)
}

// move has an instance go on, with whatever message fits.
func (x *searcher) move(in *instance) bool {
	if in.state == unborn {
		x.begin(in)
		x.begun++
		x.begunBy[in.party]++
		defer func() {
			x.begun--
			x.begunBy[in.party]--
		}()
	}
	saved, mark := x.Save(), x.Mark()
	seg := &segment{in: in}
	stop := x.run(seg, func(more bool) bool { return x.arrive(seg, more, mark, true) })
	x.Back(saved)
	return stop
}

// arrive has the adversary make the message that an instance has got by with, or what a later
// check asks of it; judges what the instance claims; and goes on.
func (x *searcher) arrive(seg *segment, more bool, mark int, first bool) bool {
	todo := x.Woken(mark, nil)
	if first {
		for _, f := range seg.fields {
			todo = append(todo, lazy.Target{Term: f, Level: x.Level})
		}
	}
	return x.Solve(todo, func() bool {
		if x.repeats(seg) || !x.whole && x.covered(seg) {
			return false
		}
		if x.judge(seg) {
			return true
		}
		next := *seg
		next.judged = len(seg.events)
		if !more {
			return x.proceed(&next)
		}
		// It may refuse now, after all that it did, or go on.
		saved := x.Save()
		x.SetInt(&seg.in.state, over)
		stop := x.proceed(&next)
		x.Back(saved)
		if stop {
			return true
		}
		next.before = len(seg.events) + len(seg.sends)
		from := x.Mark()
		return x.run(&next, func(more bool) bool { return x.arrive(&next, more, from, false) })
	})
}

// repeats says whether a principal has seen a value twice that it takes once.
func (x *searcher) repeats(seg *segment) bool {
	all := append(x.seen[:len(x.seen):len(x.seen)], seg.seen...)
	for i, a := range all {
		for _, b := range all[:i] {
			if a.who == b.who && a.table == b.table && lazy.Same(a.value, b.value) {
				return true
			}
		}
	}
	return false
}

// proceed makes a move, and explores what follows.
func (x *searcher) proceed(seg *segment) bool {
	saved := x.Save()
	var sent []*lazy.Term
	for _, m := range seg.sends {
		sent = append(sent, m.fields...)
	}
	m := &made{segment: seg}
	m.learned, m.gained = x.Advance(sent, x.composed)
	events, seen := len(x.events), len(x.seen)
	x.events, x.seen = append(x.events, seg.events...), append(x.seen, seg.seen...)
	x.path = append(x.path, m)
	stop := x.explore()
	x.path = x.path[:len(x.path)-1]
	x.events, x.seen = x.events[:events], x.seen[:seen]
	x.Back(saved)
	return stop
}

// covered says whether the same run is found with the last two moves in the other order: the
// instance comes before the one that moved last, and its message does not need what that one
// sent. This is constraint differentiation.
func (x *searcher) covered(seg *segment) bool {
	last := x.last()
	if last == nil || seg.in.number >= last.in.number || x.depends(seg, last) {
		return false
	}
	if !last.learned || seg.got == nil {
		return true
	}
	return !slices.ContainsFunc(seg.fields, func(t *lazy.Term) bool { return !x.Old(t, last.gained) })
}

// depends says whether the order of two moves matters to a claim: to one that asks for a run,
// which may be violated by a commit after the run, and not by one before it; or to one that asks
// for moments. Other claims are violated the more, the fewer runs there are.
func (x *searcher) depends(seg *segment, last *made) bool {
	for _, c := range x.open {
		if c.Kind == model.Freshness && seg.tells(c) && last.tells(c) {
			return true
		}
		if c.Kind != model.IntendedPeer {
			continue
		}
		for _, e := range seg.events {
			for _, run := range last.events {
				if e.Event == model.EventCommit && run.Event == model.EventRunning &&
					e.Label == c.Label && run.Label == c.Label {
					return true
				}
			}
		}
	}
	return false
}
