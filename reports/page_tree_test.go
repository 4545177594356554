package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"emrproof/proofs"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/protocol"
	"emrproof/reports/table"
)

// derived are the goals of a protocol that have a derivation.
func derived(t *testing.T, name string) []Goal {
	t.Helper()
	p, err := protocol.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	columns, err := proofs.Matrix(v)
	if err != nil {
		t.Fatal(err)
	}
	var goals []Goal
	for _, id := range columns[0].Derivable {
		proof := columns[0].Proofs[id]
		goals = append(goals, Goal{ID: id, Formula: proof.Conclusion().String(), Proof: proof})
	}
	if len(goals) == 0 {
		t.Fatal("no goal follows: nothing to show")
	}
	return goals
}

// linesOf is a derivation in lines, one a step, deeper ones further in: what the page has
// to show, written down by itself.
func linesOf(d *checker.Derivation, depth int, seen map[*checker.Derivation]bool) []string {
	rule, step := d.Rule()
	how := d.Given()
	if step {
		how = rule.ID
	}
	again := step && seen[d]
	if again {
		how += "; derived above"
	}
	seen[d] = true
	lines := []string{fmt.Sprintf("%*s%s %s", depth, "", d.Conclusion(), how)}
	if !again {
		for _, p := range d.Premises() {
			lines = append(lines, linesOf(p, depth+1, seen)...)
		}
	}
	return lines
}

// shownLines are the derivations that a page shows, in lines.
func shownLines(t *testing.T, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		if n.Type == html.ElementNode && n.Data == "ul" && depth >= 0 {
			depth++
		}
		for _, a := range n.Attr {
			if a.Key == "class" && a.Val == "tree" {
				depth = 0
			}
		}
		if n.Type == html.ElementNode && n.Data == "li" && depth >= 0 {
			lines = append(lines, strings.Repeat(" ", depth)+headOf(n))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth)
		}
	}
	walk(root, -1)
	return lines
}

// headOf is the text of a list item above its own list.
func headOf(li *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Data != "ul" {
				walk(c)
			}
		}
	}
	walk(li)
	return strings.Join(strings.Fields(b.String()), " ")
}

// The page shows each derivation whole: every branch in its place, what is used twice
// derived once, and no derivation where there is none.
func TestPageShowsDerivationsWhole(t *testing.T) {
	goals := derived(t, "needham")
	var want []string
	for _, g := range goals {
		want = append(want, linesOf(g.Proof, 0, map[*checker.Derivation]bool{})...)
	}
	goals = append(goals, Goal{ID: "none", Formula: "D ⊨ X", Belief: "not derivable"})
	p := &Page{Belief: []Belief{{Title: "needham", Goals: goals}}}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	got := shownLines(t, b.String())
	if !slices.Equal(got, want) {
		t.Errorf("%d lines, want %d:\n%s\nwant:\n%s", len(got), len(want), strings.Join(got, "\n"),
			strings.Join(want, "\n"))
	}
	if !strings.Contains(strings.Join(want, "\n"), "derived above") {
		t.Error("nothing is used twice: want a better example")
	}
}

// What a page calls derived has a derivation, and the other way round: there is no field
// that could say so without.
func TestGoalsOfThePage(t *testing.T) {
	p, err := protocol.Load("published")
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	columns, err := proofs.Matrix(v)
	if err != nil {
		t.Fatal(err)
	}
	b := &Believed{Profile: "published"}
	for _, id := range []string{"G1", "G9", "none"} {
		b.Rows = append(b.Rows, BelievedGoal{ID: id, After: proofs.ErrataFor(columns, id)})
	}
	want := map[string]string{"G1": "derivable after B1+B5", "G9": "derivable after B1",
		"none": "not derivable"}
	for _, g := range b.forPage().Goals {
		if g.Belief != want[g.ID] || g.Derived() != (g.ID != "none") {
			t.Errorf("%s: %q, derived %v", g.ID, g.Belief, g.Derived())
		}
		if g.Derived() && len(g.Tree().Premises) == 0 {
			t.Errorf("%s: a tree without premises", g.ID)
		}
	}
}

// A derivation is whole in every form: each step with how it follows, each branch.
func TestTreesAreWhole(t *testing.T) {
	steps := 0
	for _, name := range protocol.Names() {
		p, err := protocol.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		v, err := p.Variant()
		if err != nil {
			t.Fatal(err)
		}
		columns, err := proofs.Matrix(v)
		if err != nil {
			t.Fatal(err)
		}
		most := columns[len(columns)-1] // with all errata
		for _, id := range most.Derivable {
			steps += wholeTrees(t, name+" "+id, most.Proofs[id])
		}
	}
	if steps < 100 {
		t.Errorf("%d steps were drawn", steps)
	}
}

func wholeTrees(t *testing.T, name string, d *checker.Derivation) int {
	t.Helper()
	steps, edges, latexes := 0, 0, treeLaTeX(d)
	d.Walk(func(d *checker.Derivation) {
		steps++
		edges += len(d.Premises())
		if !strings.Contains(latexes, "$"+d.Conclusion().LaTeX()+"$") ||
			!strings.Contains(latexes, table.LaTeX(by(d))) {
			t.Errorf("%s: LaTeX has no %s by %s", name, d.Conclusion(), by(d))
		}
	})
	dot := treeDot(d, name)
	if n, e := strings.Count(dot, "[label="), strings.Count(dot, "->"); n != steps || e != edges {
		// A formula may say -> itself, but never in the signs of the literature.
		t.Errorf("%s: a graph of %d nodes and %d arrows, want %d and %d", name, n, e, steps, edges)
	}
	// In text a line is a step, and one that was drawn before stands once more.
	drawn, again := 0, 0
	for _, line := range strings.Split(strings.TrimSuffix(treeText(d, false), "\n"), "\n") {
		if strings.HasSuffix(line, "  as above") {
			again++
		} else {
			drawn++
		}
	}
	leaves := 0 // each is drawn where it is used
	seen := map[*checker.Derivation]bool{}
	repeated := 0
	var walk func(d *checker.Derivation)
	walk = func(d *checker.Derivation) {
		switch {
		case d.Given() != "":
			leaves++
			return
		case seen[d]:
			repeated++
			return
		}
		seen[d] = true
		for _, p := range d.Premises() {
			walk(p)
		}
	}
	walk(d)
	if drawn != leaves+len(seen) || again != repeated {
		t.Errorf("%s: %d steps drawn and %d again, want %d and %d", name, drawn, again,
			leaves+len(seen), repeated)
	}
	return steps
}
