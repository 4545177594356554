package prover

import (
	"fmt"
	"slices"
	"testing"

	"emrproof/proofs/ban"
)

// Each rule is used, in whatever order its premises come.
func TestPremisesInEveryOrder(t *testing.T) {
	for _, r := range ban.Rules() {
		for _, order := range permutations(len(r.Premises)) {
			th := ban.Theory{}
			if r.Extension != "" {
				th.Extensions = []string{r.Extension}
			}
			for _, i := range order {
				f, err := ban.Parse(r.Premises[i])
				if err != nil {
					t.Fatal(err)
				}
				th.Given = append(th.Given, ban.Given{ID: fmt.Sprint(i), Formula: f})
			}
			conclusion, err := ban.Parse(r.Conclusion)
			if err != nil {
				t.Fatal(err)
			}
			th.Asked = []*ban.Formula{conclusion}
			c, err := Close(th)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(c.Steps(conclusion), func(k *ban.Claim) bool {
				return k.Rule == r.ID && len(k.Premises) == len(r.Premises)
			}) {
				t.Errorf("%s: not used with its premises in the order %v", r.ID, order)
			}
		}
	}
}

// permutations are all orders of the numbers below n.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(p), i, n-1))
		}
	}
	return all
}

// What is given first is claimed as such.
func TestClaimOfTheFirstGiven(t *testing.T) {
	f, err := ban.Parse("P ⊨ X")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Close(ban.Theory{Given: []ban.Given{{ID: "A1", Formula: f}}})
	if err != nil {
		t.Fatal(err)
	}
	if k := c.Claim(f, func(string) bool { return true }); k == nil || k.Given != "A1" {
		t.Errorf("got %+v", k)
	}
	if k := c.Claim(f, func(string) bool { return false }); k != nil {
		t.Errorf("from nothing: got %+v", k)
	}
}

// Several parts are taken out of a tuple wherever they stand in it, in one step, once.
func TestPartsWhereverTheyStand(t *testing.T) {
	read := func(text string) *ban.Formula {
		f, err := ban.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for _, part := range []string{"(X‖Y)", "(X‖Z)", "(Y‖Z)", "(Y‖W)", "(X‖Y‖W)", "X", "W"} {
		asked := read("P ⊨ " + part)
		c, err := Close(ban.Theory{Asked: []*ban.Formula{asked, read("P ⊨ (Y‖Y)")},
			Given: []ban.Given{{ID: "A1", Formula: read("P ⊨ (X‖Y‖Z‖W)")}}})
		if err != nil {
			t.Fatal(err)
		}
		direct := 0
		for _, k := range c.Steps(asked) {
			for _, p := range k.Premises {
				if p.Conclusion.Equal(asked) {
					t.Errorf("%s follows from itself by %s", asked, k.Rule)
				}
			}
			if k.Rule == "belief-part" && k.Premises[0].Given == "A1" {
				direct++
			}
		}
		if direct != 1 {
			t.Errorf("%s is taken out in %d steps, want one", asked, direct)
		}
	}
}

// A tuple of a part with itself is put together in one step, and takes part in none of its
// own.
func TestEachStepOnce(t *testing.T) {
	given, err := ban.Parse("P ⊨ X")
	if err != nil {
		t.Fatal(err)
	}
	asked, err := ban.Parse("P ⊨ (X‖X)")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Close(ban.Theory{Asked: []*ban.Formula{asked},
		Given: []ban.Given{{ID: "A1", Formula: given}, {ID: "A2", Formula: asked}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*ban.Formula{given, asked} {
		seen := map[string]bool{}
		for _, k := range c.Steps(f) {
			text := k.Rule + k.Given
			for _, p := range k.Premises {
				text += " " + p.Conclusion.Key
			}
			if seen[text] || len(k.Premises) > 0 && k.Premises[0].Conclusion.Equal(f) {
				t.Errorf("%s: the step %s is there twice, or from itself", f, text)
			}
			seen[text] = true
		}
	}
}
