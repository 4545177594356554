package model

import "testing"

// The numbers agree with Canon on every pair of terms of the published protocol,
// and tell apart what only a careless numbering would confuse.
func TestNumberingAgreesWithCanon(t *testing.T) {
	var terms []*Term
	seen := map[*Term]bool{}
	Published().EachStep(func(_ *Phase, _ *Role, _ int, s *Step) {
		for _, u := range append([]*Term{s.Var, s.Term, s.Key}, s.Fields...) {
			if u == nil {
				continue
			}
			u.Walk(func(v *Term) {
				if !seen[v] {
					seen[v] = true
					terms = append(terms, v)
				}
			})
		}
	})
	a, b := Atom("a", "", Scalar), Atom("b", "", Scalar)
	terms = append(terms, a, b, Mul(a, Mul(b, G)), Mul(b, Mul(a, G)), Mul(Sum(a, b), G),
		Sum(Mul(a, G), Mul(b, G)), Atom("a", "", Point), HashKey(a, b), HashKey(b, a),
		Atom("a1", "", Key), Atom("a", "1", Key), Tuple(a, b), Tuple(Tuple(a, b)))
	if len(terms) < 100 {
		t.Fatalf("got %d terms, want the whole protocol's", len(terms))
	}
	var x Numbering
	equal := 0
	for i, u := range terms {
		for _, v := range terms[:i] {
			same := Canon(u) == Canon(v)
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
