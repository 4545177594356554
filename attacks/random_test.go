package attacks

import (
	"reflect"
	"slices"
	"testing"

	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
)

// The same plays, whoever runs them, find the same; another seed finds otherwise.
func TestRandomPlayRepeats(t *testing.T) {
	one, err := PlayRandom("published", nil, 1, 60, 1)
	if err != nil {
		t.Fatal(err)
	}
	three, err := PlayRandom("published", nil, 1, 60, 3)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(one, three) {
		t.Errorf("one worker: %v, three: %v", one, three)
	}
	other, err := PlayRandom("published", nil, 2, 60, 2)
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
		p := DrawPlay(1, i)
		if len(p.Decisions) == 0 || p.Visits == 0 {
			t.Fatalf("play %d: %v: want decisions and visits", i, p)
		}
		o, err := p.Run("published", nil, 7)
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
		o, err := DrawPlay(1, i).Run("published", nil, 7)
		if err != nil {
			t.Fatal(err)
		}
		broken := slices.ContainsFunc(o.Violated(), func(v monitor.Verdict) bool {
			return v.Claim.ID == claim
		})
		if !broken {
			continue
		}
		f := find(t, o, claim)
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
		r, err := PlayRandom(profile, nil, 1, 100, 2)
		if err != nil {
			t.Fatal(err)
		}
		if r.Moves == 0 {
			t.Errorf("%s: no moves were made", profile)
		}
	}
}

// What random play breaks on the published description, the catalogue explains: the
// same claim is violated by one of its attacks, or it is a finding that belongs there.
func TestRandomPlayIsExplained(t *testing.T) {
	simtest.Long(t)
	explained := map[string]bool{}
	for _, name := range Catalogue() {
		file, src := CatalogueScript(name)
		s, err := LoadScript(file, src, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		if s.Config.Profile != "published" || len(s.Config.Options) > 0 {
			continue
		}
		o, err := s.Run()
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range o.Violated() {
			explained[v.Claim.ID] = true
		}
	}
	r, err := PlayRandom("published", nil, 1, 1500, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Claims) < 15 {
		t.Errorf("got %d claims violated in %d runs, want what the attacks are", len(r.Claims), r.Runs)
	}
	for _, c := range r.Claims {
		if !explained[c.Claim] {
			t.Errorf("%s: run %d of random play violates it, and no attack of the catalogue does",
				c.Claim, c.First)
		}
	}
}
