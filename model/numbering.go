package model

import (
	"slices"
	"strconv"
)

// A Numbering numbers terms: two terms get the same number exactly when they are Equal. It
// remembers what it has numbered, and so does quickly what Canon would do slowly, for
// thousands of terms that share their parts. The zero value is ready.
type Numbering struct {
	numbers map[string]int
	known   map[*Term]int
	polys   map[*Term]Poly
}

func (x *Numbering) begin() {
	if x.numbers == nil {
		x.numbers, x.known = map[string]int{}, map[*Term]int{}
		x.polys = map[*Term]Poly{}
	}
}

// Number returns the number of a term. The caller must not change the term afterwards.
func (x *Numbering) Number(t *Term) int {
	if n, ok := x.known[t]; ok {
		return n
	}
	x.begin()
	var form string
	if t.Sort == Scalar || t.Sort == Point {
		form = strconv.Itoa(int(t.Sort)) + "{" + x.Poly(t).text() + "}"
	} else {
		form = x.form(t)
	}
	n := x.intern(form)
	x.known[t] = n
	return n
}

func (x *Numbering) intern(form string) int {
	n, ok := x.numbers[form]
	if !ok {
		n = len(x.numbers)
		x.numbers[form] = n
	}
	return n
}

// form is the structure of a term, with numbers in place of its arguments.
func (x *Numbering) form(t *Term) string {
	b := make([]byte, 0, 64)
	for _, n := range []int{int(t.Op), int(t.Sort), int(t.Mode), len(t.Name)} {
		b = append(strconv.AppendInt(b, int64(n), 10), '/')
	}
	b = append(append(b, t.Name...), '/')
	b = strconv.AppendInt(b, int64(len(t.At)), 10)
	b = append(append(b, ':'), t.At...)
	args := make([]int, len(t.Args))
	for i, a := range t.Args {
		args[i] = x.Number(a)
	}
	if t.Op == OpXOR { // in any order
		slices.Sort(args)
	}
	for _, n := range args {
		b = strconv.AppendInt(append(b, ','), int64(n), 10)
	}
	return string(b)
}

// Poly returns the polynomial of a scalar or a point, with numbers for the names of atoms. The
// caller must not change it.
func (x *Numbering) Poly(t *Term) Poly {
	if p, ok := x.polys[t]; ok {
		return p
	}
	x.begin()
	p := polyOf(t, x.name, x.Poly)
	x.polys[t] = p
	return p
}

func (x *Numbering) name(t *Term) string { return strconv.Itoa(x.intern("atom " + x.form(t))) }
