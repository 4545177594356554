package model

import (
	"testing"
)

var (
	aa, bb, cc = Atom("a", "", Scalar), Atom("b", "", Scalar), Atom("c", "", Scalar)
	rr, qq     = Atom("R", "", Point), Atom("Q", "", Point)
)

func constant(n string) *Term { return &Term{Op: OpConst, Sort: Scalar, Name: n} }

func inverse(t *Term) *Term { return &Term{Op: OpInv, Sort: Scalar, Args: []*Term{t}} }

func minus(t *Term) *Term { return mul(constant("-1"), t) }

var equalTerms = []struct {
	name string
	x, y *Term
}{
	{"Diffie–Hellman", mul(aa, mul(bb, G)), mul(bb, mul(aa, G))},
	{"one product or two", mul(mul(aa, bb), G), mul(aa, mul(bb, G))},
	{"a sum of scalars on a point", mul(sum(aa, bb), G), sum(mul(aa, G), mul(bb, G))},
	{"a scalar on a sum of points", mul(aa, sum(rr, qq)), sum(mul(aa, qq), mul(aa, rr))},
	{"two brackets", mul(sum(aa, bb), sum(aa, minus(bb))),
		sum(mul(aa, aa), minus(mul(bb, bb)))},
	{"brackets in a sum", sum(aa, sum(bb, cc)), sum(sum(cc, aa), bb)},
	{"twice", sum(aa, aa), mul(constant("2"), aa)},
	{"nothing is left", sum(aa, minus(aa)), constant("0")},
	{"nothing is left of points", sum(rr, minus(rr)), mul(constant("0"), G)},
	{"all but one cancel", sum(aa, bb, minus(bb)), aa},
	{"all but one point cancels", sum(rr, mul(aa, qq), minus(mul(aa, qq))), rr},
	{"minus minus", minus(minus(aa)), aa},
	{"times one", mul(constant("1"), rr), rr},
	{"a sum of one", sum(aa), aa},
	{"constants", mul(constant("6"), constant("7")), constant("42")},
	{"large constants", mul(constant("100000000000000000000"), constant("10")),
		constant("1000000000000000000000")},
	{"inside a hash", hashKey(mul(aa, mul(bb, G))), hashKey(mul(bb, mul(aa, G)))},
	{"inside a hash inside a product", mul(hashB(sum(aa, bb)), rr), mul(hashB(sum(bb, aa)), rr)},
	{"inside a certificate", cert(PRK("MA"), sum(aa, bb)), cert(PRK("MA"), sum(bb, aa))},
	{"inside an inverse", inverse(sum(aa, bb)), inverse(sum(bb, aa))},
	{"as the key of an encryption", senc(hashKey(sum(rr, qq)), aa),
		senc(hashKey(sum(qq, rr)), aa)},
	{"shared or not", hashKey(aa), hashKey(Atom("a", "", Scalar))},
}

