package deduce

import (
	"math/big"
	"strings"
	"testing"
)

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
		`xor(xor(data("a"), junk("j", 1)), junk("j", 1))`:     true,
		`xor(junk("j", 1), xor(data("a"), junk("j", 1)))`:     true,
		`xor(data("a"), data("b"))`:                           true,
		`xor(data("a"), junk("j", 1))`:                        false,
		`xor(junk("j", 1), xor(junk("i", 1), junk("j", 1)))`:  false,
		`recovered(1, 1, sign(own("bob", "PRK"), data("a")))`: true,
	} {
		r, err := ParseRecipe(src)
		if err != nil {
			t.Fatal(err)
		}
		if r.Guess() != want {
			t.Errorf("%s: a guess is %t, want %t", src, !want, want)
		}
	}
}

// In the recipe of an exclusive or nothing stands twice.
func TestExclusiveOrsOfRecipes(t *testing.T) {
	for src, want := range map[string]string{
		`xor(G(), puk("a"))`:                               `xor(G(), puk("a"))`,
		`xor(puk("a"), xor(G(), puk("b")))`:                `xor(puk("a"), G(), puk("b"))`,
		`xor(xor(puk("b"), puk("a")), xor(puk("a"), G()))`: `xor(puk("b"), G())`,
		`xor(G(), G(), puk("a"), puk("a"), puk("a"))`:      `puk("a")`,
		`xor(G(), xor(puk("a"), xor(G(), puk("b"))))`:      `xor(puk("a"), puk("b"))`,
	} {
		r, err := ParseRecipe(src)
		if err != nil {
			t.Fatal(err)
		}
		if got := xorOf(r.Args).String(); got != want {
			t.Errorf("%s: got %s, want %s", src, got, want)
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
		r := Apply("fresh", Text(strings.Repeat("x", size)))
		if got := f.product(n, big.NewInt(1), r).literal(); got != literal {
			t.Errorf("a recipe of %d bytes is written as a number: %t", size, got)
		}
	}
}
