package goals_test

import (
	"slices"
	"testing"

	"emrproof/attacks/survey"
	"emrproof/proofs"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
	"emrproof/sim/simtest"
)

// What random runs break of the goals on the published profile, an attack of the catalogue
// breaks too; each is shown, shrunk; and no goal holds up that the logic derives after
// errata, but for those that say only that somebody takes part.
func TestGoalsThatBreakAreExplained(t *testing.T) {
	simtest.Long(t)
	p, err := protocol.Load("published")
	if err != nil {
		t.Fatal(err)
	}
	b, err := goals.NewBehaviour(p, goals.Trial{Seed: 1, Runs: 200})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Unexplained) > 0 {
		t.Errorf("random runs break %q, and no attack of the catalogue does", b.Unexplained)
	}
	shown := map[string]bool{}
	for i := range b.Shown {
		s := &b.Shown[i]
		f := s.Findings[0]
		if n := len(f.Outcome.Config.Moves); n == 0 || n > f.Moves || len(survey.Tell(s.Findings)) < 3 {
			t.Errorf("%v: %d of %d moves, told %q", s.Goals, n, f.Moves, survey.Tell(s.Findings))
		}
		for _, id := range s.Goals {
			shown[id] = true
		}
	}
	var both, alone, neither []string
	for i := range b.Rows {
		g := &b.Rows[i]
		run, attack := false, false
		for j, r := range g.Random {
			run = run || r.Violated > 0
			if r.Judged == 0 || goals.Adversaries[j] == goals.Adversaries[0] && r.Violated > 0 {
				t.Errorf("%s, against %s: %d judged, %d violated", g.ID, goals.Adversaries[j], r.Judged,
					r.Violated)
			}
		}
		for _, v := range g.Against {
			attack = attack || len(v.Attacks) > 0
		}
		if run != shown[g.ID] {
			t.Errorf("%s: violated by runs: %v, shown: %v", g.ID, run, shown[g.ID])
		}
		switch {
		case run:
			both = append(both, g.ID)
		case attack:
			alone = append(alone, g.ID)
		default:
			neither = append(neither, g.ID)
		}
	}
	t.Logf("broken by random runs too: %v; by the catalogue alone: %v; by neither: %v", both, alone,
		neither)
	// What breaks with a stolen key (1, 3, 5, 7), and with an insider's relay (10: W3), is
	// within reach of random moves; clocks that differ by more than ΔT (W2) are not.
	for _, id := range []string{"G1", "G3", "G10"} {
		if !slices.Contains(both, id) {
			t.Errorf("no random run breaks %s, though one move, or a relay, does", id)
		}
	}
	if !slices.Equal(neither, []string{"G11", "G13", "G15"}) {
		t.Errorf("nothing breaks %v, want the goals that D, or HPC, takes part at all", neither)
	}
}

// On the hardened profile every goal is derivable, and only who steals a device and guesses
// B_P violates one: the key of P is then not P's alone, and the proof assumes that it is.
// Reference: HARDENED.md, what it does not claim.
func TestHardenedBelievesWhatHolds(t *testing.T) {
	simtest.Long(t)
	p, err := protocol.Load("hardened")
	if err != nil {
		t.Fatal(err)
	}
	b, err := goals.NewBehaviour(p, goals.Trial{Seed: 1, Runs: 10})
	if err != nil {
		t.Fatal(err)
	}
	for i := range b.Rows {
		g := &b.Rows[i]
		if !slices.ContainsFunc(g.After, func(a proofs.Least) bool { return len(a.IDs) == 0 }) {
			t.Errorf("%s is not derivable", g.ID)
		}
		for who, v := range g.Against {
			if len(v.Attacks) > 0 && who != survey.Beyond {
				t.Errorf("%s: %v of the %s", g.ID, v.Attacks, who)
			}
		}
		for _, r := range g.Random {
			if r.Violated > 0 {
				t.Errorf("%s: %v on a random run", g.ID, r.Broken)
			}
		}
	}
	if len(b.Rows) != 16 || len(b.Shown) > 0 {
		t.Errorf("%d goals, %d violations shown", len(b.Rows), len(b.Shown))
	}
}

// A protocol that is about no profile has no runs.
func TestNoBehaviourWithoutAProfile(t *testing.T) {
	p, err := protocol.Load("kerberos")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := goals.NewBehaviour(p, goals.Trial{Runs: 1}); err == nil {
		t.Error("Kerberos was run")
	}
}
