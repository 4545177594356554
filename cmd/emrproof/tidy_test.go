package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// A source is a Go file of the module, under its path from the top of the module.
type source struct {
	path string
	text string
	set  *token.FileSet
	file *ast.File
}

func parse(path, text string) (*source, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, text, parser.ParseComments)
	return &source{path, text, set, file}, err
}

func (s *source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// top is the first folder of the path.
func (s *source) top() string {
	top, _, _ := strings.Cut(s.path, "/")
	return top
}

func (s *source) line(p token.Pos) int { return s.set.Position(p).Line }

// A rule of the house says what is wrong with a file, each as "line: what".
type rule struct {
	name  string
	check func(*source) []string
}

var rules = []rule{
	{"imports run down", importsRunDown},
	{"packages have their names", packageNames},
	{"no clock", noClock},
	{"no test by the clock", noTestClock},
	{"no stray randomness", noRandomness},
	{"lines are short", shortLines},
	{"files are short", shortFiles},
	{"functions are short", shortFunctions},
	{"what is to do has an issue", issues},
	{"no name of the paper", namesOfPaper},
}

// TestTidy reads the source of the whole module.
func TestTidy(t *testing.T) {
	const module = "../.."
	found := 0
	err := filepath.WalkDir(module, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != module && (d.Name()[0] == '.' || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		found++
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(module, name)
		if err != nil {
			return err
		}
		s, err := parse(filepath.ToSlash(rel), string(text))
		if err != nil {
			return err
		}
		for _, r := range rules {
			for _, wrong := range r.check(s) {
				t.Errorf("%s: %s:%s", r.name, s.path, wrong)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// More than this command alone has.
	if found < 50 {
		t.Errorf("%d Go files: want the whole module's", found)
	}
}

// ranks say how high a folder of the module stands; imports run down only.
var ranks = map[string]int{"model": 0, "sim": 1, "attacks": 2, "proofs": 3, "bench": 3,
	"reports": 4, "cmd": 5}

// sees are the folders of the module that a folder may import, where these are fewer than its
// rank allows; "model/..." is model and all below it. A monitor sees the trace of a run, and
// nothing of how it was made. The logic knows nothing of runs, and the checker of its proofs
// nothing of the prover.
var sees = map[string][]string{"model": nil, "model/build": {"model"}, "model/errata": nil,
	"model/emr":                  {"model", "model/build", "model/input"},
	"model/library":              {"model", "model/build", "model/emr"},
	"sim/monitor":                {"model/...", "sim/trace"},
	"sim/delay":                  {"model/...", "sim/trace"},
	"sim/trace":                  {"model/..."},
	"attacks/deduce":             {"model/...", "sim/trace"},
	"attacks/search/lazy":        {"attacks/search/lazy/linear", "model"},
	"attacks/search/lazy/linear": {},
	"attacks/search/symbolic":    {"attacks/search/lazy", "model", "sim", "sim/trace"},
	"attacks/script/meter":       {"attacks/script/convert"},
	"proofs": {"proofs/protocol", "proofs/idealised", "proofs/ban", "proofs/ban/prover",
		"proofs/ban/checker"},
	"proofs/protocol":    {"model/library", "proofs/ban"},
	"proofs/idealised":   {"model", "model/library", "proofs/ban", "proofs/protocol"},
	"proofs/ban":         nil,
	"proofs/ban/prover":  {"proofs/ban"},
	"proofs/ban/checker": {"proofs/ban"},
}

// seen says whether an import is one of those that a folder may see.
func seen(imported string, may []string) bool {
	return slices.ContainsFunc(may, func(folder string) bool {
		under, all := strings.CutSuffix(folder, "/...")
		return imported == under || all && strings.HasPrefix(imported, under+"/")
	})
}

func importsRunDown(s *source) []string {
	var wrong []string
	for _, i := range s.file.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		ours, ok := strings.CutPrefix(name, "emrproof/")
		if !ok || s.test() {
			continue
		}
		to, _, _ := strings.Cut(ours, "/")
		may, few := sees[path.Dir(s.path)]
		switch {
		case ours == "sim/simtest":
			wrong = append(wrong, fmt.Sprintf("%d: %s is for tests", s.line(i.Pos()), ours))
		case to != s.top() && ranks[to] >= ranks[s.top()]:
			wrong = append(wrong, fmt.Sprintf("%d: %s imports %s", s.line(i.Pos()), s.top(), to))
		case few && !seen(ours, may):
			wrong = append(wrong, fmt.Sprintf("%d: %s imports %s", s.line(i.Pos()),
				path.Dir(s.path), ours))
		}
	}
	return wrong
}

// packages are the packages of the module by their folders.
var packages = map[string]string{
	"model": "model", "model/wire": "wire", "model/suite": "suite",
	"model/suite/compute": "compute",
	"model/errata":        "errata", "model/build": "build", "model/library": "library",
	"model/emr": "emr",
	"sim":       "sim", "sim/trace": "trace", "sim/monitor": "monitor", "sim/record": "record",
	"sim/simtest": "simtest", "sim/campaign": "campaign", "sim/delay": "delay",
	"attacks": "attacks", "attacks/deduce": "deduce", "attacks/mechanism": "mechanism",
	"attacks/insider": "insider", "attacks/generate": "generate", "attacks/random": "random",
	"attacks/games": "games", "attacks/search": "search", "attacks/search/lazy": "lazy",
	"attacks/search/symbolic": "symbolic", "attacks/search/threats": "threats",
	"attacks/kept":   "kept",
	"attacks/script": "script", "attacks/script/meter": "meter",
	"attacks/search/lazy/linear": "linear",
	"attacks/script/convert":     "convert", "attacks/script/need": "need",
	"attacks/script/catalogue": "catalogue", "attacks/survey": "survey",
	"attacks/attacktest": "attacktest",
	"proofs":             "proofs", "proofs/protocol": "protocol", "proofs/idealised": "idealised",
	"proofs/goals": "goals", "proofs/ban": "ban",
	"proofs/ban/prover": "prover", "proofs/ban/checker": "checker", "bench": "bench",
	"bench/timing":  "timing",
	"reports/table": "table", "reports/timeline": "timeline", "reports/page": "page",
	"reports/verify": "verify", "reports/expect": "expect",
	"reports/prove": "prove", "reports/searched": "searched",
	"reports/cost": "cost", "reports/show": "show",
	"reports": "reports", "cmd/emrproof": "main", "cmd/mutants": "main",
	"cmd/emrproof/cli": "cli", "cmd/emrproof/attack": "attack",
	"cmd/emrproof/search": "search", "cmd/emrproof/files": "files",
	"cmd/emrproof/complete": "complete", "cmd/emrproof/resume": "resume",
	"model/input": "input",
}

func packageNames(s *source) []string {
	name, known := packages[path.Dir(s.path)]
	switch got := s.file.Name.Name; {
	case !known:
		return []string{fmt.Sprintf("1: folder %s is not in the design", path.Dir(s.path))}
	case got != name && !(s.test() && got == name+"_test"):
		return []string{fmt.Sprintf("1: package %s: want %s", got, name)}
	}
	return nil
}

// mayMeasure says whether a file may look at a clock or draw from the machine.
func (s *source) mayMeasure() bool {
	return s.test() || s.top() == "cmd" || s.path == "bench/timing/measure.go"
}

var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker",
	"NewTimer"}

func noClock(s *source) []string {
	if s.mayMeasure() {
		return nil
	}
	return s.uses("time", func(name string) bool { return slices.Contains(clocks, name) })
}

// noTestClock keeps tests from deciding by how long something took. A benchmark measures; and
// to sleep between looks at another process decides nothing.
func noTestClock(s *source) []string {
	if !s.test() {
		return nil
	}
	tests := *s
	tests.file = &ast.File{Name: s.file.Name, Imports: s.file.Imports}
	for _, d := range s.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || !strings.HasPrefix(f.Name.Name, "Benchmark") {
			tests.file.Decls = append(tests.file.Decls, d)
		}
	}
	clock := func(name string) bool { return name != "Sleep" && slices.Contains(clocks, name) }
	limit := func(name string) bool {
		return strings.HasPrefix(name, "WithTimeout") || strings.HasPrefix(name, "WithDeadline")
	}
	return slices.Concat(tests.uses("time", clock), tests.uses("context", limit))
}

// streams are what may be used of math/rand: what works on a source of one's own.
var streams = []string{"New", "NewSource", "NewZipf", "NewPCG", "NewChaCha8", "Rand", "Source",
	"Source64", "Zipf", "PCG", "ChaCha8"}

func noRandomness(s *source) []string {
	if s.mayMeasure() {
		return nil
	}
	global := func(name string) bool { return !slices.Contains(streams, name) }
	return slices.Concat(s.uses("crypto/rand", func(string) bool { return true }),
		s.uses("math/rand", global), s.uses("math/rand/v2", global))
}

// uses finds where a file uses what is bad of an imported package.
func (s *source) uses(imported string, bad func(name string) bool) []string {
	var wrong []string
	for _, i := range s.file.Imports {
		if p, _ := strconv.Unquote(i.Path.Value); p != imported {
			continue
		}
		local := path.Base(strings.TrimSuffix(imported, "/v2"))
		if i.Name != nil {
			local = i.Name.Name
		}
		if local == "." {
			wrong = append(wrong, fmt.Sprintf("%d: imports . %q", s.line(i.Pos()), imported))
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			// An identifier that the parser resolves is a variable of the same name.
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == local && x.Obj == nil && bad(sel.Sel.Name) {
				wrong = append(wrong, fmt.Sprintf("%d: %s.%s", s.line(n.Pos()), imported, sel.Sel.Name))
			}
			return true
		})
	}
	return wrong
}

const (
	mostColumns = 100
	mostLines   = 450 // of a file
	mostOfOne   = 70  // lines of a function
)

// A tab counts as one column.
func shortLines(s *source) []string {
	var wrong []string
	n := 0
	for line := range strings.Lines(s.text) {
		n++
		if w := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); w > mostColumns {
			wrong = append(wrong, fmt.Sprintf("%d: %d columns", n, w))
		}
	}
	return wrong
}

