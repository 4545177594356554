package sim

import (
	"errors"

	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// GCPercent is the setting of the garbage collector, for debug.SetGCPercent, that suits
// programs which do little but run worlds. A world is small and soon gone, and at Go's default
// of 100 the collector runs every few rounds.
const GCPercent = 400

// Run runs what a Config describes, in virtual time. The adversary is the
// network; nil delivers everything, and so does Passive, which has terms built
// for it to look at. The watcher is shown the events of the run, in order, and must not
// change them; nil means that no trace is made, which is faster.
// An error means that the harness or the Config is at fault; what parties refuse
// is in the result and on the trace.
func Run(c Config, adversary Adversary, watch func(*trace.Event)) (*Result, error) {
	r, _, err := RunHoldings(c, adversary, watch)
	return r, err
}

// RunRemembering is Run with a memory of results of operations from earlier runs; nil is none.
func RunRemembering(
	m *suite.Memory, c Config, a Adversary, watch func(*trace.Event),
) (*Result, error) {
	r, _, err := run(c, a, watch, m.Over)
	return r, err
}

// RunHoldings is Run, and also returns what every principal holds at the end.
func RunHoldings(c Config, a Adversary, watch func(*trace.Event)) (*Result, []Holding, error) {
	return run(c, a, watch, nil)
}

func run(
	c Config, a Adversary, watch func(*trace.Event), wrap func(suite.Suite) suite.Suite,
) (*Result, []Holding, error) {
	if len(c.Moves) > 0 && a == nil {
		return nil, nil, errors.New("the moves need the adversary that makes them: see package attacks")
	}
	w, err := newWorld(c, a, watch, wrap)
	if err != nil {
		return nil, nil, err
	}
	r, err := w.play()
	if err != nil {
		return nil, nil, err
	}
	return r, w.holdings(), nil
}
