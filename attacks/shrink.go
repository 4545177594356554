package attacks

import (
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// A Finding is a violation that was found, repeated, shrunk, and repeated again.
type Finding struct {
	Claim   model.Claim
	Breach  monitor.Breach
	Outcome *Outcome // of the shrunk attack
	// Moves are how many moves it had when it was found; the Outcome's Config has
	// those that are left.
	Moves int
	// Minimal says that no part of the moves left breaks the claim there: every
	// subset was tried. Otherwise only that no single move can be left out.
	Minimal bool
	Tried   int // runs that it took

	run func(sim.Config) (*Outcome, error)
}

// subsetsUpTo is the number of moves up to which every subset is tried.
const subsetsUpTo = 8

// Find repeats a violated claim's first breach, takes moves away as long as the
// same claim breaks at the same commit point, and repeats the result. It is an
// error for the attack not to repeat byte for byte.
func Find(o *Outcome, v monitor.Verdict) (*Finding, error) {
	f := newFinding(o, v)
	if err := f.confirmed(); err != nil {
		return nil, err
	}
	return f, nil
}

func newFinding(o *Outcome, v monitor.Verdict) *Finding {
	memory := o.memory // what confirm repeats, it repeats without
	if memory == nil {
		memory = new(suite.Memory)
	}
	return &Finding{Claim: v.Claim, Breach: v.Breaches[0], Outcome: o, Moves: len(o.Config.Moves),
		run: func(c sim.Config) (*Outcome, error) { return Decide(memory, c, nil) }}
}

// confirmed repeats what was found, shrinks it, and repeats what is left.
func (f *Finding) confirmed() error {
	if err := f.Outcome.confirm(); err != nil {
		return err
	}
	f.shrink()
	return f.Outcome.confirm()
}

// shrink takes moves away, whole runs of them first.
func (f *Finding) shrink() { f.shrinkTo(pointOf(f.Outcome, f.Breach), subsetsUpTo) }

// FindAll is Find for several claims that one attack violates. Where what is left for one claim
// breaks the next one at the same point, the next one is shrunk from there; and fewer subsets of
// moves are tried.
func FindAll(o *Outcome, broken []monitor.Verdict) ([]*Finding, error) {
	if err := o.confirm(); err != nil {
		return nil, err
	}
	var all []*Finding
	for _, v := range broken {
		f := newFinding(o, v)
		at := pointOf(o, f.Breach)
		for _, g := range all {
			if f.takes(g.Outcome, at) {
				break
			}
		}
		f.shrinkTo(at, fewSubsets)
		if err := f.Outcome.confirm(); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// fewSubsets is subsetsUpTo where there are many attacks to be shrunk.
const fewSubsets = 4

// shrinkTo takes moves away as long as the claim breaks at the point; of so many or fewer it
// tries every subset.
func (f *Finding) shrinkTo(at point, subsets int) {
	f.dropMany(at)
	for f.dropOne(at) {
	}
	if n := len(f.Outcome.Config.Moves); n <= subsets {
		for f.smaller(at) {
		}
		f.Minimal = true
	}
}

// A point is where a claim broke, in words that do not depend on how many
// sessions there are.
type point struct {
	kind       trace.EventKind
	party      model.Party
	phase      string
	step       int
	who, about string
}

func pointOf(o *Outcome, b monitor.Breach) point {
	p := point{who: b.Who, about: b.About}
	for _, e := range o.Events {
		if e.Seq == b.Commit {
			p.kind, p.party, p.phase, p.step = e.Kind, e.Party, e.Phase, e.Step
		}
	}
	return p
}

// Place names where in the description a claim breaks. Secrecy breaks nowhere there, but for a
// principal, whom the name has instead.
func (o *Outcome) Place(c model.Claim, b monitor.Breach) string {
	at := pointOf(o, b)
	if c.Kind != model.Secrecy && c.Kind != model.ForwardSecrecy {
		at.who, at.about = "", ""
	}
	return fmt.Sprint(at)
}

// dropMany leaves out runs of moves, half of them at first and then shorter ones.
func (f *Finding) dropMany(at point) {
	for size := len(f.Outcome.Config.Moves) / 2; size > 1; size /= 2 {
		for i := 0; i+size <= len(f.Outcome.Config.Moves); {
			moves := f.Outcome.Config.Moves
			if !f.try(slices.Concat(moves[:i], moves[i+size:]), at) {
				i += size
			}
		}
	}
}

// dropOne leaves out every move that can be, one after another, and says whether there was
// one: then some that could not be left out before may be now.
func (f *Finding) dropOne(at point) bool {
	dropped := false
	for i := 0; i < len(f.Outcome.Config.Moves); {
		moves := f.Outcome.Config.Moves
		if f.try(slices.Concat(moves[:i], moves[i+1:]), at) {
			dropped = true
		} else {
			i++
		}
	}
	return dropped
}

// smaller looks for a proper subset, the smallest first.
func (f *Finding) smaller(at point) bool {
	moves := f.Outcome.Config.Moves
	for size := range len(moves) {
		for set := range 1 << len(moves) {
			var some []string
			for i, m := range moves {
				if set>>i&1 == 1 {
					some = append(some, m)
				}
			}
			if len(some) == size && f.try(some, at) {
				return true
			}
		}
	}
	return false
}

// try runs fewer moves; a run that they cannot be made in breaks nothing.
func (f *Finding) try(moves []string, at point) bool {
	c := f.Outcome.Config
	c.Moves = moves
	f.Tried++
	o, err := f.run(c)
	return err == nil && f.takes(o, at)
}

// takes has the outcome of fewer moves, if the claim breaks at the point in it.
func (f *Finding) takes(o *Outcome, at point) bool {
	for _, v := range o.Verdicts {
		if v.Claim.ID != f.Claim.ID || v.Status != monitor.Violated {
			continue
		}
		for _, b := range v.Breaches {
			if pointOf(o, b) == at {
				f.Outcome, f.Breach = o, b
				return true
			}
		}
	}
	return false
}
