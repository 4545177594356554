package prove

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/proofs"
	"emrproof/proofs/goals"
	"emrproof/reports/table"
)

// Derivable says under which errata a goal is derivable.
func Derivable(g *goals.BeliefRow) string {
	if printed(g) {
		return "as printed"
	}
	var sets []string
	for _, a := range g.After {
		sets = append(sets, strings.Join(a.IDs, "+"))
	}
	if len(sets) == 0 {
		return "not"
	}
	return "after " + strings.Join(sets, ", or ")
}

// printed says whether the goal is derivable from the protocol as printed.
func printed(g *goals.BeliefRow) bool {
	return slices.ContainsFunc(g.After, func(a proofs.Least) bool { return len(a.IDs) == 0 })
}

// attackedBy lists the attacks that violate the goal, with the adversaries that make them. When
// no attack does, it says how many tried.
func attackedBy(g *goals.BeliefRow) string {
	var broken []string
	tried := 0
	for _, who := range survey.Adversaries {
		v := g.Against[who]
		tried += v.Tried
		for _, id := range v.Attacks {
			broken = append(broken, id+" ("+who+")")
		}
	}
	switch {
	case len(broken) > 0:
		return "✗ " + strings.Join(broken, ", ")
	case tried > 0:
		return fmt.Sprintf("none of %d", tried)
	}
	return "–"
}

// BeliefTable returns the table of belief against behaviour, to be written in any form.
func BeliefTable(b *goals.Belief) *table.Table {
	t := &table.Table{Title: "belief against behaviour, " + b.Profile,
		From: "attacks that violate it; random runs that do, of those that try it",
		Columns: []table.Column{{Name: "goal"}, {Name: "says"}, {Name: "derivable", Wrap: 13},
			{Name: "attacks", Wrap: 25}}}
	if len(b.Rows) > 0 {
		for _, r := range b.Rows[0].Random {
			t.Columns = append(t.Columns, table.Column{Name: strings.Replace(r.Against, " ", "\n", 1)})
		}
	}
	for i := range b.Rows {
		g := &b.Rows[i]
		derivable := Derivable(g)
		if printed(g) {
			derivable = "yes"
		}
		row := []table.Cell{{Value: g.ID, Source: table.Declared},
			{Value: g.Formula, Source: table.Declared}, {Value: derivable, Source: table.Derived},
			{Value: attackedBy(g), Source: table.Measured}}
		for _, r := range g.Random {
			row = append(row, table.Cell{Value: fmt.Sprintf("%d/%d", r.Violated, r.Judged),
				Source: table.Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
