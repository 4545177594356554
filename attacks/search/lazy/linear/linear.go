// Package linear solves systems of linear equations over the field of the integers modulo the
// prime 2⁶¹ − 1.
package linear

import (
	"math/bits"
	"slices"
)

// P is the number of elements of the field.
const P = 1<<61 - 1

// An Element is an integer below P.
type Element uint64

// Of returns an integer as an element.
func Of(n int) Element {
	if n < 0 {
		return Of(-n).Negative()
	}
	return Element(uint64(n) % P)
}

func (a Element) Plus(b Element) Element {
	if a += b; a >= P {
		a -= P
	}
	return a
}

func (a Element) Negative() Element {
	if a == 0 {
		return 0
	}
	return P - a
}

// Times returns a·b. Since 2⁶¹ is 1, the product is the sum of its lower 61 bits and of the rest.
func (a Element) Times(b Element) Element {
	high, low := bits.Mul64(uint64(a), uint64(b))
	return Element(low & P).Plus(Element(high<<3 | low>>61))
}

// Inverse returns 1/a, where a is not 0, by Fermat's theorem.
func (a Element) Inverse() Element { return a.power(P - 2) }

// Power returns a to the power n, which may be negative where a is not 0.
func (a Element) Power(n int) Element {
	switch {
	case n == 1:
		return a
	case n < 0:
		return a.Inverse().power(uint64(-n))
	}
	return a.power(uint64(n))
}

func (a Element) power(n uint64) Element {
	r := Element(1)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r = r.Times(a)
		}
		a = a.Times(a)
	}
	return r
}

// Arbitrary returns an element other than 0 that two numbers name, as if it were drawn at random
// (the finaliser of Steele, Lea and Flood's SplitMix, OOPSLA 2014).
func Arbitrary(i, j int) Element {
	z := uint64(i)*0x9e3779b97f4a7c15 + uint64(j)*0xd1342543de82ef95 + 0x632be59bd9b4e019
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return Element((z^z>>31)%(P-1)) + 1
}

// A System is a list of equations in n unknowns, none of which follows from the others.
type System struct {
	n    int
	rows []row
}

// A row is an equation Σ c[i]·x[i] = c[n], whose first coefficient that is not 0 is 1.
type row struct {
	first int
	c     []Element
}

// New returns a system of no equations in n unknowns.
func New(n int) *System { return &System{n: n} }

// Add adds the equation Σ c[i]·x[i] = c[n]. It says whether there is a solution still; where
// there is none, the system stays as it was. The system keeps c.
func (s *System) Add(c []Element) bool {
	s.reduce(c)
	first := slices.IndexFunc(c, func(e Element) bool { return e != 0 })
	switch first {
	case -1:
		return true
	case s.n:
		return false
	}
	inverse := c[first].Inverse()
	for i := first; i <= s.n; i++ {
		c[i] = c[i].Times(inverse)
	}
	at, _ := slices.BinarySearchFunc(s.rows, first, func(r row, i int) int { return r.first - i })
	s.rows = slices.Insert(s.rows, at, row{first, c})
	return true
}

// An Equation has its coefficients that are not 0, and its right side under the number of unknowns.
type Equation []Summand

// A Summand is a coefficient, and the number of its unknown.
type Summand struct {
	Of int
	N  Element
}

// Plus adds a coefficient of an unknown.
func (e Equation) Plus(of int, n Element) Equation {
	for i := range e {
		if e[i].Of == of {
			e[i].N = e[i].N.Plus(n)
			return e
		}
	}
	return append(e, Summand{of, n})
}

// Row returns all coefficients of an equation in n unknowns, and its right side.
func (e Equation) Row(n int) []Element {
	c := make([]Element, n+1)
	for _, a := range e {
		c[a.Of] = a.N
	}
	return c
}

// AddAll adds equations, as Add does one. First it looks for unknowns that have to be 0, and for
// what they leave of others: that settles most systems that have no solution.
func (s *System) AddAll(all []Equation) bool {
	zero := make([]bool, s.n)
	for again := true; again; {
		again = false
		for _, e := range all {
			count, only, side := e.left(zero)
			switch {
			case count == 0 && side:
				return false
			case count == 1 && !side:
				zero[only], again = true, true
			}
		}
	}
	for i, is := range zero {
		if is && !s.Add(Equation{{i, 1}}.Row(s.n)) {
			return false
		}
	}
	for _, e := range all {
		if count, _, _ := e.left(zero); count > 0 && !s.Add(e.Row(s.n)) {
			return false
		}
	}
	return true
}

// left counts the unknowns of an equation that may be other than 0, names the last of them, and
// says whether the right side is other than 0.
func (e Equation) left(zero []bool) (count, only int, side bool) {
	for _, a := range e {
		switch {
		case a.N == 0:
		case a.Of == len(zero):
			side = true
		case !zero[a.Of]:
			count, only = count+1, a.Of
		}
	}
	return count, only, side
}

// Follows says whether each solution of the system solves Σ c[i]·x[i] = c[n]. It changes c.
func (s *System) Follows(c []Element) bool {
	s.reduce(c)
	return !slices.ContainsFunc(c, func(e Element) bool { return e != 0 })
}

// reduce takes multiples of the equations from c, so that the first unknown of none stands in
// it. The equations are in the order of their first unknowns.
func (s *System) reduce(c []Element) {
	for _, r := range s.rows {
		if f := c[r.first]; f != 0 {
			f = f.Negative()
			for i := r.first; i <= s.n; i++ {
				c[i] = c[i].Plus(f.Times(r.c[i]))
			}
		}
	}
}

// Clone returns a system to which equations can be added while this one stays as it is.
func (s *System) Clone() *System { return &System{s.n, slices.Clone(s.rows)} }

// Value returns what an unknown is in all solutions. It is false where solutions differ.
func (s *System) Value(i int) (Element, bool) {
	c := make([]Element, s.n+1)
	c[i] = 1
	s.reduce(c)
	if slices.ContainsFunc(c[:s.n], func(e Element) bool { return e != 0 }) {
		return 0, false
	}
	return c[s.n].Negative(), true
}
