package lazy

import (
	"slices"

	"emrproof/attacks/search/lazy/linear"
	"emrproof/model"
)

// An asked constraint is on points: that a point can be made from what is known at a level, or,
// where the level is 0, that it is the identity.
type asked struct {
	t     *Term
	level int
}

// ask adds a constraint on points.
func (s *trail) ask(t *Term, level int) {
	s.edits++
	s.changes = append(s.changes, change{asked: true})
	s.asked = append(s.asked, &asked{t, level})
}

// Fits says whether a term has a form, whatever its variables stand for. Those of the form stand
// for anything: nobody has chosen them.
func (k *Knowledge) Fits(t, form *Term) bool {
	mark, asked := k.Mark(), len(k.asked)
	ok := k.Unify(form, t) && len(k.Woken(mark, nil)) == 0 && len(k.asked) == asked
	k.Undo(mark)
	return ok
}

// unifyPolys makes two polynomials equal. An open point that stands in their difference alone is
// bound to the rest of it. Where there is none, the difference has to be 0. Of points that is
// left to elimination; scalars are undecided, where they do not differ in two hashes alone.
func (s *trail) unifyPolys(a, b *Term) bool {
	d := plus(poly(a), poly(b), linear.Of(-1))
	if len(d) == 0 {
		return true
	}
	if i := lone(d); i >= 0 {
		rest := slices.Delete(slices.Clone(d), i, i+1)
		if len(rest) == 0 {
			return false // the identity, which no suite takes for a point
		}
		by := monomial{n: d[i].n.Inverse().Negative()}
		for _, p := range d[i].powers {
			by.powers = append(by.powers, power{p.of, -p.exp})
		}
		s.bind(d[i].base, polynomial(model.Point, times([]monomial{by}, rest)))
		return true
	}
	open := slices.ContainsFunc(parts(d), (*Term).Open)
	pairs := s.meeting(atomsOf(d))
	switch {
	case !open && len(merged(d, pairs)) > 0:
		return false
	case a.Sort == model.Point:
		s.ask(polynomial(a.Sort, d), 0)
		return true
	case len(pairs) == 1 && s.Unify(pairs[0][0], pairs[0][1]) && len(renewed(d)) == 0:
		return true
	}
	s.Undecided++
	return false
}

// merged is a polynomial where all pairs of hashes that can be equal are.
func merged(d []monomial, pairs [][2]*Term) (all []monomial) {
	terms := atomsOf(d)
	as := slices.Clone(terms) // what each is merged into
	for _, pair := range pairs {
		from, to := as[number(&terms, pair[0])], as[number(&terms, pair[1])]
		for i := range as {
			if as[i] == from {
				as[i] = to
			}
		}
	}
	for _, m := range d {
		var powers []power
		for _, p := range m.powers {
			powers = multiplied(powers, []power{{as[number(&terms, p.of)], p.exp}})
		}
		all = plus(all, []monomial{{m.n, powers, m.base}}, 1)
	}
	return all
}

// lone finds a monomial of an open point that stands nowhere else, rather of one that nobody has
// chosen yet, then rather one without a coefficient; −1: there is none.
func lone(d []monomial) int {
	best, rank := -1, 0
	for i, m := range d {
		if m.base == nil || !m.base.Open() || !alone(d, i) {
			continue
		}
		r := 1
		if len(m.powers) == 0 {
			r = 2
		}
		if m.base.level == never {
			r += 2
		}
		if r > rank {
			best, rank = i, r
		}
	}
	return best
}

// alone says whether the point of a monomial stands in no other, and in no hash, and whether one
// can divide by its coefficient.
func alone(d []monomial, i int) bool {
	x := d[i].base
	for j, m := range d {
		if j != i && m.base == x {
			return false
		}
		for _, p := range m.powers {
			if occurs(x, p.of) || j == i && p.of.Walk().Open() {
				return false
			}
		}
	}
	return true
}

// atomsOf are the scalars that a polynomial is made of, each once.
func atomsOf(d []monomial) (all []*Term) {
	for _, m := range d {
		for _, p := range m.powers {
			if !slices.ContainsFunc(all, func(t *Term) bool { return Same(t, p.of) }) {
				all = append(all, p.of)
			}
		}
	}
	return all
}

// meeting are the pairs of hashes that differ, and are equal for some values of variables.
func (s *trail) meeting(all []*Term) (pairs [][2]*Term) {
	for i, a := range all {
		for _, b := range all[:i] {
			if a.Op != b.Op || len(a.Args) == 0 || Same(a, b) {
				continue
			}
			mark := s.Mark()
			if s.Unify(a, b) {
				pairs = append(pairs, [2]*Term{a, b})
			}
			s.Undo(mark)
		}
	}
	return pairs
}
