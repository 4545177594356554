package lazy

import (
	"slices"

	"emrproof/attacks/search/lazy/linear"
	"emrproof/model"
)

// A point can be made when it is a linear combination of the points that are known, with
// coefficients that are computed from the scalars that are known. So a point that the adversary
// chose is such a combination with unknown coefficients, and so is one that it has to make.
// Constraints on points are then linear equations, one for each monomial in the scalars that the
// adversary does not know; elimination says whether there are such coefficients. That is the
// generic group: nothing is known of a point but how it was made.
//
// The scalars that are known are replaced by arbitrary numbers. A choice must not depend on a
// hash of itself, nor on a scalar that is learned after it: hashes are random oracles. So a
// scalar that only some choices may depend on is replaced by several numbers in turn, with
// equations for each; a choice that may not depend on it is the same in all of them.
//
// With a probability of less than 2⁻⁵⁰ for each system, one that has a solution is taken for one
// that has none. A system without a solution may be taken for one that has one. Then the
// adversary fails to carry the run out, which is noticed.

// trials is by how many numbers a scalar is replaced that only some choices may depend on.
const trials = 3

// A choice is a point that the adversary chose, or one that it has to make.
type choice struct {
	t     *Term
	poly  term // of what it has to make
	base  int  // the number of an open point; −1: of none
	level int
	of    []int  // the known points that it is a combination of
	sees  []bool // of the atoms: whether the coefficients may depend on it
	first int    // the first unknown
}

// A problem is a system of constraints on points that is being set up.
type problem struct {
	k       *Knowledge
	lenient bool   // all hashes are known, and all that can be taken apart
	zero    []term // what has to be the identity
	choices []choice
	points  []known
	atoms   []*Term
	bases   []*Term // the open points
	choice  []int   // of these: the number of the choice; −1: whatever they are
	partial bool    // there are known points that are not used
	groups  [][]bool
	group   []int // of the atoms: the number of its group, or one of those below
	size    int   // how many unknowns there are
	system  *linear.System
}

// A known point is known from a level on.
type known struct {
	t     *Term
	poly  term
	level int
}

var generator = &Term{Op: model.OpGen, Sort: model.Point, Name: model.G.Name}

// Atoms that all choices may depend on, and those that none may depend on, are in no group.
const (
	everywhere = -1
	nowhere    = -2
)

// A term is a polynomial whose scalars and open points have numbers.
type term []coded

type coded struct {
	n      linear.Element
	powers []codedPower
	base   int // −1: the generator
}

type codedPower struct{ atom, exp int }

func (p *problem) code(all []monomial) term {
	var t term
	for _, m := range p.k.reduced(all) {
		c := coded{n: m.n, base: -1}
		if m.base.Op != model.OpGen {
			c.base = number(&p.bases, m.base)
		}
		for _, q := range m.powers {
			c.powers = append(c.powers, codedPower{number(&p.atoms, q.of), q.exp})
		}
		t = append(t, c)
	}
	return t
}

// number is the number of a term in a list, to which it is added if it is not there.
func number(all *[]*Term, t *Term) int {
	t = t.Walk()
	i := slices.Index(*all, t)
	if i < 0 {
		i = slices.IndexFunc(*all, func(o *Term) bool { return Same(o, t) })
	}
	if i < 0 {
		i = len(*all)
		*all = append(*all, t)
	}
	return i
}

// open says whether open points stand in a term.
func (t term) open() bool {
	return slices.ContainsFunc(t, func(c coded) bool { return c.base >= 0 })
}

// pose sets up what has been asked of points: there, each open point is a choice.
func (k *Knowledge) pose(all []*asked, lenient bool) *problem {
	p := &problem{k: k, lenient: lenient}
	for _, a := range all {
		t := p.code(poly(a.t))
		if a.level == 0 {
			p.zero = append(p.zero, t)
		} else {
			p.choices = append(p.choices, choice{t: a.t, poly: t, base: -1, level: a.level})
		}
	}
	for i, x := range p.bases {
		p.choice = append(p.choice, len(p.choices))
		p.choices = append(p.choices, choice{t: x, base: i, level: x.level})
	}
	p.know(false)
	p.classify()
	return p
}

// poseClosed sets up whether a point can be made, whatever becomes of the open points. Those that
// the adversary chose by then it knows, and so it does what it has to make by then.
func (k *Knowledge) poseClosed(t *Term, level int) *problem {
	p := &problem{k: k}
	p.choices = []choice{{t: t, poly: p.code(poly(t)), base: -1, level: level}}
	p.know(true)
	for i := 0; i < len(p.bases); i++ {
		p.choice = append(p.choice, -1)
		if x := p.bases[i]; x.level <= level && !slices.Contains(k.barred, x) {
			p.points = append(p.points, known{x, term{{n: 1, base: i}}, x.level})
		}
	}
	p.classify()
	return p
}

// know gathers the points that are known. One in which open points stand is of use only where it
// does not matter what they are: the multiple of a choice is not linear.
func (p *problem) know(closed bool) {
	p.points = []known{{generator, term{{n: 1, base: -1}}, 0}}
	for _, it := range p.k.items {
		if it.t.Sort != model.Point {
			continue
		}
		if t := p.code(poly(it.t)); closed || !t.open() {
			p.points = append(p.points, known{it.t, t, it.level})
		} else {
			p.partial = true
		}
	}
	if p.lenient {
		for _, it := range p.k.items {
			if it.hides() {
				p.inside(it.t, it.level)
			}
		}
	}
	for _, a := range p.k.asked[:p.k.sure] {
		if closed && a.level > 0 && !slices.Contains(p.k.barred, a.t) {
			p.points = append(p.points, known{a.t, p.code(poly(a.t)), a.level})
		}
	}
}

// inside adds the points that come out of a term.
func (p *problem) inside(t *Term, level int) {
	for _, a := range gives(t.Walk()) {
		switch a = a.Walk(); {
		case a.Sort == model.Point && !a.Open():
			t := p.code(poly(a))
			p.points = append(p.points, known{a, t, level})
			p.partial = p.partial || t.open()
		case a.Sort == model.Scalar && !a.Open():
			p.partial = true
		case len(a.Op.Row().Undo) > 0:
			p.inside(a, level)
		}
	}
}

// classify says what the choices are combinations of, on which scalars they may depend, and what
// the unknowns are.
func (p *problem) classify() {
	for i := range p.choices {
		c := &p.choices[i]
		for j, q := range p.points {
			if q.level <= c.level {
				c.of = append(c.of, j)
			}
		}
		barred := p.k.barred
		p.k.barred = append(barred[:len(barred):len(barred)], c.t)
		for _, a := range p.atoms {
			c.sees = append(c.sees, p.lenient && len(a.Args) > 0 || p.k.trusts(a, c.level))
		}
		p.k.barred = barred
	}
	for a := range p.atoms {
		var by []bool
		for _, c := range p.choices {
			by = append(by, c.sees[a])
		}
		g := slices.IndexFunc(p.groups, func(o []bool) bool { return slices.Equal(o, by) })
		switch {
		case !slices.Contains(by, false):
			g = everywhere
		case !slices.Contains(by, true):
			g = nowhere
		case g < 0:
			g = len(p.groups)
			p.groups = append(p.groups, by)
		}
		p.group = append(p.group, g)
	}
	for i := range p.choices {
		c := &p.choices[i]
		c.first = p.size
		n := len(c.of)
		for _, by := range p.groups {
			if by[i] {
				n *= trials
			}
		}
		p.size += n
	}
}
