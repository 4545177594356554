package verify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/generate"
	"emrproof/attacks/script"
	"emrproof/attacks/survey"
	"emrproof/model"
	"emrproof/proofs/goals"
	"emrproof/sim/monitor"
)

// What is violated by nobody is new, whatever attack violates it too.
func TestNobodyExplainsNothing(t *testing.T) {
	s := &survey.Survey{Profile: "published", All: []*survey.Attack{{Script: &script.Script{ID: "W1"},
		Results: []survey.ClaimResult{{Verdict: monitor.Verdict{Claim: model.Claim{ID: "W1"},
			Status: monitor.Violated}}}}}}
	nobody, somebody := goals.Adversaries[0], goals.Adversaries[1]
	g := &goals.BeliefRow{}
	for _, who := range []string{nobody, somebody} {
		q := goals.Question{Against: who, Runs: 1,
			Goals: []*goals.Meaning{{Claims: []model.Claim{{ID: "W1"}}}}}
		broken := goals.Judged{Broken: [][]string{{"W1"}}, Tested: []bool{true}}
		runs, err := q.Run(func(int, func(i int) (goals.Judged, error)) ([]goals.Judged, error) {
			return []goals.Judged{broken}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		g.Random = append(g.Random, runs.Results...)
	}
	want := "; " + nobody + ": W1; " + somebody + ": nothing new"
	if got := goalCame(g, s); !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
}

// Every so manieth case is made, at the default level every one.
func TestLevelsOfCases(t *testing.T) {
	all := make([]generate.Case, 33)
	for i := range all {
		all[i].Message = fmt.Sprint(i)
	}
	var quick []string
	for _, c := range quickLevel.some(all) {
		quick = append(quick, c.Message)
	}
	if want := []string{"0", "16", "32"}; !slices.Equal(quick, want) {
		t.Errorf("quick makes %q, want %q", quick, want)
	}
	for _, l := range []Level{LevelOf(false, 0), LevelOf(false, 5)} {
		if n := len(l.some(all)); n != len(all) {
			t.Errorf("%s makes %d cases, want all %d", l.Name, n, len(all))
		}
	}
}

// An attribute is broken by the weakest adversary that breaks it.
func TestWeakestAdversary(t *testing.T) {
	not, by := func(n int) survey.Against { return survey.Against{Tried: n} },
		func(ids ...string) survey.Against { return survey.Against{Tried: 1, Attacks: ids} }
	for _, c := range []struct {
		verdicts map[string]survey.Against
		want     string
	}{
		{map[string]survey.Against{survey.Outsider: not(3), "insider": by("W3"),
			"stolen device": by("W5")}, "✗ insider: W3"},
		{map[string]survey.Against{survey.Outsider: by("W1"), "insider": by("W3")},
			"✗ outsider: W1"},
		{map[string]survey.Against{survey.Outsider: not(3), "key theft": not(2)},
			"not violated (5 tried)"},
		{map[string]survey.Against{survey.Outsider: not(3), survey.Beyond: by("W16")},
			"not violated (3 tried); out of scope: W16"},
	} {
		if got := shortOf(&survey.Attribute{Verdicts: c.verdicts}); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
