package reports

import (
	"fmt"
	"strings"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/reports/table"
	"emrproof/sim/monitor"
)

// families are groups of claim kinds. The claims of a group are about the same things, so that
// they fit one table with a column for each kind and a row for each thing.
var families = [][]model.ClaimKind{
	{model.Aliveness, model.WeakAgreement, model.Agreement, model.Injective, model.IntendedPeer,
		model.Freshness},
	{model.Secrecy, model.ForwardSecrecy},
	{model.Integrity, model.NonRepudiation},
}

// verdicts writes the monitors' verdict on every claim.
func (p *page) verdicts(o *attacks.Outcome, all bool) {
	if all {
		p.table(eachClaim(o.Verdicts))
		return
	}
	p.heading("claims", "how many of the commits that were checked broke; "+
		"✗: violated, –: not exercised")
	for _, t := range compactClaims(o.Verdicts) {
		p.table(t)
	}
}

// compactClaims returns tables of all claims: one for each family of kinds, and one for the
// rest.
func compactClaims(verdicts []monitor.Verdict) []*table.Table {
	var tables []*table.Table
	in := map[model.ClaimKind]bool{}
	for _, kinds := range families {
		for _, k := range kinds {
			in[k] = true
		}
		if t := family(kinds, verdicts); t != nil {
			tables = append(tables, t)
		}
	}
	rest := &table.Table{Columns: []table.Column{{Name: "claim"}, {Name: "broke"}, {Name: ""}}}
	for _, v := range verdicts {
		if !in[v.Claim.Kind] {
			rest.Rows = append(rest.Rows, []table.Cell{{Value: v.Claim.ID},
				{Value: broke(v), Source: table.Measured}, {Value: v.Note}})
		}
	}
	if len(rest.Rows) > 0 {
		tables = append(tables, rest)
	}
	return tables
}

// family returns a table of the claims of one family, with a row for each thing that they are
// about and a column for each kind. It is nil when there are no such claims.
func family(kinds []model.ClaimKind, verdicts []monitor.Verdict) *table.Table {
	t := &table.Table{Columns: []table.Column{{Name: "claim"}}}
	column := map[model.ClaimKind]int{}
	for _, v := range verdicts {
		for _, k := range kinds {
			if v.Claim.Kind == k && column[k] == 0 {
				column[k] = len(t.Columns)
				wrap := 13
				for word := range strings.FieldsSeq(string(k)) {
					wrap = max(wrap, table.Columns(word))
				}
				t.Columns = append(t.Columns, table.Column{Name: string(k), Wrap: wrap})
			}
		}
	}
	row := map[string]int{}
	for _, v := range verdicts {
		if column[v.Claim.Kind] == 0 {
			continue
		}
		_, thing, _ := strings.Cut(v.Claim.ID, ": ")
		if _, ok := row[thing]; !ok {
			row[thing] = len(t.Rows)
			cells := make([]table.Cell, len(t.Columns))
			for i := range cells {
				cells[i] = table.Cell{Value: ""}
			}
			cells[0] = table.Cell{Value: thing}
			t.Rows = append(t.Rows, cells)
		}
		t.Rows[row[thing]][column[v.Claim.Kind]] = table.Cell{Value: broke(v), Source: table.Measured}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// broke returns a verdict as a short cell: how many of the checked commits broke the claim.
func broke(v monitor.Verdict) string {
	switch v.Status {
	case monitor.Violated:
		return fmt.Sprintf("✗ %d of %d", len(v.Breaches), v.Checked)
	case monitor.Vacuous:
		return "–"
	}
	return fmt.Sprintf("0 of %d", v.Checked)
}

// eachClaim returns a table with a row for each claim.
func eachClaim(verdicts []monitor.Verdict) *table.Table {
	t := &table.Table{Title: "claims", From: "decided from the trace",
		Columns: []table.Column{{Name: "claim", Wrap: 38}, {Name: "verdict"}, {Name: "checked"},
			{Name: "it says", Wrap: 34}}}
	for _, v := range verdicts {
		text := v.Claim.Text
		if v.Note != "" {
			text += " (" + v.Note + ")"
		}
		t.Rows = append(t.Rows, []table.Cell{{Value: v.Claim.ID}, {Value: string(v.Status),
			Source: table.Derived},
			{Value: v.Checked, Source: table.Measured}, {Value: text, Source: table.Declared}})
	}
	return t
}
