package attacks

import (
	"errors"
	"os"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// A script's own scalar in SEK1, and what follows: it opens M_SD.
func TestWhatAScriptDrawsItKnows(t *testing.T) {
	src, err := os.ReadFile("testdata/invented-scalar.star")
	if err != nil {
		t.Fatal(err)
	}
	o := runScript(t, string(src))
	for _, id := range []string{"secrecy: SEK1 of P", "secrecy: M_SD of P"} {
		if v := verdict(t, o.Outcome, id); v.Status != monitor.Violated {
			t.Errorf("%s: got %s, want violated", id, v.Status)
		}
	}
	if !strings.HasPrefix(o.Log[len(o.Log)-1], "hk(") {
		t.Errorf("why(SEK1): %s", o.Log[len(o.Log)-1])
	}
}

// leaves are recipes that are made of no other, one for each such operation.
var leaves = map[string]string{"field": `field("alice.2#1", 1)`, "own": `own("bob", "PRK")`,
	"puk": `puk("bob")`, "public": `public("PK")`, "entry": `entry("hospital-a", 1)`,
	"G": `mul(const(1), G())`, "id": `id("bob")`, "data": `data("made up")`,
	"hexdata": `hexdata("0102")`, "time": `time(5)`, "const": `const(5)`, "fresh": `fresh("r9")`,
	"freshkey": `freshkey("k")`, "junk": `junk("j", 20)`, "label": `label("D sends")`}

// Whatever the adversary is given, draws or makes up, it knows: in itself, inside of
// what it makes, and in what follows from it.
func TestWhatIsMadeIsKnown(t *testing.T) {
	for op, form := range recipeOps {
		leaf := !strings.ContainsAny(form.args, "v*")
		if src, ok := leaves[op]; ok != leaf {
			t.Errorf("%s: in the list %t, want %t", op, ok, leaf)
		} else if leaf {
			isKnown(t, src)
		}
	}
}

func isKnown(t *testing.T, src string) {
	t.Helper()
	x := listened(t, 1)
	inside, err := evaluated(t, x.kitchen, `hk(`+src+`, fresh("other"))`)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	for _, want := range append([]*model.Term{inside.Term}, inside.Term.Args...) {
		r, ok := x.Derive(want)
		if !ok {
			t.Errorf("%s: %s is not known", src, want)
			continue
		}
		if v, err := x.kitchen.evaluate(r); err != nil || model.Canon(v.Term) != model.Canon(want) {
			t.Errorf("%s: %s gives %v, %v; want %s", src, r, v, err, want)
		}
	}
}

// What is computed is known with its recipe, though nothing follows from its parts: what
// is encrypted again is another ciphertext.
func TestWhatIsComputedIsKnown(t *testing.T) {
	x := listened(t, 1)
	for _, src := range []string{`senc(1, freshkey("k"), id("bob"))`, `aenc(2, puk("bob"), id("bob"))`,
		`cert(own("bob", "PRK"), id("bob"))`, `flip(junk("j", 9), 0, "01")`,
		`mul(fresh("a"), public("PK"))`} {
		v, err := evaluated(t, x.kitchen, src)
		if err != nil {
			t.Fatal(err)
		}
		if r, ok := x.Derive(v.Term); !ok || r.String() != src {
			t.Errorf("%s: got %s, %t", src, r, ok)
		}
	}
}

// Nothing is noted because deduction looked at it.
func TestDeductionMakesNothing(t *testing.T) {
	x := listened(t, 1)
	x.read()
	noted := len(x.kitchen.made)
	if _, err := (deducer{x.kitchen}).evaluate(recipe("hk", recipe("id", text("bob")))); err != nil {
		t.Fatal(err)
	}
	if got := len(x.kitchen.made); got != noted {
		t.Errorf("%d values noted, want %d", got, noted)
	}
}

// What deduction looked at first is noted all the same when the adversary makes it.
func TestWhatDeductionLookedAtIsNoted(t *testing.T) {
	x := listened(t, 1)
	r := recipe("hk", recipe("fresh", text("mine")))
	if _, err := (deducer{x.kitchen}).evaluate(r); err != nil {
		t.Fatal(err)
	}
	noted := len(x.kitchen.made)
	for range 2 {
		if _, err := x.kitchen.evaluate(r); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(x.kitchen.made) - noted; got != 2 {
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
	x.read()
	for _, src := range []string{`field("alice.2#1", 1)`, `own("bob", "PRK")`} {
		r, err := ParseRecipe(src)
		if err != nil {
			t.Fatal(err)
		}
		v, err := (deducer{x.kitchen}).evaluate(r)
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
	whole, err := evaluated(t, x.kitchen, `tuple(data("1234"), id("bob"))`)
	if err != nil {
		t.Fatal(err)
	}
	x.read()
	guess := whole.Term.Args[0]
	if r, ok := x.Derive(guess); !ok || !r.guess() {
		t.Fatalf("known by %s: want a guess", r)
	}
	x.Knowledge.Add(whole.Term, recipe("field", text("alice.2#9"), number(1)))
	if r, _ := x.Derive(guess); r.guess() {
		t.Errorf("known by %s, which is a guess still", r)
	}
}

// makesSecret is an adversary that listened, and a secret that somebody has: what a recipe
// comes to, read as a sort.
func makesSecret(t *testing.T, sort model.Sort, src string) (*Executor, secret) {
	t.Helper()
	x := listened(t, 1)
	v, err := evaluated(t, x.kitchen, src)
	if err != nil {
		t.Fatal(err)
	}
	is, err := x.net.Literal(sort, v.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	s := secret{"X of bob.9", is.Term, is}
	x.secrets = append(x.secrets, s)
	return x, s
}

// A victim takes random bytes of the adversary's for a key. What is under that key opens.
func TestBytesOfAnotherSortAreKnown(t *testing.T) {
	x, s := makesSecret(t, model.Key, `junk("j", 32)`)
	r, ok := x.knows(s)
	if want := `cast("key", junk("j", 32))`; !ok || r.String() != want {
		t.Fatalf("got %s, %t, want %s", r, ok, want)
	}
	c, err := x.net.Apply(model.OpSEnc, 0, "somebody", s.is, x.net.Label("inside"))
	if err != nil {
		t.Fatal(err)
	}
	inside, _ := x.net.Literal(model.Data, []byte("inside"))
	x.Knowledge.Add(c.Term, recipe("field", text("bob.9#1"), number(1)))
	if _, ok := x.Derive(c.Term.Fields()[0]); !ok || inside == nil {
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
	{`id("bob")`, false},
}

func TestGuess(t *testing.T) {
	for _, c := range guesses {
		r, err := ParseRecipe(c.src)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.guess(); got != c.guess {
			t.Errorf("%s: got %t, want %t", c.src, got, c.guess)
		}
	}
}

// finger is a visit of an alice whose biometric is a text, to bob and then to mallory,
// who is corrupt, with what a script does at the beginning.
func finger(biometric, begin string) string {
	return "acts = []\nneed(P = [principal('alice', biometric = '" + biometric + "')], " +
		"D = ['bob', 'mallory'], corrupt = ['mallory'], sessions = [" +
		"session('visit', 'alice', 'bob', at = '1s')])\ndef on_begin():\n    " + begin + "\n"
}

// A right guess is no knowledge, until it is shown; what is too long to be guessed is.
func TestARightGuessIsNoKnowledge(t *testing.T) {
	const long = "all ridges of a finger"
	for _, c := range []struct{ name, src, want string }{
		{"a guess", finger("1234", "data('1234')"), "not violated"},
		{"a guess put in and taken out", finger("1234", "k = freshkey('k')\n    "+
			"open(senc(k, data('1234')), k, 1)"), "not violated"},
		{"a guess that is shown", finger("1234", "exhibit('B_P of alice.2', data('1234'))"), "violated"},
		{"no guess", finger(long, "data('"+long+"')"), "violated"},
		{"nothing", finger(long, "pass"), "not violated"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := c.src
			if strings.Contains(src, "exhibit") { // of what somebody has called secret
				src = strings.Replace(src, "def on_begin():\n    ", "def on_message(m):\n    "+
					"if m.name == 'visit 2': ", 1)
			}
			v := verdict(t, runScript(t, src).Outcome, "secrecy: B_P of P")
			if string(v.Status) != c.want {
				t.Errorf("got %s, want %s", v.Status, c.want)
			}
		})
	}
}

// Who guessed first, and was told afterwards, knows.
func TestAGuessThatIsToldIsKnowledge(t *testing.T) {
	src := strings.Replace(finger("1234", "data('1234')"), "'bob', at", "'mallory', at", 1) +
		"def on_message(m):\n    if m.name == 'visit 2':\n        print(why('B_P'))\n"
	const want = `part(2, 5, field("alice.2#1", 1), own("mallory", "PRK"))`
	if got := runScript(t, src).Log[0]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What a script finds out without making a move of it is shown by a move: the moves are
// the whole attack.
func TestWhatAScriptComputesIsInItsMoves(t *testing.T) {
	const long = "all ridges of a finger"
	o := runScript(t, finger(long, "data('"+long+"')"))
	want := `: exhibit("B_P of alice.2", data("` + long + `"))`
	moves := o.Config.Moves
	if len(moves) != 2 || !strings.HasSuffix(moves[1], want) {
		t.Fatalf("got moves %q, want the last to end in %s", moves, want)
	}
	f := find(t, o.Outcome, "secrecy: B_P of P")
	if got := f.Outcome.Config.Moves; len(got) != 1 || got[0] != moves[1] {
		t.Errorf("shrunk to %q, want the exhibit alone", got)
	}
}

// forgetful is an adversary that holds a secret's bytes and whose deduction has lost it.
func forgetful(t *testing.T) (*Executor, secret) {
	t.Helper()
	x, s := makesSecret(t, model.Key, `freshkey("k")`)
	x.read()
	x.Knowledge = newKnowledge(deducer{x.kitchen})
	return x, s
}

// What deduction overlooks is shown all the same, and is an error that names both.
func TestOverlookedSecretIsAnError(t *testing.T) {
	x, s := forgetful(t)
	if r, ok := x.knows(s); ok {
		t.Fatalf("known by %s: nothing is overlooked", r)
	}
	err := x.End(x.net)
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
	_, err = sim.Run(c, x, func(e *trace.Event) {
		x.Watch(e)
		last = e
		if len(x.secrets) == 1 { // SEK1, as if it had been computed, behind deduction's back
			s := x.secrets[0]
			x.byBytes[string(s.is.Bytes())] = computed{recipe("freshkey", text("k")), s.is}
		}
	})
	if !errors.Is(err, ErrDeduction) || last.Kind != trace.KindExhibit ||
		last.Label != x.secrets[0].label {
		t.Errorf("got %v after %s %s, want %v after the exhibit of %s", err, last.Kind, last.Label,
			ErrDeduction, x.secrets[0].label)
	}
}

// A deduction that gives other bytes than the secret's is an error too.
func TestWrongDeductionIsAnError(t *testing.T) {
	x, s := makesSecret(t, model.Key, `freshkey("k")`)
	x.Knowledge.Add(s.term, recipe("freshkey", text("another")))
	err := x.exhibit()
	if !errors.Is(err, ErrDeduction) || !strings.Contains(err.Error(), "other bytes") {
		t.Errorf("got %v, want %v", err, ErrDeduction)
	}
	x, s = makesSecret(t, model.Key, `freshkey("k")`)
	x.Knowledge.Add(s.term, recipe("own", text("alice"), text("PRK")))
	err = x.exhibit()
	if !errors.Is(err, ErrDeduction) || !strings.Contains(err.Error(), "no bytes") {
		t.Errorf("got %v, want %v", err, ErrDeduction)
	}
}
