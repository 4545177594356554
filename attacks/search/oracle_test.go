package search

import (
	"slices"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/attacks/random"
	"emrproof/model"
	"emrproof/sim"
)

// larger are the bounds of claims that no run of four instances violates, and random play does.
var larger = map[string]Bound{
	// Message 1 comes twice, and the server answers twice.
	"otway-rees injective agreement: A-B": {Instances: 5,
		Of: map[model.Party]int{"A": 1, "B": 2, "S": 2}},
}

// What random play violates without anything that was stolen, the search violates.
func TestFindsWhatRandomPlayFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long, and has one worker")
	}
	found, runs := 0, 60
	if *attacktest.Everything {
		runs = 400
	}
	for name := range violated {
		result, err := random.Run(random.Question{Profile: name, Seed: sim.Seed(7), Runs: runs,
			Workers: 1, Shrunk: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range result.Claims {
			nothing := func(w random.Way) bool { return len(w.Threat) == 0 }
			if !slices.ContainsFunc(c.Ways, nothing) {
				continue
			}
			b, ok := larger[name+" "+c.Claim]
			if !ok {
				b = Bound{Instances: 4}
			}
			r, err := Search(Question{Profile: name, Claims: []string{c.Claim}, Bound: b})
			if err != nil {
				t.Fatal(err)
			}
			if r.Claims[0].Verdict != Violated {
				t.Errorf("%s: %s: random play violates it, and the search says %s", name, c.Claim,
					r.Claims[0].Verdict)
			}
			found++
		}
	}
	if found < 13 {
		t.Errorf("%d claims: want 13", found)
	}
}
