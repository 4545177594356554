package attacks

import (
	"bytes"
	"math/big"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// injected runs a move that injects what recipes make, and returns the event.
func injected(t *testing.T, profile string, recipes ...string) *trace.Event {
	t.Helper()
	c, err := sim.Standard(profile, sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	c.Moves = []string{`begin: inject("visit 1", "alice", 0, "bob", 0, [` +
		strings.Join(recipes, ", ") + `])`}
	o, err := Run(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range o.Events {
		if e.Kind == trace.KindInject {
			return e
		}
	}
	t.Fatal("nothing was injected")
	return nil
}

// k·G is one multiplication of the generator, also for the adversary: it is cheaper than
// any other, which availability is about.
func TestMultiplesOfTheGeneratorAreCheap(t *testing.T) {
	spent := *injected(t, "published", `mul(fresh("k"), G())`).Cost
	if want := (suite.Counts{model.CallBaseMul: 1}); spent != want {
		t.Errorf("k·G cost %+v, want %+v", spent, want)
	}
}

// Bytes stay what they are when they are read as another sort.
func TestCastKeepsTheBytes(t *testing.T) {
	fields := injected(t, "published", `fresh("k")`, `cast("data", fresh("k"))`).Msg.Fields
	if !bytes.Equal(fields[0].Value.Bytes(), fields[1].Value.Bytes()) {
		t.Errorf("got %x, want %x", fields[1].Value.Bytes(), fields[0].Value.Bytes())
	}
}

// What is sealed opens again where a description pads some texts and others not.
func TestPaddedAndBareTextsOpen(t *testing.T) {
	fields := injected(t, "hardened", `data("text")`,
		`part(1, 1, senc(1, freshkey("k"), data("text")), freshkey("k"))`,
		`part(1, 1, bare(2, freshkey("k"), data("text")), freshkey("k"))`).Msg.Fields
	for _, f := range fields[1:] {
		if got := string(f.Value.Bytes()); got != "text" {
			t.Errorf("%s is %q", f.Name, got)
		}
	}
}

// A short text that the adversary writes down may be a guess, wherever it is taken from
// again; a long one, or what was drawn, is none.
func TestGuesses(t *testing.T) {
	for src, want := range map[string]bool{
		`data("123456789012345")`:                     true,
		`data("1234567890123456")`:                    false,
		`hexdata("` + strings.Repeat("00", 15) + `")`: true,
		`hexdata("` + strings.Repeat("00", 16) + `")`: false,
		`split(1, 2, tuple(data("a"), fresh("b")))`:   true,
		`split(2, 2, tuple(data("a"), fresh("b")))`:   false,
		`split(2, 2, tuple(fresh("b"), data("a")))`:   true,
		`hk(data("a"))`: false,
		`recovered(1, 1, sign(own("bob", "PRK"), data("a")))`: true,
	} {
		r, err := ParseRecipe(src)
		if err != nil {
			t.Fatal(err)
		}
		if r.guess() != want {
			t.Errorf("%s: a guess is %t, want %t", src, !want, want)
		}
	}
}

// Numbers in recipes are written so that they can be read: with a sign, and in full where a
// computation would be longer than a page.
func TestNumbersInRecipes(t *testing.T) {
	f := field{big.NewInt(1_000_003)}
	if got := f.how(f.integer(-1)).String(); got != "const(-1)" {
		t.Errorf("got %s", got)
	}
	f.q = new(big.Int).Lsh(big.NewInt(1), 200)
	n := new(big.Int).Lsh(big.NewInt(1), 100)
	for size, literal := range map[int]bool{maxText / 2: false, 2 * maxText: true} {
		r := recipe("fresh", text(strings.Repeat("x", size)))
		if got := f.product(n, big.NewInt(1), r).literal(); got != literal {
			t.Errorf("a recipe of %d bytes is written as a number: %t", size, got)
		}
	}
}
