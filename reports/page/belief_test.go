package page

import (
	"testing"

	"emrproof/proofs"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
)

// What a page calls derived has a derivation, and the other way round: there is no field
// that could say so without.
func TestGoalsOfThePage(t *testing.T) {
	p, err := protocol.Load("published")
	if err != nil {
		t.Fatal(err)
	}
	after, err := proofs.After(p)
	if err != nil {
		t.Fatal(err)
	}
	b := &goals.Belief{Profile: "published"}
	for _, id := range []string{"G1", "G9", "none"} {
		b.Rows = append(b.Rows, goals.BeliefRow{ID: id, After: after[id]})
	}
	want := map[string]string{"G1": "derivable after B1+B5", "G9": "derivable after B1",
		"none": "not derivable"}
	for _, g := range beliefOf(b, "x", nil).Goals {
		if g.Belief != want[g.ID] || g.Derived != (g.ID != "none") {
			t.Errorf("%s: %q, derived %v", g.ID, g.Belief, g.Derived)
		}
		if g.Derived && len(g.Tree.Premises) == 0 {
			t.Errorf("%s: a derivation without premises", g.ID)
		}
	}
}
