package attacks

import (
	"errors"
	"strings"
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// leaves are recipes that are made of no other, one for each such operation.
var leaves = map[string]string{"field": `field("alice.2#1", 1)`, "own": `own("bob", "PRK")`,
	"puk": `puk("bob")`, "public": `public("PK")`, "entry": `entry("hospital-a", 1)`,
	"G": `mul(const(1), G())`, "id": `id("bob")`, "data": `data("made up")`,
	"hexdata": `hexdata("0102")`, "time": `time(5)`, "const": `const(5)`, "fresh": `fresh("r9")`,
	"freshkey": `freshkey("k")`, "junk": `junk("j", 20)`, "label": `label("D sends")`}

// Whatever the adversary is given, draws or makes up, it knows: in itself, inside of
// what it makes, and in what follows from it.
func TestWhatIsMadeIsKnown(t *testing.T) {
	for _, op := range strings.Split(operations(), ", ") {
		src, ok := leaves[op]
		if leaf := isLeaf(op); ok != leaf {
			t.Errorf("%s: in the list %t, want %t", op, ok, leaf)
		} else if leaf {
			isKnown(t, src)
		}
	}
}

// isLeaf says whether an operation takes nothing but strings and integers.
func isLeaf(op string) bool {
	s, i := deduce.Text(""), deduce.Number(1)
	for _, args := range [][]deduce.Recipe{{}, {s}, {i}, {s, i}, {s, s}} {
		if deduce.Apply(op, args...).Check() == nil {
			return true
		}
	}
	return false
}

func isKnown(t *testing.T, src string) {
	t.Helper()
	x := listened(t, 1)
	inside, err := evaluated(t, x.Evaluator, `hk(`+src+`, fresh("other"))`)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	for _, want := range append([]*model.Term{inside.Term}, inside.Term.Args...) {
		r, ok := x.derive(want)
		if !ok {
			t.Errorf("%s: %s is not known", src, want)
			continue
		}
		if v, err := x.Evaluator.Evaluate(r); err != nil || model.Canon(v.Term) != model.Canon(want) {
			t.Errorf("%s: %s gives %v, %v; want %s", src, r, v, err, want)
		}
	}
}

// What is computed is known with its recipe, though nothing follows from its parts: what
// is encrypted again is another ciphertext.
func TestWhatIsComputedIsKnown(t *testing.T) {
	x := listened(t, 1)
	for _, src := range []string{`senc(1, freshkey("k"), id("bob"))`,
		`aenc(2, puk("bob"), id("bob"))`,
		`cert(own("bob", "PRK"), id("bob"))`, `flip(junk("j", 9), 0, "01")`,
		`mul(fresh("a"), public("PK"))`} {
		v, err := evaluated(t, x.Evaluator, src)
		if err != nil {
			t.Fatal(err)
		}
		if r, ok := x.derive(v.Term); !ok || r.String() != src {
			t.Errorf("%s: got %s, %t", src, r, ok)
		}
	}
}

// Random bytes of one name and two lengths are two values, and each is known by its own recipe.
func TestBytesOfTwoLengthsAreTwoValues(t *testing.T) {
	x := listened(t, 1)
	v, err := evaluated(t, x.Evaluator, `split(2, 2, tuple(junk("j", 1), junk("j", 2)))`)
	if err != nil {
		t.Fatal(err)
	}
	if r, ok := x.derive(v.Term); !ok || r.String() != `junk("j", 2)` {
		t.Errorf("got %s, %t, want the recipe of two bytes", r, ok)
	}
}

// Nothing is noted because deduction looked at it.
func TestDeductionMakesNothing(t *testing.T) {
	x := listened(t, 1)
	x.Read()
	noted := len(x.Evaluator.made)
	if _, err := (deducer{x.Evaluator}).Evaluate(deduce.Apply("hk", deduce.Apply("id",
		deduce.Text("bob")))); err != nil {
		t.Fatal(err)
	}
	if got := len(x.Evaluator.made); got != noted {
		t.Errorf("%d values noted, want %d", got, noted)
	}
}

// What deduction looked at first is noted all the same when the adversary makes it.
func TestWhatDeductionLookedAtIsNoted(t *testing.T) {
	x := listened(t, 1)
	r := deduce.Apply("hk", deduce.Apply("fresh", deduce.Text("mine")))
	if _, err := (deducer{x.Evaluator}).Evaluate(r); err != nil {
		t.Fatal(err)
	}
	noted := len(x.Evaluator.made)
	for range 2 {
		if _, err := x.Evaluator.Evaluate(r); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(x.Evaluator.made) - noted; got != 2 {
		t.Errorf("%d values noted, want the scalar and its hash, once", got)
	}
}

// The bytes that the adversary heard and those that it was given count like those that it
// made.
func TestBytesHeardAndGivenAreHeld(t *testing.T) {
	x := listened(t, 1)
	if err := x.reveal(Move{Do: DoReveal, Who: "bob", What: trace.RevealAll}); err != nil {
		t.Fatal(err)
	}
	x.Read()
	for _, src := range []string{`field("alice.2#1", 1)`, `own("bob", "PRK")`} {
		r, err := deduce.ParseRecipe(src)
		if err != nil {
			t.Fatal(err)
		}
		v, err := (deducer{x.Evaluator}).Evaluate(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := x.byBytes[string(v.Bytes())].recipe.String(); got != src {
			t.Errorf("the bytes of %s are held by %q", src, got)
		}
	}
}

// Who joined a guess with something, and hears the whole afterwards, was told the guess.
func TestAGuessInATupleThatIsHeardIsKnowledge(t *testing.T) {
	x := listened(t, 1)
	whole, err := evaluated(t, x.Evaluator, `tuple(data("1234"), id("bob"))`)
	if err != nil {
		t.Fatal(err)
	}
	x.Read()
	guess := whole.Term.Args[0]
	if r, ok := x.derive(guess); !ok || !r.Guess() {
		t.Fatalf("known by %s: want a guess", r)
	}
	x.Knowledge.Add(whole.Term, deduce.Apply("field", deduce.Text("alice.2#9"), deduce.Number(1)))
	if r, _ := x.derive(guess); r.Guess() {
		t.Errorf("known by %s, which is a guess still", r)
	}
}

// makesSecret is an adversary that listened, and a secret that somebody has: what a recipe
// comes to, read as a sort.
func makesSecret(t *testing.T, sort model.Sort, src string) (*Executor, Secret) {
	t.Helper()
	x := listened(t, 1)
	v, err := evaluated(t, x.Evaluator, src)
	if err != nil {
		t.Fatal(err)
	}
	is, err := x.Net.Literal(sort, v.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	s := Secret{"X of bob.9", is.Term, is}
	x.Secrets = append(x.Secrets, s)
	return x, s
}

// A victim takes random bytes of the adversary's for a key. What is under that key opens.
func TestBytesOfAnotherSortAreKnown(t *testing.T) {
	x, s := makesSecret(t, model.Key, `junk("j", 32)`)
	r, ok := x.Knows(s)
	if want := `cast("key", junk("j", 32))`; !ok || r.String() != want {
		t.Fatalf("got %s, %t, want %s", r, ok, want)
	}
	c, err := x.Net.Apply(model.OpSEnc, 0, "somebody", s.is, x.Net.Constant(model.Label("inside")))
	if err != nil {
		t.Fatal(err)
	}
	inside, _ := x.Net.Literal(model.Data, []byte("inside"))
	x.Knowledge.Add(c.Term, deduce.Apply("field", deduce.Text("bob.9#1"), deduce.Number(1)))
	if _, ok := x.derive(c.Term.Fields()[0]); !ok || inside == nil {
		t.Error("what is encrypted under the key is not known")
	}
}

// guesses are recipes for what was written down, and whether that is a mere guess.
var guesses = []struct {
	src   string
	guess bool
}{
	{`data("1234")`, true},
	{`data("fifteen letters")`, true},
	{`data("sixteen letters.")`, false},
	{`hexdata("31323334")`, true},
	{`hexdata("000102030405060708090a0b0c0d0e0f")`, false},
	{`time(5)`, true},
	{`flip(data("1235"), 3, "01")`, true},
	{`cast("data", time(5))`, true},
	{`split(2, 2, tuple(id("bob"), data("1234")))`, true},
	{`part(1, 1, senc(1, freshkey("k"), data("1234")), freshkey("k"))`, true},
	{`part(1, 1, mask(freshkey("k"), data("1234")), freshkey("k"))`, true},
	{`part(1, 1, aenc(1, puk("bob"), data("1234")), own("bob", "PRK"))`, true},
	{`hk(data("1234"))`, false},
	{`junk("j", 4)`, false},
	{`part(2, 5, field("alice.2#1", 1), own("bob", "PRK"))`, false},
	{`part(1, 2, field("alice.2#1", 1), stretch(data("1234"), data("salt")))`, false},
	{`id("bob")`, true},
}

func TestGuess(t *testing.T) {
	for _, c := range guesses {
		r, err := deduce.ParseRecipe(c.src)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Guess(); got != c.guess {
			t.Errorf("%s: got %t, want %t", c.src, got, c.guess)
		}
	}
}

// forgetful is an adversary that holds a secret's bytes and whose deduction has lost it.
func forgetful(t *testing.T) (*Executor, Secret) {
	t.Helper()
	x, s := makesSecret(t, model.Key, `freshkey("k")`)
	x.Read()
	x.Knowledge = deduce.NewKnowledge(deducer{x.Evaluator})
	return x, s
}

// What deduction overlooks is shown all the same, and is an error that names both.
func TestOverlookedSecretIsAnError(t *testing.T) {
	x, s := forgetful(t)
	if r, ok := x.Knows(s); ok {
		t.Fatalf("known by %s: nothing is overlooked", r)
	}
	err := adversary{x}.End(x.Net)
	if !errors.Is(err, ErrDeduction) {
		t.Fatalf("got %v, want %v", err, ErrDeduction)
	}
	for _, want := range []string{"X of bob.9", `freshkey("k")`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v: want %s in it", err, want)
		}
	}
}

// Such an error ends the run, after the exhibit.
func TestOverlookedSecretEndsTheRun(t *testing.T) {
	c := simtest.World(t, "published")
	list, err := newFixed(nil)
	if err != nil {
		t.Fatal(err)
	}
	x := newExecutor(list)
	var last *trace.Event
	_, err = sim.Run(c, adversary{x}, func(e *trace.Event) {
		x.watch(e)
		last = e
		if len(x.Secrets) == 1 { // SEK1, as if it had been computed, behind deduction's back
			s := x.Secrets[0]
			x.byBytes[string(s.is.Bytes())] = computed{deduce.Apply("freshkey", deduce.Text("k")), s.is}
		}
	})
	if !errors.Is(err, ErrDeduction) || last.Kind != trace.KindExhibit ||
		last.Label != x.Secrets[0].Label {
		t.Errorf("got %v after %s %s, want %v after the exhibit of %s", err, last.Kind, last.Label,
			ErrDeduction, x.Secrets[0].Label)
	}
}

// A deduction that gives other bytes than the secret's is an error too.
func TestWrongDeductionIsAnError(t *testing.T) {
	x, s := makesSecret(t, model.Key, `freshkey("k")`)
	x.Knowledge.Add(s.term, deduce.Apply("freshkey", deduce.Text("another")))
	err := x.exhibit()
	if !errors.Is(err, ErrDeduction) || !strings.Contains(err.Error(), "other bytes") {
		t.Errorf("got %v, want %v", err, ErrDeduction)
	}
	x, s = makesSecret(t, model.Key, `freshkey("k")`)
	x.Knowledge.Add(s.term, deduce.Apply("own", deduce.Text("alice"), deduce.Text("PRK")))
	err = x.exhibit()
	if !errors.Is(err, ErrDeduction) || !strings.Contains(err.Error(), "no bytes") {
		t.Errorf("got %v, want %v", err, ErrDeduction)
	}
}
