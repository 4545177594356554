package lazy

import "emrproof/model"

// Sorts is a set of sorts.
type Sorts uint64

func (s Sorts) has(sort model.Sort) bool { return s>>sort&1 == 1 }

// Composed are the sorts of what a description makes of other values.
func Composed(p *model.Protocol) (all Sorts) {
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		for _, t := range append([]*model.Term{s.Term}, s.Fields...) {
			if t != nil {
				t.Walk(func(u *model.Term) {
					if len(u.Args) > 0 {
						all |= 1 << u.Sort
					}
				})
			}
		}
	})
	return all
}

// Advance adds what is sent to what the adversary knows, at a new level if there is anything new
// in it. It returns the sorts of values that the adversary may be able to make now and could not
// before: too many rather than too few. The sorts of what can be made of other values are
// composed.
func (k *Knowledge) Advance(sent []*Term, composed Sorts) (learned bool, gained Sorts) {
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
	k.shut()
	gained = composed
	for i, it := range k.items {
		if i >= n {
			gained |= 1 << it.t.Sort
		}
		if it.key != nil && !it.openAt(it.level) && it.shut != len(k.items) {
			gained |= within(it.t)
		}
	}
	return true, gained &^ (1 << model.Identity)
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
