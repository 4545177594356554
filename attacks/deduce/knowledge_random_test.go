package deduce_test

import (
	"fmt"
	"slices"
	"testing"

	"emrproof/model"
	"emrproof/sim/simtest"
)

// dice draw random terms and recipes.
type dice struct{ simtest.Dice }

func pick[T any](p *dice, from ...T) T { return from[p.Next(len(from))] }

func (p *dice) scalar(depth int) *model.Term {
	leaf := func() *model.Term { return scalarNamed(pick(p, "a", "b", "c", "d")) }
	if depth == 0 {
		return leaf()
	}
	switch p.Next(10) {
	case 0, 1, 2:
		return leaf()
	case 3, 4, 5:
		return sum(p.scalar(depth-1), p.scalar(depth-1))
	case 6:
		return mul(p.scalar(0), p.scalar(depth-1))
	case 7:
		return mul(integer(pick(p, -1, 2, 3)), p.scalar(depth-1))
	case 8:
		return sum(p.scalar(0), mul(hs(p.field(depth-1)), p.scalar(0)))
	}
	return inverse(leaf())
}

func (p *dice) point(depth int) *model.Term {
	leaf := func() *model.Term {
		return pick(p, pointNamed("X"), base(scalarNamed("a")), base(scalarNamed("b")),
			pointNamed("Y"))
	}
	if depth == 0 {
		return leaf()
	}
	switch p.Next(6) {
	case 0, 1:
		return leaf()
	case 2:
		return base(p.scalar(depth - 1))
	case 3:
		return mul(p.scalar(depth-1), leaf())
	case 4:
		return sum(p.point(depth-1), p.point(depth-1))
	}
	return mul(p.scalar(0), p.point(depth-1))
}

func (p *dice) key(depth int) *model.Term {
	if depth == 0 || p.Next(3) == 0 {
		return keyNamed(pick(p, "k", "k2"))
	}
	return hk(p.fields(depth - 1)...)
}

func (p *dice) fields(depth int) []*model.Term {
	if p.Next(3) == 0 {
		return with(p.field(depth), p.field(depth))
	}
	return with(p.field(depth))
}

func (p *dice) field(depth int) *model.Term {
	if depth == 0 {
		return pick(p, dataNamed("m"), scalarNamed("a"), base(scalarNamed("b")), keyNamed("k"),
			nameOf("alice"))
	}
	switch p.Next(6) {
	case 0:
		return dataNamed(pick(p, "m", "n"))
	case 1:
		return p.key(depth - 1)
	case 2:
		return p.scalar(depth)
	case 3:
		return p.point(depth)
	}
	return p.message(depth - 1)
}

// message is something that is sent.
func (p *dice) message(depth int) *model.Term {
	who := pick(p, "alice", "bob")
	switch p.Next(12) {
	case 0, 1, 2:
		return senc(p.key(depth), p.fields(depth)...)
	case 3:
		return aenc(puk(who), p.fields(depth)...)
	case 4:
		return in(pick(p, model.Mode(0), model.Recovery), sign(prk(who), p.fields(depth)...))
	case 5:
		return mask(p.key(depth), p.fields(depth)...)
	case 6:
		return tuple(p.fields(depth)...)
	case 7:
		return pick(p, p.key(0), dataNamed("m"))
	case 8, 9:
		return p.scalar(depth)
	}
	return p.point(depth)
}

// A riddle is what is given, in which readings, and what is asked for.
type riddle struct {
	option string
	given  []*model.Term
	goal   *model.Term
}

func (p *dice) riddle() riddle {
	r := riddle{option: pick(p, "", "", "", "E12", "E17", "E20")}
	group := p.Next(2) == 0
	for range 2 + p.Next(6) {
		switch choice := p.Next(8); {
		case group && choice > 1:
			r.given = append(r.given, pick(p, p.scalar(1+p.Next(2)), p.point(1+p.Next(2))))
		case choice == 1:
			r.given = append(r.given, prk(pick(p, "alice", "bob"))) // given as such: never sent
		default:
			r.given = append(r.given, p.message(p.Next(3)+1))
		}
	}
	for i, t := range r.given {
		r.given[i] = t.Map(r.read)
	}
	parts := r.parts()
	r.goal = parts[p.Next(len(parts))]
	other := parts[p.Next(len(parts))]
	switch p.Next(5) {
	case 0:
		r.goal = hk(r.goal, other).Map(r.read)
	case 1, 2:
		one, two := r.goal.Sort, other.Sort
		switch {
		case one == two && (one == model.Point || one == model.Scalar):
			r.goal = sum(r.goal, other)
		case one == model.Scalar && two == model.Point:
			r.goal = mul(r.goal, other)
		}
	}
	return r
}

// read puts most operations in the reading that is in force.
func (r riddle) read(t *model.Term) *model.Term {
	set := func(m model.Mode) *model.Term {
		if t.Mode == m {
			return t
		}
		u := *t
		u.Mode = m
		return &u
	}
	switch t.Op {
	case model.OpSEnc:
		if r.option == "E20" {
			return set(model.NoTag)
		}
	case model.OpSign:
		if r.option == "E17" {
			return set(model.Raw)
		}
	case model.OpHashB, model.OpHashS, model.OpHashK:
		if r.option == "E17" {
			return set(model.Raw)
		}
	}
	return t
}

