// Package deduce decides what the adversary knows and what it can make, on terms.
//
// The adversary takes apart whatever it has the keys for, and puts together whatever it has the
// parts of. Of group elements it can make the linear span of the points that it knows, over the
// scalars that it knows; of texts, all exclusive ors of those that it knows. Every deduction ends
// in a Recipe, which an Oracle turns into bytes.
package deduce

import (
	"math/big"

	"emrproof/model"
	"emrproof/sim/trace"
)

// Knowledge is what the adversary holds and what it can derive. It takes terms apart as soon as
// it has the keys, and puts terms together when Derive asks for them.
type Knowledge struct {
	oracle  Oracle
	modes   Modes
	numbers model.Numbering
	items   map[int]*item // by the number of the term
	order   []*item
	powers  powers
	sums    sums

	fresh []*goal // that nobody has tried to solve
	stuck []*goal
	goals map[int]*goal // both, by the number of what they want
	needs map[int]bool  // the subterms of what they want, but for scalars and points
	dirty bool          // something new may help with those that are stuck

	made   map[int]Recipe // by the number of the term
	failed map[int]bool   // as long as nothing new is learned
}

// A goal is a term that the adversary cannot make yet, with what to do once it can. The term is
// a key, which will take ciphertexts apart; or a hash or an inverse that stands in a known
// scalar or point, and will then be a known number; or a text in a known exclusive or.
type goal struct {
	want *model.Term
	then []func(Recipe)
}

// An Oracle evaluates recipes with what the adversary holds, and knows what is public.
type Oracle interface {
	// Evaluate runs a recipe.
	Evaluate(r Recipe) (*trace.Value, error)
	// PublicKey says whether the directory has a key of that name.
	PublicKey(name string) bool
	// Modes are the literal readings in force.
	Modes() Modes
	// Order is the order of the group.
	Order() *big.Int
}

// An item is a term that the adversary has, with the recipe by which it has it.
type item struct {
	Term   *model.Term
	Recipe Recipe
}

// NewKnowledge returns the knowledge of an adversary that holds nothing yet.
func NewKnowledge(o Oracle) *Knowledge {
	k := &Knowledge{oracle: o, modes: o.Modes(), items: map[int]*item{}, goals: map[int]*goal{},
		needs: map[int]bool{}, made: map[int]Recipe{}, failed: map[int]bool{}}
	k.powers, k.sums = newPowers(k), sums{knowledge: k}
	return k
}

// Add takes in a term that the adversary can make by a recipe. A term that is known already
// keeps its recipe, with two exceptions. A recipe that is a guess is replaced by one that is
// none, and so is an exclusive or with a guess. A recipe that joins parts is replaced by one that
// does not: the term was heard as a whole, and so were its parts.
func (k *Knowledge) Add(t *model.Term, r Recipe) {
	n := k.numbers.Number(t)
	if it := k.items[n]; it != nil {
		if it.Recipe.Guess() && !r.Guess() || it.Recipe.guessed() && !r.guessed() {
			it.Recipe = r
			k.dirty = k.dirty || len(k.sums.rows) > 0 // see confirm
		} else if it.Recipe.joins() && !r.joins() { // heard now: so are its parts
			it.Recipe = r
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
	if t.Op == model.OpXOR {
		k.sums.add(it)
	}
	if t.Sort == model.Scalar || t.Sort == model.Point {
		k.dirty = true
		k.power(it)
	}
}

// parts adds the parts of a term that can be read off it without a key.
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

// lock makes a goal of the key to a term, so that the term is taken apart once the key can be
// made. A term made in another reading than the one in force does not open; only padding may
// differ.
func (k *Knowledge) lock(c *item) {
	if c.Term.Mode&^model.Padded != k.modes[c.Term.Op]&^model.Padded {
		return
	}
	for _, u := range c.Term.Op.Row().Undo {
		if u.Key == nil {
			continue
		}
		if key := u.Key(c.Term); key != nil {
			k.await(key, func(with Recipe) { k.takeApart(u, c.Term, c.Recipe, with) })
		}
	}
}

// power keeps a scalar or point for the computations on scalars and points. Each hash and
// inverse in it becomes a goal.
func (k *Knowledge) power(it *item) {
	if it.Term.Sort == model.Scalar {
		k.powers.scalars = append(k.powers.scalars, it)
	} else {
		k.powers.fresh = append(k.powers.fresh, it)
	}
	factors(it.Term, func(u *model.Term) {
		if u != it.Term && u.Op != model.OpAtom {
			k.await(u, func(r Recipe) { k.Add(u, r) })
		}
	})
}

// await makes a goal of a term: the function then is called once the term can be made.
func (k *Knowledge) await(want *model.Term, then func(Recipe)) {
	n := k.numbers.Number(want)
	p := k.goals[n]
	if p == nil {
		p = &goal{want: want}
		k.goals[n] = p
		k.fresh = append(k.fresh, p)
		want.Walk(func(u *model.Term) {
			if u.Sort != model.Scalar && u.Sort != model.Point {
				k.needs[k.numbers.Number(u)] = true
			}
		})
	}
	p.then = append(p.then, then)
}

// saturate solves the open goals until no more can be solved.
func (k *Knowledge) saturate() {
	for k.dirty || len(k.fresh) > 0 {
		try := k.fresh
		if k.dirty {
			try = append(k.stuck, k.fresh...)
			k.stuck = nil
			k.sums.confirm()
		}
		k.fresh, k.dirty = nil, false
		for _, p := range try {
			r, ok := k.derive(p.want)
			if !ok {
				k.stuck = append(k.stuck, p)
				continue
			}
			delete(k.goals, k.numbers.Number(p.want))
			for _, then := range p.then {
				then(r)
			}
		}
	}
}

// Derive returns a recipe by which the adversary makes a term, if it can make it.
func (k *Knowledge) Derive(t *model.Term) (Recipe, bool) {
	k.saturate()
	return k.derive(t)
}

func (k *Knowledge) derive(t *model.Term) (Recipe, bool) {
	n := k.numbers.Number(t)
	if it := k.items[n]; it != nil {
		return it.Recipe, true
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

// build finds a recipe for a term that is not known, from its parts.
func (k *Knowledge) build(t *model.Term) (Recipe, bool) {
	if r, ok := constant(t); ok {
		return r, true
	}
	switch t.Op {
	case model.OpAtom:
		if t.Sort == model.Identity && t.At == "" {
			return Apply("id", Text(t.Name)), true // names are public
		}
	case model.OpPUK:
		return Apply("puk", Text(t.Name)), k.oracle.PublicKey(t.Name)
	}
	if t.Op == model.OpXOR {
		return k.sums.derive(t)
	}
	if r, ok := k.call(t); ok {
		return r, true
	}
	switch t.Sort {
	case model.Scalar, model.Point:
		return k.powers.derive(t)
	case model.Key, model.Data:
		return k.sums.derive(t)
	}
	return Recipe{}, false
}

// call finds a recipe for a term by deriving the arguments of its operation. There is none if
// the operation is in another reading than the one in force.
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

// Items returns the terms that the adversary holds, in the order in which it came by them: what
// it was given, and all that it could take apart.
func (k *Knowledge) Items() []*item {
	k.saturate()
	return k.order
}

// Modes are the readings in which the operations of a description work.
type Modes map[model.Op]model.Mode

// ModesOf returns the modes of a description.
func ModesOf(p *model.Protocol) Modes {
	m := Modes{}
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
