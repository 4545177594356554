package search

import (
	"fmt"
	"slices"

	"emrproof/attacks/search/lazy"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
)

// A searcher goes through all runs within a bound, depth first. It remembers nothing but the
// run that it is in.
type searcher struct {
	symbolic.Machine
	bound Bound
	open  []model.Claim // that no run has violated yet
	found map[string]*plan
	// reached are the claims, by their ids, that a run has come to: one who is honest makes them,
	// about one who may be.
	reached map[string]bool

	whole bool // try every order, also one that another covers

	makings []lazy.Making

	instances []*symbolic.Instance // that may come about, in their order
	begun     int
	begunBy   map[model.Party]int
	timed     map[string]bool // claims for which moments matter, by their ids

	path   []*made
	events []*symbolic.Event
	states int

	share *share // what the worker has a share in; nil: it searches alone
	index int    // of the subtree that comes next in the walk, or that it is in
	below bool   // it is in a subtree
	limit int    // how many states it visits at most; 0: no limit
	cut   bool   // there are more
	looks int    // how many states it has visited in all subtrees
}

// A made move is what an instance did at once, with the message that it got.
type made struct {
	*symbolic.Segment
	learned bool       // the adversary knows more after it
	gained  lazy.Sorts // of what it can make after it and could not before
}

// newSearcher makes the instances that may come about within a bound.
func newSearcher(s *symbolic.Machine, b Bound) *searcher {
	x := &searcher{Machine: *s, bound: b, found: map[string]*plan{}, reached: map[string]bool{},
		begunBy: map[model.Party]int{}, makings: lazy.Makings(s.Protocol), timed: map[string]bool{},
		events: slices.Clip(s.Said)}
	for _, c := range s.Protocol.Claims {
		x.timed[c.ID] = timed(s.Protocol, c)
	}
	for _, th := range symbolic.Threads(s.Protocol) {
		if symbolic.Aside(th.Phase) {
			continue
		}
		for _, who := range s.Principals {
			if who.Corrupt || who.Party != th.Party {
				continue
			}
			for _, with := range x.peers(th) {
				for _, d := range x.DepartmentsOf(who, th) {
					for n := range b.of(th.Party) {
						k := len(x.instances)
						x.instances = append(x.instances, &symbolic.Instance{Thread: th, Who: who,
							With: with, Department: d, Number: k, Label: fmt.Sprint("#", k), Copy: n})
					}
				}
			}
		}
	}
	return x
}

