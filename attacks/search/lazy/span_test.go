package lazy

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"emrproof/model"
)

// at is a variable that the adversary has chosen from what it knew at a level.
func at(k *Knowledge, level int) *Term {
	x := k.Variable(model.Point)
	x.level = level
	return x
}

// pg is a multiple of the generator.
func pg(k ...*Term) *Term {
	t := generator
	for _, s := range k {
		t = Mul(s, t)
	}
	return t
}

func negative(t *Term) *Term { return Mul(minusOne, t) }

// What the adversary can make of points, with a point of its own choice among them.
func TestPointsThatCanBeMade(t *testing.T) {
	r, q, s, u := scalar("r"), scalar("q"), scalar("s"), scalar("u")
	for _, c := range []struct {
		name  string
		known []*Term // at level 1
		later []*Term // at level 2
		at    int     // the level at which X is chosen
		want  func(x *Term) *Term
		ok    bool
	}{
		{"a shared secret with a point of its own", []*Term{pg(r)}, nil, 1,
			func(x *Term) *Term { return Mul(r, x) }, true},
		{"a shared secret of two others", []*Term{pg(r), pg(q)}, nil, 1,
			func(*Term) *Term { return pg(r, q) }, false},
		{"it, with one of their scalars", []*Term{pg(r), q}, nil, 1,
			func(*Term) *Term { return pg(r, q) }, true},
		{"a sum", []*Term{pg(r), pg(q), s}, nil, 1,
			func(*Term) *Term { return Sum(pg(r, s), negative(pg(q)), pg(s)) }, true},
		// Nothing but the identity goes into it, and no suite takes that.
		{"a multiple by what is not known at all", []*Term{pg(r)}, nil, 1,
			func(x *Term) *Term { return Mul(q, x) }, false},
		// X is what cancels the key of the authority, s·G: this is forging an implicit certificate.
		{"with a hash of something else", []*Term{pg(r), pg(s)}, nil, 1, func(x *Term) *Term {
			return Mul(r, Sum(x, Mul(hashOf(generator), pg(s))))
		}, true},
		{"with a hash of itself", []*Term{pg(r), pg(s)}, nil, 1, func(x *Term) *Term {
			return Mul(r, Sum(x, Mul(hashOf(x), pg(s))))
		}, false},
		{"with a hash of a multiple of itself", []*Term{pg(r), pg(s)}, nil, 1,
			func(x *Term) *Term { return Mul(r, Sum(x, Mul(hashOf(Mul(r, x)), pg(s)))) }, false},
		{"with a hash that is not known", []*Term{pg(r), pg(s)}, nil, 1, func(x *Term) *Term {
			return Mul(r, Sum(x, Mul(hashOf(key), pg(s))))
		}, false},
		{"with a hash that is known later", []*Term{pg(r), pg(s)}, []*Term{key}, 1,
			func(x *Term) *Term { return Mul(r, Sum(x, Mul(hashOf(key), pg(s)))) }, false},
		{"with a hash that is known by then", []*Term{pg(r), pg(s)}, []*Term{key}, 2,
			func(x *Term) *Term { return Mul(r, Sum(x, Mul(hashOf(key), pg(s)))) }, true},
		// A certificate that was given: S = u + h·s. With it goes u·G + h·s·G.
		{"what a known sum gives", []*Term{pg(r), pg(s), Sum(u, Mul(hashOf(pg(u)), s))}, nil, 1,
			func(*Term) *Term { return Mul(r, Sum(pg(u), Mul(hashOf(pg(u)), pg(s)))) }, true},
		{"what half of it gives", []*Term{pg(r), pg(s), Sum(u, Mul(hashOf(pg(u)), s))}, nil, 1,
			func(*Term) *Term { return pg(r, u) }, false},
		{"a point that comes later", []*Term{pg(r)}, []*Term{pg(q)}, 1,
			func(x *Term) *Term { return Mul(r, Sum(x, pg(q))) }, false},
		{"with a scalar that comes later", []*Term{pg(r), pg(s)}, []*Term{s}, 1,
			func(x *Term) *Term { return Mul(r, Sum(x, Mul(s, pg(q)))) }, false},
	} {
		for _, plain := range []bool{false, true} {
			k := &Knowledge{Level: 1, Every: plain}
			k.LearnAll(c.known, 1)
			if c.later != nil {
				k.Advance(c.later, nil)
			}
			level := k.Level
			x := at(k, c.at)
			if got := ways(k, level, c.want(x)) > 0; got != c.ok || k.Undecided > 0 {
				t.Errorf("%s: got %v, %d undecided", c.name, got, k.Undecided)
			}
		}
	}
}

