package random

import (
	"emrproof/attacks"
	"emrproof/attacks/mechanism"
	"emrproof/sim"
	"emrproof/sim/campaign"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
	"fmt"
	"slices"
	"strings"
)

// A Question says what random play is to try: in which worlds, and how often.
type Question struct {
	Profile string
	Options []string
	Suite   string // empty: the first of suite.Names
	Seed    sim.Seed
	Runs    int // at most
	Workers int // at a time; 0: one for each core
	// Shrunk is how many of the plays that violate a claim are shrunk. For each claim, the
	// first play under each threat is preferred. 0: 4.
	Shrunk int
	// Until says whether to stop; it is asked after every 50 plays. nil: stop after Runs.
	Until func() bool
	// All has play called for each of n plays, numbered from 0, and returns the results in this
	// order; so some plays can be made now and the others later. It may call play from many
	// goroutines. nil: the plays are made side by side until Until says to stop.
	All func(n int, play func(i int) (Played, error)) ([]Played, error)
}

// batch is how many plays are made before Until is asked. defaultShrunk is how many violations
// of a claim are shrunk.
const (
	batch         = 50
	defaultShrunk = 4
)

// A Result is what random play found.
type Result struct {
	Runs   int
	Moves  int     // made in all
	Claims []Claim // that were violated, in the order in which they were found
}

// A Claim is a claim that random play violated.
type Claim struct {
	Claim string
	Runs  int // in how many runs
	First int // the first of them, counted from 1
	// Looked is how many of the runs were shrunk.
	Looked int
	// Ways are the ways in which the shrunk runs violate the claim, one for each mechanism.
	Ways []Way
}

// A Way is one way in which random play violated a claim, with all that is needed to look at it
// and to run it again.
type Way struct {
	Play      int        // counted from 1
	Threat    []string   // what the adversary was given; empty: nothing
	Config    sim.Config // of what was left after shrinking
	Commit    int        // the event that breaks the claim
	Moves     int        // how many there were before
	Minimal   bool
	Mechanism string
	Story     []string // as Narrate tells it
}

// Run makes random plays, and collects which claims they violate, and how. Claims that an
// honest run violates too are left out. The result does not depend on the number of workers.
func Run(q Question) (*Result, error) {
	c, err := drawPlay(q.Seed, 0).config(q, q.Seed)
	if err != nil {
		return nil, err
	}
	honest, err := attacks.ViolatedAnyway(c)
	if err != nil {
		return nil, err
	}
	makeAll := q.All
	if makeAll == nil {
		makeAll = q.batches
	}
	all, err := makeAll(q.Runs, func(i int) (Played, error) {
		o, err := Nth(q, i)
		if err != nil {
			return Played{}, err
		}
		came := Played{Number: i + 1, Moves: len(o.Config.Moves), Threat: threatKind(o)}
		for _, v := range o.Violated() {
			if !honest[v.Claim.ID] {
				came.Claims = append(came.Claims, v.Claim.ID)
			}
		}
		return came, nil
	})
	if err != nil {
		return nil, err
	}
	r := collect(all)
	return r, r.shrink(q, all)
}

// batches makes plays side by side, until q.Until says to stop.
func (q Question) batches(n int, play func(i int) (Played, error)) ([]Played, error) {
	var all []Played
	for len(all) < n && (q.Until == nil || len(all) == 0 || !q.Until()) {
		from := len(all)
		all = append(all, make([]Played, min(batch, n-from))...)
		err := campaign.Each(len(all)-from, q.Workers, func(i int) (err error) {
			all[from+i], err = play(from + i)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Played is the result of one play.
type Played struct {
	Number int      // of the play, from 1
	Claims []string // that it violated
	Moves  int      // that it made
	Threat string   // what was given to the adversary, and of what parties
}

// Nth returns the outcome of the i-th play, from 0.
func Nth(q Question, i int) (*attacks.Outcome, error) {
	p, seed := drawPlay(q.Seed, i), q.Seed.Run(i)
	c, err := p.config(q, seed)
	if err != nil {
		return nil, err
	}
	o, err := p.In(c)
	if err != nil {
		return nil, fmt.Errorf("play %d: %w", i+1, err)
	}
	return o, nil
}

// threatKind describes what the adversary was given, and of principals of which parties.
func threatKind(o *attacks.Outcome) string {
	var all []string
	for _, e := range o.Events {
		if e.Kind == trace.KindReveal {
			all = append(all, fmt.Sprint(e.Party, " ", e.Label))
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// shrink shrinks some of the plays for each claim.
func (r *Result) shrink(q Question, all []Played) error {
	chosen := q.choose(all)
	ways := make([][]*attacks.Finding, len(all))
	err := campaign.Each(len(all), q.Workers, func(i int) error {
		if len(chosen[i]) == 0 {
			return nil
		}
		o, err := Nth(q, i)
		if err != nil {
			return err
		}
		broken := slices.DeleteFunc(o.Violated(), func(v monitor.Verdict) bool {
			return !slices.Contains(chosen[i], v.Claim.ID)
		})
		ways[i], err = attacks.FindAll(o, broken)
		return err
	})
	if err != nil {
		return err
	}
	for i, list := range ways {
		for _, f := range list {
			r.add(i, f)
		}
	}
	return nil
}

// choose returns, for each play, the claims for which it is shrunk. At most q.Shrunk plays are
// chosen for a claim. Those that are the first under their threat are preferred.
func (q Question) choose(all []Played) [][]string {
	most := q.Shrunk
	if most == 0 {
		most = defaultShrunk
	}
	chosen := make([][]string, len(all))
	count, seen := map[string]int{}, map[string]bool{}
	for _, anew := range []bool{true, false} {
		for i, p := range all {
			for _, c := range p.Claims {
				key := c + "\n" + p.Threat
				if count[c] == most || anew == seen[key] || slices.Contains(chosen[i], c) {
					continue
				}
				seen[key] = true
				count[c]++
				chosen[i] = append(chosen[i], c)
			}
		}
	}
	return chosen
}

// add adds the finding of a play to the result of random play, unless its mechanism is there
// already.
func (r *Result) add(play int, f *attacks.Finding) {
	i := slices.IndexFunc(r.Claims, func(c Claim) bool { return c.Claim == f.Claim.ID })
	c, how := &r.Claims[i], mechanism.Of(f)
	c.Looked++
	if slices.ContainsFunc(c.Ways, func(w Way) bool { return w.Mechanism == how }) {
		return
	}
	c.Ways = append(c.Ways, Way{Play: play + 1, Threat: f.Outcome.Threat(),
		Config: f.Outcome.Config, Commit: f.Breach.Commit, Moves: f.Moves, Minimal: f.Minimal,
		Mechanism: how, Story: f.Narrate()})
}

func collect(all []Played) *Result {
	r := &Result{Runs: len(all)}
	at := map[string]int{}
	for i, p := range all {
		r.Moves += p.Moves
		for _, c := range p.Claims {
			if _, ok := at[c]; !ok {
				at[c] = len(r.Claims)
				r.Claims = append(r.Claims, Claim{Claim: c, First: i + 1})
			}
			r.Claims[at[c]].Runs++
		}
	}
	return r
}
