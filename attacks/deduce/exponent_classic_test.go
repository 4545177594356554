package deduce_test

import (
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/model"
)

// linear are the deductions in the group that have nothing of the paper in them.
func linear() []deduction {
	a, b, c, d := scalarNamed("a"), scalarNamed("b"), scalarNamed("c"), scalarNamed("d")
	X, Y, Z := pointNamed("X"), pointNamed("Y"), pointNamed("Z")
	m, k := dataNamed("m"), keyNamed("k")
	twice := func(t *model.Term) *model.Term { return mul(integer(2), t) }
	minus := func(s, t *model.Term) *model.Term { return sum(s, mul(integer(-1), t)) }
	return []deduction{
		{"G is public", nil, model.G, yes},
		{"an integer", nil, integer(-7), yes},
		{"a multiple of G", nil, base(integer(2)), yes},
		{"the identity", nil, base(integer(0)), yes},
		{"G in a hash", nil, hk(model.G, base(integer(3))), yes},
		{"G in a sum", with(base(a)), sum(model.G, base(a)), yes},
		{"a scalar from nothing", nil, a, no},
		{"a point from nothing", nil, X, no},

		{"a·G from a", with(a), base(a), yes},
		{"a·G from b", with(b), base(a), no},
		{"discrete logarithm", with(base(a)), a, no},
		{"discrete logarithm of a point", with(X, mul(a, X)), a, no},
		{"Diffie–Hellman from two public shares", with(base(a), base(b)), base(mul(a, b)), no},
		{"Diffie–Hellman with one secret", with(a, base(a), base(b)), base(mul(a, b)), yes},
		{"Diffie–Hellman with the other secret", with(base(a), b), mul(a, base(b)), yes},
		{"Diffie–Hellman with a third secret", with(base(a), base(b), c), base(mul(a, b)), no},
		{"Diffie–Hellman from the sum of the secrets", with(base(a), base(b), sum(a, b)),
			base(mul(a, b)), no},
		{"the same with the square of one", with(base(a), base(mul(a, a)), sum(a, b)),
			base(mul(a, b)), yes},
		{"Diffie–Hellman of three", with(base(a), base(b), c), mul(a, mul(b, base(c))), no},
		{"Diffie–Hellman of three with a share of two", with(base(mul(a, b)), c),
			mul(a, mul(b, base(c))), yes},
		{"the square of a share", with(base(a)), base(mul(a, a)), no},
		{"the square of a secret", with(a), base(mul(a, a)), yes},
		{"a hash of a shared secret", with(base(a), base(b)), hk(base(mul(a, b))), no},
		{"a hash of a shared secret with one secret", with(a, base(b)), hk(base(mul(a, b))), yes},
		{"text under a shared secret", with(senc(hk(base(mul(a, b))), m), base(a), base(b)), m, no},
		{"text under a shared secret with one secret", with(senc(hk(base(mul(a, b))), m), base(a), b),
			m, yes},

		{"b·G from the sum and a·G", with(sum(base(a), base(b)), base(a)), base(b), yes},
		{"b·G from the sum", with(sum(base(a), base(b))), base(b), no},
		{"the sum of two", with(base(a), base(b)), base(sum(a, b)), yes},
		{"the sum of two from one", with(base(a)), base(sum(a, b)), no},
		{"half a point", with(twice(base(a))), base(a), yes},
		{"twice a point", with(base(a)), twice(base(a)), yes},
		{"two from sum and difference", with(sum(X, Y), minus(X, Y)), Y, yes},
		{"two from the sum, twice", with(sum(X, Y), twice(sum(X, Y))), Y, no},
		{"three from three sums", with(sum(X, Y), sum(Y, Z), sum(X, Z)), Z, yes},
		{"three from two sums", with(sum(X, Y), sum(Y, Z)), Z, no},
		{"the difference of two sums", with(sum(X, Y), sum(Y, Z)), minus(X, Z), yes},
		{"a point less G", with(sum(X, model.G)), X, yes},
		{"X from k·X and k", with(mul(a, X), a), X, yes},
		{"X from k·X", with(mul(a, X)), X, no},
		{"k·X from X and k", with(X, a), mul(a, X), yes},
		{"k·X from X and k·Y", with(X, mul(a, Y)), mul(a, X), no},
		{"X from h(m)·X and m", with(mul(hs(m), X), m), X, yes},
		{"X from h(m)·X", with(mul(hs(m), X)), X, no},
		{"(a + b)·X from a·X and b·X", with(mul(a, X), mul(b, X)), mul(sum(a, b), X), yes},
		{"b·X from (a + b)·X and a·X", with(mul(sum(a, b), X), mul(a, X)), mul(b, X), yes},
		{"b·X from (a + b)·X, a and X", with(mul(sum(a, b), X), a, X), mul(b, X), yes},
		{"b·X from (a + b)·X and a", with(mul(sum(a, b), X), a), mul(b, X), no},

		{"1/k from k", with(a), inverse(a), yes},
		{"1/k from k·G", with(base(a)), inverse(a), no},
		{"(1/k)·G from k·G", with(base(a)), base(inverse(a)), no},
		{"(1/k)·X from k and X", with(a, X), mul(inverse(a), X), yes},

		{"a from a + b and b", with(sum(a, b), b), a, yes},
		{"a from a + b", with(sum(a, b)), a, no},
		{"b from a + b and a − b", with(sum(a, b), minus(a, b)), b, yes},
		{"a from 2a", with(twice(a)), a, yes},
		{"b − c from a + b and a + c", with(sum(a, b), sum(a, c)), minus(b, c), yes},
		{"b from a + b and a + c", with(sum(a, b), sum(a, c)), b, no},
		{"a from a·b and b", with(mul(a, b), b), a, yes},
		{"a from a·b", with(mul(a, b)), a, no},
		{"a·b + c from a·b and c", with(mul(a, b), c), sum(mul(a, b), c), yes},
		{"a·(b + c) from a·b and a·c", with(mul(a, b), mul(a, c)), mul(a, sum(b, c)), yes},
		{"a·b from a·(b + c) and a·c", with(mul(a, sum(b, c)), mul(a, c)), mul(a, b), yes},
		{"a·b from a·c + b·d and more", with(sum(mul(a, b), mul(c, d)), mul(c, d)), mul(a, b), yes},
		{"(a·b)·X from a·b and X", with(mul(a, b), X), mul(a, mul(b, X)), yes},
		{"d by way of three others", with(sum(a, b), sum(b, c), sum(c, d), a), d, yes},
		{"d by way of three others that hang in the air", with(sum(a, b), sum(b, c), sum(c, d)),
			d, no},
		{"a scalar that a sum makes a number of another", with(sum(a, mul(b, c)), b, c), a, yes},
		{"a key of scalars", with(senc(hk(a, b), k), sum(a, b), minus(a, b)), k, yes},
		{"a key of scalars that are not known", with(senc(hk(a, b), k), sum(a, b)), k, no},
		{"a scalar in a ciphertext whose key a scalar opens",
			with(senc(hk(b), a), sum(b, c), c), base(a), yes},
		{"scalars of which each opens the next",
			with(senc(hk(a), b), senc(hk(b), c), senc(hk(c), d), a), d, yes},
		{"scalars of which each opens the next, in a circle",
			with(senc(hk(a), b), senc(hk(b), c), senc(hk(c), a)), a, no},
	}
}

