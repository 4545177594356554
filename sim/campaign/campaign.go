package campaign

import (
	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"fmt"
	"sync"
)

// Run runs many independent worlds of one Config, on the given number of workers, and adds up
// their results. The i-th world has the seed c.Seed.Run(i). The result does not depend on the
// number of workers: sums do not, and of several errors Run returns that of the first world.
// done is called after each run, from any worker; it may be nil.
func Run(c sim.Config, runs, workers int, done func()) (*sim.Result, error) {
	if runs < 1 {
		return nil, fmt.Errorf("runs %d: want 1 or more", runs)
	}
	var mu sync.Mutex
	var total sim.Result
	err := Each(runs, workers, func(i int) error {
		one := c
		one.Seed = c.Seed.Run(i)
		r, err := sim.Run(one, nil, nil)
		if err != nil {
			return fmt.Errorf("run %d (seed %d): %w", i, one.Seed, err)
		}
		mu.Lock()
		add(&total, r)
		mu.Unlock()
		if done != nil {
			done()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &total, nil
}

// add adds the result s of another run to r.
func add(r, s *sim.Result) {
	r.Sessions.Started += s.Sessions.Started
	r.Sessions.Completed += s.Sessions.Completed
	r.Sessions.Refused += s.Sessions.Refused
	r.Duration += s.Duration
	if len(r.Phases) == 0 { // nothing was added, or only a worker that had nothing to do
		r.Phases = make([]sim.PhaseTotal, len(s.Phases))
		r.Operations = map[string]map[model.Party]suite.Counts{}
	}
	for i, p := range s.Phases {
		r.Phases[i].Name = p.Name
		r.Phases[i].Messages += p.Messages
		r.Phases[i].Bytes += p.Bytes
	}
	for g, parties := range s.Operations {
		if r.Operations[g] == nil {
			r.Operations[g] = map[model.Party]suite.Counts{}
		}
		for p, c := range parties {
			r.Operations[g][p] = r.Operations[g][p].Plus(c)
		}
	}
}
