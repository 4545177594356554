package threats

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"emrproof/attacks/search"
	"emrproof/model"
)

// What a search says can be kept, does not depend on the number of workers, and makes its runs
// again.
func TestResult(t *testing.T) {
	r, err := Find("ns", nil, 2000, 1)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var kept *Result
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(kept.Under[1].Claims, r.Under[1].Claims) || kept.Came() != r.Came() {
		t.Error("what is kept is another result")
	}
	if more, err := Find("ns", nil, 2000, 3); err != nil || !reflect.DeepEqual(more, r) {
		t.Errorf("with three workers: %v, another result", err)
	}
	said := kept.Under[1].Of("secrecy: N_B of B")
	if said == nil || said.Verdict != search.Violated || said.Instances != 2 {
		t.Fatalf("got %+v", said)
	}
	f, err := said.Run.Again()
	if err != nil || f.Claim.ID != said.Claim || len(f.Outcome.Config.Moves) != 5 {
		t.Errorf("%v, %+v", err, f)
	}
	said.Run.Commit++
	if _, err := said.Run.Again(); err == nil {
		t.Error("a run that breaks another claim: got no error")
	}
}

// A description that is not searched is no error, and one that there is none of is.
func TestRefused(t *testing.T) {
	r, err := Find("tmn", nil, 10, 1)
	if err != nil || r.Came() != "not searched" || !strings.Contains(r.Refused, "not searched yet") {
		t.Errorf("got %v, %+v", err, r)
	}
	if _, err := Find("lunch", nil, 10, 1); err == nil {
		t.Error("got no error")
	}
}

func TestWithin(t *testing.T) {
	r := &Result{Under: []Under{
		{Threat: "outsider", Claims: []Said{{Claim: "a", Verdict: search.None, Instances: 5},
			{Claim: "b", Verdict: search.None, Instances: 3}, {Claim: "c", Verdict: search.Violated},
			{Claim: "d", Verdict: search.Not}, {Claim: "e", Verdict: search.Cut}}},
		{Threat: "B corrupt", Corrupt: []model.Party{"B"}, Claims: []Said{
			{Claim: "a", Verdict: search.None, Instances: 4}, {Claim: "b", Verdict: search.Void}}},
	}}
	all := func(*Under) bool { return true }
	for _, c := range []struct {
		claims string
		under  func(*Under) bool
		want   int
	}{
		{"a", (*Under).Outside, 5}, {"ab", (*Under).Outside, 3}, {"ab", all, 3}, {"a", all, 4},
		{"ac", all, 0}, {"ad", all, 0}, {"ae", all, 0}, {"x", all, 0},
		{"b", func(u *Under) bool { return !u.Outside() }, 0},
	} {
		about := func(id string) bool { return strings.Contains(c.claims, id) }
		if got := r.Within(c.under, about); got != c.want {
			t.Errorf("%s: got %d, want %d", c.claims, got, c.want)
		}
	}
}
