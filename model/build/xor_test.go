package build

import (
	"testing"

	"emrproof/model"
)

// Who holds a ⊕ b and gets b has a, and all that a opens or makes.
func TestExclusiveOrsComeApart(t *testing.T) {
	a, b, c := model.Var("a", model.Data), model.Var("b", model.Data), model.Var("c", model.Data)
	back, mine := model.Var("a2", model.Data), model.Var("mine", model.Data)
	sealed := model.Var("c2", model.Ciphertext)
	masked, back2 := model.Var("masked", model.Key), model.Var("k2", model.Key)
	for _, test := range []struct {
		name         string
		a, bad, good list
		want         string
	}{
		{"the other is taken out", list{fresh(a), fresh(b), let(c, xor(a, b)), send(B, c, b, a)},
			list{recv(A, c, b, a), let(back, xor(c, c, b)), same(a, back)},
			list{recv(A, c, b, a), let(back, xor(c, b)), same(a, back)},
			"step 3: a2: can never be equal to a: it is b, and a is a"},
		{"with another order of three", list{fresh(toyK), fresh(a), fresh(b),
			let(masked, xor(toyK, a, b)), let(sealed, senc(toyK, b)), send(B, masked, sealed, a, b)},
			list{recv(A, masked, sealed, a, b), let(mine, xor(masked, toyK))},
			list{recv(A, masked, sealed, a, b), let(back2, xor(b, masked, a)), open(sealed, back2, b)},
			"step 2: k: B does not hold it here, so it cannot build masked ⊕ k"},
		{"a key that lacks a part", list{fresh(toyK), fresh(a), fresh(b),
			let(masked, xor(toyK, a, b)), let(sealed, senc(toyK, b)), send(B, masked, sealed, a, b)},
			list{recv(A, masked, sealed, a, b), let(back2, xor(b, masked)), open(sealed, back2, b)},
			list{recv(A, masked, sealed, a, b), let(back2, xor(masked, a, b)), open(sealed, back2, b)},
			"step 3: c2: k ⊕ a does not open E_k(b)"},
		{"what cancels itself", list{fresh(a), send(B, a)},
			list{recv(A, a), let(c, a), let(back, xor(a, c))},
			list{recv(A, a), fresh(c), let(back, xor(a, c))},
			"step 3: a ⊕ c: is always zero: its texts cancel each other"},
		{"what cancels itself in a hash", list{fresh(a), send(B, a)},
			list{recv(A, a), let(toyN, hashKey(xor(a, a)))},
			list{recv(A, a), let(toyN, hashKey(a))},
			"step 2: h(a ⊕ a): is always zero: its texts cancel each other"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Protocol(toy(test.a, test.bad))
			wantRefused(t, err, "toy: one: role B: "+test.want)
			if _, err := Protocol(toy(test.a, test.good)); err != nil {
				t.Errorf("the twin: %v", err)
			}
		})
	}
}
