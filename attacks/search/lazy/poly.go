package lazy

import (
	"slices"
	"strconv"
	"strings"

	"emrproof/attacks/search/lazy/linear"
	"emrproof/model"
)

// Scalars and points are polynomials. A point is a sum of multiples of the generator and of
// points that are open; the coefficients are polynomials in fresh scalars and hashes. So
// S_P·(r5·G) and r5·(S_P·G) are one term, as Eq. 17 and 22 ask. Powers may be negative: of
// x·Y = y·Z an open Y is y/x·Z.

// A monomial is a number times powers of scalars, and in a polynomial that is a point times a
// point.
type monomial struct {
	n      linear.Element
	powers []power
	base   *Term // the generator or a variable; nil: the polynomial is a scalar
}

// A power of a scalar that is no polynomial itself: an atom, a hash or a variable.
type power struct {
	of  *Term
	exp int
}

// one is the polynomial of a term that is none itself.
func one(t *Term) []monomial {
	m := monomial{n: 1}
	if t.Sort == model.Point {
		m.base = t
	} else {
		m.powers = []power{{t, 1}}
	}
	return []monomial{m}
}

// isGroup says whether values of a sort are polynomials.
func isGroup(s model.Sort) bool { return s == model.Scalar || s == model.Point }

// poly returns the polynomial that a scalar or a point is, as its variables stand now.
func poly(t *Term) []monomial {
	t = t.Walk()
	if t.Op != model.OpSum {
		return one(t)
	}
	if !t.open || settled(t.poly) {
		return t.poly
	}
	return renewed(t.poly)
}

// renewed is a polynomial as its variables stand now.
func renewed(d []monomial) (all []monomial) {
	for _, m := range d {
		part := []monomial{{n: m.n}}
		for _, p := range m.powers {
			part = times(part, raised(p))
		}
		if m.base != nil {
			part = times(part, poly(m.base))
		}
		all = plus(all, part, 1)
	}
	return all
}

// settled says whether a polynomial is what it was when it was made: none of its variables stands
// for something, and no two hashes can have become equal.
func settled(all []monomial) bool {
	var hash *Term
	several := false
	for _, m := range all {
		if m.base != nil && m.base.is != nil {
			return false
		}
		for _, p := range m.powers {
			if p.of.is != nil {
				return false
			}
			if len(p.of.Args) > 0 && p.of != hash {
				several = several || hash != nil
				hash = p.of
			}
		}
	}
	if several {
		for _, m := range all {
			for _, p := range m.powers {
				if p.of.bound() {
					return false
				}
			}
		}
	}
	return true
}

// bound says whether a variable in a term stands for something.
func (t *Term) bound() bool {
	if t.is != nil {
		return true
	}
	if t.Op == model.OpSum {
		return t.open && slices.ContainsFunc(parts(t.poly), (*Term).bound)
	}
	for _, a := range t.Args {
		if a.bound() {
			return true
		}
	}
	return false
}

// raised is a power of a scalar as a polynomial, as its variables stand now.
func raised(p power) []monomial {
	of := poly(p.of)
	if len(of) != 1 {
		if p.exp < 0 {
			panic("lazy: internal error: 1/(" + p.of.String() + ")")
		}
		all := of
		for range p.exp - 1 {
			all = times(all, of)
		}
		return all
	}
	m := monomial{n: of[0].n.Power(p.exp)}
	for _, q := range of[0].powers {
		m.powers = append(m.powers, power{q.of, q.exp * p.exp})
	}
	return []monomial{m}
}

// Sum returns the sum of scalars, or of points.
func Sum(ts ...*Term) *Term {
	var all []monomial
	for _, t := range ts {
		all = plus(all, poly(t), 1)
	}
	return polynomial(ts[0].Sort, all)
}

// Mul returns the product of a scalar and a scalar or a point.
func Mul(k, x *Term) *Term { return polynomial(x.Sort, times(poly(k), poly(x))) }

// polynomial is a term that is a polynomial: the only part of it, where there is no other.
func polynomial(sort model.Sort, all []monomial) *Term {
	if len(all) == 1 && all[0].n == 1 {
		switch m := all[0]; {
		case m.base != nil && len(m.powers) == 0:
			return m.base
		case m.base == nil && len(m.powers) == 1 && m.powers[0].exp == 1:
			return m.powers[0].of
		}
	}
	t := &Term{Op: model.OpSum, Sort: sort, poly: all}
	Variables(t, func(*Term) { t.open = true })
	return t
}

// simple is what a term stands for, and of a sum of one part that part.
func (t *Term) simple() *Term {
	t = t.Walk()
	if t.Op == model.OpSum && t.open {
		return polynomial(t.Sort, poly(t))
	}
	return t
}

// simplify has points that are known or asked for be what their variables stand for.
func (k *Knowledge) simplify() {
	for _, it := range k.items {
		k.simplifyAt(&it.t)
	}
	for _, a := range k.asked {
		k.simplifyAt(&a.t)
	}
}

