package timing

import (
	"slices"
	"sync"

	"emrproof/bench"
	"emrproof/sim"
	"emrproof/sim/campaign"
	"emrproof/sim/delay"
)

// travel runs the session of c many times on a link, each with a seed of its own, as the
// i-th world of a campaign has. How long operations take stands in c.Computation.
func travel(c sim.Config, link delay.Link, runs int, step func()) (*EndToEnd, error) {
	c.Link = link
	all := map[string][]float64{}
	var mu sync.Mutex
	err := campaign.Each(runs, 0, func(i int) error {
		one := c
		one.Seed = c.Seed.Run(i)
		took, err := bench.SessionTimes(one)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		for phase, d := range took {
			all[phase] = append(all[phase], float64(d)/1e6)
		}
		step()
		return nil
	})
	if err != nil {
		return nil, err
	}
	e := &EndToEnd{Link: link, Total: slices.Sorted(slices.Values(all[bench.Whole])),
		Quantiles: [4]float64(quantiles(all[bench.Whole], 0.05, 0.5, 0.95, 1)),
		Phases:    map[string]float64{}}
	for phase, took := range all {
		e.Phases[phase] = quantiles(took, 0.5)[0]
	}
	return e, nil
}
