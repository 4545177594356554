package search

import (
	"cmp"
	"maps"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"emrproof/model"
	"emrproof/sim/campaign"
)

// splitAt is the number of moves after which the tree of all runs is split into subtrees, and
// wideFrom is how many instances there are at least where several workers are worth it.
const (
	splitAt  = 3
	wideFrom = 4
)

// A share is a search that several workers do side by side. Each walks through the top of the
// tree, and searches those of its subtrees that no other has taken. What they find is put
// together in the order of a search by one: depth first, up to where all claims are violated, or
// to the limit of states. What lies behind does not count, whoever has searched it, so that the
// answer and the states are the same for any number of workers. A subtree is searched for all
// claims that the walk to it has not seen violated.
type share struct {
	bound Bound
	limit int // how many states count at most; 0: no limit
	watch func(states int) bool

	next    atomic.Int64 // the subtree that nobody has taken yet
	last    atomic.Int64 // no subtree after it counts
	stopped atomic.Bool
	working atomic.Int64
	found   chan *plan // in order

	mu     sync.Mutex
	pieces map[int]*piece // that were searched before those in front of them
	joined int            // how many pieces were put together
	open   []model.Claim  // what these do not violate
	inside int            // their states in subtrees
	states int            // and those of the walk up to there
	cut    bool
	over   bool

	undecidedInside, undecided int // likewise

	reached map[string]bool // claims that runs come to, if the search was not cut
}

// A piece of a search is a subtree, with the walk that leads to it.
type piece struct {
	index  int
	walked int              // states of the walk so far
	above  map[string]*plan // what the walk has found so far
	states int              // of the subtree
	found  map[string]*plan // in the subtree
	cut    bool             // there is more of it
	end    bool             // the walk ends here: there is no subtree

	undecidedWalk, undecided int // likewise
}

func newShare(b Bound, open []model.Claim, watch func(int) bool) *share {
	s := &share{bound: b, open: open, watch: watch, pieces: map[int]*piece{},
		reached: map[string]bool{}, found: make(chan *plan, len(open))}
	s.last.Store(math.MaxInt64)
	return s
}

// run has the workers of an inquiry search. It calls found with each violation, in order.
func (s *share) run(i *Inquiry, found func(*plan) error) error {
	workers := i.question.Workers
	switch {
	case s.bound.Instances < wideFrom:
		workers = 1
	case workers < 1:
		workers = runtime.GOMAXPROCS(0)
	}
	var all []*searcher
	for w := range workers {
		m, err := i.machine(w)
		if err != nil {
			return err
		}
		x := newSearcher(m, s.bound)
		x.share, x.open, x.limit = s, slices.Clone(s.open), s.limit
		x.Stop = func() bool { return s.stops(x, 0) }
		all = append(all, x)
	}
	s.working.Store(int64(workers))
	defer func() {
		for _, x := range all {
			maps.Copy(s.reached, x.reached)
		}
	}()
	return campaign.Each(workers+1, workers+1, func(i int) (err error) {
		if i < workers {
			defer s.leave()
			all[i].walk()
			return nil
		}
		for p := range s.found {
			if err == nil {
				if err = found(p); err != nil {
					s.stopped.Store(true)
				}
			}
		}
		return err
	})
}

// leave says that a worker has ended. The last one ends the search, if it is not over: it was
// stopped.
func (s *share) leave() {
	if s.working.Add(-1) > 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		s.cut = true
		s.finish()
	}
}

// finish ends the search. No piece counts but those that are put together already.
func (s *share) finish() {
	s.over = true
	s.last.Store(int64(s.joined) - 1)
	close(s.found)
}

// walk goes through the top of the tree, and searches subtrees.
func (x *searcher) walk() {
	x.explore()
	s := x.share
	if !s.stopped.Load() && int64(x.index) <= s.last.Load() {
		s.add(&piece{index: x.index, walked: x.states, above: x.found, cut: x.cut, end: true,
			undecidedWalk: x.Undecided})
	}
}

// subtree searches a subtree, if no other worker has taken it. It says whether the walk is over.
func (x *searcher) subtree() bool {
	s, index := x.share, int64(x.index)
	if s.stopped.Load() || index > s.last.Load() {
		return true
	}
	if s.next.CompareAndSwap(index, index+1) {
		p := &piece{index: x.index, walked: x.states, above: maps.Clone(x.found),
			undecidedWalk: x.Undecided}
		open, found, limit := x.open, x.found, x.limit
		x.below, x.states, x.found, x.limit = true, 0, map[string]*plan{}, s.left(p.walked)
		x.explore()
		p.states, p.found, p.cut = x.states, x.found, x.cut
		p.undecided, x.Undecided = x.Undecided-p.undecidedWalk, p.undecidedWalk
		x.open, x.found, x.limit = open, found, limit
		x.below, x.states, x.cut = false, p.walked, false
		s.add(p)
	}
	x.index++
	return false
}

// left is how many states count at most of a subtree that comes after so many states of the
// walk; 0: no limit; below 0: none.
func (s *share) left(walked int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.limit == 0 {
		return 0
	}
	if n := s.limit - s.inside - walked; n > 0 {
		return n
	}
	return -1
}

// lookEvery is after how many states a worker looks whether it is to stop.
const lookEvery = 256

// ends says whether a worker has to stop before it visits a state.
func (s *share) ends(x *searcher) bool {
	if x.limit != 0 && x.states >= x.limit {
		x.cut = true
		return true
	}
	x.looks++
	return x.looks%lookEvery == 0 && s.stops(x, lookEvery)
}

// stops says whether a worker has to stop now, after so many states more, whatever it is at.
func (s *share) stops(x *searcher, states int) bool {
	if s.watch != nil && s.watch(states) {
		s.stopped.Store(true)
	}
	if s.stopped.Load() || int64(x.index) > s.last.Load() {
		x.cut = true
		return true
	}
	return false
}

// add puts a piece together with those before it, as soon as all of these are there.
func (s *share) add(p *piece) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pieces[p.index] = p
	for !s.over && s.pieces[s.joined] != nil {
		p := s.pieces[s.joined]
		delete(s.pieces, s.joined)
		s.joined++
		s.join(p)
	}
}

// join puts a piece together with those before it.
func (s *share) join(p *piece) {
	s.enter(p.above, s.inside)
	s.enter(p.found, s.inside+p.walked)
	s.inside += p.states
	s.states = s.inside + p.walked
	s.undecidedInside += p.undecided
	s.undecided = s.undecidedInside + p.undecidedWalk
	if s.limit > 0 && s.states > s.limit {
		s.states, p.cut = s.limit, true
	}
	s.cut = p.cut
	if p.cut || p.end || len(s.open) == 0 {
		s.finish()
	}
}

// enter takes what was found for claims that were not violated before, if it counts. So many
// states come before those that are counted in the plans.
func (s *share) enter(found map[string]*plan, before int) {
	for _, p := range slices.SortedFunc(maps.Values(found), func(p, q *plan) int {
		return cmp.Compare(p.order, q.order)
	}) {
		same := func(c model.Claim) bool { return c.ID == p.claim.ID }
		if s.limit > 0 && before+p.found > s.limit || !slices.ContainsFunc(s.open, same) {
			continue
		}
		s.open = slices.DeleteFunc(slices.Clone(s.open), same)
		s.found <- p
	}
}
