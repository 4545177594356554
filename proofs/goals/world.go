package goals

import (
	"fmt"
	"math/rand"
	"slices"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"emrproof/attacks"
	"emrproof/attacks/random"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

const (
	nobody   = "nobody"       // the honest network
	outsider = "random thief" // who may also steal keys
	insider  = "random insider"
)

// Adversaries are the names of the adversaries against whom goals are tried on random runs, the
// weakest first. The first is nobody, on the honest network.
var Adversaries = []string{nobody, outsider, insider}

// A world is a random setting for a run: which principals there are, when sessions start, how far
// clocks are off, which link there is, and what a random adversary does.
type world struct {
	// Openers, Peers and Others are how many principals play the first of the description's
	// Players, the second, and each of the others.
	Openers, Peers, Others, Sessions int
	Spacing                          int   // milliseconds between sessions
	Skews                            []int // milliseconds; taken in turn for the principals
	Link                             int   // index into delay.Links()
	Play                             random.Play
	Seed                             int
}

// mostSkew is the greatest error of a clock in milliseconds. Two clocks then differ by less
// than ΔT, so that honest parties accept each other's time stamps.
const mostSkew = 20_000

// worlds returns the generator of random worlds.
func worlds() gopter.Gen {
	return gopter.CombineGens(
		gen.IntRange(1, 2), gen.IntRange(1, 3), gen.IntRange(1, 2), gen.IntRange(1, 3),
		gen.IntRange(0, 3000), gen.SliceOfN(7, gen.IntRange(-mostSkew, mostSkew)),
		gen.IntRange(0, len(delay.Links())-1), random.Plays(), gen.IntRange(1, 1<<30),
	).Map(func(v []any) world {
		return world{v[0].(int), v[1].(int), v[2].(int), v[3].(int), v[4].(int), v[5].([]int),
			v[6].(int), v[7].(random.Play), v[8].(int)}
	})
}

// drawWorld returns the i-th world of a seed, counted from 0.
func drawWorld(seed sim.Seed, i int) world {
	params := gopter.DefaultGenParameters()
	params.Rng = rand.New(rand.NewSource(int64(seed.Run(i))))
	for {
		if w, ok := worlds()(params).Retrieve(); ok {
			return w.(world)
		}
	}
}

// config returns the world as a configuration of the simulation.
func (w world) config(profile string) (sim.Config, error) {
	p, err := library.Profile(profile)
	if err != nil {
		return sim.Config{}, err
	}
	counts := []int{w.Openers, w.Peers}
	for range p.Players() {
		counts = append(counts, w.Others)
	}
	c, err := sim.Standard(profile, sim.SizeOf(p, w.Sessions, counts...))
	if err != nil {
		return c, err
	}
	c.Seed, c.Link = sim.Seed(w.Seed), delay.Links()[w.Link]
	for i := range c.Principals {
		c.Principals[i].Skew = trace.Duration(w.Skews[i%len(w.Skews)]) * 1e6
	}
	at := trace.Duration(1e9)
	for i := range c.Starts {
		if begins(p, c.Starts[i].Phase) {
			c.Starts[i].At = at
			at += trace.Duration(w.Spacing) * 1e6
		}
	}
	return c, nil
}

// begins says whether a session of the description's world begins with a phase.
func begins(p *model.Protocol, phase string) bool {
	return slices.ContainsFunc(p.StandardWorld().Sessions,
		func(m model.Meeting) bool { return m.Phase == phase })
}

// run runs the world under one of Adversaries.
func (w world) run(profile, against string) (*attacks.Outcome, error) {
	c, err := w.config(profile)
	if err != nil {
		return nil, err
	}
	switch against {
	case nobody:
		return attacks.Run(c)
	case outsider:
		p := w.Play
		p.Corrupt = 0
		return p.In(c)
	case insider:
		p := w.Play
		if p.Corrupt == 0 { // somebody has to be corrupted
			p.Corrupt = w.Seed
		}
		return p.In(c)
	}
	return nil, fmt.Errorf("adversary %q: want one of %q", against, Adversaries)
}
