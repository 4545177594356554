package reports_test

import (
	"slices"
	"testing"

	"emrproof/reports"
)

// A derivation of the prover is shown whole: its leaves are what is given, and what is
// used twice is derived once.
func TestDerivations(t *testing.T) {
	shown := 0
	for _, g := range proved(t, "published", "B1", "B5").Goals {
		if g.Proof == nil {
			continue
		}
		shown++
		tree := reports.NewDerivation(g.Proof)
		if tree.Conclusion != g.Formula.String() {
			t.Errorf("%s: concludes %s", g.ID, tree.Conclusion)
		}
		var leaves []string
		steps := 0
		var walk func(reports.Derivation)
		walk = func(d reports.Derivation) {
			if d.Note != "" {
				return
			}
			if d.Rule == "" {
				t.Errorf("%s: %s follows by nothing", g.ID, d.Conclusion)
			}
			if len(d.Premises) == 0 && !slices.Contains(leaves, d.Rule) {
				leaves = append(leaves, d.Rule)
			}
			if len(d.Premises) > 0 {
				steps++
			}
			for _, p := range d.Premises {
				walk(p)
			}
		}
		walk(tree)
		if !slices.Equal(leaves, g.Proof.Leaves()) {
			t.Errorf("%s: leaves %v, want %v", g.ID, leaves, g.Proof.Leaves())
		}
		if want := g.Proof.Steps() - len(leaves); steps != want {
			t.Errorf("%s: %d steps, want %d", g.ID, steps, want)
		}
	}
	if shown == 0 {
		t.Error("no goal follows: nothing was shown")
	}
}
