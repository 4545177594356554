package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// targetOf is a package of one file that imports nothing.
func targetOf(t *testing.T, text string) *target {
	t.Helper()
	of := &target{name: "p", set: token.NewFileSet(),
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}}
	parsed, err := parser.ParseFile(of.set, "p.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	of.files = []*file{{"p.go", "p/p.go", text, parsed}}
	if _, err := new(types.Config).Check("p", of.set, []*ast.File{parsed}, of.info); err != nil {
		t.Fatal(err)
	}
	return of
}

// TestOperators shows each operator what it changes, and beside it what it leaves.
func TestOperators(t *testing.T) {
	const declared = "var x, y int; var p, q bool; var list []int; func f(); " +
		"func pick(a, b int) int; func mixed(a int, b string)\n"
	for _, c := range []struct {
		operator, code string
		want           []string // after the place
	}{
		{"drop", "func g() { f() }", []string{"f() -> nothing"}},
		{"drop", "func g() { x = 1 }", []string{"x = 1 -> nothing"}},
		{"drop", "func g() { x++ }", []string{"x++ -> nothing"}},
		{"drop", "func g() { defer f() }", []string{"defer f() -> nothing"}},
		{"drop", "func g() { list = append(list, x) }", []string{"list = append(list, x) -> nothing"}},
		{"drop", "func g() { if p { return } }", []string{"if p { return } -> nothing"}},
		{"drop", "func g() { for range list { f() } }",
			[]string{"for range list { f() } -> nothing", "f() -> nothing"}},
		{"drop", "func g() { if p { f() } else { f() } }",
			[]string{"f() -> nothing", "f() -> nothing"}},
		{"drop", "func g() { if p { panic(1) } }", nil},
		{"drop", "func g() { if p { }; z := x; _ = z }", []string{"if p { } -> nothing"}},
		{"drop", "func g() int { for { return 1 } }", nil},

		{"negate", "func g() { if x == y { } }", []string{"x == y -> !(x == y)"}},
		{"negate", "func g() { for p { } }", []string{"p -> !(p)"}},
		{"negate", "func g() { for { } }", nil},
		{"negate", "func g() { switch { case p: } }", []string{"p -> !(p)"}},
		{"negate", "func g() { switch x { case y: } }", nil},
		{"negate", "func g() bool { return p }", []string{"p -> !(p)"}},

		{"equal", "func g() { p = x == y }", []string{"x == y -> x != y"}},
		{"equal", "func g() { p = x != y }", []string{"x != y -> x == y"}},
		{"equal", "func g() { if x == y { } }", nil}, // negated

		{"zero", "func g() int { return x }", []string{"return x -> return zero"}},
		{"zero", "func g() (a, b int, c []int) { return x, 0, nil }",
			[]string{"return x, 0, nil -> return zero"}},
		{"zero", "func g() (int, []int) { return 0, nil }", nil},
		{"zero", "func g() (a int) { return }", nil},
		{"zero", "func g() struct{} { return struct{}{} }", nil},
		{"zero", "func g() []int { return []int{} }", []string{"return []int{} -> return zero"}},
		{"zero", "func g() bool { return p }", nil},
		{"zero", "var v = func() int { return x }", []string{"return x -> return zero"}},

		{"logic", "func g() { p = p && q }", []string{"p && q -> p || q"}},
		{"logic", "func g() { p = p || q }", []string{"p || q -> p && q"}},
		{"without", "func g() { p = p && q }", []string{"p -> … q", "q -> p …"}},
		{"without", "func g() { x = x + y }", []string{"x + y -> x"}},
		{"without", "func g() { s := \"a\"; _ = s + s }", nil},

		{"border", "func g() { p = x < y }", []string{"x < y -> x <= y"}},
		{"border", "func g() { p = x >= 0 }", []string{"x >= 0 -> x > 0"}},
		{"border", "func g() { const c = 1 < 2 }", nil},

		{"swap", "func g() { x = x - y }", []string{"x - y -> y - x"}},
		{"swap", "func g() { x = len(list) - 1 }", nil},
		{"swap", "func g() { pick(x, y) }", []string{"x, y -> y, x"}},
		{"swap", "func g() { mixed(x, \"\") }", nil},
		{"swap", "func g() { x = min(x, y) }", nil},

		{"one more", "func g() { x = list[0] }", []string{"0 -> 0 + 1"}},
		{"one more", "const c = 1; func g() { var a [4]int; _ = a }", nil},
		{"one more", "func g() { list = make([]int, 0, 4) }", nil},
		{"one more", "func g() { list = []int{3: x} }", nil},
	} {
		var got []string
		for _, m := range mutants(targetOf(t, "package p\n"+declared+c.code)) {
			if m.operator == c.operator {
				got = append(got, m.before+" -> "+m.after)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", c.operator, c.code, got, c.want)
		}
	}
}

// TestInstrument puts mutants inside mutants, on lines that stay where they are.
func TestInstrument(t *testing.T) {
	const text = `package p

func g(a, b int, p bool) bool {
	if a < b &&
		p { return true }
	return false
}
`
	of := targetOf(t, text)
	got := instrument(text, mutants(of))
	const want = `package p

func g(a, b int, p bool) bool {
	if !mutantIs(1) { if (mutantIs(2) != (mutantAnd(3, (mutantIs(4) || (mutantLess(6, a , b))) , ` +
		`func() bool { return (
		(mutantIs(5) || (p))) }))) { return (mutantIs(7) != (true)) } }
	return (mutantIs(8) != (false))
}
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if a, b := strings.Count(got, "\n"), strings.Count(text, "\n"); a != b {
		t.Errorf("%d lines, want %d", a, b)
	}
}
