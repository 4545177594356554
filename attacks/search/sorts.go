package search

import "emrproof/model"

// sorts is a set of sorts.
type sorts uint64

func (s sorts) has(sort model.Sort) bool { return s>>sort&1 == 1 }

// advance adds what is sent to what the adversary knows, at a new level if there is anything new
// in it. It returns the sorts of values that the adversary may be able to make now and could not
// before: too many rather than too few. The sorts of what can be made of other values are
// composed.
func (k *knowledge) advance(sent []*term, composed sorts) (learned bool, gained sorts) {
	n := len(k.items)
	k.level++
	k.learnAll(sent, k.level)
	k.saturate()
	if len(k.items) == n {
		k.level--
		return false, 0
	}
	gained = composed
	for i, it := range k.items {
		if i >= n {
			gained |= 1 << it.t.sort
		}
		if it.key != nil && !it.openAt(it.level) {
			gained |= within(it.t)
		}
	}
	return true, gained &^ (1 << model.Identity)
}

// within are the sorts of what may come out of a term.
func within(t *term) (all sorts) {
	for _, a := range gives(t) {
		a = a.walk()
		all |= 1 << a.sort
		if len(a.op.Row().Undo) > 0 {
			all |= within(a)
		}
	}
	return all
}

// old says whether the adversary can make a term without what it learned last, whatever the
// variables stand for; gained are the sorts of what it can make with it.
func (k *knowledge) old(t *term, gained sorts) bool {
	t = t.walk()
	if t.open() {
		return t.level < k.level || !gained.has(t.sort)
	}
	if k.makes(t, k.level-1) {
		return true
	}
	if !composable(t) {
		return false
	}
	for _, a := range t.args {
		if !k.old(a, gained) {
			return false
		}
	}
	return true
}
