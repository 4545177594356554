package search

import "testing"

// What is said of the smaller runs where larger ones were cut: none is violated only if some of
// them come to the claim and nothing in them was undecided.
func TestWithin(t *testing.T) {
	for _, c := range []struct {
		a    Answer
		want Verdict
	}{
		{Answer{Verdict: Violated, Instances: 2}, Violated},
		{Answer{Verdict: Undecided, Instances: 2, Undecided: 1, Reached: true}, Undecided},
		{Answer{Verdict: Unreached, Instances: 2}, Unreached},
		{Answer{Verdict: None}, Cut}, // nothing was searched yet
		{Answer{Verdict: None, Instances: 2, Reached: true}, None},
		{Answer{Verdict: Cut}, Cut},
		{Answer{Verdict: Cut, Instances: 2}, Unreached},
		{Answer{Verdict: Cut, Instances: 2, Reached: true}, None},
		{Answer{Verdict: Cut, Instances: 2, Reached: true, Undecided: 3}, Undecided},
		{Answer{Verdict: Cut, Instances: 2, Undecided: 3}, Undecided},
	} {
		if got := c.a.Within(); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.a, got, c.want)
		}
	}
}
