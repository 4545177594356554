package goals

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/model"
	"emrproof/proofs/protocol"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
)

// meaningsOf are the meanings of the sixteen goals in a profile.
func meaningsOf(t *testing.T, profile string) []*Meaning {
	t.Helper()
	p, err := protocol.Load("published")
	if err != nil {
		t.Fatal(err)
	}
	all, err := Meanings(p, profile)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 16 {
		t.Fatalf("%d goals, want 16", len(all))
	}
	return all
}

// memory keeps outcomes: all goals are asked about the same worlds.
type memory struct {
	mu   sync.Mutex
	done map[string]*attacks.Outcome
}

func (r *memory) run(w world, profile, against string) (*attacks.Outcome, error) {
	key := fmt.Sprint(w, profile, against)
	r.mu.Lock()
	defer r.mu.Unlock()
	if o := r.done[key]; o != nil {
		return o, nil
	}
	o, err := w.run(profile, against)
	if err == nil {
		r.done[key] = o
	}
	return o, err
}

// drawn is how many worlds each property is put to: more in full. A search that an insider's
// doctor has no part in, and that nothing holds up, is one in fifteen.
func drawn() int {
	if *attacktest.Everything {
		return 300
	}
	return 100
}

// Each goal, as a property of runs: on the honest network of both profiles, and on the
// hardened one whatever a random adversary does, the sentence is true.
func TestGoalsHoldOnRuns(t *testing.T) {
	simtest.Long(t)
	kept, draws := memory{done: map[string]*attacks.Outcome{}}, drawn()
	enough := draws / 20
	for _, c := range []struct{ profile, against string }{
		{"published", nobody}, {"hardened", nobody},
		{"hardened", outsider}, {"hardened", insider},
	} {
		for _, goal := range meaningsOf(t, c.profile) {
			params := gopter.DefaultTestParametersWithSeed(2020)
			params.MinSuccessfulTests, params.MaxShrinkCount = draws, 0 // the harness shrinks
			properties := gopter.NewProperties(params)
			drawn, judged := 0, 0
			properties.Property(fmt.Sprintf("%s on %s, against %s: %s", goal.Goal, c.profile, c.against,
				goal.Sentence), prop.ForAll(func(w world) (string, error) {
				o, err := kept.run(w, c.profile, c.against)
				if err != nil {
					return "", err
				}
				drawn++
				tested := false
				for _, v := range o.Verdicts {
					i := slices.IndexFunc(goal.Claims, func(x model.Claim) bool { return x.ID == v.Claim.ID })
					if i < 0 {
						continue
					}
					tested = tested || v.Checked > 0
					if len(v.Breaches) > 0 {
						return v.Claim.ID + ": " + v.Breaches[0].Text, nil
					}
				}
				if tested {
					judged++
				}
				return "", nil
			}, worlds()))
			properties.TestingRun(t)
			if drawn != draws || judged < enough {
				t.Errorf("%s on %s against %s: %d worlds drawn, %d put it to the test: want %d and %d",
					goal.Goal, c.profile, c.against, drawn, judged, draws, enough)
			}
		}
	}
}

// A goal is judged on a run that puts it to the test, and on no other.
func TestJudge(t *testing.T) {
	meanings := []*Meaning{{Claims: []model.Claim{{ID: "a"}, {ID: "b"}}},
		{Claims: []model.Claim{{ID: "c"}}}}
	j := judge(meanings, &attacks.Outcome{Verdicts: []monitor.Verdict{
		{Claim: model.Claim{ID: "a"}, Status: monitor.Vacuous},
		{Claim: model.Claim{ID: "b"}, Status: monitor.Violated, Checked: 1},
		{Claim: model.Claim{ID: "c"}, Status: monitor.Vacuous},
	}})
	if !j.Tested[0] || j.Tested[1] {
		t.Errorf("tested: %v, want the first alone", j.Tested)
	}
	if !slices.Equal(j.Broken[0], []string{"b"}) || len(j.Broken[1]) > 0 {
		t.Errorf("broken: %q, want b alone", j.Broken)
	}
}

// An adversary is one of those that are known, and moves are drawn for each world.
func TestGoalRunsAreNotEmpty(t *testing.T) {
	for _, against := range []string{outsider, insider} {
		q := Question{Goals: meaningsOf(t, "hardened"), Profile: "hardened", Against: against,
			Seed: 1, Runs: 40}
		r, err := q.run(0, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Moves < r.Runs {
			t.Errorf("%s makes %d moves in %d runs: want some in each", against, r.Moves, r.Runs)
		}
	}
}

// The same question has the same answer, whoever works on it.
func TestGoalRunsDoNotDependOnWorkers(t *testing.T) {
	ask := func(workers int) string {
		q := Question{Goals: meaningsOf(t, "published"), Profile: "published", Against: insider,
			Seed: 3, Runs: 24}
		r, err := q.run(workers, nil)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%d %+v", r.Moves, r.Results)
	}
	if one, four := ask(1), ask(4); one != four {
		t.Errorf("one worker:\n%s\nfour:\n%s", one, four)
	}
	if _, err := (world{Openers: 1, Peers: 1, Others: 1, Skews: []int{0}}).
		run("published", "somebody"); err == nil {
		t.Error("an adversary of no kind is accepted")
	}
}
