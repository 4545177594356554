package model_test

import (
	"testing"

	"emrproof/model"
	"emrproof/model/library"
)

// The numbers agree with Equal on every pair of terms of the published protocol,
// and tell apart what only a careless numbering would confuse.
func TestNumberingAgreesWithEqual(t *testing.T) {
	var terms []*model.Term
	seen := map[*model.Term]bool{}
	library.Must("published").EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		for _, u := range s.Terms() {
			u.Walk(func(v *model.Term) {
				if !seen[v] {
					seen[v] = true
					terms = append(terms, v)
				}
			})
		}
	})
	made := func(op model.Op) func(...*model.Term) *model.Term {
		return func(args ...*model.Term) *model.Term { return model.Apply(op, args...) }
	}
	sum, mul, g := made(model.OpSum), made(model.OpMul), model.G
	hashKey, tuple := made(model.OpHashK), made(model.OpTuple)
	a, b := model.Atom("a", "", model.Scalar), model.Atom("b", "", model.Scalar)
	terms = append(terms, a, b, mul(a, mul(b, g)), mul(b, mul(a, g)), mul(sum(a, b), g),
		sum(mul(a, g), mul(b, g)), model.Atom("a", "", model.Point), hashKey(a, b), hashKey(b, a),
		model.Atom("a1", "", model.Key), model.Atom("a", "1", model.Key), tuple(a, b),
		tuple(tuple(a, b)))
	if len(terms) < 100 {
		t.Fatalf("got %d terms, want the whole protocol's", len(terms))
	}
	var x model.Numbering
	equal := 0
	for i, u := range terms {
		for _, v := range terms[:i] {
			same := model.Equal(u, v)
			if same {
				equal++
			}
			if got := x.Number(u) == x.Number(v); got != same {
				t.Errorf("%s and %s: got equal %t, want %t", u, v, got, same)
			}
		}
	}
	if equal < 2 {
		t.Errorf("got %d equal pairs, want some", equal)
	}
}
