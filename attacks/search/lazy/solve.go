package lazy

import (
	"emrproof/model"
)

// A Target is the constraint that the adversary can make a term from what it knows up to a
// level.
type Target struct {
	Term  *Term
	Level int
}

// An item is a term that the adversary knows, from a level on.
type item struct {
	t      *Term
	key    *Term // what takes it apart; nil: nothing
	level  int
	opened int // the level at which it was taken apart; 0: it was not
}

// A Knowledge is what the adversary knows, with the constraints' substitution.
type Knowledge struct {
	trail
	items []*item
	Level int // of what came last, from 1
	// Names says that it matters which names the adversary has heard, although it may write any
	// down.
	Names bool
	names []*item
	// every has solve try all ways to make a target, also where it can be made as it is.
	Every bool
}

// A Restore is a point to which knowledge can go back.
type Restore struct{ changes, items, names, reached int }

func (k *Knowledge) Save() Restore { return Restore{k.Mark(), len(k.items), len(k.names), k.Level} }

func (k *Knowledge) Back(r Restore) {
	k.Undo(r.changes)
	k.items, k.names, k.Level = k.items[:r.items], k.names[:r.names], r.reached
}

// Learn adds a term that the adversary has from a level on, and what can be read off it. What
// it can make at that level anyway is left out. A variable is one that the adversary chose
// itself, from no more than it knows.
func (k *Knowledge) Learn(t *Term, level int) {
	t = t.Walk()
	if k.Names && t.Sort == model.Identity && !k.Hears(t, level) {
		k.names = append(k.names, &item{t: t, level: level})
	}
	if t.Open() || k.Makes(t, level) {
		return
	}
	k.items = append(k.items, &item{t: t, key: keyTo(t), level: level})
	for i := range t.Op.Row().Undo {
		if u := &t.Op.Row().Undo[i]; u.Key == nil && (u.Mode == 0 || t.Mode&u.Mode != 0) {
			k.LearnAll(gives(t), level)
		}
	}
}

func (k *Knowledge) LearnAll(ts []*Term, level int) {
	for _, t := range ts {
		k.Learn(t, level)
	}
}

// gives are the fields that come out of a term that is taken apart.
func gives(t *Term) []*Term {
	args := t.Args
	if t.Op.Row().Keyed {
		args = args[1:]
	}
	if n := len(args); n > 0 && args[n-1].Walk().Sort == Drawn {
		args = args[:n-1]
	}
	return args
}

// keyTo is what takes a term apart, nil when nothing does or no key is needed.
func keyTo(t *Term) *Term {
	for i := range t.Op.Row().Undo {
		if t.Op.Row().Undo[i].Key == nil {
			continue
		}
		key := t.Args[0].Walk()
		if key.Op == model.OpPUK {
			return Pair(model.OpPRK, key.Args[0])
		}
		return key
	}
	return nil
}

// Pair is a half of the key pair of an identity.
func Pair(op model.Op, id *Term) *Term {
	return &Term{Op: op, Sort: op.Row().Sort, Args: []*Term{id}}
}

