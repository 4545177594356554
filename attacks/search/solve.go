package search

import (
	"emrproof/model"
)

// A target is the constraint that the adversary can make a term from what it knows up to a
// level.
type target struct {
	t     *term
	level int
}

// An item is a term that the adversary knows, from a level on.
type item struct {
	t      *term
	key    *term // what takes it apart; nil: nothing
	level  int
	opened int // the level at which it was taken apart; 0: it was not
}

// A knowledge is what the adversary knows, with the constraints' substitution.
type knowledge struct {
	trail
	items []*item
	level int // of what came last, from 1
	// every has solve try all ways to make a target, also where it can be made as it is.
	every bool
}

// A restore is a point to which knowledge can go back.
type restore struct{ changes, items, reached int }

func (k *knowledge) save() restore { return restore{k.mark(), len(k.items), k.level} }

func (k *knowledge) back(r restore) {
	k.undo(r.changes)
	k.items, k.level = k.items[:r.items], r.reached
}

// learn adds a term that the adversary has from a level on, and what can be read off it. What
// it can make at that level anyway is left out. A variable is one that the adversary chose
// itself, from no more than it knows.
func (k *knowledge) learn(t *term, level int) {
	t = t.walk()
	if t.open() || k.makes(t, level) {
		return
	}
	k.items = append(k.items, &item{t: t, key: keyTo(t), level: level})
	for i := range t.op.Row().Undo {
		if u := &t.op.Row().Undo[i]; u.Key == nil && (u.Mode == 0 || t.mode&u.Mode != 0) {
			k.learnAll(gives(t), level)
		}
	}
}

func (k *knowledge) learnAll(ts []*term, level int) {
	for _, t := range ts {
		k.learn(t, level)
	}
}

// gives are the fields that come out of a term that is taken apart.
func gives(t *term) []*term {
	args := t.args
	if t.op.Row().Keyed {
		args = args[1:]
	}
	if n := len(args); n > 0 && args[n-1].walk().sort == drawn {
		args = args[:n-1]
	}
	return args
}

// keyTo is what takes a term apart, nil when nothing does or no key is needed.
func keyTo(t *term) *term {
	for i := range t.op.Row().Undo {
		if t.op.Row().Undo[i].Key == nil {
			continue
		}
		key := t.args[0].walk()
		if key.op == model.OpPUK {
			return pair(model.OpPRK, key.args[0])
		}
		return key
	}
	return nil
}

// pair is a half of the key pair of an identity.
func pair(op model.Op, id *term) *term {
	return &term{op: op, sort: op.Row().Sort, args: []*term{id}}
}

// saturate takes apart whatever the adversary has the key to, as things stand.
func (k *knowledge) saturate() {
	for again := true; again; {
		again = false
		for i := 0; i < len(k.items); i++ {
			it := k.items[i]
			if it.key == nil || it.openAt(it.level) || !k.makes(it.key, k.level) {
				continue
			}
			at := it.level
			for !k.makes(it.key, at) {
				at++
			}
			if !it.openAt(at) {
				k.takeApart(it, at)
				again = true
			}
		}
	}
}

// openAt says whether the item has been taken apart at a level, or at an earlier one.
func (it *item) openAt(level int) bool { return it.opened != 0 && it.opened <= level }

func (k *knowledge) takeApart(it *item, level int) {
	k.setInt(&it.opened, level)
	k.learnAll(gives(it.t), level)
}

// makes says whether the adversary can make a term from what it knows up to a level, whatever
// the variables stand for: no variable is bound, and none is chosen that was not before.
func (k *knowledge) makes(t *term, level int) bool {
	t = t.walk()
	if t.open() {
		return t.level <= level
	}
	if public(t) {
		return true
	}
	for _, it := range k.items {
		if it.level <= level && it.t.op == t.op && same(it.t, t) {
			return true
		}
	}
	if !composable(t) {
		return false
	}
	for _, a := range t.args {
		if !k.makes(a, level) {
			return false
		}
	}
	return true
}

// public says whether everybody knows a term: names, labels and the generator.
func public(t *term) bool {
	switch t.op {
	case model.OpLabel, model.OpGen:
		return true
	case model.OpAtom:
		return t.sort == model.Identity
	}
	return false
}

// composable says whether the adversary can make a term from its arguments.
func composable(t *term) bool {
	return t.op == model.OpPUK || t.op.Row().Name != ""
}

// solve finds the ways in which the adversary can make all of the targets. For each it calls
// then, which sees the substitution, and may end the search by true; solve then says so too.
// After each way all is as it was before.
func (k *knowledge) solve(todo []target, then func() bool) bool {
	saved := k.save()
	defer k.back(saved)
	k.saturate()
	var t *term
	var level int
	for {
		if len(todo) == 0 {
			return then()
		}
		last := todo[len(todo)-1]
		t, level = last.t.walk(), last.level
		if t.open() && t.level > level {
			k.setInt(&t.level, level)
		}
		if !t.open() && (k.every || !k.makes(t, level)) {
			break
		}
		todo = todo[:len(todo)-1]
	}
	rest := todo[: len(todo)-1 : len(todo)-1]
	if k.every && k.makes(t, level) && k.solve(rest, then) {
		return true
	}
	return k.known(t, level, rest, then) || k.composed(t, level, rest, then) ||
		k.hidden(t, level, todo, then)
}

// known takes something for the target that the adversary knows.
func (k *knowledge) known(t *term, level int, rest []target, then func() bool) bool {
	for _, it := range k.items {
		if it.level > level || it.t.op != t.op {
			continue
		}
		mark := k.mark()
		if k.unify(t, it.t) && k.solve(k.woken(mark, rest), then) {
			k.undo(mark)
			return true
		}
		k.undo(mark)
	}
	return false
}

// woken adds to targets those of variables that were chosen, and are bound since a mark.
func (k *knowledge) woken(mark int, todo []target) []target {
	todo = todo[:len(todo):len(todo)]
	for _, c := range k.changes[mark:] {
		if c.bound != nil && c.bound.level != never {
			todo = append(todo, target{c.bound, c.bound.level})
		}
	}
	return todo
}

// composed has the adversary apply the target's operation.
func (k *knowledge) composed(t *term, level int, rest []target, then func() bool) bool {
	if !composable(t) {
		return false
	}
	todo := rest
	for _, a := range t.args {
		todo = append(todo, target{a, level})
	}
	return k.solve(todo, then)
}

// hidden has the adversary take something apart that it has no key to as things stand, because
// the target may be inside.
func (k *knowledge) hidden(t *term, level int, todo []target, then func() bool) bool {
	for _, it := range k.items {
		if it.key == nil || it.level > level || it.openAt(level) || !k.inside(t, it.t) {
			continue
		}
		saved := k.save()
		k.setInt(&it.opened, level) // its key does not come out of itself
		stop := k.solve([]target{{it.key, level}}, func() bool {
			saved := k.save()
			k.takeApart(it, level)
			stop := k.solve(todo, then)
			k.back(saved)
			return stop
		})
		k.back(saved)
		if stop {
			return true
		}
	}
	return false
}

// inside says whether a term may come out of another one that is taken apart.
func (k *knowledge) inside(t, of *term) bool {
	of = of.walk()
	if len(of.op.Row().Undo) == 0 {
		return false
	}
	for _, a := range gives(of) {
		a = a.walk()
		if a.open() {
			continue
		}
		mark := k.mark()
		ok := k.unify(t, a)
		k.undo(mark)
		if ok || k.inside(t, a) {
			return true
		}
	}
	return false
}
