package attacks

import (
	"math/big"

	"emrproof/model"
	"emrproof/sim/trace"
)

// Knowledge is what the adversary holds, and all that it can derive: what it has
// keys for is taken apart before it is asked for anything, what it has parts for is
// put together when it is asked for.
type Knowledge struct {
	oracle  oracle
	modes   modes
	numbers model.Numbering
	items   map[int]*item // by the number of the term
	order   []*item
	powers  powers

	fresh []*puzzle // that nobody has tried to solve
	stuck []*puzzle
	posed map[int]*puzzle // both, by the number of what they want
	needs map[int]bool    // the subterms of what they want, but for scalars and points
	dirty bool            // something new may help with those that are stuck

	made   map[int]Recipe // by the number of the term
	failed map[int]bool   // as long as nothing new is learned
}

// A puzzle is what can be done once a term can be made: with a key, to take
// ciphertexts apart; with a hash or an inverse that stands in a known scalar or
// point, to know it for a number.
type puzzle struct {
	want *model.Term
	then []func(Recipe)
}

// An oracle computes: it opens with keys that the adversary gives it, and knows
// what is public.
type oracle interface {
	// evaluate runs a recipe.
	evaluate(r Recipe) (*trace.Value, error)
	// publicKey says whether the directory has a key of that name.
	publicKey(name string) bool
	// modes are the literal readings in force.
	modes() modes
	// order is that of the group.
	order() *big.Int
}

// An item is a value that the adversary has, and how.
type item struct {
	term   *model.Term
	recipe Recipe
}

func newKnowledge(o oracle) *Knowledge {
	k := &Knowledge{oracle: o, modes: o.modes(), items: map[int]*item{}, posed: map[int]*puzzle{},
		needs: map[int]bool{}, made: map[int]Recipe{}, failed: map[int]bool{}}
	k.powers = newPowers(k)
	return k
}

// Add takes in a term that the adversary can make by a recipe. What it knows already it
// does not learn again, but for that it no longer has to guess it.
func (k *Knowledge) Add(t *model.Term, r Recipe) {
	n := k.numbers.Number(t)
	if it := k.items[n]; it != nil {
		if it.recipe.guess() && !r.guess() {
			it.recipe = r
		} else if it.recipe.joins() && !r.joins() { // heard now: so are its parts
			it.recipe = r
			k.parts(t, r)
		}
		return
	}
	it := &item{t, r}
	k.items[n] = it
	k.order = append(k.order, it)
	if len(k.failed) > 0 {
		k.failed = map[int]bool{}
	}
	k.dirty = k.dirty || k.needs[n]
	k.parts(t, r)
	k.lock(it)
	if t.Sort == model.Scalar || t.Sort == model.Point {
		k.dirty = true
		k.power(it)
	}
}

// parts takes in what can be read off a term without a key.
func (k *Knowledge) parts(t *model.Term, r Recipe) {
	for _, u := range t.Op.Row().Undo {
		if u.Key == nil && (u.Mode == 0 || t.Mode&u.Mode != 0) {
			k.takeApart(u, t, r, Recipe{})
		}
	}
}

func (k *Knowledge) takeApart(u model.Undo, t *model.Term, r, key Recipe) {
	parts := u.Gives(t)
	for i, part := range parts {
		k.Add(part, undoing(u, i+1, len(parts), r, key))
	}
}

// lock keeps what opens with a key until the key is there. What is in another reading than
// the one in force does not open, but that some are padded and others are not.
func (k *Knowledge) lock(c *item) {
	if c.term.Mode&^model.Padded != k.modes[c.term.Op]&^model.Padded {
		return
	}
	for _, u := range c.term.Op.Row().Undo {
		if u.Key == nil {
			continue
		}
		if key := u.Key(c.term); key != nil {
			k.pose(key, func(with Recipe) { k.takeApart(u, c.term, c.recipe, with) })
		}
	}
}

