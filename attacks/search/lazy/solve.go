package lazy

import (
	"slices"

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
	opened int  // the level at which it was taken apart; 0: it was not
	busy   bool // its key is being made
	shut   int  // how many items were known when there was no way to make its key
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
	// Stop is asked now and then whether to look for no more ways: Solve then says true without one.
	Stop      func() bool
	solved    int // how often Solve was called
	relations []relation
	saturated state   // when all had been taken apart that can be
	sure      int     // of what is asked of points, how much can hold together
	held      int     // how many changes there were when it could
	before    int     // of what is asked of points, how much may wait for what is taken apart now
	barred    []*Term // points that cannot be used, for it is asked how they are made
}

// A state of knowledge is how many changes there were, and how many items there are.
type state struct{ edits, items int }

// A Restore is a point to which knowledge can go back.
type Restore struct{ changes, items, names, relations, reached int }

func (k *Knowledge) Save() Restore {
	return Restore{k.Mark(), len(k.items), len(k.names), len(k.relations), k.Level}
}

func (k *Knowledge) Back(r Restore) {
	k.Undo(r.changes)
	k.items, k.names, k.relations = k.items[:r.items], k.names[:r.names], k.relations[:r.relations]
	k.Level = r.reached
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
	if t.Op == model.OpSum && t.Sort == model.Scalar {
		k.relate(t, level)
	}
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
	if k.saturated == (state{k.edits, len(k.items)}) {
		return
	}
	defer func() { k.saturated = state{k.edits, len(k.items)} }()
	for again := true; again; {
		again = false
		for i := 0; i < len(k.items); i++ {
			it := k.items[i]
			if it.key == nil || it.openAt(it.level) || it.shut == len(k.items) || !k.Makes(it.key, k.Level) {
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
		return t.level <= level && !slices.Contains(k.barred, t)
	}
	if public(t) {
		return true
	}
	for _, it := range k.items {
		if it.level <= level && it.t.fits(t) && Same(it.t, t) {
			return true
		}
	}
	if t.Sort == model.Point {
		return k.makesPoint(t, level)
	}
	args, ok := k.arguments(t)
	return ok && !slices.ContainsFunc(args, func(a *Term) bool { return !k.Makes(a, level) })
}

// fits says whether two terms may be equal, by their operations.
func (t *Term) fits(u *Term) bool { return t.Op == u.Op || isGroup(t.Sort) && t.Sort == u.Sort }

// arguments are what the adversary makes a term from, if it can make such a term: that of its
// operation, and of a sum of products the scalars.
func (k *Knowledge) arguments(t *Term) (args []*Term, ok bool) {
	if t.Op == model.OpSum {
		return atomsOf(k.reduced(poly(t))), t.Sort == model.Scalar
	}
	return t.Args, Composable(t)
}

// public says whether everybody knows a term: names, labels and the generator.
func public(t *Term) bool {
	switch t.Op {
	case model.OpLabel, model.OpGen:
		return true
	case model.OpAtom:
		return t.Sort == model.Identity || t.At == Own
	}
	return false
}

// Composable says whether the adversary can make a term from its arguments.
func Composable(t *Term) bool {
	return t.Op == model.OpPUK || t.Op.Row().Name != "" && t.Op != model.OpSum
}

// stopEvery is after how many calls Solve asks whether to stop.
const stopEvery = 4096

// Solve finds the ways in which the adversary can make all of the targets. For each it calls
// then, which sees the substitution, and may end the search by true; solve then says so too.
// After each way all is as it was before.
func (k *Knowledge) Solve(todo []Target, then func() bool) bool {
	if k.solved++; k.solved%stopEvery == 0 && k.Stop != nil && k.Stop() {
		return true
	}
	saved := k.Save()
	defer k.Back(saved)
	k.Saturate()
	var t *Term
	var level int
	for {
		if len(todo) == 0 {
			return k.combined(then)
		}
		last := todo[len(todo)-1]
		t, level = last.Term.simple(), last.Level
		if t.Open() && t.level > level {
			k.edits++
			k.changes = append(k.changes, change{level: &t.level, were: t.level, bound: t})
			t.level = level
		}
		if !t.Open() && (k.Every || !k.Makes(t, level)) {
			if t.Sort != model.Point {
				break
			}
			if k.ask(t, level); !k.possible() {
				return false
			}
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
		if it.level > level || !it.t.fits(t) {
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
	args, ok := k.arguments(t)
	if !ok {
		return false
	}
	todo := rest
	for _, a := range args {
		todo = append(todo, Target{a, level})
	}
	return k.Solve(todo, then)
}

// hidden has the adversary take something apart that it has no key to as things stand, because
// the target may be inside.
func (k *Knowledge) hidden(t *Term, level int, todo []Target, then func() bool) bool {
	return k.opening(level, func(it *item) bool { return k.inside(t, it.t) },
		func() bool { return k.Solve(todo, then) })
}

// opening has the adversary take something apart at a level that may have in it what is needed.
func (k *Knowledge) opening(level int, helps func(*item) bool, then func() bool) bool {
	for _, it := range k.items {
		if it.key == nil || it.level > level || it.openAt(level) || it.shut == len(k.items) ||
			!helps(it) {
			continue
		}
		if k.open(it, level, then) {
			return true
		}
	}
	return false
}

// open has the adversary take an item apart at a level, in every way.
func (k *Knowledge) open(it *item, level int, then func() bool) bool {
	saved, before := k.Save(), k.before
	k.SetInt(&it.opened, level) // its key does not come out of itself
	k.before, it.busy = len(k.asked), true
	stop := k.Solve([]Target{{it.key, level}}, func() bool {
		saved, now := k.Save(), k.before
		k.before, it.busy = before, false
		k.takeApart(it, level)
		stop := then()
		k.before, it.busy = now, true
		k.Back(saved)
		return stop
	})
	k.before, it.busy = before, false
	k.Back(saved)
	return stop
}

// shut finds what the adversary has no way to take apart, whatever becomes of the variables.
func (k *Knowledge) shut() {
	for _, it := range k.items {
		if it.key != nil && !it.openAt(it.level) && it.shut != len(k.items) &&
			!k.open(it, k.Level, func() bool { return true }) {
			k.SetInt(&it.shut, len(k.items))
		}
	}
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
