package lazy

import "slices"

// Hears says whether the adversary has heard a name by a level, rather than written it down.
func (k *Knowledge) Hears(name *Term, level int) bool {
	return slices.ContainsFunc(k.names, func(it *item) bool {
		return it.level <= level && Same(it.t, name)
	})
}

// Heard finds the ways in which the adversary hears a name: in clear, or by taking something apart.
// It calls then as Solve does.
func (k *Knowledge) Heard(name *Term, level int, then func() bool) bool {
	saved := k.Save()
	defer k.Back(saved)
	k.Saturate()
	for _, it := range k.names {
		if it.level > level {
			continue
		}
		mark := k.Mark()
		if k.Unify(name, it.t) && k.Solve(k.Woken(mark, nil), then) {
			return true
		}
		k.Undo(mark)
	}
	return k.opening(level, func(it *item) bool { return k.inside(name, it.t) },
		func() bool { return k.Heard(name, level, then) })
}
