// Package searched shows what searches of descriptions say: which claims are violated under which
// threats, and in which runs no other is.
package searched

import (
	"fmt"
	"slices"

	"emrproof/attacks/search"
	"emrproof/attacks/search/threats"
	"emrproof/attacks/survey"
	"emrproof/reports/table"
)

// Table has a row for each threat under which a description was searched: which claims are
// violated, and up to how many instances all runs were searched for the others.
func Table(all []*threats.Result) *table.Table {
	t := &table.Table{Title: "searched",
		From: "all runs, with messages of any size, within a number of states; a claim that is " +
			"violated under a threat is not named again under those of more",
		Columns: []table.Column{{Name: "protocol"}, {Name: "threat", Wrap: 20},
			{Name: "violated", Wrap: 50}, {Name: "no other in runs of"}, {Name: "states"}}}
	for _, r := range all {
		name := r.Profile
		if r.Refused != "" {
			t.Rows = append(t.Rows, []table.Cell{{Value: name, Source: table.Declared}, {Value: "–"},
				{Value: "not searched", Source: table.Derived}, {Value: "–"}, {Value: "–"}})
			continue
		}
		for i := range r.Under {
			u := &r.Under[i]
			t.Rows = append(t.Rows, []table.Cell{{Value: name, Source: table.Declared},
				{Value: u.Threat, Source: table.Declared}, {Value: violated(u), Source: table.Measured},
				within(u), {Value: u.States, Source: table.Measured}})
			name = ""
		}
	}
	return t
}

// violated names the claims that are violated under a threat and not under one of less.
func violated(u *threats.Under) string {
	var ids []string
	as := 0
	for _, s := range u.Claims {
		switch {
		case s.Run != nil:
			ids = append(ids, s.Claim)
		case s.As != "":
			as++
		}
	}
	words := ""
	for i, kind := range survey.ByKind(ids) {
		if i > 0 {
			words += "; "
		}
		words += kind
	}
	switch {
	case as > 0 && words != "":
		return fmt.Sprintf("%s; and %d under threats of less", words, as)
	case as > 0:
		return fmt.Sprintf("%d under threats of less", as)
	case words == "":
		return "–"
	}
	return words
}

// within is up to how many instances all runs were searched for all claims that are not violated.
func within(u *threats.Under) table.Cell {
	least, unreached, undecided := 0, 0, false
	for _, s := range u.Claims {
		switch {
		case s.Verdict == search.Unreached:
			unreached++
		case s.Verdict == search.Cut:
			return table.Cell{Value: "cut", Source: table.Measured}
		case s.Verdict == search.Undecided:
			undecided = true
		case s.Verdict == search.None && (least == 0 || s.Instances < least):
			least = s.Instances
		}
	}
	switch {
	case undecided:
		return table.Cell{Value: "undecided", Source: table.Measured}
	case least == 0:
		return table.Cell{Value: "–"}
	case unreached > 0:
		return table.Cell{Value: fmt.Sprintf("%d; %d not reached", least, unreached),
			Source: table.Measured}
	}
	return table.Cell{Value: least, Source: table.Measured}
}

// Claims says how many claims a search violates of those that attacks of the catalogue violate, and
// how many others.
func Claims(r *threats.Result, scripted []string) string {
	if r == nil {
		return "not asked"
	}
	if r.Refused != "" {
		return "not searched"
	}
	same, other := map[string]bool{}, map[string]bool{}
	for _, u := range r.Under {
		for _, s := range u.Claims {
			switch {
			case s.Verdict != search.Violated:
			case slices.Contains(scripted, s.Claim):
				same[s.Claim] = true
			default:
				other[s.Claim] = true
			}
		}
	}
	words := fmt.Sprint(len(same))
	if len(other) > 0 {
		words += fmt.Sprintf(", and %d", len(other))
	}
	return words
}
