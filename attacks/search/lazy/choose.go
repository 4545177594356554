package lazy

import (
	"strconv"

	"emrproof/attacks/search/lazy/linear"
	"emrproof/model"
)

// Own is where the scalars are made that the adversary draws for its points.
const Own = "the adversary"

// Choose calls f with the open points bound on which there are constraints, until f says true: to
// simple combinations for which the constraints hold, and to ones that are as general as can be.
// What is not so for the general ones is never so. It says whether f said true.
func (k *Knowledge) Choose(f func() bool) bool {
	if len(k.asked) == 0 {
		return f()
	}
	for _, find := range []func(*problem, int) *Term{(*problem).simplest, (*problem).general} {
		mark := k.Mark()
		found := k.choose(find) && f()
		k.Undo(mark)
		if found {
			return true
		}
	}
	return false
}

func (k *Knowledge) choose(find func(*problem, int) *Term) bool {
	p := k.pose(k.asked, false)
	if !k.holds(p) {
		return false
	}
	var all []*Term
	for i, c := range p.choices {
		var t *Term
		if c.base >= 0 {
			if t = find(p, i); t == nil {
				return false
			}
		}
		all = append(all, t)
	}
	for i, t := range all {
		if t != nil {
			k.bind(p.choices[i].t, t)
		}
	}
	return true
}

// simplest finds a combination of known points for a choice: a multiple of the generator if it
// can be one, or else with as many coefficients 0 as can be.
func (p *problem) simplest(i int) *Term {
	c := &p.choices[i]
	own := p.own()
	for j := range c.of {
		before := p.system.Clone()
		ok := true
		for other := range c.of {
			s := zero
			if other == j {
				s = own
			}
			ok = ok && p.set(i, other, s)
		}
		if ok {
			return Mul(own.t, p.points[c.of[j]].t)
		}
		p.system = before
	}
	var sum []*Term
	for j := range c.of {
		before := p.system.Clone()
		if p.set(i, j, zero) && !p.identity(i) {
			continue
		}
		p.system = before
		s, ok := p.coefficient(i, j)
		if !ok {
			return nil
		}
		sum = append(sum, Mul(s, p.points[c.of[j]].t))
	}
	return Sum(sum...)
}

// general finds a combination with coefficients of the adversary's own, as many as can be.
func (p *problem) general(i int) *Term {
	var sum []*Term
	for j, point := range p.choices[i].of {
		s, ok := p.coefficient(i, j)
		if !ok {
			return nil
		}
		sum = append(sum, Mul(s, p.points[point].t))
	}
	return Sum(sum...)
}

// An expression is a coefficient, with its value where the scalars are numbers.
type expression struct {
	t     *Term
	value func(at []int) linear.Element
}

var zero = expression{&Term{Op: model.OpSum, Sort: model.Scalar},
	func([]int) linear.Element { return 0 }}

// own is a scalar that the adversary draws.
func (p *problem) own() expression {
	p.k.next++
	n := linear.Arbitrary(p.k.next, -3)
	return expression{&Term{Op: model.OpAtom, Sort: model.Scalar, At: Own,
		Name: "choice " + strconv.Itoa(p.k.next)}, func([]int) linear.Element { return n }}
}

// set sets a coefficient of a choice, if it can be that. It does not change the system that was.
func (p *problem) set(i, j int, to expression) bool {
	s := p.system
	if len(p.groups) > 0 { // of several equations some may be added
		s = s.Clone()
	}
	for at := make([]int, len(p.groups)); at != nil; at = p.following(at) {
		row := make([]linear.Element, p.size+1)
		row[p.column(i, at)+j], row[p.size] = 1, to.value(at)
		if !s.Add(row) {
			return false
		}
	}
	p.system = s
	return true
}

// coefficient finds out what a coefficient of a choice can be: a scalar of the adversary's own,
// a number, or a product of two known scalars or their inverses.
func (p *problem) coefficient(i, j int) (*Term, bool) {
	for _, e := range []expression{p.own(), zero} {
		if p.set(i, j, e) {
			return e.t, true
		}
	}
	all := [][]codedPower{nil}
	for a, sees := range p.choices[i].sees {
		if sees {
			all = append(all, []codedPower{{a, 1}}, []codedPower{{a, -1}})
		}
	}
	for _, f := range all {
		for _, g := range all {
			for _, n := range []int{1, -1} {
				if e := p.product(n, append(f[:len(f):len(f)], g...)); p.set(i, j, e) {
					return e.t, true
				}
			}
		}
	}
	return nil, false
}

func (p *problem) product(n int, powers []codedPower) expression {
	m := monomial{n: linear.Of(n)}
	for _, q := range powers {
		m.powers = multiplied(m.powers, []power{{p.atoms[q.atom], q.exp}})
	}
	return expression{polynomial(model.Scalar, []monomial{m}), func(at []int) linear.Element {
		v := linear.Of(n)
		for _, q := range powers {
			v = v.Times(p.value(q, at))
		}
		return v
	}}
}