// Whether a point can be made may depend on what is hidden: on a point, or on what a hash is of.
func TestPointsThatAreHidden(t *testing.T) {
	r, s := scalar("r"), scalar("s")
	for _, c := range []struct {
		name   string
		hidden *Term
		want   func(x *Term) *Term
	}{
		{"a point", pg(r, s), func(x *Term) *Term { return Sum(pg(r, s), pg(r)) }},
		{"a point deep inside", sealed((&trail{}).Draw(), key, pg(r, s)),
			func(x *Term) *Term { return pg(r, s) }},
		{"what a hash is of", secret, func(x *Term) *Term {
			return Mul(r, Sum(x, Mul(hashOf(secret), pg(s))))
		}},
	} {
		for _, own := range []bool{false, true} { // the adversary can choose the key
			k := &Knowledge{Level: 1}
			n, x := k.Variable(model.Key), at(k, 1)
			k.LearnAll([]*Term{pg(r), pg(s), key}, 1)
			if own {
				k.Learn(sealed(k.Draw(), n, c.hidden), 1)
			} else {
				k.Learn(sealed(k.Draw(), other, c.hidden), 1)
			}
			if got := ways(k, 1, c.want(x)) > 0; got != own {
				t.Errorf("%s: the key is the adversary's: %v: got %v", c.name, own, got)
			}
		}
	}
}

// It may take that two hashes are equal, where neither is known.
func TestHashesThatMeet(t *testing.T) {
	s := scalar("s")
	for _, known := range []bool{false, true} {
		k := &Knowledge{Level: 1}
		k.Learn(Mul(hashOf(key, secret), pg(s)), 1)
		m := k.Variable(model.Key)
		m.level = 1
		if known {
			k.Learn(key, 1)
		}
		if got := ways(k, 1, Mul(hashOf(m, secret), pg(s))) > 0; got != known {
			t.Errorf("the key known: %v: got %v", known, got)
		}
	}
}

// Random equations between points that the adversary chose: where small numbers solve them, they
// can hold; and where they can hold, what Choose chooses solves them.
func TestEquationsAgainstPlainSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 15))
	secrets := []*Term{scalar("a"), scalar("b"), scalar("c")}
	count := map[bool]int{}
	for range 500 {
		k := &Knowledge{Level: 1}
		k.LearnAll([]*Term{pg(secrets[0]), pg(secrets[1])}, 1)
		basis := []*Term{generator, pg(secrets[0]), pg(secrets[1])}
		xs := []*Term{at(k, 1), at(k, 1)}
		var sums [2]*Term
		for i := range sums {
			var parts []*Term
			for range 1 + r.IntN(2) {
				p := []*Term{xs[0], xs[1], generator}[r.IntN(3)]
				for range r.IntN(3) {
					p = Mul(secrets[r.IntN(3)], p)
				}
				parts = append(parts, p)
			}
			sums[i] = Sum(parts...)
		}
		found := solvedBySmall(k, xs, basis, sums)
		mark := k.Mark()
		got := k.Unify(sums[0], sums[1]) && k.Solve(k.Woken(mark, nil), func() bool {
			chosen := 0
			k.Choose(func() bool {
				if chosen++; !Same(sums[0], sums[1]) {
					t.Errorf("%s = %s: chosen %s and %s", sums[0], sums[1], xs[0], xs[1])
				}
				return false
			})
			if chosen == 0 {
				t.Errorf("%s = %s: nothing chosen", sums[0], sums[1])
			}
			return true
		})
		k.Undo(mark)
		if found && !got {
			t.Errorf("%s = %s: got no solution", sums[0], sums[1])
		}
		count[got]++
	}
	if count[true] < 50 || count[false] < 50 {
		t.Errorf("%v: want 50 of each", fmt.Sprint(count))
	}
}

// solvedBySmall tries combinations with small coefficients, other than the identity.
func solvedBySmall(k *Knowledge, xs, basis []*Term, sums [2]*Term) bool {
	var some []*Term
	for n := range 27 {
		var parts []*Term
		for i, c := 0, n; i < 3; i, c = i+1, c/3 {
			if c%3 > 0 {
				parts = append(parts, basis[i])
			}
			if c%3 == 2 {
				parts[len(parts)-1] = negative(basis[i])
			}
		}
		if parts != nil {
			some = append(some, Sum(parts...))
		}
	}
	defer k.Undo(k.Mark())
	for _, a := range some {
		for _, b := range some {
			mark := k.Mark()
			k.bind(xs[0], a)
			k.bind(xs[1], b)
			equal := Same(sums[0], sums[1])
			k.Undo(mark)
			if equal {
				return true
			}
		}
	}
	return false
}
