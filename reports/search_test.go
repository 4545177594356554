package reports

import (
	"bytes"
	"strings"
	"testing"

	"emrproof/attacks/search"
	"emrproof/attacks/search/threats"
	"emrproof/model"
)

// searchedOnce is what a search of two claims says in runs of one instance, against an outsider.
func searchedOnce(t *testing.T) *Search {
	t.Helper()
	return searchedUpTo(t, 1)
}

// searchedUpTo is the same where more instances are asked for.
func searchedUpTo(t *testing.T, instances int) *Search {
	t.Helper()
	s, err := threats.Ask(search.Question{Profile: "nsl", Corrupt: []model.Party{}, Workers: 1,
		Claims: []string{"secrecy: N_B of B", "weak agreement: A-B confirmed"},
		Bound:  search.Bound{Instances: instances}})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Deepen(func(*threats.Threat) {}, func(*threats.Finding) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return &Search{Search: s}
}

// Nothing is said to hold in all runs if in some of them the search could not say what the
// adversary can do, whether or not it was cut in larger ones.
func TestUndecided(t *testing.T) {
	const left = " Undecided claims: %. Up to 3 times the search could not say whether the " +
		"adversary can do something."
	for _, c := range []struct {
		name        string
		of          [2]search.Answer
		begins, end string
	}{
		{"none", [2]search.Answer{{Verdict: search.None}, {Verdict: search.None}},
			"no violation in any run of 1 instance", "exhausted."},
		{"both", [2]search.Answer{{Verdict: search.Undecided, Undecided: 3},
			{Verdict: search.Undecided, Undecided: 2}},
			"no violation is found of what is undecided in any run", strings.Replace(left, "%", "2", 1)},
		{"one", [2]search.Answer{{Verdict: search.None}, {Verdict: search.Undecided, Undecided: 3}},
			"no violation of the one other claim in any run", strings.Replace(left, "%", "1", 1)},
		{"one, and cut then", [2]search.Answer{{Verdict: search.Cut},
			{Verdict: search.Cut, Undecided: 3}},
			"no violation of the one other claim in any run", strings.Replace(left, "%", "1", 1)},
		{"and one violated", [2]search.Answer{{Verdict: search.Violated},
			{Verdict: search.Undecided, Undecided: 3}},
			"no violation is found of what is undecided in any run", strings.Replace(left, "%", "1", 1)},
	} {
		s := searchedOnce(t)
		for i, a := range s.Threats[0].Claims {
			a.Verdict, a.Undecided, a.Reached = c.of[i].Verdict, c.of[i].Undecided, true
		}
		got := s.sentence(s.Threats[0])
		if !strings.HasPrefix(got, c.begins) || !strings.HasSuffix(got, c.end) {
			t.Errorf("%s: got %q, want %q … %q", c.name, got, c.begins, c.end)
		}
	}
}

// Where a search ends before the bound that was asked for, no claim is said to be out of reach
// within it; and the sentence says that the runs that were searched do not come to the claim.
func TestUnreachedBeforeTheBound(t *testing.T) {
	s := searchedOnce(t)
	first := s.Threats[0]
	for _, a := range first.Claims {
		a.Verdict, a.Reached = search.Unreached, false
	}
	if got := s.verdict(first, first.Claims[0]); got != search.Unreached {
		t.Errorf("at the bound: got %s", got)
	}
	s = searchedUpTo(t, 2)
	first = s.Threats[0]
	for i, v := range []search.Verdict{search.Unreached, search.Cut} {
		first.Claims[i].Verdict, first.Claims[i].Reached = v, false
		if got := s.verdict(first, first.Claims[i]); got != search.Cut {
			t.Errorf("%s before the bound: got %s", v, got)
		}
	}
	const end = " No such run comes to where a claim is made."
	if got := s.sentence(first); !strings.HasSuffix(got, end) {
		t.Errorf("got %q", got)
	}
}

// Programs read how often the search could not say, also where that is never.
func TestUndecidedInJSON(t *testing.T) {
	s := searchedOnce(t)
	s.Threats[0].Claims[0].Verdict, s.Threats[0].Claims[0].Undecided = search.Undecided, 3
	s.Threats[0].Claims[1].Undecided = 0
	var b bytes.Buffer
	if err := s.JSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"undecided":3`, `"undecided":0`, `"verdict":"undecided"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("got %s, want %s in it", b.String(), want)
		}
	}
}