// power keeps a scalar or point for what can be computed from it.
func (k *Knowledge) power(it *item) {
	if it.term.Sort == model.Scalar {
		k.powers.scalars = append(k.powers.scalars, it)
	} else {
		k.powers.fresh = append(k.powers.fresh, it)
	}
	factors(it.term, func(u *model.Term) {
		if u != it.term && u.Op != model.OpAtom {
			k.pose(u, func(r Recipe) { k.Add(u, r) })
		}
	})
}

// pose keeps what is to be done once a term can be made.
func (k *Knowledge) pose(want *model.Term, then func(Recipe)) {
	n := k.numbers.Number(want)
	p := k.posed[n]
	if p == nil {
		p = &puzzle{want: want}
		k.posed[n] = p
		k.fresh = append(k.fresh, p)
		want.Walk(func(u *model.Term) {
			if u.Sort != model.Scalar && u.Sort != model.Point {
				k.needs[k.numbers.Number(u)] = true
			}
		})
	}
	p.then = append(p.then, then)
}

// saturate solves puzzles until no more can be solved.
func (k *Knowledge) saturate() {
	for k.dirty || len(k.fresh) > 0 {
		try := k.fresh
		if k.dirty {
			try = append(k.stuck, k.fresh...)
			k.stuck = nil
		}
		k.fresh, k.dirty = nil, false
		for _, p := range try {
			r, ok := k.derive(p.want)
			if !ok {
				k.stuck = append(k.stuck, p)
				continue
			}
			delete(k.posed, k.numbers.Number(p.want))
			for _, then := range p.then {
				then(r)
			}
		}
	}
}

// Derive finds how the adversary makes a term, if it can.
func (k *Knowledge) Derive(t *model.Term) (Recipe, bool) {
	k.saturate()
	return k.derive(t)
}

func (k *Knowledge) derive(t *model.Term) (Recipe, bool) {
	n := k.numbers.Number(t)
	if it := k.items[n]; it != nil {
		return it.recipe, true
	}
	if r, ok := k.made[n]; ok || k.failed[n] {
		return r, ok
	}
	r, ok := k.build(t)
	if ok {
		k.made[n] = r
	} else {
		k.failed[n] = true
	}
	return r, ok
}

// build puts a term together from parts.
func (k *Knowledge) build(t *model.Term) (Recipe, bool) {
	switch t.Op {
	case model.OpAtom:
		if t.Sort == model.Identity && t.At == "" {
			return recipe("id", text(t.Name)), true // names are public
		}
	case model.OpGen:
		return recipe("G"), true
	case model.OpConst:
		return recipe("const", Recipe{Op: opInt, Int: integerNamed(t.Name)}), true
	case model.OpLabel:
		return recipe("label", text(t.Name)), true
	case model.OpPUK:
		return recipe("puk", text(t.Name)), k.oracle.publicKey(t.Name)
	}
	if r, ok := k.call(t); ok {
		return r, true
	}
	if t.Sort == model.Scalar || t.Sort == model.Point {
		return k.powers.derive(t)
	}
	return Recipe{}, false
}

// call derives the arguments of an operation. An operation in another reading
// than the one in force cannot be made.
func (k *Knowledge) call(t *model.Term) (Recipe, bool) {
	r := Recipe{Op: termOps[t.Op]}
	if r.Op == "" || t.Mode != k.modes[t.Op] {
		return Recipe{}, false
	}
	for _, a := range t.Args {
		arg, ok := k.derive(a)
		if !ok {
			return Recipe{}, false
		}
		r.Args = append(r.Args, arg)
	}
	return r, true
}

func integerNamed(decimal string) *big.Int {
	n, ok := new(big.Int).SetString(decimal, 10)
	if !ok {
		panic("attacks: internal error: constant " + decimal)
	}
	return n
}

// Len is the number of values that the adversary holds.
func (k *Knowledge) Len() int { return len(k.order) }

// modes are the readings in which a description's operations work.
type modes map[model.Op]model.Mode

// modesOf reads the modes off a description.
func modesOf(p *model.Protocol) modes {
	m := modes{}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		terms := append([]*model.Term{s.Term, s.Var}, s.Fields...)
		for _, t := range terms {
			if t != nil {
				t.Walk(func(u *model.Term) { m[u.Op] |= u.Mode })
			}
		}
	})
	return m
}
