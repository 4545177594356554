package verify

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"emrproof/attacks/survey"
	"emrproof/bench"
	"emrproof/model/suite"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/prove"
	"emrproof/reports/table"
)

// documents are reports of every kind that is made of parts.
func documents(t *testing.T) map[string]table.Document {
	t.Helper()
	all := map[string]table.Document{
		"a list": {{Words: "three things:", Steps: []string{"one < two", "two & three", "three"}},
			{Words: "and no more"}, {Words: "again:", Command: "emrproof prove 'a b' `c`"}},
	}
	counted, err := bench.CostOf([]string{"published"}, suite.Names(), nil)
	if err != nil {
		t.Fatal(err)
	}
	costs := &cost.Cost{Costs: counted, Again: "emrproof cost"}
	all["costs"] = costs.Document()
	var proved []*prove.Report
	for _, name := range protocol.Names() {
		p, err := protocol.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		v, err := p.Variant()
		if err != nil {
			t.Fatal(err)
		}
		r, err := prove.New(v)
		if err != nil {
			t.Fatal(err)
		}
		r.Again = "emrproof prove " + name
		proved = append(proved, r)
		all["the logic: "+name] = r.Document()
	}
	behaved := *proved[0]
	believed, err := goals.NewBelief(proved[0].Variant.Protocol,
		&survey.Survey{Profile: "published"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	behaved.Behaviour = &goals.Behaviour{Belief: believed}
	all["belief and behaviour"] = behaved.Document()
	o := &Report{Verification: &Verification{Proved: proved, Believed: []*goals.Belief{believed},
		Profiles: []*reports.Attacks{{Survey: &survey.Survey{Profile: "published"}},
			{Survey: &survey.Survey{Profile: "hardened"}}},
		Cost: costs}}
	all["verify"], all["tables of verify"] = o.document(), o.tables()
	return all
}

// unspaced is text without what is between words and columns: forms break lines as they
// like, and the text form draws boxes.
func unspaced(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return r == ' ' || r == '\n' || r == '\t' || r == '─' || r == '|'
	}), "")
}

// said is words in a form.
func said(t *testing.T, words, form string) string {
	t.Helper()
	var b strings.Builder
	if err := (table.Document{{Words: words}}).Write(&b, form, false); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(b.String()), "<p>"), "</p>")
}

// blockPieces are what a block has to show in a form, in order.
func blockPieces(t *testing.T, b table.Block, form string) []string {
	if b.Table != nil {
		return []string{said(t, b.Table.Title, form)}
	}
	all := []string{said(t, b.Words, form)}
	if b.Command != "" {
		all = append(all, map[string]string{"text": b.Command, "markdown": "`" + b.Command + "`",
			"latex": "\\texttt{" + table.LaTeX(b.Command) + "}",
			"html":  "<code>" + html.EscapeString(b.Command) + "</code>"}[form])
	}
	for i, step := range b.Steps {
		number := fmt.Sprintf("%d.", i+1)
		if form == "html" { // the browser numbers
			number = "<li>"
		}
		all = append(all, number+said(t, step, form))
	}
	return all
}

// Whatever a report says stands in every form, in the same order: words, each step of each
// list, and tables.
func TestFormsHaveTheSameBlocks(t *testing.T) {
	lists := 0
	for name, d := range documents(t) {
		for _, form := range []string{"text", "markdown", "latex", "html"} {
			var b strings.Builder
			if err := d.Write(&b, form, false); err != nil {
				t.Fatal(err)
			}
			rest := unspaced(b.String())
			for i, p := range d {
				for _, piece := range blockPieces(t, p, form) {
					_, after, found := strings.Cut(rest, unspaced(piece))
					if !found {
						t.Fatalf("%s as %s: part %d: no %q", name, form, i+1, piece)
					}
					rest = after
				}
				if len(p.Steps) > 0 {
					lists++
				}
			}
		}
	}
	if lists < 20 {
		t.Errorf("%d lists: want reports that have more", lists)
	}
}
