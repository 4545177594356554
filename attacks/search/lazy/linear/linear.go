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
	return Element(n % P)
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
	if n < 0 {
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
