package bench

import (
	"math"
	"sync"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// EndToEnd is how long visits take from the first message to the last thing that
// anybody computes, on a link, in virtual time, in milliseconds: a value for each run.
type EndToEnd struct {
	Link   sim.Link
	Total  []float64
	Phases map[string][]float64 // by group: to the arrival of its last message
}

// Travel runs the visit of c many times on a link, each with a seed of its own, as the
// i-th world of a campaign has. How long operations take stands in c.Computation.
func Travel(c sim.Config, link sim.Link, runs int, step func()) (*EndToEnd, error) {
	c.Link = link
	e := &EndToEnd{Link: link, Total: make([]float64, runs), Phases: map[string][]float64{}}
	var mu sync.Mutex
	err := sim.Each(runs, 0, func(i int) error {
		one := c
		one.Seed = c.Seed.Run(i)
		w, err := Sent(one)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		e.Total[i] = milliseconds(w.Total)
		for group, took := range w.Took {
			if e.Phases[group] == nil {
				e.Phases[group] = make([]float64, runs)
			}
			e.Phases[group][i] = milliseconds(took)
		}
		step()
		return nil
	})
	return e, err
}

func milliseconds(d trace.Duration) float64 { return float64(d) / 1e6 }

// Computation is what the primitives take, for a run in virtual time: their medians,
// to the nanosecond.
func (t Times) Computation() sim.Computation {
	c := sim.Computation{}
	for call := range model.Call(model.Calls) {
		c[call.Kind().Key] = trace.Duration(math.Round(t[measured(call)].Median))
	}
	return c
}
