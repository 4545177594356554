package model

import (
	"fmt"
	"slices"
	"testing"
)

// trickyNames are the pieces that Canon itself is written with.
var trickyNames = []string{"", "1", ":", "1:", "(", ")", "1:1", "+", "*", "log ", "{"}

// canons finds two terms that Canon confuses; no two with different keys may be.
type canons map[string]string

func (c canons) add(t *testing.T, term *Term, key string) {
	t.Helper()
	canon := Canon(term)
	if old, ok := c[canon]; ok && old != key {
		t.Fatalf("%s and %s are both %q", old, key, canon)
	}
	c[canon] = key
}

// Every atom whose name and place are made of few of the signs between them.
func TestNoTwoAtomsAreConfused(t *testing.T) {
	words := []string{""}
	for i := 0; len(words) < 156; i++ { // the words of at most three signs
		for _, sign := range []string{"1", ":", "/0:", "/1:", "("} {
			words = append(words, words[i]+sign)
		}
	}
	seen := canons{}
	for _, name := range words {
		for _, at := range words {
			seen.add(t, Atom(name, at, Data), fmt.Sprintf("%q at %q", name, at))
		}
	}
	if want := 156 * 156; len(seen) != want {
		t.Errorf("%d atoms, want %d", len(seen), want)
	}
}

// Every product of at most three atoms, whose names and places are tricky.
func TestNoTwoMonomialsAreConfused(t *testing.T) {
	type factor struct {
		term *Term
		key  string
	}
	var factors []factor
	for _, name := range trickyNames {
		for _, at := range []string{"", "1", ":"} {
			for _, sort := range []Sort{Scalar, Point} {
				key := fmt.Sprintf("%q at %q, a %s", name, at, sort)
				factors = append(factors, factor{Atom(name, at, sort), key})
			}
		}
	}
	seen := canons{}
	for i, x := range factors {
		seen.add(t, x.term, x.key)
		for j, y := range factors {
			keys := []string{x.key, y.key}
			slices.Sort(keys)
			seen.add(t, mul(x.term, mul(y.term, G)), fmt.Sprint(keys))
			if i%4 == 1 && j%4 == 1 {
				for _, z := range factors {
					keys := []string{x.key, y.key, z.key}
					slices.Sort(keys)
					seen.add(t, mul(mul(x.term, z.term), mul(y.term, G)), fmt.Sprint(keys))
				}
			}
		}
	}
	if len(seen) < 66+66*67/2 {
		t.Errorf("%d monomials", len(seen))
	}
}

// Every sum of at most two such atoms, with coefficients.
func TestNoTwoSumsAreConfused(t *testing.T) {
	seen := canons{}
	for i, x := range trickyNames {
		for _, y := range trickyNames[i+1:] {
			for _, n := range []string{"-1", "1", "11"} {
				sum := sum(mul(Atom(x, "", Scalar), constant(n)), Atom(y, "", Scalar))
				seen.add(t, sum, fmt.Sprintf("%s of %q and %q", n, x, y))
			}
		}
	}
	if want := 3 * 55; len(seen) != want {
		t.Errorf("%d sums, want %d", len(seen), want)
	}
}

// Every term of few nodes over tricky names.
func TestNoTwoStructuresAreConfused(t *testing.T) {
	makers := []func(...*Term) *Term{tuple, hashKey,
		func(args ...*Term) *Term { return &Term{Op: OpAEnc, Sort: Ciphertext, Args: args} },
		func(args ...*Term) *Term { return &Term{Op: OpSEnc, Sort: Ciphertext, Args: args} },
		func(args ...*Term) *Term {
			return &Term{Op: OpSEnc, Sort: Ciphertext, Mode: NoTag, At: "1", Args: args}
		},
	}
	var terms []*Term
	for _, name := range trickyNames {
		terms = append(terms, Atom(name, "", Data), Atom("", name, Data), Var(name, Data))
	}
	seen := canons{}
	for depth := range 2 {
		var made []*Term
		for i, f := range makers {
			made = append(made, f())
			for j, x := range terms {
				made = append(made, f(x))
				for k := (i + j) % 3; k < len(terms); k += 1 + 2*depth {
					made = append(made, f(x, terms[k]))
				}
			}
		}
		for _, x := range append(terms, made...) {
			seen.add(t, x, fmt.Sprintf("%#v", structured(x)))
		}
		// The next round builds on some of each kind.
		for i := 0; i < len(made); i += 37 {
			terms = append(terms, made[i])
		}
	}
	if len(seen) < 10000 {
		t.Errorf("%d structures", len(seen))
	}
}

// structured is a term as nested values, which print without confusion.
func structured(t *Term) []any {
	list := []any{t.Op, t.Sort, t.Mode, t.Name, t.At}
	for _, a := range t.Args {
		list = append(list, structured(a))
	}
	return list
}