// Saturate takes apart whatever the adversary has the key to, as things stand.
func (k *Knowledge) Saturate() {
	for again := true; again; {
		again = false
		for i := 0; i < len(k.items); i++ {
			it := k.items[i]
			if it.key == nil || it.openAt(it.level) || !k.Makes(it.key, k.Level) {
				continue
			}
			at := it.level
			for !k.Makes(it.key, at) {
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

func (k *Knowledge) takeApart(it *item, level int) {
	k.SetInt(&it.opened, level)
	k.LearnAll(gives(it.t), level)
}

// Makes says whether the adversary can make a term from what it knows up to a level, whatever
// the variables stand for: no variable is bound, and none is chosen that was not before.
func (k *Knowledge) Makes(t *Term, level int) bool {
	t = t.Walk()
	if t.Open() {
		return t.level <= level
	}
	if public(t) {
		return true
	}
	for _, it := range k.items {
		if it.level <= level && it.t.Op == t.Op && Same(it.t, t) {
			return true
		}
	}
	if !Composable(t) {
		return false
	}
	for _, a := range t.Args {
		if !k.Makes(a, level) {
			return false
		}
	}
	return true
}

// public says whether everybody knows a term: names, labels and the generator.
func public(t *Term) bool {
	switch t.Op {
	case model.OpLabel, model.OpGen:
		return true
	case model.OpAtom:
		return t.Sort == model.Identity
	}
	return false
}

// Composable says whether the adversary can make a term from its arguments.
func Composable(t *Term) bool {
	return t.Op == model.OpPUK || t.Op.Row().Name != ""
}

// Solve finds the ways in which the adversary can make all of the targets. For each it calls
// then, which sees the substitution, and may end the search by true; solve then says so too.
// After each way all is as it was before.
func (k *Knowledge) Solve(todo []Target, then func() bool) bool {
	saved := k.Save()
	defer k.Back(saved)
	k.Saturate()
	var t *Term
	var level int
	for {
		if len(todo) == 0 {
			return then()
		}
		last := todo[len(todo)-1]
		t, level = last.Term.Walk(), last.Level
		if t.Open() && t.level > level {
			k.SetInt(&t.level, level)
		}
		if !t.Open() && (k.Every || !k.Makes(t, level)) {
			break
		}
		todo = todo[:len(todo)-1]
	}
	rest := todo[: len(todo)-1 : len(todo)-1]
	if k.Every && k.Makes(t, level) && k.Solve(rest, then) {
		return true
	}
	return k.known(t, level, rest, then) || k.composed(t, level, rest, then) ||
		k.hidden(t, level, todo, then)
}

// known takes something for the target that the adversary knows.
func (k *Knowledge) known(t *Term, level int, rest []Target, then func() bool) bool {
	for _, it := range k.items {
		if it.level > level || it.t.Op != t.Op {
			continue
		}
		mark := k.Mark()
		if k.Unify(t, it.t) && k.Solve(k.Woken(mark, rest), then) {
			k.Undo(mark)
			return true
		}
		k.Undo(mark)
	}
	return false
}

// Woken adds to targets those of variables that were chosen, and are bound since a mark.
func (k *Knowledge) Woken(mark int, todo []Target) []Target {
	todo = todo[:len(todo):len(todo)]
	for _, c := range k.changes[mark:] {
		if c.bound != nil && c.bound.level != never {
			todo = append(todo, Target{c.bound, c.bound.level})
		}
	}
	return todo
}

// composed has the adversary apply the target's operation.
func (k *Knowledge) composed(t *Term, level int, rest []Target, then func() bool) bool {
	if !Composable(t) {
		return false
	}
	todo := rest
	for _, a := range t.Args {
		todo = append(todo, Target{a, level})
	}
	return k.Solve(todo, then)
}

// hidden has the adversary take something apart that it has no key to as things stand, because
// the target may be inside.
func (k *Knowledge) hidden(t *Term, level int, todo []Target, then func() bool) bool {
	return k.opening(t, level, func() bool { return k.Solve(todo, then) })
}

// opening calls then whenever the adversary has taken something apart in which a term may be.
func (k *Knowledge) opening(t *Term, level int, then func() bool) bool {
	for _, it := range k.items {
		if it.key == nil || it.level > level || it.openAt(level) || !k.inside(t, it.t) {
			continue
		}
		saved := k.Save()
		k.SetInt(&it.opened, level) // its key does not come out of itself
		stop := k.Solve([]Target{{it.key, level}}, func() bool {
			saved := k.Save()
			k.takeApart(it, level)
			stop := then()
			k.Back(saved)
			return stop
		})
		k.Back(saved)
		if stop {
			return true
		}
	}
	return false
}

// inside says whether a term may come out of another one that is taken apart.
func (k *Knowledge) inside(t, of *Term) bool {
	of = of.Walk()
	if len(of.Op.Row().Undo) == 0 {
		return false
	}
	for _, a := range gives(of) {
		a = a.Walk()
		if a.Open() {
			continue
		}
		mark := k.Mark()
		ok := k.Unify(t, a)
		k.Undo(mark)
		if ok || k.inside(t, a) {
			return true
		}
	}
	return false
}