func TestDeductionsInTheGroup(t *testing.T) {
	for _, d := range linear() {
		t.Run(d.name, func(t *testing.T) { d.check(t) })
	}
}

// An S_X is r + h(…)·s, as in (3), (6) and (9): a Schnorr signature by s, so that
// what is known of Schnorr signatures is known of it.
func implicit() []deduction {
	r, r2, s := scalarNamed("r"), scalarNamed("r'"), scalarNamed("s")
	m, n, k := dataNamed("m"), dataNamed("n"), keyNamed("k")
	h, h2 := hb(m, base(r)), hb(n, base(r2))
	S, S2 := sum(r, mul(h, s)), sum(r2, mul(h2, s))
	again := sum(r, mul(hb(n, base(r)), s)) // another hash with the same r
	R, R2, PK := base(r), base(r2), base(s)
	return []deduction{
		{"r from S", with(S, m, R, PK), r, no},
		{"s from S", with(S, m, R, PK), s, no},
		{"s from S and r", with(S, m, r), s, yes},
		{"s from S and r, when h is not known", with(S, r), s, no},
		{"h·s from S and r, when h is not known", with(S, r), mul(h, s), yes},
		{"h·PK from S and r, when h is not known", with(S, r), mul(h, PK), yes},
		{"s from S, r and h", with(S, r, h), s, yes},
		{"r from S and s", with(S, m, R, s), r, yes},
		{"r from S and s, when h needs R", with(S, m, s), r, no},
		{"r from S and s, when h is not known", with(S, R, s), r, no},
		{"s from two S with the same r", with(S, again, m, n, R), s, yes},
		{"r from two S with the same r", with(S, again, m, n, R), r, yes},
		{"s from two S with the same r, when one h is not known", with(S, again, m, R), s, no},
		{"s from two S", with(S, S2, m, n, R, R2, PK), s, no},
		{"s from two S and r of one", with(S, S2, m, n, R, R2, r), s, yes},
		{"the other r from two S and r of one", with(S, S2, m, n, R, R2, r), r2, yes},
		{"the other S from one S and r", with(S, m, n, R2, r), S2, no},
		{"S·G from public values", with(R, PK, m), base(S), yes},
		{"S·G when h is not known", with(R, PK), base(S), no},
		{"S from public values", with(R, PK, m), S, no},
		{"R from S, PK and h", with(S, PK, h), R, yes},
		{"R from S and PK, when h needs R", with(S, PK, m), R, no},
		{"PK from S and R", with(S, R, m), PK, yes},
		{"PK from S and R, when h is not known", with(S, R), PK, no},
		{"S·X from R, PK and h: that is Diffie–Hellman", with(R, PK, m, pointNamed("X")),
			mul(S, pointNamed("X")), no},
		{"a key that is opened with s", with(senc(hk(s), k), S, r, senc(hk(r), m)), k, yes},
		{"a key that is opened with s, when h is not known", with(senc(hk(s), k), S, r), k, no},
		{"R from a sum, and h with it", with(S, m, sum(R, R2), R2, s), r, yes},
		{"a datum that makes h known opens what s opens",
			with(S, r, senc(hk(s), k), senc(keyNamed("l"), m), keyNamed("l")), k, yes},
	}
}

func TestDeductionsOnImplicitCertificates(t *testing.T) {
	for _, d := range implicit() {
		t.Run(d.name, func(t *testing.T) { d.check(t) })
	}
}

// What Derive says that it misses is true, and is missed: powers names the case.
func TestWhatIsMissed(t *testing.T) {
	a, b, c := scalarNamed("a"), scalarNamed("b"), scalarNamed("c")
	given, goal := with(mul(a, b), mul(a, c), base(b)), base(c)
	if !newPlain(deduce.Modes{}, given, goal).knows(goal) {
		t.Errorf("%s from %s: the plain version says no, want yes", goal, given)
	}
	deduction{"", given, goal, no}.check(t)
	deduction{"", with(mul(a, a)), a, no}.check(t)
}