// parts are the subterms of what is given, each once.
func (r riddle) parts() []*model.Term {
	var parts []*model.Term
	seen := map[string]bool{}
	for _, t := range r.given {
		t.Walk(func(u *model.Term) {
			if c := model.Canon(u); !seen[c] {
				seen[c] = true
				parts = append(parts, u)
			}
		})
	}
	return parts
}

func (r riddle) options() []string {
	if r.option == "" {
		return nil
	}
	return []string{r.option}
}

func (r riddle) String() string { return fmt.Sprintf("%s from %s %s", r.goal, r.given, r.option) }

// Both versions agree on what can be made, and what can be made has the right bytes
// (see derives). Where they do not, Derive has missed what it says it misses.
func TestDerivesWhatThePlainVersionDerives(t *testing.T) {
	simtest.Long(t)
	count := map[string]int{}
	const draws = 1500
	rolls(t, 2020, draws, "both versions agree", func(p *dice) string {
		r := p.riddle()
		a := newThinker(t, r.options()...)
		a.give(r.given...)
		got := a.derives(r.goal)
		second := newPlain(a.oracles[0].Readings, r.given, r.goal)
		want := second.knows(r.goal)
		group := r.goal.Sort == model.Scalar || r.goal.Sort == model.Point
		switch {
		case second.worlds().hard:
			count["no second world"]++
		case want && !got && a.Unsolved() > 0:
			count["missed"]++
		case got != want:
			return fmt.Sprintf("%s: got %v, want %v", r, got, want)
		default:
			count[fmt.Sprintf("%v, group %v", want, group)]++
		}
		return ""
	})
	t.Logf("%v", count)
	for _, kind := range []string{"true, group true", "true, group false", "false, group true",
		"false, group false"} {
		if count[kind] < 150 {
			t.Errorf("%s: %d draws, want 150", kind, count[kind])
		}
	}
	if n := count["no second world"]; n > draws/10 {
		t.Errorf("%d of %d draws say nothing", n, draws)
	}
	if n := count["missed"]; n > 3 {
		t.Errorf("%d deductions of %d are missed, want 3 at most", n, draws)
	}
}

// answers says of each term whether it can be made.
func answers(t *testing.T, r riddle, goals []*model.Term) []bool {
	a := newThinker(t, r.options()...)
	a.give(r.given...)
	var out []bool
	for _, g := range goals {
		_, ok := a.Derive(g)
		out = append(out, ok)
	}
	return out
}

func TestMoreKnowledgeNeverHurts(t *testing.T) {
	grew := 0
	rolls(t, 1949, 300, "what can be made can be made with more given", func(p *dice) string {
		more := p.riddle()
		less := more
		less.given = more.given[:1+p.Next(len(more.given)-1)]
		goals := append(more.parts(), more.goal)
		before, after := answers(t, less, goals), answers(t, more, goals)
		for i, g := range goals {
			if before[i] && !after[i] {
				return fmt.Sprintf("%s from %s, and not from %s", g, less.given, more.given)
			}
			if after[i] && !before[i] {
				grew++
			}
		}
		return ""
	})
	if grew < 300 {
		t.Errorf("%d answers changed, want 300", grew)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	rolls(t, 1978, 300, "the order in which things come and are asked for changes no answer",
		func(p *dice) string {
			r := p.riddle()
			goals := append(r.parts(), r.goal)
			want := answers(t, r, goals)
			a := newThinker(t, r.options()...)
			for rest := slices.Clone(r.given); len(rest) > 0; {
				i := p.Next(len(rest))
				a.give(rest[i])
				rest = slices.Delete(rest, i, i+1)
				for range p.Next(4) {
					a.Derive(goals[p.Next(len(goals))])
				}
			}
			for i := range goals {
				i = len(goals) - 1 - i
				if _, got := a.Derive(goals[i]); got != want[i] {
					return fmt.Sprintf("%s from %s: got %v, want %v", goals[i], r.given, got, want[i])
				}
			}
			return ""
		})
}

// renamed has other names for everything, in another order of the alphabet.
func renamed(t *model.Term) *model.Term {
	names := map[string]string{"a": "z", "b": "y", "c": "x", "d": "w", "X": "W", "Y": "V",
		"k": "q", "k2": "p", "m": "t", "n": "s", "alice": "mallory", "bob": "alice"}
	return t.Map(func(u *model.Term) *model.Term {
		if u.Op != model.OpAtom && u.Op != model.OpPUK && u.Op != model.OpPRK {
			return u
		}
		v := *u
		v.Name = names[u.Name]
		return &v
	})
}

func TestNamesDoNotMatter(t *testing.T) {
	rolls(t, 1996, 300, "other names change no answer", func(p *dice) string {
		r := p.riddle()
		goals := append(r.parts(), r.goal)
		other := riddle{option: r.option}
		for _, g := range r.given {
			other.given = append(other.given, renamed(g))
		}
		var otherGoals []*model.Term
		for _, g := range goals {
			otherGoals = append(otherGoals, renamed(g))
		}
		want, got := answers(t, r, goals), answers(t, other, otherGoals)
		for i := range goals {
			if got[i] != want[i] {
				return fmt.Sprintf("%s from %s: got %v with other names, want %v", goals[i], r.given,
					got[i], want[i])
			}
		}
		return ""
	})
}
