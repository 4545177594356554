package lazy

import (
	"slices"

	"emrproof/model"
)

// Sorts is a set of sorts.
type Sorts uint64

func (s Sorts) has(sort model.Sort) bool { return s>>sort&1 == 1 }

// A Making says that a description makes a value of a sort from values of some sorts.
type Making struct {
	sort model.Sort
	from Sorts
}

// Makings are what a description makes of other values.
func Makings(p *model.Protocol) (all []Making) {
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		for _, t := range append([]*model.Term{s.Term}, s.Fields...) {
			if t == nil {
				continue
			}
			t.Walk(func(u *model.Term) {
				m := Making{sort: u.Sort}
				for _, a := range u.Args {
					m.from |= 1 << a.Sort
				}
				if m.from != 0 && !slices.Contains(all, m) {
					all = append(all, m)
				}
			})
		}
	})
	return all
}

// with adds the sorts of what is made of values of these sorts.
func (s Sorts) with(all []Making) Sorts {
	for again := true; again; {
		before := s
		for _, m := range all {
			if m.from&s != 0 {
				s |= 1 << m.sort
			}
		}
		again = s != before
	}
	return s
}

// Advance adds what is sent to what the adversary knows, at a new level if there is anything new
// in it. It returns the sorts of values that the adversary may be able to make now and could not
// before, by the makings of the description: too many rather than too few.
func (k *Knowledge) Advance(sent []*Term, all []Making) (learned bool, gained Sorts) {
	n, names := len(k.items), len(k.names)
	k.Level++
	k.LearnAll(sent, k.Level)
	k.Saturate()
	if len(k.items) == n {
		k.Level--
		for _, it := range k.names[names:] {
			it.level = k.Level
		}
		return false, 0
	}
	k.simplify()
	k.shut()
	for i, it := range k.items {
		if i >= n {
			gained |= 1 << it.t.Sort
		}
		if it.key != nil && !it.openAt(it.level) && it.shut != len(k.items) {
			gained |= within(it.t)
		}
	}
	return true, (gained &^ (1 << model.Identity)).with(all)
}

// within are the sorts of what may come out of a term.
func within(t *Term) (all Sorts) {
	for _, a := range gives(t) {
		a = a.Walk()
		all |= 1 << a.Sort
		if len(a.Op.Row().Undo) > 0 {
			all |= within(a)
		}
	}
	return all
}

// Old says whether the adversary can make a term without what it learned last, whatever the
// variables stand for; gained are the sorts of what it can make with it.
func (k *Knowledge) Old(t *Term, gained Sorts) bool {
	t = t.Walk()
	if t.Open() {
		return t.level < k.Level || !gained.has(t.Sort)
	}
	if k.Makes(t, k.Level-1) {
		return true
	}
	if t.Sort == model.Point {
		return !gained.has(t.Sort)
	}
	if !Composable(t) {
		return false
	}
	for _, a := range t.Args {
		if !k.Old(a, gained) {
			return false
		}
	}
	return true
}