var unequalTerms = []struct {
	name string
	x, y *Term
}{
	{"two scalars", aa, bb},
	{"two points", mul(aa, G), mul(bb, G)},
	{"a scalar and its point", aa, mul(aa, G)},
	{"a scalar and a point of one name", Atom("x", "", Scalar), Atom("x", "", Point)},
	{"their logarithms", mul(Atom("x", "", Scalar), G), Atom("x", "", Point)},
	{"one and the generator", constant("1"), G},
	{"zero and the identity", constant("0"), mul(constant("0"), G)},
	{"the square and the double", mul(aa, aa), sum(aa, aa)},
	{"once and twice", rr, sum(rr, rr)},
	{"plus and minus", sum(aa, bb), sum(aa, minus(bb))},
	{"a product of points' scalars and their sum", mul(mul(aa, bb), G), mul(sum(aa, bb), G)},
	{"H and h", hashB(aa), hashScalar(aa)},
	{"h to a scalar and to a key", hashScalar(aa), hashKey(aa)},
	{"hashes of other arguments", hashScalar(aa, bb), hashScalar(aa, cc)},
	{"hashes in another order", hashScalar(aa, bb), hashScalar(bb, aa)},
	{"hashes of more arguments", hashScalar(aa, bb), hashScalar(aa, bb, bb)},
	{"hashes of a tuple", hashKey(aa, bb), hashKey(tuple(aa, bb))},
	{"brackets in a tuple", tuple(aa, tuple(bb, cc)), tuple(tuple(aa, bb), cc)},
	{"hashes inside", mul(hashScalar(idD, rr), rr), mul(hashScalar(idP, rr), rr)},
	{"a hash in another place", mul(hashB(aa), bb), mul(hashB(bb), aa)},
	{"a sum inside a hash or outside", hashB(sum(aa, bb)), sum(hashB(aa), hashB(bb))},
	{"a reading", &Term{Op: OpHashS, Sort: Scalar, Mode: Raw, Args: []*Term{aa}}, hashScalar(aa)},
	{"other runs", Atom("r5", "alice.1", Scalar), Atom("r5", "alice.2", Scalar)},
	{"where the name ends", Atom("r51", "2", Scalar), Atom("r5", "12", Scalar)},
	{"a place in the name", Atom("a[1]", "", Scalar), Atom("a", "1", Scalar)},
	{"a variable and an atom", Var("a", Scalar), aa},
	{"encryption and a tuple", aenc(PUK("D"), idP), tuple(PUK("D"), idP)},
	{"encryptions", aenc(aa, idP), senc(aa, idP)},
	{"the key and the first field", senc(aa, bb), senc(bb, aa)},
	{"two encryptions of the same", &Term{Op: OpSEnc, At: "1", Args: []*Term{aa, bb}},
		&Term{Op: OpSEnc, At: "2", Args: []*Term{aa, bb}}},
	{"a key pair's halves", PUK("D"), PRK("D")},
	{"key pairs", PUK("D"), PUK("P")},
	{"an inverse and its opposite", inverse(aa), minus(aa)},
}

func TestEqualTerms(t *testing.T) {
	for _, c := range equalTerms {
		if !Equal(c.x, c.y) || !Equal(c.y, c.x) {
			t.Errorf("%s: %s is not %s:\n%s\n%s", c.name, c.x, c.y, Canon(c.x), Canon(c.y))
		}
	}
}

func TestUnequalTerms(t *testing.T) {
	for _, c := range unequalTerms {
		if Equal(c.x, c.y) || Equal(c.y, c.x) {
			t.Errorf("%s: %s is %s: %s", c.name, c.x, c.y, Canon(c.x))
		}
	}
}

// 1/k is an atom of its own: k·(1/k) is not reduced. Two terms that differ only
// in that are the same value and not Equal; never the other way about.
func TestAnInverseIsAnAtom(t *testing.T) {
	if Equal(mul(aa, inverse(aa)), constant("1")) {
		t.Error("a·(1/a) is 1 now: say so in Poly's comment, and in this test")
	}
	if !Equal(mul(inverse(aa), mul(bb, G)), mul(bb, mul(inverse(aa), G))) {
		t.Error("1/a does not commute")
	}
}

func TestPolyPrints(t *testing.T) {
	for _, c := range []struct {
		term *Term
		want string
	}{
		{constant("0"), ""},
		{constant("-7"), "-7*"},
		{G, "1*"},
		{sum(G, G), "2*"},
	} {
		if got := poly(c.term).text(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.term, got, c.want)
		}
	}
	// Three of a·b, and one of a: two monomials, of two atoms and of one.
	p := poly(sum(aa, mul(constant("3"), mul(aa, bb))))
	if len(p) != 2 {
		t.Fatalf("got %s, want two monomials", p)
	}
	for m, c := range p {
		if n := len(Atoms(m)); c.Int64() != int64(2*n-1) {
			t.Errorf("got %s times %q, of %d atoms", c, m, n)
		}
	}
}

func TestAConstantThatIsNone(t *testing.T) {
	defer func() {
		if got, want := recover(), "model: internal error: constant ten"; got != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}()
	poly(constant("ten"))
}
