package model

import (
	"fmt"
	"math/big"
	"sort"
	"strconv"
	"strings"
)

// A Poly is a polynomial with integer coefficients in the atomic scalars of a
// term. A scalar is its polynomial; a point is the polynomial of its discrete
// logarithm to the base G. Two points are equal when their polynomials are: that
// is why (17) and (22) are the same value, with S_D = r3 + h(..)·s and R_P2 = r5·G.
//
// What is not a sum or a product counts as an atom of its own: a fresh scalar, a
// hash, an unknown point's logarithm. So does 1/k, and k·(1/k) is not reduced: that
// is enough, since only an adversary's recipe holds an inverse, a recipe is judged
// by its bytes, and the most that can happen is that equal terms are not seen to
// be. The key of the map is a monomial, its atoms in order, each with its length
// before it so that no two are confused.
type Poly map[string]*big.Int

// poly is the polynomial of a term of sort Scalar or Point.
func poly(t *Term) Poly { return polyOf(t, structure, poly) }

// polyOf is poly with the names of atoms, and the polynomials of parts, given by the caller.
func polyOf(t *Term, name func(*Term) string, of func(*Term) Poly) Poly {
	switch t.Op {
	case OpGen:
		return Poly{"": big.NewInt(1)}
	case OpConst:
		n, ok := new(big.Int).SetString(t.Name, 10)
		if !ok {
			panic("model: internal error: constant " + t.Name)
		}
		return Poly{"": n}.tidy()
	case OpSum:
		sum := Poly{}
		for _, a := range t.Args {
			for m, c := range of(a) {
				sum.add(m, c)
			}
		}
		return sum.tidy()
	case OpMul:
		return of(t.Args[0]).times(of(t.Args[1]))
	}
	atom := name(t)
	if t.Op == OpAtom && t.Sort == Point {
		atom = "log " + atom
	}
	return Poly{strconv.Itoa(len(atom)) + ":" + atom: big.NewInt(1)}
}

func (p Poly) add(monomial string, c *big.Int) {
	if old, ok := p[monomial]; ok {
		c = new(big.Int).Add(old, c)
	}
	p[monomial] = c
}

func (p Poly) tidy() Poly {
	for m, c := range p {
		if c.Sign() == 0 {
			delete(p, m)
		}
	}
	return p
}

func (p Poly) times(q Poly) Poly {
	out := Poly{}
	for m, c := range p {
		for n, d := range q {
			atoms := append(Atoms(m), Atoms(n)...)
			sort.Strings(atoms)
			out.add(strings.Join(atoms, ""), new(big.Int).Mul(c, d))
		}
	}
	return out.tidy()
}

// Atoms splits the key of a monomial, such as "3:abc2:xy", into its atoms with their lengths.
func Atoms(m string) []string {
	var atoms []string
	for m != "" {
		i := strings.IndexByte(m, ':')
		n, err := strconv.Atoi(m[:i])
		if err != nil {
			panic("model: internal error: monomial " + m)
		}
		end := i + 1 + n
		atoms = append(atoms, m[:end])
		m = m[end:]
	}
	return atoms
}

func (p Poly) text() string {
	parts := make([]string, 0, len(p))
	for m, c := range p {
		parts = append(parts, c.String()+"*"+m)
	}
	sort.Strings(parts)
	return strings.Join(parts, "+")
}

// Canon returns a string that two terms share exactly when they are equal in the term algebra.
// It describes scalars and points by their polynomials, all else by structure.
func Canon(t *Term) string {
	if t.Sort == Scalar || t.Sort == Point {
		return fmt.Sprintf("%d{%s}", t.Sort, poly(t).text())
	}
	return structure(t)
}

// structure is a text that says how a term is made; equal arguments give the same text. The
// order of the texts of an exclusive or makes no difference.
func structure(t *Term) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d/%d/%d/%d:%s/%d:%s(",
		t.Op, t.Sort, t.Mode, len(t.Name), t.Name, len(t.At), t.At)
	args := make([]string, len(t.Args))
	for i, a := range t.Args {
		args[i] = Canon(a)
	}
	if t.Op == OpXOR {
		sort.Strings(args)
	}
	for _, c := range args {
		fmt.Fprintf(&b, "%d:%s", len(c), c)
	}
	b.WriteByte(')')
	return b.String()
}

// Equal reports whether two terms are the same value.
func Equal(a, b *Term) bool { return a == b || Canon(a) == Canon(b) }
