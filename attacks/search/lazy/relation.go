package lazy

import (
	"slices"
	"strconv"

	"emrproof/attacks/search/lazy/linear"
	"emrproof/model"
)

// A relation says what a fresh scalar is since a sum was learned in which it stands.
type relation struct {
	atom *Term
	is   []monomial
}

// relate solves what is learned of scalars for one of them: with S_D = r3 + h·s known, r3 is
// S_D − h·s, where r3 may stand inside of the hash. It is left undecided where none stands alone.
func (k *Knowledge) relate(t *Term, level int) {
	all := k.reduced(poly(t))
	if len(all) == 1 && len(all[0].powers) == 1 && all[0].powers[0].exp == 1 {
		k.items = append(k.items, &item{t: all[0].powers[0].of, level: level})
		return
	}
	for i, m := range all {
		if len(m.powers) != 1 || m.powers[0].exp != 1 || m.powers[0].of.Op != model.OpAtom ||
			slices.ContainsFunc(all, func(o monomial) bool { return !like(o, m) && o.has(m.powers[0].of) }) {
			continue
		}
		k.next++
		sum := &Term{Op: model.OpAtom, Sort: model.Scalar, Name: "sum " + strconv.Itoa(k.next)}
		rest := slices.Delete(slices.Clone(all), i, i+1)
		is := times([]monomial{{n: m.n.Inverse()}}, plus(one(sum), rest, linear.Of(-1)))
		k.relations = append(k.relations, relation{m.powers[0].of, is})
		k.items = append(k.items, &item{t: sum, level: level})
		return
	}
	k.Undecided++
}

// has says whether a power of a scalar stands in a monomial.
func (m *monomial) has(t *Term) bool {
	return slices.ContainsFunc(m.powers, func(p power) bool { return Same(p.of, t) })
}

// reduced puts in what is known of fresh scalars.
func (k *Knowledge) reduced(all []monomial) []monomial {
	for _, r := range k.relations {
		if !slices.ContainsFunc(all, func(m monomial) bool { return m.has(r.atom) }) {
			continue
		}
		var put []monomial
		for _, m := range all {
			part := []monomial{{n: m.n, base: m.base}}
			for _, p := range m.powers {
				f := []monomial{{n: 1, powers: []power{p}}}
				if Same(p.of, r.atom) && p.exp > 0 {
					f = r.is
					for range p.exp - 1 {
						f = times(f, r.is)
					}
				}
				part = times(f, part)
			}
			put = plus(put, part, 1)
		}
		all = put
	}
	return all
}
