package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/proofs"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
	"emrproof/reports/table"
)

// A Believed is a protocol's goals as the logic has them, beside what runs of a profile
// do: that is what this project is for.
type Believed struct {
	Profile string
	Rows    []BelievedGoal
}

// A BelievedGoal is one of its rows.
type BelievedGoal struct {
	ID, Formula string
	Sentence    string // what it says of runs
	// After are the least sets of errata after which it is derivable, with the derivations;
	// none: after none.
	After []proofs.Least
	// Against are the verdicts against adversaries, by their names in survey.Adversaries.
	Against map[string]survey.Against
	Random  []goals.Result // one for each adversary of the runs
	names   []string       // of these adversaries
}

// NewBelieved sets belief against behaviour. made are the attacks on the profile; runs may
// be none.
func NewBelieved(
	p *protocol.Protocol, meanings []*goals.Meaning, made *survey.Survey, runs []*goals.Runs,
) (*Believed, error) {
	v, err := p.Variant()
	if err != nil {
		return nil, err
	}
	columns, err := proofs.Matrix(v)
	if err != nil {
		return nil, err
	}
	b := &Believed{Profile: made.Profile}
	for i, g := range v.Goals {
		row := BelievedGoal{ID: g.ID, Formula: g.Formula.String(), Sentence: meanings[i].Sentence,
			After: proofs.ErrataFor(columns, g.ID), Against: map[string]survey.Against{}}
		for _, who := range survey.Adversaries {
			row.Against[who] = made.Goal(meanings[i].Claims, who)
		}
		for _, r := range runs {
			row.Random = append(row.Random, r.Results[i])
			row.names = append(row.names, r.Against)
		}
		b.Rows = append(b.Rows, row)
	}
	return b, nil
}

// Printed says whether the goal is derivable as printed.
func (g *BelievedGoal) Printed() bool {
	return slices.ContainsFunc(g.After, func(a proofs.Least) bool { return len(a.IDs) == 0 })
}

// derivable says after what a goal follows.
func (g *BelievedGoal) derivable() string {
	if g.Printed() {
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

// onRuns says in how many random runs the goal was violated, of those that put it to the
// test, for each adversary.
func (g *BelievedGoal) onRuns() string {
	var parts []string
	for i, r := range g.Random {
		parts = append(parts, fmt.Sprintf("%s %d of %d", g.names[i], r.Violated, r.Judged))
	}
	return strings.Join(parts, "; ")
}

// attacked are the attacks that violate the goal, with the adversaries that they take; or,
// when there are none, how many tried.
func (g *BelievedGoal) attacked() string {
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

// Table is belief against behaviour, for every form of a table.
func (b *Believed) Table() *table.Table {
	t := &table.Table{Title: "belief against behaviour, " + b.Profile,
		From: "attacks that violate it; random runs that do, of those that try it",
		Columns: []table.Column{{Name: "goal"}, {Name: "says"}, {Name: "derivable", Wrap: 13},
			{Name: "attacks", Wrap: 25}}}
	if len(b.Rows) > 0 {
		for _, who := range b.Rows[0].names {
			t.Columns = append(t.Columns, table.Column{Name: strings.Replace(who, " ", "\n", 1)})
		}
	}
	for i := range b.Rows {
		g := &b.Rows[i]
		derivable := g.derivable()
		if g.Printed() {
			derivable = "yes"
		}
		row := []table.Cell{{Value: g.ID, Source: table.Declared},
			{Value: g.Formula, Source: table.Declared}, {Value: derivable, Source: table.Derived},
			{Value: g.attacked(), Source: table.Measured}}
		for _, r := range g.Random {
			row = append(row, table.Cell{Value: fmt.Sprintf("%d/%d", r.Violated, r.Judged),
				Source: table.Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
