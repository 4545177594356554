package lazy

import (
	"slices"

	"emrproof/attacks/search/lazy/linear"
)

// solvable says whether there are coefficients with which all constraints hold.
func (p *problem) solvable() bool {
	p.system = linear.New(p.size)
	for at := make([]int, len(p.groups)); at != nil; at = p.following(at) {
		if !p.system.AddAll(p.equations(at)) {
			return false
		}
	}
	return true
}

// following is which numbers come after those that at says; nil: none.
func (p *problem) following(at []int) []int {
	i := slices.IndexFunc(at, func(n int) bool { return n < trials-1 })
	if i < 0 {
		return nil
	}
	at[i]++
	clear(at[:i])
	return at
}

// equations are those for one number for each scalar; at says which.
func (p *problem) equations(at []int) (all []linear.Equation) {
	for _, t := range p.zero {
		all = append(all, p.form(t, at).all...)
	}
	for i, c := range p.choices {
		if c.base < 0 {
			f := p.form(c.poly, at)
			p.combine(f, i, coded{n: linear.Of(-1), base: -1}, at)
			all = append(all, f.all...)
		}
	}
	return all
}

// A form is a point that depends on the unknowns. It is the identity where for each monomial an
// equation holds.
type form struct {
	all  []linear.Equation
	keys []linear.Element // of the monomials
}

// form puts numbers in for the scalars, and for each open point the combination that it is.
func (p *problem) form(t term, at []int) *form {
	f := &form{}
	for _, c := range t {
		if c.base >= 0 && p.choice[c.base] >= 0 {
			p.combine(f, p.choice[c.base], c, at)
		} else {
			p.put(f, p.size, c, coded{n: linear.Of(-1), base: -1}, at) // on the other side
		}
	}
	return f
}

// combine adds the combination that a choice is, times c without its point.
func (p *problem) combine(f *form, i int, c coded, at []int) {
	first := p.column(i, at)
	c.base = -1
	for j, point := range p.choices[i].of {
		for _, q := range p.points[point].poly {
			p.put(f, first+j, q, c, at)
		}
	}
}

// column is the first unknown of a choice.
func (p *problem) column(i int, at []int) int {
	c := &p.choices[i]
	first := c.first
	for step, g := len(c.of), 0; g < len(p.groups); g++ {
		if p.groups[g][i] {
			first += at[g] * step
			step *= trials
		}
	}
	return first
}

// value is what a power of a scalar is replaced by that some choice may depend on.
func (p *problem) value(q codedPower, at []int) linear.Element {
	if g := p.group[q.atom]; g >= 0 {
		return linear.Arbitrary(q.atom, 1+at[g]).Power(q.exp)
	}
	return linear.Arbitrary(q.atom, 0).Power(q.exp)
}

// put adds a monomial, times c without its point, in the column of an unknown.
func (p *problem) put(f *form, column int, m, c coded, at []int) {
	n, key := m.n.Times(c.n), linear.Arbitrary(m.base, -1)
	for _, powers := range [2][]codedPower{m.powers, c.powers} {
		for _, q := range powers {
			if p.group[q.atom] == nowhere { // it tells monomials apart
				key = key.Plus(linear.Arbitrary(q.atom, -2).Times(linear.Of(q.exp)))
			} else {
				n = n.Times(p.value(q, at))
			}
		}
	}
	i := slices.Index(f.keys, key)
	if i < 0 {
		i = len(f.keys)
		f.keys = append(f.keys, key)
		f.all = append(f.all, nil)
	}
	f.all[i] = f.all[i].Plus(column, n)
}

// identity says whether a choice can only be the identity, which no suite takes for a point.
func (p *problem) identity(i int) bool {
	f := &form{}
	p.combine(f, i, coded{n: 1, base: -1}, make([]int, len(p.groups)))
	return !slices.ContainsFunc(f.all, func(e linear.Equation) bool {
		return !p.system.Follows(e.Row(p.size))
	})
}
