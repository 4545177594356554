package attacks

import (
	"bytes"
	"testing"

	"emrproof/sim"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// plainlyKnown is the slow, plain second version of what is shown at the end: it compares
// every value that was evaluated with every secret.
func plainlyKnown(x *Executor) map[string]bool {
	known := map[string]bool{}
	for _, s := range x.secrets {
		for how, v := range x.kitchen.done {
			r, err := ParseRecipe(how)
			if err == nil && !r.guess() && bytes.Equal(v.Bytes(), s.is.Bytes()) {
				known[s.label] = true
			}
		}
	}
	return known
}

// A tinker evaluates random recipes before it acts as another does: it opens, puts
// together and takes apart what it has seen, with what it holds.
type tinker struct {
	decider
	draws *dice
}

func (k *tinker) draw(n int) int { return k.draws.next(n) }

func (k *tinker) message(x *Executor, m *trace.Message) error {
	for range 12 {
		_, _ = x.kitchen.evaluate(k.recipe(x, 3))
	}
	return k.decider.message(x, m)
}

func (k *tinker) recipe(x *Executor, deep int) Recipe {
	inner := func() Recipe { return k.recipe(x, deep-1) }
	if deep == 0 {
		return k.leaf(x)
	}
	n := k.draw(6) + 1
	part := []Recipe{number(k.draw(n) + 1), number(n)}
	switch k.draw(10) {
	case 0:
		return recipe("tuple", inner(), inner())
	case 1:
		return recipe("split", append(part, inner())...)
	case 2:
		return recipe("hk", inner(), inner())
	case 3:
		return recipe("cast", text("key"), inner())
	case 4:
		return recipe("senc", number(1), recipe("freshkey", text("k")), inner())
	case 5, 6, 7:
		return recipe("part", append(part, k.leaf(x), k.leaf(x))...)
	case 8:
		return recipe("add", recipe("mul", inner(), inner()), inner())
	}
	return k.leaf(x)
}

// leaf is a field that was seen, something revealed, or something made up.
func (k *tinker) leaf(x *Executor) Recipe {
	pick := func(names []string) string { return names[k.draw(len(names))] }
	switch labels, whose := sortedKeys(x.kitchen.fields), sortedKeys(x.kitchen.revealed); {
	case k.draw(2) == 0 && len(labels) > 0:
		label := pick(labels)
		return recipe("field", text(label), number(k.draw(len(x.kitchen.fields[label]))+1))
	case k.draw(3) > 0 && len(whose) > 0:
		who := pick(whose)
		return recipe("own", text(who), text(pick(sortedKeys(x.kitchen.revealed[who]))))
	}
	return []Recipe{recipe("fresh", text("r")), recipe("junk", text("j"), number(32)),
		recipe("data", text("1234")), recipe("public", text("PK")), recipe("id", text("bob"))}[k.draw(5)]
}

// agrees says where what is shown in a run differs from what is plainly known.
func agrees(x *Executor, c sim.Config) string {
	shown := map[string]bool{}
	_, err := sim.Run(c, x, func(e *trace.Event) {
		x.Watch(e)
		if e.Kind == trace.KindExhibit {
			shown[e.Label] = true
		}
	})
	if err != nil {
		return err.Error()
	}
	for label := range plainlyKnown(x) {
		if !shown[label] {
			return label + " was evaluated, and is not shown"
		}
	}
	return ""
}

// What random play and the recipes of random tinkering come to is shown where it is a
// secret, by deduction: both versions agree.
func TestPlainKnowledgeOfSecrets(t *testing.T) {
	simtest.Long(t)
	found := 0
	rolls(t, 7, 60, "every secret that was evaluated is shown", func(p *dice) string {
		i := p.next(256)
		o, err := DrawPlay(7, i).Run("published", nil, "", sim.Seed(i))
		if err != nil {
			return err.Error()
		}
		moves, err := ParseMoves(append([]string{`begin: reveal("bob", "keys")`}, o.Config.Moves...))
		if err != nil {
			return err.Error()
		}
		list, err := newFixed(moves)
		if err != nil {
			return err.Error()
		}
		x := newExecutor(&tinker{list, p})
		why := agrees(x, o.Config)
		found += len(plainlyKnown(x))
		return why
	})
	if found == 0 {
		t.Error("no secret was evaluated: nothing was compared")
	}
}

// The same of the recipes of every script in the catalogue.
func TestPlainKnowledgeOfScripts(t *testing.T) {
	simtest.Long(t)
	found := 0
	for _, name := range Catalogue() {
		s := loadCatalogue(t, name, Overrides{})
		h, err := s.hosted()
		if err != nil {
			t.Fatal(err)
		}
		x := newExecutor(h)
		if why := agrees(x, s.Config); why != "" {
			t.Errorf("%s: %s", name, why)
		}
		found += len(plainlyKnown(x))
	}
	if found < 20 {
		t.Errorf("%d secrets were evaluated, want many", found)
	}
}