func shortFiles(s *source) []string {
	if n := strings.Count(s.text, "\n"); n > mostLines && !s.test() {
		return []string{fmt.Sprintf("1: %d lines", n)}
	}
	return nil
}

func shortFunctions(s *source) []string {
	if s.test() { // a table of cases may be long
		return nil
	}
	var wrong []string
	for _, d := range s.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := s.line(f.End()) - s.line(f.Pos()) + 1; n > mostOfOne {
			wrong = append(wrong, fmt.Sprintf("%d: %s has %d lines", s.line(f.Pos()), f.Name.Name, n))
		}
	}
	return wrong
}

var (
	toDo      = regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)
	withIssue = regexp.MustCompile(`\bTODO ?\(?#[0-9]+`)
)

func issues(s *source) []string {
	var wrong []string
	for _, group := range s.file.Comments {
		for _, c := range group.List {
			if toDo.MatchString(c.Text) && !withIssue.MatchString(c.Text) {
				wrong = append(wrong, fmt.Sprintf("%d: %s", s.line(c.Pos()), c.Text))
			}
		}
	}
	return wrong
}

// TestRules shows each rule what it has to flag, and beside it what it must not.
func TestRules(t *testing.T) {
	long := strings.Repeat("x", 100)
	lines := func(n int) string { return strings.Repeat("\n", n) }
	for _, c := range []struct {
		rule, path, text string
		want             string // empty: nothing is wrong
	}{
		{"imports run down", "sim/a.go", "package sim\nimport \"emrproof/attacks\"",
			"2: sim imports attacks"},
		{"imports run down", "model/suite/a.go", "package suite\nimport \"emrproof/sim\"",
			"2: model imports sim"},
		{"imports run down", "attacks/a.go", "package attacks\nimport \"emrproof/proofs/ban\"",
			"2: attacks imports proofs"},
		{"imports run down", "attacks/a.go", "package attacks\nimport \"emrproof/proofs/goals\"",
			"2: attacks imports proofs"},
		{"imports run down", "bench/a.go", "package bench\nimport \"emrproof/proofs\"",
			"2: bench imports proofs"},
		{"imports run down", "proofs/goals/a.go", "package goals\nimport \"emrproof/bench\"",
			"2: proofs imports bench"},
		{"imports run down", "proofs/goals/a.go", "package goals\nimport \"emrproof/reports\"",
			"2: proofs imports reports"},
		{"imports run down", "proofs/a.go", "package proofs\nimport \"emrproof/proofs/goals\"",
			"2: proofs imports proofs/goals"},
		{"imports run down", "proofs/a.go", "package proofs\nimport \"emrproof/attacks\"",
			"2: proofs imports attacks"},
		{"imports run down", "proofs/idealised/a.go", "package idealised\nimport \"emrproof/sim\"",
			"2: proofs/idealised imports sim"},
		{"imports run down", "proofs/ban/a.go", "package ban\nimport \"emrproof/model\"",
			"2: proofs/ban imports model"},
		{"imports run down", "proofs/ban/prover/a.go",
			"package prover\nimport \"emrproof/proofs/ban/checker\"",
			"2: proofs/ban/prover imports proofs/ban/checker"},
		{"imports run down", "proofs/ban/checker/a.go",
			"package checker\nimport \"emrproof/proofs/ban/prover\"",
			"2: proofs/ban/checker imports proofs/ban/prover"},
		{"imports run down", "proofs/ban/checker/a.go",
			"package checker\nimport \"emrproof/sim/trace\"",
			"2: proofs/ban/checker imports sim/trace"},
		{"imports run down", "proofs/ban/checker/a.go",
			"package checker\nimport \"emrproof/proofs/ban\"", ""},
		{"imports run down", "proofs/goals/a.go", "package goals\nimport \"emrproof/attacks\"", ""},
		{"imports run down", "proofs/goals/a.go", "package goals\nimport \"emrproof/proofs/ban\"", ""},
		{"imports run down", "reports/a.go", "package reports\nimport \"emrproof/proofs/goals\"", ""},
		{"imports run down", "sim/monitor/a.go", "package monitor\nimport \"emrproof/model/wire\"", ""},
		{"imports run down", "sim/monitor/a.go", "package monitor\nimport \"emrproof/modeling\"",
			"2: sim/monitor imports modeling"},
		{"imports run down", "reports/a.go", "package reports\nimport \"emrproof/cmd/x\"",
			"2: reports imports cmd"},
		{"imports run down", "sim/a.go", "package sim\nimport \"emrproof/sim/simtest\"",
			"2: sim/simtest is for tests"},
		{"imports run down", "sim/monitor/a.go", "package monitor\nimport \"emrproof/sim\"",
			"2: sim/monitor imports sim"},
		{"imports run down", "sim/monitor/a.go", "package monitor\nimport \"emrproof/sim/record\"",
			"2: sim/monitor imports sim/record"},
		{"imports run down", "sim/trace/a.go", "package trace\nimport \"emrproof/sim\"",
			"2: sim/trace imports sim"},
		{"imports run down", "sim/monitor/a.go", "package monitor\nimport \"emrproof/sim/trace\"", ""},
		{"imports run down", "sim/monitor/a_test.go", "package monitor\nimport \"emrproof/sim\"", ""},
		{"imports run down", "sim/a.go", "package sim\nimport \"emrproof/sim/record\"", ""},
		{"imports run down", "cmd/emrproof/a.go", "package main\nimport \"emrproof/model\"", ""},
		{"imports run down", "sim/a_test.go", "package sim\nimport \"emrproof/bench\"", ""},

		{"packages have their names", "sim/a.go", "package simulator", "1: package simulator: want sim"},
		{"packages have their names", "sim/a.go", "package sim_test", "1: package sim_test: want sim"},
		{"packages have their names", "util/a.go", "package util", "1: folder util is not in the design"},
		{"packages have their names", "sim/a_test.go", "package sim_test", ""},
		{"packages have their names", "cmd/emrproof/a.go", "package main", ""},

		{"no clock", "sim/a.go", "package sim\nimport \"time\"\nvar x = time.Now()", "3: time.Now"},
		{"no clock", "bench/a.go", "package bench\nimport t \"time\"\nfunc f() { t.Sleep(1) }",
			"3: time.Sleep"},
		{"no clock", "sim/a.go", "package sim\nimport . \"time\"", "2: imports . \"time\""},
		{"no clock", "bench/timing/measure.go", "package bench\nimport \"time\"\nvar x = time.Now()", ""},
		{"no clock", "sim/a_test.go", "package sim\nimport \"time\"\nvar x = time.Now()", ""},
		{"no clock", "sim/a.go", "package sim\nimport \"time\"\nvar x = time.Unix(0, 0)", ""},
		{"no clock", "sim/a.go", "package sim\nimport \"time\"\nfunc f(time T) { time.Now() }", ""},

		{"no test by the clock", "sim/a_test.go",
			"package sim\nimport \"time\"\nfunc TestA() { time.Since(begin) }", "3: time.Since"},
		{"no test by the clock", "sim/a_test.go",
			"package sim\nimport \"context\"\nfunc f() { context.WithTimeout(c, 9) }",
			"3: context.WithTimeout"},
		{"no test by the clock", "sim/a_test.go",
			"package sim\nimport \"time\"\nfunc BenchmarkA() { time.Now() }", ""},
		{"no test by the clock", "sim/a_test.go",
			"package sim\nimport \"time\"\nfunc TestA() { time.Sleep(1) }", ""},
		{"no test by the clock", "cmd/emrproof/a.go",
			"package main\nimport \"time\"\nvar x = time.Now()", ""},

		{"no stray randomness", "sim/a.go", "package sim\nimport \"crypto/rand\"\nvar x = rand.Reader",
			"3: crypto/rand.Reader"},
		{"no stray randomness", "sim/a.go", "package sim\nimport \"math/rand/v2\"\nvar x = rand.IntN(6)",
			"3: math/rand/v2.IntN"},
		{"no stray randomness", "sim/a.go",
			"package sim\nimport dice \"math/rand\"\nvar x = dice.Intn(6)",
			"3: math/rand.Intn"},
		{"no stray randomness", "sim/a.go",
			"package sim\nimport \"math/rand/v2\"\nvar x = rand.New(rand.NewChaCha8(key))", ""},
		{"no stray randomness", "cmd/emrproof/a.go",
			"package main\nimport \"crypto/rand\"\nvar x = rand.Reader",
			""},

		{"lines are short", "sim/a.go", "package sim\n//" + long, "2: 102 columns"},
		{"lines are short", "sim/a.go", "package sim\n//" + strings.Repeat("‖", 98), ""},

		{"files are short", "sim/a.go", "package sim" + lines(451), "1: 451 lines"},
		{"files are short", "sim/a.go", "package sim" + lines(450), ""},
		{"files are short", "sim/a_test.go", "package sim" + lines(451), ""},

		{"functions are short", "sim/a.go", "package sim\nfunc f() {" + lines(70) + "}",
			"2: f has 71 lines"},
		{"functions are short", "sim/a.go", "package sim\nfunc f() {" + lines(69) + "}", ""},
		{"functions are short", "sim/a_test.go", "package sim\nfunc f() {" + lines(70) + "}", ""},

		{"what is to do has an issue", "sim/a.go", "package sim\n\n// TO" + "DO: tidy",
			"3: // TO" + "DO: tidy"},
		{"what is to do has an issue", "sim/a.go", "package sim\n\n// TO" + "DO(#12): tidy", ""},
		{"what is to do has an issue", "sim/a.go", "package sim\n\nconst a = \"TO" + "DO\"", ""},
	} {
		s, err := parse(c.path, c.text)
		if err != nil {
			t.Fatalf("%q: %v", c.text, err)
		}
		i := slices.IndexFunc(rules, func(r rule) bool { return r.name == c.rule })
		if i < 0 {
			t.Fatalf("no rule %q", c.rule)
		}
		if got := strings.Join(rules[i].check(s), "; "); got != c.want {
			t.Errorf("%s: %s: got %q, want %q\n%s", c.rule, c.path, got, c.want, c.text)
		}
	}
}
