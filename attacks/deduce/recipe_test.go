package deduce_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/sim/simtest"
)

// Texts and numbers at the edges of what can be written.
var (
	edgeTexts = []string{"", "alice.1#1", "a\"b\\c", "\x00\a\b\f\n\r\t\v\x7f", "é‖⊕",
		"\u2028\ufeff", "\U0010ffff", "'''", `"""`, "#", "(", strings.Repeat("x", 300)}
	edgeInts = []string{"0", "1", "-1", "2147483648", "9223372036854775807", "-9223372036854775808",
		"18446744073709551616", "-" + strings.Repeat("9", 90)}
)

func (p *dice) text() deduce.Recipe {
	if p.Next(3) == 0 {
		return deduce.Text(string([]rune{rune(p.Next(256)), rune(p.Next(256)) << 4}))
	}
	return deduce.Text(pick(p, edgeTexts...))
}

func (p *dice) integer() deduce.Recipe {
	return deduce.Integer(bigInt(pick(p, edgeInts...)))
}

// recipe draws a recipe that need not make sense, but for its arguments' kinds.
func (p *dice) recipe(depth int) deduce.Recipe {
	names := slices.Sorted(maps.Keys(deduce.RecipeOps))
	r := deduce.Recipe{Op: names[p.Next(len(names))]}
	if depth == 0 {
		r.Op = pick(p, "G", "id", "field", "const", "junk")
	}
	kinds := deduce.RecipeOps[r.Op].Kinds()
	if strings.HasSuffix(kinds, "*") {
		kinds += strings.Repeat("*", p.Next(3))
	}
	for _, kind := range kinds {
		switch kind {
		case deduce.ArgText:
			r.Args = append(r.Args, p.text())
		case deduce.ArgInt:
			r.Args = append(r.Args, p.integer())
		default:
			r.Args = append(r.Args, p.recipe(depth-1))
		}
	}
	return r
}

// sameRecipe compares recipes part by part.
func sameRecipe(a, b deduce.Recipe) bool {
	if a.Op != b.Op || a.Text != b.Text || len(a.Args) != len(b.Args) ||
		(a.Int == nil) != (b.Int == nil) || a.Int != nil && a.Int.Cmp(b.Int) != 0 {
		return false
	}
	for i := range a.Args {
		if !sameRecipe(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return true
}

// rolls runs a property on dice.
func rolls(t *testing.T, seed int64, draws int, name string, f func(p *dice) string) {
	t.Helper()
	simtest.Roll(t, seed, draws, name, func(d simtest.Dice) string { return f(&dice{d}) })
}

func TestRecipesReadBack(t *testing.T) {
	ops := map[string]bool{}
	rolls(t, 1, 2000, "what a recipe prints is read as that recipe", func(p *dice) string {
		r := p.recipe(p.Next(4))
		ops[r.Op] = true
		if err := r.Check(); err != nil {
			return fmt.Sprintf("%s: %v", r, err)
		}
		again, err := deduce.ParseRecipe(r.String())
		if err != nil || !sameRecipe(again, r) {
			return fmt.Sprintf("%s: reads back as %s: %v", r, again, err)
		}
		return ""
	})
	if len(ops) < len(deduce.RecipeOps) {
		t.Errorf("%d operations were drawn, want all %d", len(ops), len(deduce.RecipeOps))
	}
}

// What Starlark writes in other ways is read as well.
func TestRecipesInOtherWords(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"G( )", `G()`},
		{"hs( # a comment\n id('alice'),)", `hs(id("alice"))`},
		{`data("""a"b""")`, `data("a\"b")`},
		{`data(r"a\n")`, `data("a\\n")`},
		{`data("\x41\u00e9\U0001F600")`, `data("Aé😀")`},
		{`const(0x10)`, `const(16)`},
		{`const(--0o17)`, `const(15)`},
		{`junk("j", -0)`, `junk("j", 0)`},
	} {
		r, err := deduce.ParseRecipe(c.src)
		if err != nil || r.String() != c.want {
			t.Errorf("%s: got %s, %v; want %s", c.src, r, err, c.want)
		}
	}
}

// operations is the list at the end of some errors.
var operations = deduce.RecipeNames()

