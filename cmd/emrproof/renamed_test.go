package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"emrproof/cmd/emrproof/cli"
	"emrproof/model"
	"emrproof/model/emr"
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

var nameToken = regexp.MustCompile(`(from )?[\p{L}\p{N}_]+(-[\p{L}\p{N}#]+)*`)

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

// The paper's description under other names for all that it names gives the same on every verb
// that speaks of the description alone, up to these names: nothing outside a description knows
// a party, a phase or a variable by its name.
func TestOtherNamesSameOutput(t *testing.T) {
	const profile = "published"
	names := namesOf(library.Must(profile))
	text, err := os.ReadFile("../../model/library/" + profile + emr.Extension)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), simtest.OtherName(profile)+emr.Extension)
	if err := os.WriteFile(file, []byte(otherNames(names, string(text))), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"show", "PROFILE"},
		{"run", "--profile", "PROFILE"},
		{"run", "--profile", "PROFILE", "--sessions", "2", "--option", "E12,E13", "--quiet"},
	} {
		with := func(name string) string {
			all := slices.Clone(args)
			all[slices.Index(all, "PROFILE")] = name
			var out, errs bytes.Buffer
			root := newRoot()
			root.SetOut(&out)
			root.SetErr(&errs)
			if status := cli.Status(root, all); status != wantExpected {
				t.Fatalf("%v: status %d: %s", all, status, &errs)
			}
			return strings.Join(strings.Fields(out.String()), " ")
		}
		want := otherNames(names, with(profile))
		got := strings.NewReplacer(file, simtest.OtherName(profile),
			filepath.Base(file), simtest.OtherName(profile)).Replace(with(file))
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
