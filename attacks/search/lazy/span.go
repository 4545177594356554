package lazy

import (
	"slices"

	"emrproof/model"
)

// combined goes on where the constraints on points can hold. Where they do not hold as things
// stand, they may do so if two hashes are equal, if a hash is known to the adversary, or if it
// takes something apart.
func (k *Knowledge) combined(then func() bool) bool {
	if len(k.asked) == 0 || k.before == 0 && k.sure == len(k.asked) && k.unchanged() {
		return then()
	}
	p := k.pose(k.asked[k.before:], false)
	if k.holds(p) {
		if k.before > 0 {
			return k.possible() && then()
		}
		k.SetInt(&k.sure, len(k.asked))
		k.SetInt(&k.held, len(k.changes))
		return then()
	}
	if p.partial || slices.ContainsFunc(p.atoms, (*Term).Open) {
		k.Undecided++
	}
	for _, pair := range k.meeting(p.atoms) {
		mark := k.Mark()
		if k.Unify(pair[0], pair[1]) && k.Solve(k.Woken(mark, nil), then) {
			k.Undo(mark)
			return true
		}
		k.Undo(mark)
	}
	for _, level := range p.reached() {
		for _, a := range p.atoms {
			if len(a.Args) > 0 && !k.trusts(a, level) && k.Solve([]Target{{a, level}}, then) {
				return true
			}
		}
		if k.opening(level, func(it *item) bool { return hides(it.t) },
			func() bool { return k.combined(then) }) {
			return true
		}
	}
	return false
}

// trusts says whether the adversary can make a term if it can make all points that it was asked
// for.
func (k *Knowledge) trusts(t *Term, level int) bool {
	sure := k.sure
	k.sure = len(k.asked)
	defer func() { k.sure = sure }()
	return k.Makes(t, level)
}

// unchanged says whether what has been asked of points is what it was when it could hold.
func (k *Knowledge) unchanged() bool {
	for _, c := range k.changes[k.held:] {
		if c.bound == nil {
			continue
		}
		for _, a := range k.asked {
			if mentions(a.t, c.bound) {
				return false
			}
		}
	}
	return true
}

// mentions says whether a variable stands in a term, or did so before it was bound.
func mentions(t, v *Term) bool {
	for ; ; t = t.is {
		if t == v {
			return true
		}
		if t.is == nil {
			break
		}
	}
	for _, a := range t.parts() {
		if mentions(a, v) {
			return true
		}
	}
	return false
}

// possible says whether what has been asked of points may hold once more hashes are known and
// all has been taken apart that can be.
func (k *Knowledge) possible() bool {
	p := k.pose(k.asked, false)
	if k.holds(p) || len(k.meeting(p.atoms)) > 0 {
		return true
	}
	if p.partial || slices.ContainsFunc(p.atoms, (*Term).Open) {
		return true // undecided
	}
	hidden := slices.ContainsFunc(k.items, func(it *item) bool { return it.hides() })
	if !hidden && !slices.ContainsFunc(p.atoms, func(t *Term) bool { return len(t.Args) > 0 }) {
		return false
	}
	p = k.pose(k.asked, true)
	return k.holds(p) || p.partial
}

// hides says whether scalars or points may come out of an item that has not been taken apart.
func (it *item) hides() bool {
	return it.key != nil && (it.busy || !it.openAt(it.level)) && hides(it.t)
}

// reached are the levels at which points are chosen, or have to be made.
func (p *problem) reached() (all []int) {
	for _, c := range p.choices {
		if c.level != never && !slices.Contains(all, c.level) {
			all = append(all, c.level)
		}
	}
	return all
}

// hides says whether scalars or points come out of a term.
func hides(t *Term) bool {
	return slices.ContainsFunc(gives(t.Walk()), func(a *Term) bool {
		a = a.Walk()
		return isGroup(a.Sort) && !a.Open() || len(a.Op.Row().Undo) > 0 && hides(a)
	})
}

// holds says whether what was asked of points can be, as things stand.
func (k *Knowledge) holds(p *problem) bool {
	if !p.solvable() {
		return false
	}
	for i, c := range p.choices {
		if c.base >= 0 && p.identity(i) {
			return false
		}
	}
	return true
}

// makesPoint says whether the adversary can make a point whatever its variables stand for.
func (k *Knowledge) makesPoint(t *Term, level int) bool {
	if slices.ContainsFunc(k.barred, func(o *Term) bool { return Same(o, t) }) {
		return false // to make it takes a scalar, and to make that takes this point
	}
	for _, a := range k.asked[:k.sure] {
		if a.level > 0 && a.level <= level && Same(a.t, t) {
			return true
		}
	}
	all := k.reduced(poly(t))
	for _, m := range all {
		if !k.within(m, level) {
			return false
		}
	}
	return k.poseClosed(t, level).solvable()
}

// within says whether a monomial stands in a point that is known at a level, apart from scalars
// that are known or may be. Where one of a sum does not, the sum cannot be made.
func (k *Knowledge) within(m monomial, level int) bool {
	if m.base.Op == model.OpGen || m.base.level <= level {
		if !slices.ContainsFunc(m.powers, func(p power) bool { return k.secret(p.of, level) }) {
			return true
		}
	}
	in := func(t *Term) bool {
		return slices.ContainsFunc(k.reduced(poly(t)), func(o monomial) bool {
			return Same(o.base, m.base) && k.covers(o.powers, m.powers, level) &&
				k.covers(m.powers, o.powers, level)
		})
	}
	made := func(a *asked) bool { return a.level <= level && in(a.t) }
	return slices.ContainsFunc(k.asked[:k.sure], made) ||
		slices.ContainsFunc(k.items, func(it *item) bool {
			return it.t.Sort == model.Point && it.level <= level && in(it.t)
		})
}

// covers says whether each scalar of b that is not known stands in a with the same power.
func (k *Knowledge) covers(a, b []power, level int) bool {
	for _, p := range b {
		if k.secret(p.of, level) && !slices.ContainsFunc(a, func(q power) bool {
			return p.exp == q.exp && Same(p.of, q.of)
		}) {
			return false
		}
	}
	return true
}

// secret says whether a fresh scalar is not known.
func (k *Knowledge) secret(t *Term, level int) bool {
	return t.Op == model.OpAtom && !k.Makes(t, level)
}
