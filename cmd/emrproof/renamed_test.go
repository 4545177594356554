package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/cmd/emrproof/cli"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/simtest"
)

// namesOf are the names that a description gives to its parties, phases, tables, variables and
// principals.
func namesOf(p *model.Protocol) map[string]bool {
	names := map[string]bool{p.Name: true}
	for _, m := range p.Parties {
		names[string(m.Party)], names[m.Name], names[m.ID.Name] = true, true, true
	}
	for _, ph := range p.Phases {
		names[ph.Name], names[ph.Group] = true, true
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Table != model.OwnTable && s.Table != model.Directory {
			names[s.Table] = true
		}
		for _, t := range s.Terms() {
			t.Walk(func(u *model.Term) {
				if u.Op == model.OpVar {
					names[u.Name] = true
				}
			})
		}
	})
	for _, c := range p.World.Cast {
		for _, name := range append(slices.Clone(c.Names), c.Rest) {
			names[name] = true
		}
	}
	delete(names, "")
	delete(names, "s")                 // as in Gbit/s
	delete(names, "ID_D of the entry") // tables fold it; its words are names, too
	return names
}

var nameToken = regexp.MustCompile(`from diagnosis|[\p{L}\p{N}_]+(-[\p{L}\p{N}#]+)*`)

// otherNames puts other names in the place of those of a description, in a text.
func otherNames(names map[string]bool, text string) string {
	longest := func(a, b string) int { return len(b) - len(a) }
	for _, name := range slices.SortedFunc(maps.Keys(names), longest) {
		if strings.ContainsAny(name, " '") {
			text = strings.ReplaceAll(text, name, simtest.OtherName(name))
		}
	}
	return nameToken.ReplaceAllStringFunc(text, func(token string) string {
		if !names[token] { // E_PUK_D and E_SEK1 are an operation under a key
			for _, prefix := range []string{"E_", "S_", "PUK_", "PRK_"} {
				if rest, ok := strings.CutPrefix(token, prefix); ok {
					return prefix + otherNames(names, rest)
				}
			}
		}
		if names[token] { // and not "from diagnosis", which is a kind of record
			return simtest.OtherName(token)
		}
		return token
	})
}

// A described is a description in a file of its own, with the proof about it and the lengths of
// its fields beside it.
type described struct{ dir, name string }

func (d described) file(extension string) string { return filepath.Join(d.dir, d.name+extension) }

