package sim

import (
	"fmt"

	"emrproof/model/suite"
)

// A Stand is a world whose principals have registered and whose records are
// filed, for measuring its visits one at a time beside the same primitives in a
// straight line. It is for benchmarks: a run is started by Run.
type Stand struct {
	world *world
	tape  *suite.Tape
	next  int // in the schedule
}

// NewStand registers the principals of c and does all of its schedule that goes
// over the secure channel. The rest waits for Visit.
func NewStand(c Config, a Adversary, watch Watcher) (*Stand, error) {
	s := &Stand{}
	w, err := newWorld(c, a, watch, nil)
	if err != nil {
		return nil, err
	}
	s.world = w
	return s, s.open()
}

// NewTapedStand is NewStand with a tape of the primitives that are called.
func NewTapedStand(c Config) (*Stand, error) {
	s := &Stand{}
	w, err := newWorld(c, nil, nil, func(base suite.Suite) suite.Suite {
		taped, tape := suite.Taped(base)
		s.tape = tape
		return taped
	})
	if err != nil {
		return nil, err
	}
	s.world = w
	return s, s.open()
}

func (s *Stand) open() error {
	if err := s.world.register(); err != nil {
		return err
	}
	for i := range s.world.config.Starts {
		start := &s.world.config.Starts[i]
		ph := s.world.protocol.Opening(start.Phase)
		if !ph.Secure {
			continue
		}
		if err := s.world.start(s.world.byName[start.By], ph, start, noVisit); err != nil {
			return err
		}
		if err := s.world.drain(); err != nil {
			return err
		}
	}
	return nil
}

// Visit runs the next start of the schedule on the insecure network to its end,
// going round when all have been run. It is an error for it not to complete.
func (s *Stand) Visit() error {
	w := s.world
	for {
		start := &w.config.Starts[s.next%len(w.config.Starts)]
		s.next++
		ph := w.protocol.Opening(start.Phase)
		if ph.Secure {
			continue
		}
		v := w.tally.newVisit(ph)
		if err := w.start(w.byName[start.By], ph, start, v); err != nil {
			return err
		}
		if err := w.drain(); err != nil {
			return err
		}
		if t := w.tally.visits[v]; t.refused || t.open > 0 {
			return fmt.Errorf("the visit of %s does not complete", start.By)
		}
		return nil
	}
}

// Phases has f called whenever the work goes over to another group of phases. It is
// a mark, and not a watcher: it makes no terms and no events.
func (s *Stand) Phases(f func(group string)) {
	at := ""
	s.world.enter = func(group string) {
		if group != at {
			at = group
			f(group)
		}
	}
}

// Tapes runs one visit and returns the primitives that it called, by the group of
// phases that called them.
func (s *Stand) Tapes() (map[string][]*suite.Tape, error) {
	tapes := map[string][]*suite.Tape{}
	at, from := "", s.tape.Len()
	cut := func(group string) {
		if to := s.tape.Len(); to > from {
			tapes[at] = append(tapes[at], s.tape.Cut(from, to))
			from = to
		}
		at = group
	}
	s.Phases(cut)
	defer func() { s.world.enter = nil }()
	if err := s.Visit(); err != nil {
		return nil, err
	}
	cut("")
	return tapes, nil
}

// Tape runs one visit and returns the primitives that it called.
func (s *Stand) Tape() (*suite.Tape, error) {
	from := s.tape.Len()
	if err := s.Visit(); err != nil {
		return nil, err
	}
	return s.tape.Cut(from, s.tape.Len()), nil
}
