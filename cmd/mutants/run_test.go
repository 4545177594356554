package main

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestRun changes a small package whose tests miss what its comments say they miss.
func TestRun(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("a mutant's tests are run by sh")
	}
	list := filepath.Join(t.TempDir(), "survivors.txt")
	o := options{survivors: list, longest: time.Minute, packages: []string{"./testdata/fixture"}}
	var out strings.Builder
	if _, err := run(o, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"fixture.go:7:2: drop: for _, x := range numbers { if x < low || x > high { continue } n++ } " +
			"-> nothing\n\tkilled by TestBetween\n",
		"fixture.go:8:6: border: x < low -> x <= low\n\tkilled by TestBetween\n",
		"fixture.go:21:30: one more: 1 -> 1 + 1\n\tkilled by TestLast\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("not in the output: %q", want)
		}
	}
	survivors, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	// Nobody asks for a number that is the highest, or for the last of none.
	const want = `fixture.go:8:17: border: x > high -> x >= high
fixture.go:18:2: drop: if len(numbers) == 0 { return 0, false } -> nothing
fixture.go:18:21: one more: 0 -> 0 + 1
fixture.go:19:10: one more: 0 -> 0 + 1
fixture.go:25:26: zero: return "never" -> return zero
`
	if string(survivors) != want {
		t.Errorf("survivors:\n%swant\n%s", survivors, want)
	}

	// The survivors of a run can be tried again.
	o.only, o.survivors = list, ""
	if left, err := run(o, &out); left != strings.Count(want, "\n") || err != nil {
		t.Errorf("tried again, %d survive, %v", left, err)
	}
}

// TestLimit says what killed a mutant that no test calls wrong.
func TestLimit(t *testing.T) {
	for _, w := range []struct {
		result
		want string
	}{
		{result{out: "--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/b\n"}, "TestA"},
		{result{cut: true}, "the limit"},
		{result{out: "fatal error: stack overflow"}, "a panic"},
	} {
		if got := whoFailed(w.result); got != w.want {
			t.Errorf("got %q, want %q", got, w.want)
		}
	}
}

// TestSample spreads over the functions before it takes a second of any, by the seed.
func TestSample(t *testing.T) {
	var text strings.Builder
	text.WriteString("package p\nvar x int\nfunc none() {}\n")
	for _, f := range []string{"a", "b", "c"} {
		text.WriteString("func " + f + "() { x = 1; x = 2; x = 3; x = 4 }\n")
	}
	all := mutants(targetOf(t, text.String()))
	functions := func(taken []*mutant) (of []string) {
		for _, m := range taken {
			of = append(of, m.function)
		}
		return of
	}
	got := functions(sample(all, 4, 1))
	if first := slices.Sorted(slices.Values(got[:3])); !slices.Equal(first, []string{"a", "b", "c"}) {
		t.Errorf("4 mutants are of %v, want of all functions first", got)
	}
	if got := len(sample(all, 0, 1)); got != len(all) {
		t.Errorf("0 takes %d, want all %d", got, len(all))
	}
	if !slices.Equal(sample(all, 4, 1), sample(all, 4, 1)) {
		t.Error("one seed draws different mutants")
	}
	if slices.Equal(sample(all, 4, 1), sample(all, 4, 2)) {
		t.Error("two seeds draw the same mutants")
	}
}

// TestNamed refuses a list of mutants that the code no longer has.
func TestNamed(t *testing.T) {
	all := mutants(targetOf(t, "package p\nfunc g(p bool) { if p { return } }"))
	if got, err := named(all, all[1].String()+"\n\n"); err != nil || got[0] != all[1] {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := named(all, "p.go:9:1: drop: f() -> nothing\n"); err == nil {
		t.Error("a mutant that is not there is taken")
	}
}

// TestListedMutantsExist wants every mutant that KNOWN.md says changes nothing to be
// one of the code that there is.
func TestListedMutantsExist(t *testing.T) {
	text, err := os.ReadFile("KNOWN.md")
	if err != nil {
		t.Fatal(err)
	}
	names := listed(string(text))
	if len(names) == 0 {
		t.Fatal("no mutant is listed")
	}
	folders := map[string]map[string]bool{}
	for _, name := range names {
		file, _, _ := strings.Cut(name, ":")
		folder := path.Dir(file)
		if folders[folder] == nil {
			folders[folder] = map[string]bool{}
			of, err := load("emrproof/" + folder)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range mutants(of) {
				folders[folder][m.name()] = true
			}
		}
		if !folders[folder][name] {
			t.Errorf("there is no mutant %q", name)
		}
	}
}

// TestKnownSurvivorsAreLeftOut leaves out those that a list names, wherever they have moved.
func TestKnownSurvivorsAreLeftOut(t *testing.T) {
	all := mutants(targetOf(t, "package p\n\n\nfunc g(p bool) { if p { return } }"))
	list := filepath.Join(t.TempDir(), "list.md")
	text := "Text.\n\n- `p/p.go: g: drop: if p { return } -> nothing`: it\n  is the end.\n"
	if err := os.WriteFile(list, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	got, err := choose(all, options{known: list})
	if err != nil || len(got) != 1 || got[0].operator != "negate" || len(all) != 2 {
		t.Errorf("got %v of %v, %v", got, all, err)
	}
}