// copyOf writes the files of a description that comes with emrproof, each changed.
func copyOf(t *testing.T, profile, name string, change func(text string) string) described {
	t.Helper()
	d := described{t.TempDir(), name}
	for extension, path := range map[string]string{
		".emr":  "../../model/library/" + profile + ".emr",
		".ban":  "../../proofs/protocol/" + profile + ".ban",
		".toml": "../../bench/lengths.toml",
	} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(d.file(extension), []byte(change(string(text))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// output runs the command on the description, and returns what it writes and the files that it
// makes, without the paths.
func (d described) output(t *testing.T, args []string) string {
	t.Helper()
	all := slices.Clone(args)
	for i, a := range all {
		all[i] = strings.NewReplacer("FILE", d.file(""), "OUT", d.dir).Replace(a)
	}
	var out, errs bytes.Buffer
	root := newRoot()
	root.SetOut(&out)
	root.SetErr(&errs)
	if status := cli.Status(root, all); status != wantExpected && status != wantDiffers {
		t.Fatalf("%v: status %d: %s", all, status, &errs)
	}
	text := strings.NewReplacer(d.dir+"/", "", d.dir, "").Replace(out.String())
	return strings.NewReplacer(",", ", ", "{", "{ ").Replace(anothersCosts.ReplaceAllString(text, ""))
}

// anothersCosts are the costs of the paper's tables and of Li et al., in JSON: they have names of
// their own.
var anothersCosts = regexp.MustCompile(
	`\{"scheme":"[^"]*","profile":"(li2018)?"[^{}]*\{[^{}]*\}([^{}]*\{[^{}]*\})?[^{}]*\},?`)

// The paper's description under other names for all that it names gives the same on every verb,
// up to these names: nothing outside a description knows a party, a phase or a variable by its
// name, and no choice is by the order of names. The verb attack is about scripts, which name
// what they attack; what it generates, and random play, are in what verify asks, as the games
// are; that takes a minute, and is done with -everything. The verb bench measures what cost
// counts.
func TestOtherNamesSameOutput(t *testing.T) {
	const profile, name = "published", "copied"
	names := namesOf(library.Must(profile))
	names[name] = true
	one := copyOf(t, profile, name, func(text string) string {
		return strings.Replace(text, "\nmodel "+profile, "\nmodel "+name+".emr", 1)
	})
	other := copyOf(t, profile, simtest.OtherName(name), func(text string) string {
		return otherNames(names, strings.Replace(text, "\nmodel "+profile, "\nmodel "+name+".emr", 1))
	})
	for _, args := range [][]string{
		{"check", "FILE.emr"},
		{"show", "FILE.emr"},
		{"run", "--profile", "FILE.emr"},
		{"run", "--profile", "FILE.emr", "--sessions", "2", "--option", "E12,E13", "--quiet"},
		{"run", "--profile", "FILE.emr", "--quiet", "--trace", "OUT/trace.jsonl"},
		{"judge", "OUT/trace.jsonl", "--claims", "all"},
		{"replay", "OUT/trace.jsonl"},
		{"cost", "--profile", "FILE.emr", "--lengths", "FILE.toml", "--format", "json"},
		{"prove", "FILE.ban", "--profile", "FILE.emr"},
		{"verify", "FILE.emr", "--quick", "--out", "OUT"},
	} {
		if args[0] == "verify" && !*attacktest.Everything {
			continue
		}
		want, got := otherNames(names, one.output(t, args)), other.output(t, args)
		if differ := unordered(want, got); differ != "" {
			t.Errorf("%v:\n%s", args, differ)
		}
	}
}

// unordered says which words only one of two texts has. What is sorted by name comes in another
// order under other names.
func unordered(want, got string) string {
	count := map[string]int{}
	for _, w := range strings.Fields(want) {
		count[strings.Trim(w, ",;()")]++
	}
	for _, w := range strings.Fields(got) {
		count[strings.Trim(w, ",;()")]--
	}
	var all []string
	for _, w := range slices.Sorted(maps.Keys(count)) {
		switch n := count[w]; {
		case n > 0:
			all = append(all, "- "+w)
		case n < 0:
			all = append(all, "+ "+w)
		}
	}
	return strings.Join(all, "\n")
}

// about are the files that name something of the paper's description in a text, and why they may.
var about = map[string]string{
	"bench/table4.go":                  "the paper's Table 4, as printed",
	"reports/cost/computation.go":      "what is wrong with that table",
	"cmd/emrproof/run.go":              "kinds of records, which are flags",
	"sim/record/record.go":             "kinds of records",
	"proofs/ban/checker/conditions.go": "P in the rules of the logic",
}

// words are names of the paper that are also words of the harness, of FHIR or of Starlark.
var words = []string{"published", "entry", "index", "issued", "search"}

var nameInText = regexp.MustCompile(`[\p{L}\p{N}_]+(-[\p{L}\p{N}]+)*`)

// namesOfPaper says which texts outside the descriptions name a variable, a party, a phase or a
// principal of the paper. A plain word, such as "visit" and "D", names one where it is the whole
// text; one such as C_P1 does wherever it stands.
func namesOfPaper(s *source) []string {
	if s.test() || s.top() == "model" || about[s.path] != "" {
		return nil
	}
	var wrong []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil {
			return true
		}
		for _, word := range nameInText.FindAllString(text, -1) {
			if paperNames()[word] && !slices.Contains(words, word) &&
				(word == text || strings.ContainsAny(word, "_0123456789-")) {
				wrong = append(wrong, fmt.Sprintf("%d: %s, in %q", s.line(lit.Pos()), word, text))
			}
		}
		return true
	})
	return wrong
}

var paperNames = sync.OnceValue(func() map[string]bool {
	return namesOf(library.Must("published"))
})