// peers are whom a session of a thread may be started with.
func (x *searcher) peers(th *symbolic.Thread) []*symbolic.Principal {
	party := x.Protocol.PeerOf(th.Party, th.Phase.Name)
	if !th.Opens || party == "" {
		return []*symbolic.Principal{nil}
	}
	var all []*symbolic.Principal
	corrupt := false
	for _, who := range x.Principals {
		if who.Party == party {
			all = append(all, who)
			corrupt = corrupt || who.Corrupt
		}
	}
	if !corrupt { // the one who is stands for all
		for _, who := range x.Principals {
			if who.Corrupt {
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

// run is the path, with the segment that follows it if there is one.
func (x *searcher) run(seg *symbolic.Segment) []*symbolic.Segment {
	var all []*symbolic.Segment
	for _, m := range x.path {
		all = append(all, m.Segment)
	}
	if seg != nil {
		all = append(all, seg)
	}
	return all
}

// explore judges the state, and goes on from it in every way. It says whether to stop.
func (x *searcher) explore() bool {
	if x.share != nil {
		if !x.below && len(x.path) == splitAt {
			return x.subtree()
		}
		if x.share.ends(x) {
			return true
		}
	}
	x.states++
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

// ready says whether it is an instance's turn. Of instances that are alike, the one with the
// lower number begins first; for principals that are alike, see inTurn.
func (x *searcher) ready(in *symbolic.Instance) bool {
	switch in.State {
	case symbolic.Waiting:
		return true
	case symbolic.Over:
		return false
	}
	return x.begun < x.bound.Instances && x.begunBy[in.Party] < x.bound.of(in.Party) &&
		(in.Copy == 0 || x.instances[in.Number-1].State != symbolic.Unborn) &&
		x.inTurn(in, nil)
}

// inTurn says whether an instance can begin as far as the names of principals go: each principal
// that it names and that is like another comes after that other, which has a session already, or
// is the peer of one. The session of one instance, but, is not counted.
func (x *searcher) inTurn(in, but *symbolic.Instance) bool {
	for _, who := range []*symbolic.Principal{in.Who, in.With} {
		if who == nil || who.Like == nil || x.whole {
			continue
		}
		if !slices.ContainsFunc(x.instances, func(o *symbolic.Instance) bool {
			return o.State != symbolic.Unborn && o != but && (o.Who == who.Like || o.With == who.Like)
		}) {
			return false
		}
	}
	return true
}

// move has an instance go on, with whatever message fits.
func (x *searcher) move(in *symbolic.Instance) bool {
	if in.State == symbolic.Unborn {
		x.Begin(in)
		x.begun++
		x.begunBy[in.Party]++
		defer func() {
			x.begun--
			x.begunBy[in.Party]--
		}()
	}
	saved, mark := x.Save(), x.Mark()
	seg := &symbolic.Segment{In: in}
	stop := x.Run(seg, func(more bool) bool { return x.arrive(seg, more, mark, true) })
	x.Back(saved)
	return stop
}

// arrive has the adversary make the message with which an instance has come so far, or what a
// later check asks of that message; judges what the instance claims; and goes on.
func (x *searcher) arrive(seg *symbolic.Segment, more bool, mark int, first bool) bool {
	todo := x.Woken(mark, nil)
	if first {
		for _, f := range seg.Fields {
			todo = append(todo, lazy.Target{Term: f, Level: x.Level})
		}
	}
	return x.Solve(todo, func() bool {
		// What it did so far may be covered, and what it goes on to do may not be.
		covered := !x.whole && x.covered(seg)
		if x.Clash() || covered && !more {
			return false
		}
		if !covered && x.judge(seg) {
			return true
		}
		next := *seg
		next.Judged = len(seg.Events)
		if !more {
			return x.proceed(&next)
		}
		if !covered && x.refuse(&next) {
			return true
		}
		next.Checked()
		from := x.Mark()
		return x.Run(&next, func(more bool) bool { return x.arrive(&next, more, from, false) })
	})
}

// refuse has the instance refuse at the check that it has come to, after all that it did.
func (x *searcher) refuse(seg *symbolic.Segment) bool {
	saved, mark := x.Save(), x.Mark()
	stop := x.Refuse(seg, func() bool {
		return x.Solve(x.Woken(mark, nil), func() bool { return !x.Clash() && x.proceed(seg) })
	})
	x.Back(saved)
	return stop
}

// proceed makes a move, and explores what follows.
func (x *searcher) proceed(seg *symbolic.Segment) bool {
	saved := x.Save()
	var sent []*lazy.Term
	for _, m := range seg.Sends {
		sent = append(sent, m.Fields...)
	}
	sent = append(sent, seg.Shown...)
	m := &made{Segment: seg}
	m.learned, m.gained = x.Advance(sent, x.makings)
	events := len(x.events)
	x.events = append(x.events, seg.Events...)
	x.path = append(x.path, m)
	stop := x.explore()
	x.path = x.path[:len(x.path)-1]
	x.events = x.events[:events]
	x.Back(saved)
	return stop
}

// covered says whether the same run is found with the last two moves in the other order: the
// instance comes before the one that moved last, and its message does not need what that one
// sent. This is constraint differentiation.
func (x *searcher) covered(seg *symbolic.Segment) bool {
	last := x.last()
	if last == nil || seg.In.Number >= last.In.Number || x.depends(seg, last) ||
		!seg.Commute(last.Segment) ||
		x.begins(seg) && !x.inTurn(seg.In, last.In) {
		return false
	}
	if !last.learned || seg.Got == nil {
		return true
	}
	return !slices.ContainsFunc(seg.Fields, func(t *lazy.Term) bool { return !x.Old(t, last.gained) })
}

// begins says whether the instance makes its first move.
func (x *searcher) begins(seg *symbolic.Segment) bool {
	return !slices.ContainsFunc(x.path, func(m *made) bool { return m.In == seg.In })
}

// depends says whether the order of two moves matters to a claim: to one that asks for a run,
// which may be violated by a commit after the run, and not by one before it; or to one that asks
// for moments. Other claims are violated the more, the fewer runs there are.
func (x *searcher) depends(seg *symbolic.Segment, last *made) bool {
	for _, c := range x.open {
		if x.timed[c.ID] && tells(seg, c) && tells(last.Segment, c) {
			return true
		}
		if c.Kind != model.IntendedPeer {
			continue
		}
		for _, e := range seg.Events {
			for _, run := range last.Events {
				if e.Event == model.EventCommit && run.Event == model.EventRunning &&
					e.Label == c.Label && run.Label == c.Label {
					return true
				}
			}
		}
	}
	return false
}
