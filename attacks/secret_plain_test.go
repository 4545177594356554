package attacks_test

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/deduce"
	"emrproof/attacks/random"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/sim"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// plainlyKnown is the slow, plain second version of what is shown at the end: it compares
// every value that was evaluated with every secret.
func plainlyKnown(x *attacks.Executor) map[string]bool {
	known := map[string]bool{}
	for _, s := range x.Secrets {
		for how, v := range x.Evaluator.Done() {
			r, err := deduce.ParseRecipe(how)
			if err == nil && !r.Guess() && bytes.Equal(v.Bytes(), s.Bytes()) {
				known[s.Label] = true
			}
		}
	}
	return known
}

// A tinker evaluates random recipes before it acts as another does: it opens, puts
// together and takes apart what it has seen, with what it holds.
type tinker struct {
	attacks.Decider
	draws *attacks.Dice
}

func (k *tinker) draw(n int) int { return k.draws.Next(n) }

func (k *tinker) Message(x *attacks.Executor, m *trace.Message) error {
	for range 12 {
		_, _ = x.Evaluator.Evaluate(k.recipe(x, 3))
	}
	return k.Decider.Message(x, m)
}

func (k *tinker) recipe(x *attacks.Executor, deep int) deduce.Recipe {
	inner := func() deduce.Recipe { return k.recipe(x, deep-1) }
	if deep == 0 {
		return k.leaf(x)
	}
	n := k.draw(6) + 1
	part := []deduce.Recipe{deduce.Number(k.draw(n) + 1), deduce.Number(n)}
	switch k.draw(10) {
	case 0:
		return deduce.Apply("tuple", inner(), inner())
	case 1:
		return deduce.Apply("split", append(part, inner())...)
	case 2:
		return deduce.Apply("hk", inner(), inner())
	case 3:
		return deduce.Apply("cast", deduce.Text("key"), inner())
	case 4:
		return deduce.Apply("senc", deduce.Number(1), deduce.Apply("freshkey", deduce.Text("k")),
			inner())
	case 5, 6, 7:
		return deduce.Apply("part", append(part, k.leaf(x), k.leaf(x))...)
	case 8:
		return deduce.Apply("add", deduce.Apply("mul", inner(), inner()), inner())
	}
	return k.leaf(x)
}

// leaf is a field that was seen, something revealed, or something made up.
func (k *tinker) leaf(x *attacks.Executor) deduce.Recipe {
	pick := func(names []string) string { return names[k.draw(len(names))] }
	switch labels, whose := slices.Sorted(maps.Keys(x.Evaluator.Heard)),
		slices.Sorted(maps.Keys(x.Evaluator.Revealed)); {
	case k.draw(2) == 0 && len(labels) > 0:
		label := pick(labels)
		return deduce.Apply("field", deduce.Text(label),
			deduce.Number(k.draw(len(x.Evaluator.Heard[label]))+1))
	case k.draw(3) > 0 && len(whose) > 0:
		who := pick(whose)
		return deduce.Apply("own", deduce.Text(who),
			deduce.Text(pick(slices.Sorted(maps.Keys(x.Evaluator.Revealed[who])))))
	}
	return []deduce.Recipe{deduce.Apply("fresh", deduce.Text("r")), deduce.Apply("junk",
		deduce.Text("j"), deduce.Number(32)),
		deduce.Apply("data", deduce.Text("1234")), deduce.Apply("public", deduce.Text("PK")),
		deduce.Apply("id", deduce.Text("bob"))}[k.draw(5)]
}

// watching decides as another does, and keeps the executor.
type watching struct {
	attacks.Decider
	exec *attacks.Executor
}

func (w *watching) Begin(x *attacks.Executor) error {
	w.exec = x
	return w.Decider.Begin(x)
}

// agrees says where what is shown in a run differs from what is plainly known, and how much
// that is.
func agrees(d attacks.Decider, c sim.Config) (known int, wrong string) {
	w := &watching{Decider: d}
	o, err := attacks.Decide(nil, c, w)
	if err != nil {
		return 0, err.Error()
	}
	shown := map[string]bool{}
	for _, e := range o.Events {
		if e.Kind == trace.KindExhibit {
			shown[e.Label] = true
		}
	}
	plain := plainlyKnown(w.exec)
	for label := range plain {
		if !shown[label] {
			return 0, label + " was evaluated, and is not shown"
		}
	}
	return len(plain), ""
}

// What random play and the recipes of random tinkering come to is shown where it is a
// secret, by deduction: both versions agree.
func TestPlainKnowledgeOfSecrets(t *testing.T) {
	simtest.Long(t)
	found := 0
	attacks.Rolls(t, 7, 60, "every secret that was evaluated is shown", func(p *attacks.Dice) string {
		i := p.Next(256)
		o, err := random.Nth(random.Question{Profile: "published", Seed: 7}, i)
		if err != nil {
			return err.Error()
		}
		list, err := attacks.List(append([]string{`begin: reveal("bob", "keys")`},
			o.Config.Moves...))
		if err != nil {
			return err.Error()
		}
		n, why := agrees(&tinker{list, p}, o.Config)
		found += n
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
	for _, name := range catalogue.Names() {
		s := attacktest.Script(t, name, need.Overrides{})
		d, err := s.Decider()
		if err != nil {
			t.Fatal(err)
		}
		n, why := agrees(d, s.Config)
		if why != "" {
			t.Errorf("%s: %s", name, why)
		}
		found += n
	}
	if found < 20 {
		t.Errorf("%d secrets were evaluated, want many", found)
	}
}
