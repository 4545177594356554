package deduce_test

import (
	"fmt"
	"slices"
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/simtest"
)

var xor = operation(model.OpXOR)

func TestDeductionsOfExclusiveOrs(t *testing.T) {
	a, b, c, d := dataNamed("a"), dataNamed("b"), dataNamed("c"), dataNamed("d")
	k, k2, s := keyNamed("k"), keyNamed("k2"), scalarNamed("s")
	const label = "a label of two and thirty bytes."
	for _, q := range []deduction{
		{"of two from both", with(a, b), xor(a, b), yes},
		{"of two from one", with(a), xor(a, b), no},
		{"nothing gives one", nil, xor(a, b), no},
		{"a part of what is heard", with(xor(a, b)), a, no},
		{"a part, with the other", with(xor(a, b), b), a, yes},
		{"a key, with the other", with(xor(k, b), b), k, yes},
		{"a key from another key", with(xor(k, k2), k2), k, yes},
		{"one time pad used twice", with(xor(a, d), xor(b, d)), xor(a, b), yes},
		{"one time pad used twice gives neither", with(xor(a, d), xor(b, d)), a, no},
		{"a triangle tells nothing", with(xor(a, b), xor(b, c), xor(a, c)), b, no},
		{"a triangle of three", with(xor(a, b, c), xor(b, c), xor(c, d)), d, no},
		{"a chain from its end", with(xor(a, b), xor(b, c), c), a, yes},
		{"a chain from its middle", with(xor(a, b), xor(b, c), xor(c, d), b), d, yes},
		{"three from all their pairs and one more", with(xor(a, b), xor(b, c), xor(a, b, c)), b, yes},
		{"a sum that none of the given is", with(xor(a, b, c), xor(b, d), xor(c, d)), a, yes},
		{"a sum of part of the given", with(xor(a, b, c), d), xor(b, c, d), no},
		{"with a constant", with(xor(a, model.Label(label))), a, yes},
		{"with a hash that can be made", with(xor(a, hk(b)), b), a, yes},
		{"with a hash that cannot", with(xor(a, hk(b))), a, no},
		{"a text from zeros", with(xor(a, a), xor(b, c)), a, no},
		{"a text and its own hash", with(xor(a, hk(a))), a, no},
		{"a text and its own hash, with it", with(xor(a, hk(a)), hk(a)), a, yes},
		{"a hash of one that is heard", with(xor(a, b)), hk(xor(b, a)), yes},
		{"a hash of a sum", with(xor(a, b), xor(b, c)), hk(xor(a, c)), yes},
		{"a scalar hash of a sum", with(xor(a, b), xor(b, c)), hs(xor(a, c), c), no},
		{"a scalar that hides under a hash of a sum", with(xor(a, b), xor(b, c),
			sum(s, hs(xor(a, c)))), s, yes},
		{"the order in a hash", with(hk(xor(a, b))), hk(xor(b, a)), yes},

		{"what a key that comes apart opens", with(xor(k, a), a, senc(k, b)), b, yes},
		{"what a key opens that is one itself", with(xor(k, a), xor(a, b), senc(xor(k, b), c)), c, yes},
		{"what is opened takes the next apart", with(xor(k, a), a, senc(k, b), xor(b, k2),
			senc(k2, c), xor(c, d)), d, yes},
		{"what is opened is one", with(k, senc(k, xor(a, b)), mask(k, b)), a, yes},
		{"the last link opens the first", with(senc(k, c), xor(k, a, d), xor(a, b), xor(b, d)), c,
			yes},
		{"a link is missing", with(senc(k, c), xor(k, a, d), xor(a, b)), c, no},
		{"a hash of what is opened takes it apart", with(senc(k, b), k, xor(a, hk(b, k))), a, yes},
		{"under a key with known data", with(xor(k, a), senc(k, tuple(a, b))), b, no},
	} {
		t.Run(q.name, func(t *testing.T) { q.check(t) })
	}
}

// secret draws a text of the length of a key.
func (p *dice) secret(depth int) *model.Term {
	if depth > 0 {
		switch p.Next(5) {
		case 0:
			return hk(p.secret(depth - 1))
		case 1, 2:
			return p.sum(depth)
		}
	}
	return pick(p, keyNamed("k"), keyNamed("k2"), dataNamed("m"), dataNamed("n"), dataNamed("o"))
}

// sum draws an exclusive or.
func (p *dice) sum(depth int) *model.Term {
	x := p.secret(depth - 1)
	for range 1 + p.Next(3) {
		if y := xor(x, p.secret(depth-1)); !y.Zero() {
			x = y
		}
	}
	return x
}

// sent draws what an exclusive or can hide in, or open.
func (p *dice) sent() *model.Term {
	switch p.Next(10) {
	case 0:
		return p.secret(0)
	case 1, 2:
		key := p.secret(2)
		if key.Sort == model.Key {
			return senc(key, p.secret(2))
		}
		return hk(key, p.secret(1))
	case 3:
		return mask(pick(p, keyNamed("k"), hk(p.secret(1))), p.secret(2), p.secret(1))
	case 4:
		return sum(scalarNamed(pick(p, "a", "b")), hs(p.secret(2)))
	}
	return p.sum(2)
}

