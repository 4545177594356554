package page

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"emrproof/proofs"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
)

// derived are the goals of a protocol that have a derivation.
func derived(t *testing.T, name string) []goals.BeliefRow {
	t.Helper()
	p, err := protocol.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	after, err := proofs.After(p)
	if err != nil {
		t.Fatal(err)
	}
	var rows []goals.BeliefRow
	for _, id := range slices.Sorted(maps.Keys(after)) {
		if all := after[id]; len(all) > 0 && len(all[0].IDs) == 0 {
			rows = append(rows, goals.BeliefRow{ID: id, After: all,
				Formula: all[0].Proof.Conclusion().String()})
		}
	}
	if len(rows) == 0 {
		t.Fatal("no goal follows: nothing to show")
	}
	return rows
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
	rows := derived(t, "needham")
	var want []string
	for _, g := range rows {
		want = append(want, linesOf(g.After[0].Proof, 0, map[*checker.Derivation]bool{})...)
	}
	rows = append(rows, goals.BeliefRow{ID: "none", Formula: "D ⊨ X"})
	p := &Page{Belief: []*goals.Belief{{Profile: "needham", Rows: rows}}}
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
