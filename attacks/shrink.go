package attacks

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// A Finding is a violation of a claim that was found, repeated, shrunk, and repeated again.
type Finding struct {
	Claim   model.Claim
	Breach  monitor.Breach
	Outcome *Outcome // of the shrunk attack
	// Moves is how many moves the attack had when it was found; the Outcome's Config has those
	// that are left.
	Moves int
	// Minimal says that no proper subset of the moves left violates the claim at that place:
	// every subset was tried. Otherwise it is only known that no single move can be left out.
	Minimal bool
	Tried   int // runs that it took

	trials *trials
	run    func(sim.Config) (*Outcome, error)
}

// subsetsUpTo is the number of moves up to which every subset is tried.
const subsetsUpTo = 8

// Find repeats a violated claim's first breach, takes moves away as long as the same claim
// breaks at the same commit point, and repeats the result. It is an error if the attack does
// not repeat byte for byte.
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
		trials: &o.trials,
		run:    func(c sim.Config) (*Outcome, error) { return Decide(memory, c, nil) }}
}

// confirmed repeats a finding, shrinks it, and repeats what is left.
func (f *Finding) confirmed() error {
	if err := f.Outcome.confirm(); err != nil {
		return err
	}
	f.shrink()
	return f.Outcome.confirm()
}

// shrink takes moves away from a finding, whole runs of them first.
func (f *Finding) shrink() { f.shrinkTo(pointOf(f.Outcome, f.Breach), subsetsUpTo) }

// FindAll does what Find does, for several claims that one attack violates. The attack left for
// one claim may also break the next claim at the same point; the next claim is then shrunk from
// there. Fewer subsets of moves are tried.
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

// fewSubsets is the same limit as subsetsUpTo, for when many attacks are shrunk.
const fewSubsets = 4

// shrinkTo takes moves away from a finding as long as the claim breaks at the point. If no more
// than so many moves are left, it tries every subset of them.
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

// A point is the place where a claim broke, in words that do not depend on how many sessions
// there are.
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

// Place names the place in the description where a claim breaks. Secrecy breaks at no step of
// the description; its place names the principals concerned.
func (o *Outcome) Place(c model.Claim, b monitor.Breach) string {
	at := pointOf(o, b)
	if c.Kind != model.Secrecy && c.Kind != model.ForwardSecrecy {
		at.who, at.about = "", ""
	}
	return fmt.Sprint(at)
}

// dropMany leaves out runs of moves: half of all moves at first, and then shorter runs.
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

// dropOne leaves out every single move that can be left out, and says whether there was any. If
// there was, moves that were needed before may not be needed now.
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

// smaller looks for a proper subset of the moves that is enough, the smallest first.
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

// try runs the attack with fewer moves, and says whether the claim still breaks at the point.
// If the moves cannot be made, it does not. Moves that are known not to break the claim there
// are not run again.
func (f *Finding) try(moves []string, at point) bool {
	c := f.Outcome.Config
	c.Moves = moves
	f.Tried++
	if !f.trials.mayBreak(moves, breakage{f.Claim.ID, at}) {
		return false
	}
	o, err := f.run(c)
	f.trials.note(moves, o)
	return err == nil && f.takes(o, at)
}

// takes makes the outcome of fewer moves the finding's own, if the claim breaks at the point in
// it.
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

// A trials remembers what the moves that were tried break, so that no finding of the same attack
// has to run moves again of which this is known. Any number of goroutines may share one.
type trials struct {
	mu     sync.Mutex
	breaks map[[sha256.Size]byte]map[breakage]bool // by the moves
}

// A breakage is a claim that breaks at a place.
type breakage struct {
	claim string
	at    point
}

// mayBreak says whether moves may break a claim at a place: they do, or were not tried yet.
func (t *trials) mayBreak(moves []string, b breakage) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	breaks, tried := t.breaks[movesKey(moves)]
	return !tried || breaks[b]
}

// note remembers what moves break; the outcome is nil where they cannot be made.
func (t *trials) note(moves []string, o *Outcome) {
	breaks := map[breakage]bool{}
	if o != nil {
		for _, v := range o.Violated() {
			for _, b := range v.Breaches {
				breaks[breakage{v.Claim.ID, pointOf(o, b)}] = true
			}
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.breaks == nil {
		t.breaks = map[[sha256.Size]byte]map[breakage]bool{}
	}
	t.breaks[movesKey(moves)] = breaks
}

// movesKey hashes moves, none of which has more than one line.
func movesKey(moves []string) [sha256.Size]byte {
	return sha256.Sum256([]byte(strings.Join(moves, "\n")))
}
