package script

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
)

// A block is a python block of SCRIPTING.md, with what it says that it prints and
// the error that it ends in.
type block struct {
	line      int
	src       string
	prints    []string
	err       string
	wholeFile bool
}

func blocks(t *testing.T) []block {
	t.Helper()
	doc, err := os.ReadFile("SCRIPTING.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []block
	var b *block
	for i, line := range strings.Split(string(doc), "\n") {
		text, prints := strings.CutPrefix(line, "#>")
		want, fails := strings.CutPrefix(line, "#! ")
		switch {
		case line == "```python":
			b = &block{line: i + 1}
		case line == "```" && b != nil:
			b.wholeFile = strings.Contains(b.src, "need(")
			all = append(all, *b)
			b = nil
		case b == nil:
		case prints:
			b.prints = append(b.prints, strings.TrimPrefix(text, " "))
		case fails:
			b.err = want
		default:
			b.src += line + "\n"
		}
	}
	if len(all) < 20 {
		t.Fatalf("SCRIPTING.md has %d examples: are they still marked as python?", len(all))
	}
	return all
}

func TestScriptDocExamples(t *testing.T) {
	head := ""
	for _, b := range blocks(t) {
		src := b.src
		switch {
		case !b.wholeFile:
			src = head + b.src
		case !strings.Contains(b.src, "def "):
			head = b.src
		}
		s, err := Load("doc.star", []byte(src), need.Overrides{})
		var log []string
		if err == nil {
			var o *Outcome
			if o, err = s.Run(); err == nil {
				log = o.Log
				err = s.Differs(o.Outcome)
			}
		}
		got := ""
		if err != nil {
			got = err.Error()
		}
		if want := b.err; want != "" {
			at, text, _ := strings.Cut(want, ":")
			want = "doc.star:" + moved(t, at, b, head) + ":" + text
			if got != want {
				t.Errorf("SCRIPTING.md:%d: got  %s\nwant %s", b.line, got, want)
			}
			continue
		}
		if got != "" {
			t.Errorf("SCRIPTING.md:%d: %s", b.line, got)
		}
		if g, w := strings.Join(log, "\n"), strings.Join(b.prints, "\n"); g != w {
			t.Errorf("SCRIPTING.md:%d: prints\n%s\nwant\n%s", b.line, g, w)
		}
	}
}

// moved is the line of a fragment in the file that is run.
func moved(t *testing.T, line string, b block, head string) string {
	t.Helper()
	n, err := strconv.Atoi(line)
	if err != nil {
		t.Fatalf("SCRIPTING.md:%d: error at %q: want a line", b.line, line)
	}
	if !b.wholeFile {
		n += strings.Count(head, "\n")
	}
	return strconv.Itoa(n)
}

// withoutUse are the names of Starlark's that are no functions of scripts.
var withoutUse = []string{"None", "True", "False", "float", "bytes", "set", "hash"}

// The table of functions is that of the host, in its order.
func TestScriptDocFunctions(t *testing.T) {
	doc, err := os.ReadFile("SCRIPTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(doc), "\n## Functions\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var rows []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)`").FindAllStringSubmatch(section, -1) {
		rows = append(rows, m[1])
	}
	var want []string
	for _, f := range scriptFuncs() {
		want = append(want, f.name+"("+f.params+")")
	}
	slices.Sort(rows) // the page has its own order
	slices.Sort(want)
	if g, w := strings.Join(rows, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
	for name := range starlark.Universe {
		if !slices.Contains(withoutUse, name) && !strings.Contains(section, "`"+name+"`") {
			t.Errorf("Starlark's %s is not in SCRIPTING.md", name)
		}
	}
}

// Every function stands in an example or in the catalogue, which tests run.
func TestScriptEveryFunctionIsUsed(t *testing.T) {
	var src strings.Builder
	for _, b := range blocks(t) {
		src.WriteString(b.src)
	}
	for _, name := range catalogue.Names() {
		_, text := catalogue.Source(name)
		src.Write(text)
	}
	for _, c := range uses {
		src.WriteString(c.src)
	}
	for _, f := range scriptFuncs() {
		if !regexp.MustCompile(`\b` + f.name + `\b`).MatchString(src.String()) {
			t.Errorf("no test runs %s", f.name)
		}
	}
}
