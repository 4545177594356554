package verify

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/bench"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/page"
	"emrproof/reports/prove"
	"emrproof/reports/searched"
	"emrproof/reports/table"
)

// claimsTable returns a table with a row for each claim of a scheme, and a column for each kind
// of adversary against whom claims were tried.
func (v *Verification) claimsTable() *table.Table {
	t := &table.Table{Title: "claims of " + v.Scheme.Name,
		From:    "✗: what broke it; none in any run of so many instances; n: attempts that failed",
		Columns: []table.Column{{Name: "claim", Wrap: 38}}}
	var all [][]against
	var shown []string
	for _, c := range v.Scheme.Claims {
		all = append(all, v.claimBy(c))
	}
	for _, who := range append([]string{nobody}, survey.Adversaries...) {
		if slices.ContainsFunc(all, func(by []against) bool { return verdictOf(by, who) != nil }) {
			shown = append(shown, who)
			t.Columns = append(t.Columns, table.Column{Name: who, Wrap: 24})
		}
	}
	for i, c := range v.Scheme.Claims {
		row := []table.Cell{{Value: c.ID, Source: table.Declared}}
		for _, who := range shown {
			cell := table.Cell{Value: "–"}
			if a := verdictOf(all[i], who); a != nil {
				cell = table.Cell{Value: "✗ " + table.Few(a.Attacks, 4), Source: table.Measured}
				if len(a.Attacks) == 0 {
					cell.Value = fmt.Sprintf("%s (%d)", reports.NotViolated(a.Within), a.Tried)
				}
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// verdictOf returns the verdict against a kind of adversary; nil: there is none.
func verdictOf(by []against, who string) *against {
	i := slices.IndexFunc(by, func(a against) bool { return a.who == who })
	if i < 0 {
		return nil
	}
	return &by[i]
}

// checksTable returns a table with a row for each check of a scheme.
func (v *Verification) checksTable() *table.Table {
	t := &table.Table{Title: "checks of " + v.Scheme.Name,
		From: "what becomes of the generated attacks that a check refused, once it is taken out",
		Columns: []table.Column{{Name: "check", Wrap: 40}, {Name: "refused"},
			{Name: "without it", Wrap: 48}}}
	for i := range v.Scheme.Mutations {
		m := &v.Scheme.Mutations[i]
		t.Rows = append(t.Rows, []table.Cell{{Value: m.Check, Source: table.Declared},
			{Value: m.Cases, Source: table.Measured}, {Value: mutationCame(m), Source: table.Measured}})
	}
	return t
}

// schemeTables are the tables on a scheme that are its own.
func (v *Verification) schemeTables() []*table.Table {
	if v.Scheme.Stops != "" {
		return nil
	}
	all := []*table.Table{v.claimsTable(), searched.Table(v.searches())}
	if len(v.Scheme.Mutations) > 0 {
		all = append(all, v.checksTable())
	}
	return all
}

// schemeInWords returns a table with a line for each thing that was asked of a scheme.
func (v *Verification) schemeInWords() *table.Table {
	t := &table.Table{Title: "what was asked", From: "level " + v.Level.Name,
		Columns: []table.Column{{Name: "of"}, {Name: "came out", Wrap: 76}}}
	add := func(of, what string) {
		t.Rows = append(t.Rows, []table.Cell{{Value: of}, {Value: what, Source: table.Measured}})
	}
	_, stands, _ := strings.Cut(v.Scheme.Stands, ": ")
	add("description", stands)
	add("honest runs", v.honestLine())
	add("attacks", tally(v.Profiles[0].Survey))
	for _, g := range v.Profiles[0].Games {
		add("game", g.Game+": "+survey.Apart(g))
	}
	if len(v.Scheme.Mutations) > 0 {
		add("checks", v.checksLine())
	}
	for _, p := range v.Proved {
		add("logic", proofLine(p))
	}
	for _, c := range v.Cost.Profiles {
		add("cost", fmt.Sprint(cost.Counted(c.Ops[bench.Whole]).Value))
	}
	return t
}

// proofLine says which goals of a proof are derivable.
func proofLine(p *prove.Report) string {
	var are, not []string
	for _, g := range p.Goals {
		switch words := derivable(g.After); words {
		case "as printed":
			are = append(are, g.ID)
		case "not":
			not = append(not, g.ID)
		default:
			are = append(are, g.ID+" "+words)
		}
	}
	line := fmt.Sprintf("of %d goals derivable: %d", len(p.Goals), len(are))
	if len(are) > 0 {
		line += " (" + strings.Join(are, ", ") + ")"
	}
	if len(not) > 0 {
		line += "; not " + strings.Join(not, ", ")
	}
	return line + "; on the wire: " + wireCame(p.Wire)
}

// checksLine says which checks are noticed when they are taken out.
func (v *Verification) checksLine() string {
	var quiet []string
	for i := range v.Scheme.Mutations {
		if m := &v.Scheme.Mutations[i]; !m.Noticed() {
			quiet = append(quiet, m.Check)
		}
	}
	n := len(v.Scheme.Mutations)
	line := fmt.Sprintf("that %d of %d are taken out is noticed", n-len(quiet), n)
	if len(quiet) > 0 {
		line += "; not: " + table.Few(quiet, 4)
	}
	return line
}

// stopWords say why there are no verdicts on a scheme.
func (s *scheme) stopWords() string {
	return s.Name + " has no verdicts: its honest run has to complete first, and to come to every " +
		"event of its claims."
}

// schemeWords say in a sentence how many claims of a scheme are violated.
func (v *Verification) schemeWords() string {
	s := v.Scheme
	if s.Stops != "" {
		return s.stopWords()
	}
	violated, beyond := 0, 0
	for _, c := range s.Claims {
		by := v.claimBy(c)
		switch {
		case slices.ContainsFunc(by, against.bad):
			violated++
		case verdictOf(by, survey.Beyond) != nil && len(verdictOf(by, survey.Beyond).Attacks) > 0:
			beyond++
		}
	}
	words := fmt.Sprintf("%s: %d of %d claims are violated", s.Name, violated, len(s.Claims))
	if beyond > 0 {
		words += fmt.Sprintf(", %d more out of scope", beyond)
	}
	return words + "."
}

// schemePage returns the report on a scheme as one HTML page.
func (o *Report) schemePage() *page.Page {
	p := &page.Page{Title: o.Scheme.Name + ", verified", Compared: o.Compared,
		Profiles: o.Profiles, Run: o.Account, NoErrata: true, Summary: []string{o.Scheme.Source}}
	if !o.Expecting {
		p.Verdict = o.schemeWords()
	}
	if o.Scheme.Stops != "" {
		p.Summary = append(p.Summary, o.Scheme.Stops)
		return p
	}
	p.Summary = append(p.Summary, o.Scheme.Stands+".", "Honest runs: "+o.honestLine()+".",
		tally(o.Profiles[0].Survey)+".")
	p.First = []page.Section{{Title: "Claims", Tables: []*table.Table{o.claimsTable()},
		Again: o.Profiles[0].Again}, {Title: "All runs within a bound", Text: o.scopes(),
		Tables: []*table.Table{searched.Table(o.searches())}, Again: o.Scheme.again("search")}}
	if len(o.Scheme.Mutations) > 0 {
		p.More = append(p.More, page.Section{Title: "Checks", Text: []string{"Checks: " +
			o.checksLine() + "."}, Tables: []*table.Table{o.checksTable()}})
	}
	for _, v := range o.Proved {
		p.More = append(p.More, page.Section{Title: "The logic: " + v.Variant.Name,
			Document: v.Document()})
	}
	p.Costs = append(o.costSections(), o.Measured...)
	p.More = append(p.More, page.Section{Title: "suites", Text: suiteWords()})
	return p
}

// schemeDocument returns the report on a scheme as a document for Markdown.
func (o *Report) schemeDocument() table.Document {
	d := table.Document{{Words: o.schemeWords()}}
	if o.Scheme.Stops != "" {
		return append(d, table.Block{Words: o.Scheme.Stops})
	}
	if o.Expecting {
		d = append(d, table.Block{Words: o.verdictWords()})
	}
	for _, t := range append(o.schemeTables(), o.Profiles[0].Table()) {
		d = append(d, table.Block{Table: t})
	}
	for _, t := range o.Profiles[0].Others() {
		d = append(d, table.Block{Table: t})
	}
	for _, p := range o.Proved {
		d = append(d, p.Document()...)
	}
	d = append(d, o.Cost.Document()...)
	return append(d, table.Block{Words: "Made by emrproof " + o.Account.Version + ", seed " +
		o.Account.Seed + "; again:", Command: o.Account.Again})
}
