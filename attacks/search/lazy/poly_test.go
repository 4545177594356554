package lazy

import (
	"math/rand/v2"
	"testing"

	"emrproof/attacks/search/lazy/linear"
	"emrproof/model"
)

func scalar(name string) *Term { return atom(name, model.Scalar) }

func hashOf(args ...*Term) *Term {
	return &Term{Op: model.OpHashS, Sort: model.Scalar, Args: args}
}

// A sample is a sum of products, with its value where the scalars are numbers and the generator
// is 1.
type sample struct {
	t     *Term
	value linear.Element
}

var leaves = []sample{{scalar("r"), 1009}, {scalar("s"), 2003}, {hashOf(scalar("r")), 3001},
	{hashOf(scalar("s")), 4001}, {hashOf(Mul(scalar("r"), generator)), 5003}}

// draw makes a random scalar of sums and products.
func draw(r *rand.Rand, depth int) sample {
	if depth == 0 || r.IntN(4) == 0 {
		return leaves[r.IntN(len(leaves))]
	}
	a, b := draw(r, depth-1), draw(r, depth-1)
	if r.IntN(2) == 0 {
		return sample{Sum(a.t, b.t), a.value.Plus(b.value)}
	}
	return sample{Mul(a.t, b.t), a.value.Times(b.value)}
}

// Two sums of products are the same term when they have the same value for numbers that are
// arbitrary; and a multiple of a multiple of the generator is that of the product.
func TestSumsAreEqualWhenTheirValuesAre(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 15))
	equal := 0
	for range 9000 {
		a, b := draw(r, 2), draw(r, 2)
		want := a.value == b.value
		for _, pair := range [][2]*Term{{a.t, b.t}, {Mul(a.t, generator), Mul(b.t, generator)},
			{Mul(a.t, Mul(scalar("s"), generator)), Mul(scalar("s"), Mul(b.t, generator))}} {
			if got := Same(pair[0], pair[1]); got != want {
				t.Fatalf("%s and %s: got %v", pair[0], pair[1], got)
			}
		}
		if want {
			equal++
		}
	}
	if equal < 100 {
		t.Errorf("%d pairs are equal, want 100", equal)
	}
}

// What a sum is depends on what its variables stand for, also within hashes.
func TestSumsFollowTheirVariables(t *testing.T) {
	s := &trail{}
	x, n := s.Variable(model.Point), s.Variable(model.Key)
	r := scalar("r")
	sum := Sum(Mul(r, x), Mul(hashOf(n), generator), Mul(hashOf(key), generator))
	two := Sum(hashOf(key), hashOf(key))
	want := Sum(Mul(Mul(r, r), generator), Mul(two, generator))
	if Same(sum, want) {
		t.Errorf("%s is %s already", sum, want)
	}
	mark := s.Mark()
	if !s.Unify(x, Mul(r, generator)) || !s.Unify(n, key) || !Same(sum, want) {
		t.Errorf("got %s, want %s", sum, want)
	}
	if copied := (Copies{}).Of(sum); !Same(copied, want) {
		t.Errorf("copied: got %s, want %s", copied, want)
	}
	s.Undo(mark)
	if Same(sum, want) {
		t.Errorf("%s is %s still", sum, want)
	}
}

// An open point is bound to what it has to be; what cannot be is refused.
func TestUnifyPoints(t *testing.T) {
	r, q := scalar("r"), scalar("q")
	rG, qG := Mul(r, generator), Mul(q, generator)
	for _, c := range []struct {
		name string
		ask  func(x, y *Term) (a, b *Term)
		ok   bool
		x    func(y *Term) *Term // what x is then; nil: it is open
	}{
		{"a multiple of an open point", func(x, _ *Term) (*Term, *Term) { return Mul(r, x), Mul(r, qG) },
			true, func(*Term) *Term { return qG }},
		{"two open points", func(x, y *Term) (*Term, *Term) { return Mul(r, x), Mul(r, y) },
			true, func(y *Term) *Term { return y }},
		{"a sum", func(x, y *Term) (*Term, *Term) { return Sum(x, Mul(r, y)), qG },
			true, func(y *Term) *Term { return Sum(qG, Mul(Mul(scalar("r"), minusOne), y)) }},
		{"two points", func(_, _ *Term) (*Term, *Term) { return rG, qG }, false, nil},
		{"the identity", func(x, _ *Term) (*Term, *Term) { return Sum(x, rG), rG }, false, nil},
		{"a point and its hash", func(x, _ *Term) (*Term, *Term) {
			return x, Mul(hashOf(x), generator)
		}, true, nil},
		{"sums that stay equal", func(x, y *Term) (*Term, *Term) {
			return Sum(Mul(r, x), Mul(q, y)), Sum(Mul(q, y), Mul(r, x))
		}, true, nil},
	} {
		s := &trail{}
		x, y := s.Variable(model.Point), s.Variable(model.Point)
		y.level = 1
		a, b := c.ask(x, y)
		if got := s.Unify(a, b); got != c.ok {
			t.Errorf("%s: got %v", c.name, got)
			continue
		}
		switch {
		case !c.ok:
		case c.x == nil && !x.Walk().Open():
			t.Errorf("%s: got %s, want it open", c.name, x)
		case c.x != nil && !Same(x, c.x(y)):
			t.Errorf("%s: got %s, want %s", c.name, x, c.x(y))
		}
		if c.ok && len(s.asked) == 0 && !Same(a, b) {
			t.Errorf("%s: %s is not %s", c.name, a, b)
		}
	}
}

var minusOne = &Term{Op: model.OpSum, Sort: model.Scalar, poly: []monomial{{n: linear.Of(-1)}}}

// Scalars are equal when their hashes are of the same values.
func TestUnifyScalars(t *testing.T) {
	s := &trail{}
	n := s.Variable(model.Key)
	r := scalar("r")
	if s.Unify(Sum(r, hashOf(other)), Sum(r, hashOf(key))) {
		t.Error("two hashes that differ: got equal sums")
	}
	if s.Unify(Sum(r, hashOf(n)), Sum(scalar("q"), hashOf(key))) || s.Undecided != 0 {
		t.Errorf("sums of which one has r: got equal, or undecided")
	}
	if !s.Unify(Sum(r, hashOf(n)), Sum(r, hashOf(key))) || !Same(n, key) {
		t.Errorf("got %s, want %s", n, key)
	}
}
