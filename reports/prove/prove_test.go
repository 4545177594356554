package prove

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/protocol"
	"emrproof/sim/simtest"
)

func proved(t testing.TB, name string, errata ...string) *Report {
	t.Helper()
	p, err := protocol.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant(errata...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestProveForms(t *testing.T) {
	for _, c := range []struct {
		golden, name, form string
		errata             []string
	}{
		{"published.txt", "published", "text", nil},
		{"all-errata.txt", "published", "text", []string{"B1", "B5", "B10"}},
		{"hardened.txt", "hardened", "text", nil},
		{"needham.md", "needham", "markdown", nil},
		{"needham.tex", "needham", "latex", nil},
	} {
		var b bytes.Buffer
		if err := proved(t, c.name, c.errata...).Document().Write(&b, c.form, false); err != nil {
			t.Fatal(err)
		}
		simtest.Golden(t, c.golden, b.String())
	}
}

// goal is the derivation of a goal in a form.
func goal(t testing.TB, p *Report, id, form string) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := p.Goal(&b, id, form, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGoalForms(t *testing.T) {
	kerberos := proved(t, "kerberos")
	for _, form := range TreeForms {
		simtest.Golden(t, "kerberos-c4."+map[string]string{"text": "txt", "markdown": "md",
			"latex": "tex", "dot": "dot"}[form], goal(t, kerberos, "C4", form))
	}
	// One that does not follow, with what is missing; and one that nothing gives.
	simtest.Golden(t, "published-g13.txt", goal(t, proved(t, "published", "B1"), "G13", "text"))
	simtest.Golden(t, "otway-c5.txt", goal(t, proved(t, "otway"), "C5", "text"))
}

// What the JSON says can be read back, and agrees with what was found.
func TestProveJSON(t *testing.T) {
	p := proved(t, "published", "B1")
	var b bytes.Buffer
	if err := p.JSON(&b, ""); err != nil {
		t.Fatal(err)
	}
	var o struct {
		Schema         int
		Verb, Protocol string
		Errata         []string
		Goals          []struct {
			ID        string
			Derivable bool
			Minimal   [][]string
			Missing   [][]string
			Proof     []struct {
				Formula, Rule, Given string
				Premises             []int
			}
		}
		Statements []struct {
			N       int
			Verdict string
			Missing [][]string
		}
	}
	if err := json.Unmarshal(b.Bytes(), &o); err != nil {
		t.Fatal(err)
	}
	if o.Schema != 1 || o.Verb != "prove" || o.Protocol != "published" ||
		!slices.Equal(o.Errata, []string{"B1"}) || len(o.Goals) != 16 || len(o.Statements) != 32 {
		t.Errorf("head %+v", o)
	}
	for i, g := range o.Goals {
		switch {
		case g.Derivable != (p.Goals[i].Proof != nil) || g.Derivable != (len(g.Proof) > 0):
			t.Errorf("%s: derivable %v, %d steps", g.ID, g.Derivable, len(g.Proof))
		case g.Derivable == (len(g.Minimal) == 0) || g.Derivable != (len(g.Missing) == 0):
			t.Errorf("%s: least sets %v, missing %v", g.ID, g.Minimal, g.Missing)
		}
		for n, s := range g.Proof {
			if (s.Rule == "") != (len(s.Premises) == 0) || (s.Given == "") == (s.Rule == "") {
				t.Errorf("%s, step %d: %+v", g.ID, n, s)
			}
			for _, m := range s.Premises {
				if m < 0 || m >= n {
					t.Errorf("%s: step %d uses step %d", g.ID, n, m)
				}
			}
		}
	}
	if s := o.Statements[4]; s.N != 5 || s.Verdict != "follows after errata" ||
		!slices.ContainsFunc(s.Missing, func(set []string) bool {
			return slices.Equal(set, []string{"M1 part 1 says D ↔SEK1 P"})
		}) {
		t.Errorf("statement 5: %+v", s)
	}
	if strings.Contains(b.String(), "null") {
		t.Error("null, where a list may be empty")
	}
}

// Every rule of the logic is in the table of rules, with its source.
func TestRules(t *testing.T) {
	var b bytes.Buffer
	if err := rules().Write(&b, "markdown", false); err != nil {
		t.Fatal(err)
	}
	simtest.Golden(t, "rules.md", b.String())
}

// The LaTeX of the trees and of the tables compiles.
func TestProveLaTeXCompiles(t *testing.T) {
	pdflatex, err := exec.LookPath("pdflatex")
	if err != nil {
		t.Skip("pdflatex is not installed here")
	}
	var b bytes.Buffer
	b.WriteString("\\documentclass{article}\n\\usepackage{amsmath,booktabs,bussproofs,hyperref}\n" +
		"\\begin{document}\n")
	p := proved(t, "published", "B1", "B5", "B10")
	if err := p.Document().Write(&b, "latex", false); err != nil {
		t.Fatal(err)
	}
	for _, g := range p.Goals {
		b.WriteString(goal(t, p, g.ID, "latex"))
	}
	b.WriteString("\\end{document}\n")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.tex"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(pdflatex, "-interaction=batchmode", "-halt-on-error", "a.tex")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "a.log"))
		t.Errorf("%v\n%s\n%.4000s", err, out, log)
	}
}
