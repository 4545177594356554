package prove

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/protocol"
	"emrproof/reports/table"
)

// A derivation is whole in every form: each step with how it follows, each branch.
func TestTreesAreWhole(t *testing.T) {
	steps := 0
	for _, name := range protocol.Names() {
		p, err := protocol.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		after, err := proofs.After(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range slices.Sorted(maps.Keys(after)) {
			for _, l := range after[id] {
				steps += wholeTrees(t, name+" "+id, l.Proof)
			}
		}
	}
	if steps < 100 {
		t.Errorf("%d steps were drawn", steps)
	}
}

func wholeTrees(t *testing.T, name string, d *checker.Derivation) int {
	t.Helper()
	steps, edges, latexes := 0, 0, treeLaTeX(d)
	d.Walk(func(d *checker.Derivation) {
		steps++
		edges += len(d.Premises())
		if !strings.Contains(latexes, "$"+d.Conclusion().LaTeX()+"$") ||
			!strings.Contains(latexes, table.LaTeX(by(d))) {
			t.Errorf("%s: LaTeX has no %s by %s", name, d.Conclusion(), by(d))
		}
	})
	dot := treeDot(d, name)
	if n, e := strings.Count(dot, "[label="), strings.Count(dot, "->"); n != steps || e != edges {
		// A formula may say -> itself, but never in the signs of the literature.
		t.Errorf("%s: a graph of %d nodes and %d arrows, want %d and %d", name, n, e, steps, edges)
	}
	// In text a line is a step, and one that was drawn before stands once more.
	drawn, again := 0, 0
	for _, line := range strings.Split(strings.TrimSuffix(treeText(d, false), "\n"), "\n") {
		if strings.HasSuffix(line, "  as above") {
			again++
		} else {
			drawn++
		}
	}
	leaves := 0 // each is drawn where it is used
	seen := map[*checker.Derivation]bool{}
	repeated := 0
	var walk func(d *checker.Derivation)
	walk = func(d *checker.Derivation) {
		switch {
		case d.Given() != "":
			leaves++
			return
		case seen[d]:
			repeated++
			return
		}
		seen[d] = true
		for _, p := range d.Premises() {
			walk(p)
		}
	}
	walk(d)
	if drawn != leaves+len(seen) || again != repeated {
		t.Errorf("%s: %d steps drawn and %d again, want %d and %d", name, drawn, again,
			leaves+len(seen), repeated)
	}
	return steps
}