func (p *dice) xorRiddle() riddle {
	r := riddle{}
	for range 2 + p.Next(6) {
		r.given = append(r.given, p.sent())
	}
	parts := r.parts()
	r.goal = parts[p.Next(len(parts))]
	if r.goal.Op == model.OpXOR && p.Next(2) == 0 {
		r.goal = r.goal.Args[p.Next(len(r.goal.Args))]
	}
	if p.Next(3) == 0 {
		a, b := r.goal, parts[p.Next(len(parts))]
		text := func(u *model.Term) bool { return u.Sort == model.Key || u.Sort == model.Data }
		if text(a) && text(b) && !xor(a, b).Zero() {
			r.goal = xor(a, b)
		}
	}
	return r
}

// Both versions agree, and what can be made has the right bytes.
func TestDerivesTheSumsThatThePlainVersionDerives(t *testing.T) {
	simtest.Long(t)
	count := map[string]int{}
	rolls(t, 1882, 1500, "both versions agree", func(p *dice) string {
		r := p.xorRiddle()
		a := newThinker(t)
		a.give(r.given...)
		got := a.derives(r.goal)
		want := newPlain(a.oracles[0].Readings, r.given, r.goal).knows(r.goal)
		if got != want {
			return fmt.Sprintf("%s: got %v, want %v", r, got, want)
		}
		count[fmt.Sprintf("%v, xor %v", want, r.goal.Op == model.OpXOR)]++
		if how, _ := a.Derive(r.goal); got && how.Op == "xor" && r.goal.Op != model.OpXOR {
			count["taken out"]++
		}
		return ""
	})
	t.Logf("%v", count)
	for _, kind := range []string{"true, xor true", "true, xor false", "false, xor true",
		"false, xor false", "taken out"} {
		if count[kind] < 40 {
			t.Errorf("%s: %d draws, want 40", kind, count[kind])
		}
	}
}

func TestOrderDoesNotMatterForSums(t *testing.T) {
	rolls(t, 1919, 300, "the order in which things come and are asked for changes no answer",
		func(p *dice) string {
			r := p.xorRiddle()
			goals := append(r.parts(), r.goal)
			want := answers(t, r, goals)
			a := newThinker(t)
			for rest := slices.Clone(r.given); len(rest) > 0; {
				i := p.Next(len(rest))
				a.give(rest[i])
				rest = slices.Delete(rest, i, i+1)
				for range p.Next(4) {
					a.Derive(goals[p.Next(len(goals))])
				}
			}
			for i := range goals {
				if _, got := a.Derive(goals[i]); got != want[i] {
					return fmt.Sprintf("%s from %s: got %v, want %v", goals[i], r.given, got, want[i])
				}
			}
			return ""
		})
}

// A text of zeros can be made by who has what cancelled out in it.
func TestZeros(t *testing.T) {
	a, b := dataNamed("a"), dataNamed("b")
	for _, c := range []struct {
		given []*model.Term
		want  bool
	}{{with(a), yes}, {with(b), no}, {with(xor(a, b), b), yes}} {
		thinker := newThinker(t)
		thinker.give(c.given...)
		if got := thinker.derives(xor(a, a)); got != c.want {
			t.Errorf("zeros from %s: got %v", c.given, got)
		}
	}
}

// A text that the adversary has only guessed is sure once it follows from what was heard.
func TestSumsConfirmGuesses(t *testing.T) {
	a, b, c := dataNamed("a"), dataNamed("b"), dataNamed("c")
	guess := deduce.Apply("data", deduce.Text("1234"))
	for _, q := range []struct {
		name  string
		given []*model.Term
		want  bool // that it is a guess no more
	}{
		{"nothing", nil, no}, {"with the other unknown", with(xor(a, b)), no},
		{"with the other", with(xor(a, b), b), yes},
		{"from two others", with(xor(a, b), xor(b, c), c), yes},
		{"twice the same", with(xor(a, b, c), xor(b, c)), yes},
	} {
		for _, first := range []bool{true, false} {
			k := deduce.NewKnowledge(newOracle(sceneOf(t, 1).net))
			if first {
				k.Add(a, guess)
			}
			for i, u := range q.given {
				k.Add(u, deduce.Apply("field", deduce.Text("m"), deduce.Number(i+1)))
				k.Derive(a)
			}
			if !first {
				k.Add(a, guess)
			}
			r, ok := k.Derive(a)
			if !ok || r.Guess() == q.want {
				t.Errorf("%s, guessed first %v: %s, %v", q.name, first, r, ok)
			}
			if len(q.given) > 0 {
				if r, ok := k.Derive(b); !ok && q.name != "twice the same" || ok && r.Guess() {
					t.Errorf("%s, guessed first %v: what the guess gives: %s, %v", q.name, first, r, ok)
				}
			}
		}
	}
}

// What is made up can stand in an exclusive or, where the description has one.
func TestSizesThatAreMadeUp(t *testing.T) {
	for _, c := range []struct {
		modes deduce.Modes
		want  int
	}{{deduce.Modes{model.OpSEnc: 0}, 64}, {deduce.Modes{model.OpXOR: 0}, 32}} {
		if got := c.modes.PartSize(); got != c.want {
			t.Errorf("%v: got %d bytes, want %d", c.modes, got, c.want)
		}
	}
}
