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
