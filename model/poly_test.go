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

func minus(t *Term) *Term { return Mul(constant("-1"), t) }

var equalTerms = []struct {
	name string
	x, y *Term
}{
	{"Diffie–Hellman", Mul(aa, Mul(bb, G)), Mul(bb, Mul(aa, G))},
	{"one product or two", Mul(Mul(aa, bb), G), Mul(aa, Mul(bb, G))},
	{"a sum of scalars on a point", Mul(Sum(aa, bb), G), Sum(Mul(aa, G), Mul(bb, G))},
	{"a scalar on a sum of points", Mul(aa, Sum(rr, qq)), Sum(Mul(aa, qq), Mul(aa, rr))},
	{"two brackets", Mul(Sum(aa, bb), Sum(aa, minus(bb))),
		Sum(Mul(aa, aa), minus(Mul(bb, bb)))},
	{"brackets in a sum", Sum(aa, Sum(bb, cc)), Sum(Sum(cc, aa), bb)},
	{"twice", Sum(aa, aa), Mul(constant("2"), aa)},
	{"nothing is left", Sum(aa, minus(aa)), constant("0")},
	{"nothing is left of points", Sum(rr, minus(rr)), Mul(constant("0"), G)},
	{"all but one cancel", Sum(aa, bb, minus(bb)), aa},
	{"all but one point cancels", Sum(rr, Mul(aa, qq), minus(Mul(aa, qq))), rr},
	{"minus minus", minus(minus(aa)), aa},
	{"times one", Mul(constant("1"), rr), rr},
	{"a sum of one", Sum(aa), aa},
	{"constants", Mul(constant("6"), constant("7")), constant("42")},
	{"large constants", Mul(constant("100000000000000000000"), constant("10")),
		constant("1000000000000000000000")},
	{"inside a hash", HashKey(Mul(aa, Mul(bb, G))), HashKey(Mul(bb, Mul(aa, G)))},
	{"inside a hash inside a product", Mul(H(Sum(aa, bb)), rr), Mul(H(Sum(bb, aa)), rr)},
	{"inside a certificate", Cert(PRK(MA), Sum(aa, bb)), Cert(PRK(MA), Sum(bb, aa))},
	{"inside an inverse", inverse(Sum(aa, bb)), inverse(Sum(bb, aa))},
	{"as the key of an encryption", SEnc(HashKey(Sum(rr, qq)), aa),
		SEnc(HashKey(Sum(qq, rr)), aa)},
	{"shared or not", HashKey(aa), HashKey(Atom("a", "", Scalar))},
}

var unequalTerms = []struct {
	name string
	x, y *Term
}{
	{"two scalars", aa, bb},
	{"two points", Mul(aa, G), Mul(bb, G)},
	{"a scalar and its point", aa, Mul(aa, G)},
	{"a scalar and a point of one name", Atom("x", "", Scalar), Atom("x", "", Point)},
	{"their logarithms", Mul(Atom("x", "", Scalar), G), Atom("x", "", Point)},
	{"one and the generator", constant("1"), G},
	{"zero and the identity", constant("0"), Mul(constant("0"), G)},
	{"the square and the double", Mul(aa, aa), Sum(aa, aa)},
	{"once and twice", rr, Sum(rr, rr)},
	{"plus and minus", Sum(aa, bb), Sum(aa, minus(bb))},
	{"a product of points' scalars and their sum", Mul(Mul(aa, bb), G), Mul(Sum(aa, bb), G)},
	{"H and h", H(aa), HashScalar(aa)},
	{"h to a scalar and to a key", HashScalar(aa), HashKey(aa)},
	{"hashes of other arguments", HashScalar(aa, bb), HashScalar(aa, cc)},
	{"hashes in another order", HashScalar(aa, bb), HashScalar(bb, aa)},
	{"hashes of more arguments", HashScalar(aa, bb), HashScalar(aa, bb, bb)},
	{"hashes of a tuple", HashKey(aa, bb), HashKey(Tuple(aa, bb))},
	{"brackets in a tuple", Tuple(aa, Tuple(bb, cc)), Tuple(Tuple(aa, bb), cc)},
	{"hashes inside", Mul(HashScalar(IDD, rr), rr), Mul(HashScalar(IDP, rr), rr)},
	{"a hash in another place", Mul(H(aa), bb), Mul(H(bb), aa)},
	{"a sum inside a hash or outside", H(Sum(aa, bb)), Sum(H(aa), H(bb))},
	{"a reading", &Term{Op: OpHashS, Sort: Scalar, Mode: Raw, Args: []*Term{aa}}, HashScalar(aa)},
	{"other runs", Atom("r5", "alice.1", Scalar), Atom("r5", "alice.2", Scalar)},
	{"where the name ends", Atom("r51", "2", Scalar), Atom("r5", "12", Scalar)},
	{"a place in the name", Atom("a[1]", "", Scalar), Atom("a", "1", Scalar)},
	{"a variable and an atom", Var("a", Scalar), aa},
	{"encryption and a tuple", AEnc(PUK(D), IDP), Tuple(PUK(D), IDP)},
	{"encryptions", AEnc(aa, IDP), SEnc(aa, IDP)},
	{"the key and the first field", SEnc(aa, bb), SEnc(bb, aa)},
	{"two encryptions of the same", &Term{Op: OpSEnc, At: "1", Args: []*Term{aa, bb}},
		&Term{Op: OpSEnc, At: "2", Args: []*Term{aa, bb}}},
	{"a key pair's halves", PUK(D), PRK(D)},
	{"key pairs", PUK(D), PUK(P)},
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
	if Equal(Mul(aa, inverse(aa)), constant("1")) {
		t.Error("a·(1/a) is 1 now: say so in Poly's comment, and in this test")
	}
	if !Equal(Mul(inverse(aa), Mul(bb, G)), Mul(bb, Mul(inverse(aa), G))) {
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
		{Sum(G, G), "2*"},
	} {
		if got := PolyOf(c.term).String(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.term, got, c.want)
		}
	}
	// Three of a·b, and one of a: two monomials, of two atoms and of one.
	p := PolyOf(Sum(aa, Mul(constant("3"), Mul(aa, bb))))
	if len(p) != 2 {
		t.Fatalf("got %s, want two monomials", p)
	}
	for m, c := range p {
		if n := len(monomialAtoms(m)); c.Int64() != int64(2*n-1) {
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
	PolyOf(constant("ten"))
}
