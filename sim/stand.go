package sim

import (
	"fmt"

	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// A Stand is a world made ready for measuring: its principals have registered and its records
// are filed. Its rounds are timed one at a time, beside the same primitives in a straight
// line. It is for benchmarks: a run is started by Run.
type Stand struct {
	// Enter, if not nil, is told the group of phases whenever the work goes over to another
	// group. Unlike a watcher it makes no terms and no events.
	Enter func(group string)

	world *world
	group string
	next  int // in the schedule
}

// NewStand makes a Stand: it registers the principals of c and does all of the schedule that
// goes over the secure channel. The rest waits for Next.
func NewStand(c Config, a Adversary, watch func(*trace.Event)) (*Stand, error) {
	return newStand(c, a, watch, nil)
}

func newStand(
	c Config, a Adversary, watch func(*trace.Event), wrap func(suite.Suite) suite.Suite,
) (*Stand, error) {
	w, err := newWorld(c, a, watch, wrap)
	if err != nil {
		return nil, err
	}
	s := &Stand{world: w}
	w.enter = func(group string) {
		if s.Enter != nil && group != s.group {
			s.group = group
			s.Enter(group)
		}
	}
	if err := w.register(); err != nil {
		return nil, err
	}
	for i := range w.config.Starts {
		start := &w.config.Starts[i]
		ph, _ := w.protocol.Opening(start.Phase)
		if !w.protocol.Aside(ph) {
			continue
		}
		if err := w.start(w.byName[start.By], ph, start, noRound); err != nil {
			return nil, err
		}
		if err := w.drain(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Next runs the next start of the schedule on the insecure network to its end. After the last
// start it begins again with the first. A round that does not complete is an error.
func (s *Stand) Next() error {
	w := s.world
	for {
		start := &w.config.Starts[s.next%len(w.config.Starts)]
		s.next++
		ph, _ := w.protocol.Opening(start.Phase)
		if w.protocol.Aside(ph) {
			continue
		}
		v := w.tally.newRound(w.protocol, ph)
		if err := w.start(w.byName[start.By], ph, start, v); err != nil {
			return err
		}
		if err := w.drain(); err != nil {
			return err
		}
		if t := w.tally.rounds[v]; t.refused || t.open > 0 {
			return fmt.Errorf("the session of %s does not complete", start.By)
		}
		return nil
	}
}

// Tapes records the primitives that a round of c calls, by the group of phases that calls
// them. An earlier round has filled what is remembered between rounds.
func Tapes(c Config) (map[string][]*suite.Tape, error) {
	var tape *suite.Tape
	s, err := newStand(c, nil, nil, func(base suite.Suite) (taped suite.Suite) {
		taped, tape = suite.Taped(base)
		return taped
	})
	if err != nil {
		return nil, err
	}
	if err := s.Next(); err != nil {
		return nil, err
	}
	tape.Cut()
	tapes, at := map[string][]*suite.Tape{}, ""
	s.Enter = func(group string) {
		if cut := tape.Cut(); cut != nil {
			tapes[at] = append(tapes[at], cut)
		}
		at = group
	}
	if err := s.Next(); err != nil {
		return nil, err
	}
	s.Enter("")
	return tapes, nil
}
