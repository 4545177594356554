package random

import (
	"reflect"
	"slices"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
)

// The same plays, whoever runs them, find the same; another seed finds otherwise.
func TestRandomPlayRepeats(t *testing.T) {
	t.Parallel()
	one, err := Run(Question{Profile: "published", Seed: 1, Runs: 25,
		Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	three, err := Run(Question{Profile: "published", Seed: 1, Runs: 25,
		Workers: 3})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(one, three) {
		t.Errorf("one worker: %v, three: %v", one, three)
	}
	other, err := Run(Question{Profile: "published", Seed: 2, Runs: 25,
		Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(one, other) {
		t.Error("two seeds play the same")
	}
}

// A play is never empty, and most plays act.
func TestRandomPlayActs(t *testing.T) {
	acted := 0
	for i := range 60 {
		p := drawPlay(1, i)
		if len(p.Decisions) == 0 || p.Sessions == 0 {
			t.Fatalf("play %d: %v: want decisions and visits", i, p)
		}
		o, err := Nth(Question{Profile: "published", Seed: 1}, i)
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Config.Moves) > 0 {
			acted++
		}
	}
	if acted < 40 {
		t.Errorf("got %d plays of 60 that make a move, want most", acted)
	}
}

// What random play finds is an attack like any other: it repeats from its Config
// byte for byte, and is shrunk. W1 is the commonest of all.
func TestRandomPlayIsRepeatedAndShrunk(t *testing.T) {
	const claim = "injective agreement: P-D visit"
	for i := range 200 {
		o, err := Nth(Question{Profile: "published", Seed: 1}, i)
		if err != nil {
			t.Fatal(err)
		}
		broken := slices.ContainsFunc(o.Violated(), func(v monitor.Verdict) bool {
			return v.Claim.ID == claim
		})
		if !broken {
			continue
		}
		f := attacktest.Find(t, o, claim)
		if n := len(f.Outcome.Config.Moves); n == 0 || n > f.Moves {
			t.Errorf("play %d: %d moves were shrunk to %d", i, f.Moves, n)
		}
		return
	}
	t.Errorf("no play of 200 violates %q", claim)
}

// Descriptions of other parties can be played against too.
func TestRandomPlayOnNeedham(t *testing.T) {
	for _, profile := range []string{"ns", "nsl"} {
		r, err := Run(Question{Profile: profile, Seed: 1, Runs: 100})
		if err != nil {
			t.Fatal(err)
		}
		if r.Moves == 0 {
			t.Errorf("%s: no moves were made", profile)
		}
	}
}

// What random play breaks on the published description, the catalogue explains: one of its
// attacks violates the same claim in the same way, or it is a finding that belongs there.
func TestRandomPlayIsExplained(t *testing.T) {
	simtest.Long(t)
	r := playedRandom(t, "published", 150)
	if len(r.Claims) < 10 {
		t.Errorf("got %d claims violated in %d runs, want what the attacks are", len(r.Claims), r.Runs)
	}
}