func TestMalformedRecipes(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("hs(", n) + "G()" + strings.Repeat(")", n) }
	for _, c := range []struct{ src, want string }{
		{"", "recipe:1:1: got end of file, want primary expression"},
		{"G(", `recipe:1:3: got end of file, want ')'`},
		{"G() G()", `recipe:1:6: got identifier after expression, want EOF`},
		{"G()\n, 1", `recipe:2:2: got ',' after expression, want EOF`},
		{"G", "recipe:1:1: want a string, an integer, or a call of " + operations},
		{"[G()]", "recipe:1:1: want a string, an integer, or a call of " + operations},
		{"hs(1.5)", "recipe:1:4: want a string, an integer, or a call of " + operations},
		{"hs(a = G())", "recipe:1:4: want a string, an integer, or a call of " + operations},
		{"hs(*x)", "recipe:1:4: want a string, an integer, or a call of " + operations},
		{"hs(+1)", "recipe:1:4: want a string, an integer, or a call of " + operations},
		{"hs(-G())", "recipe:1:4: want a string, an integer, or a call of " + operations},
		{"a.b()", "recipe:1:1: want a call of " + operations},
		{`"G()"`, `recipe:1:1: want a call, such as data("G()")`},
		{"7", `recipe:1:1: want a call, such as data(7)`},
		{`data(b"\xff")`, "recipe:1:6: want text in UTF-8: hexdata takes any bytes"},
		{"data(\"\xff\")", "recipe:1:1: want text in UTF-8: hexdata takes any bytes"},
		{`data("\xff")`, `recipe:1:6: non-ASCII hex escape \xff (use \u00FF for the UTF-8 ` +
			`encoding of U+00FF)`},
		{"decrypt(G())", `recipe:1:1: operation "decrypt": want one of ` + operations},
		{"text(\"a\")", `recipe:1:1: operation "text": want one of ` + operations},
		{"hs(\n  hk(),\n)", "recipe:2:3: hk: 0 arguments, want 1 or more: h(…) to a key"},
		{"hs()", "recipe:1:1: hs: 0 arguments, want 1 or more: h(…) to a scalar"},
		{"senc(1, G())", "recipe:1:1: senc: 2 arguments, want 3 or more: E_SEK(…), with the " +
			"number of its randomness"},
		{"G(1)", "recipe:1:1: G: 1 arguments, want 0: the generator"},
		{"inv(G(), G())", "recipe:1:1: inv: 2 arguments, want 1: 1/scalar"},
		{`id(1)`, "recipe:1:1: id: argument 1 is an integer, want a string: an identity"},
		{`const("1")`, "recipe:1:1: const: argument 1 is a string, want an integer: " +
			"an integer as a scalar"},
		{`hs(G(), "m")`, "recipe:1:1: hs: argument 2 is a string, want a value: h(…) to a scalar"},
		{`hs(G(), data(G()))`, "recipe:1:9: data: argument 1 is a value, want a string: " +
			"bytes, as text"},
		{deep(deduce.MaxDepth + 1), fmt.Sprintf("recipe:1:%d: nested more than %d deep",
			3*(deduce.MaxDepth+1)+1,
			deduce.MaxDepth)},
	} {
		_, err := deduce.ParseRecipe(c.src)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", c.src, err, c.want)
		}
	}
	if _, err := deduce.ParseRecipe(deep(deduce.MaxDepth)); err != nil {
		t.Errorf("%d deep: %v", deduce.MaxDepth, err)
	}
	for _, open := range []string{"(", "hs(", "-", "not ", "lambda:", "[", "{1:", "x if y else "} {
		if _, err := deduce.ParseRecipe(strings.Repeat(open, 1e6)); err == nil {
			t.Errorf("a million times %q: got no error", open)
		}
	}
}

func FuzzParseRecipe(f *testing.F) {
	for _, src := range []string{
		`aenc(1, puk("bob"), part(1, 5, field("alice.1#1", 1), own("mallory", "PRK")))`,
		`add(mul(const(-1), G()), mul(inv(hs(data("é\x00"))), public("PK")))`,
		`flip(junk("j", 10), 0x7f, "00ff")`, "hs(\n G(), # G\n)",
		"const(" + strings.Repeat("9", 99) + ")",
		`data(b"\xff")`, `G(((`, `--1`, `time(-0)`,
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		r, err := deduce.ParseRecipe(src)
		if err != nil {
			return
		}
		if err := r.Check(); err != nil {
			t.Errorf("%q: reads as %s: %v", src, r, err)
		}
		again, err := deduce.ParseRecipe(r.String())
		if err != nil || !sameRecipe(again, r) {
			t.Errorf("%q: reads as %s, that as %s: %v", src, r, again, err)
		}
	})
}

// An operation's arguments are of the kinds that there are, and only the last one
// may come more than once.
func TestOperationsAreWellFormed(t *testing.T) {
	for name, op := range deduce.RecipeOps {
		for i, kind := range op.Kinds() {
			if deduce.KindNames[kind] == "" || kind == deduce.ArgMore && i != len(op.Kinds())-1 {
				t.Errorf("%s: argument %d is of kind %q", name, i+1, kind)
			}
		}
		if op.Doc() == "" {
			t.Errorf("%s: there is nothing to say of it", name)
		}
	}
}