func (k *Knowledge) simplifyAt(t **Term) {
	if (*t).Op == model.OpSum && (*t).open && !settled((*t).poly) {
		k.Set(t, (*t).simple())
	}
}

// plus returns a + n·b.
func plus(a, b []monomial, n linear.Element) []monomial {
	all := slices.Clone(a)
	for _, m := range b {
		m.n = m.n.Times(n)
		i := slices.IndexFunc(all, func(o monomial) bool { return like(o, m) })
		if i < 0 {
			all = append(all, m)
		} else if all[i].n = all[i].n.Plus(m.n); all[i].n == 0 {
			all = slices.Delete(all, i, i+1)
		}
	}
	return all
}

// times returns a·b, of which a is a scalar.
func times(a, b []monomial) []monomial {
	var all []monomial
	for _, m := range a {
		for _, o := range b {
			all = plus(all, []monomial{{m.n.Times(o.n), multiplied(m.powers, o.powers), o.base}}, 1)
		}
	}
	return all
}

// multiplied is the product of powers.
func multiplied(a, b []power) []power {
	if len(a) == 0 {
		return b
	}
	all := slices.Clone(a)
	for _, p := range b {
		i := slices.IndexFunc(all, func(q power) bool { return Same(p.of, q.of) })
		if i < 0 {
			all = append(all, p)
		} else if all[i].exp += p.exp; all[i].exp == 0 {
			all = slices.Delete(all, i, i+1)
		}
	}
	return all
}

// like says whether two monomials differ in their numbers only.
func like(a, b monomial) bool {
	if a.base != b.base && (a.base == nil || b.base == nil || !Same(a.base, b.base)) ||
		len(a.powers) != len(b.powers) {
		return false
	}
	for _, p := range a.powers {
		if !slices.ContainsFunc(b.powers,
			func(q power) bool { return p.exp == q.exp && Same(p.of, q.of) }) {
			return false
		}
	}
	return true
}

// samePoly says whether two polynomials are equal.
func samePoly(a, b []monomial) bool {
	if len(a) != len(b) {
		return false
	}
	for _, m := range a {
		if !slices.ContainsFunc(b, func(o monomial) bool { return m.n == o.n && like(m, o) }) {
			return false
		}
	}
	return true
}

// Model returns a sum as a term of a run; leaf gives its parts. It is nil where a part is.
func (t *Term) Model(leaf func(*Term) *model.Term) *model.Term {
	var sum []*model.Term
	for _, m := range poly(t) {
		var p *model.Term
		multiply := func(f *model.Term) {
			if p == nil {
				p = f
			} else {
				p = model.Apply(model.OpMul, p, f)
			}
		}
		if n, minus := m.n, m.n.Negative(); minus < n {
			multiply(constant("-" + strconv.FormatUint(uint64(minus), 10)))
		} else if n != 1 || len(m.powers) == 0 && m.base == nil {
			multiply(constant(strconv.FormatUint(uint64(n), 10)))
		}
		for _, q := range m.powers {
			f := leaf(q.of)
			if f == nil {
				return nil
			}
			if q.exp < 0 {
				f = model.Apply(model.OpInv, f)
			}
			for range max(q.exp, -q.exp) {
				multiply(f)
			}
		}
		if m.base != nil {
			base := leaf(m.base)
			if base == nil {
				return nil
			}
			multiply(base)
		}
		sum = append(sum, p)
	}
	if len(sum) == 1 {
		return sum[0]
	}
	return model.Apply(model.OpSum, sum...)
}

func constant(n string) *model.Term {
	return &model.Term{Op: model.OpConst, Sort: model.Scalar, Name: n}
}

// parts are the terms that a polynomial is made of.
func parts(all []monomial) []*Term {
	var ts []*Term
	for _, m := range all {
		for _, p := range m.powers {
			ts = append(ts, p.of)
		}
		if m.base != nil {
			ts = append(ts, m.base)
		}
	}
	return ts
}

// polyString prints a polynomial.
func polyString(all []monomial) string {
	var b strings.Builder
	for i, m := range all {
		n, negative := uint64(m.n), m.n > linear.P/2
		if negative {
			n = uint64(m.n.Negative())
		}
		switch {
		case i > 0 && negative:
			b.WriteString(" − ")
		case i > 0:
			b.WriteString(" + ")
		case negative:
			b.WriteString("−")
		}
		var factors []string
		if n != 1 || len(m.powers) == 0 && m.base == nil {
			factors = append(factors, strconv.FormatUint(n, 10))
		}
		for _, p := range m.powers {
			f := p.of.String()
			if p.exp != 1 {
				f += "^" + strconv.Itoa(p.exp)
			}
			factors = append(factors, f)
		}
		if m.base != nil {
			factors = append(factors, m.base.String())
		}
		b.WriteString(strings.Join(factors, "·"))
	}
	if len(all) == 0 {
		return "0"
	}
	return b.String()
}
