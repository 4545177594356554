package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/generate"
	"emrproof/attacks/survey"
	"emrproof/reports/table"
)

// attributes returns the column of Table 3 for the proposed scheme, beside the verdicts on each
// attribute, for people.
func (s *Attacks) attributes() *table.Table {
	t := &table.Table{Title: "Table 3, the proposed scheme",
		From: "the paper's claim, and what broke it; none in any run of so many instances; " +
			"n: attempts that failed",
		Columns: []table.Column{{Name: "attribute", Wrap: 17}, {Name: "paper"}}}
	all := s.Attributes()
	shown := slices.DeleteFunc(slices.Clone(survey.Adversaries), func(who string) bool {
		return who == survey.Beyond && !slices.ContainsFunc(all, func(a survey.Attribute) bool {
			return len(a.Verdicts[survey.Beyond].Attacks) > 0
		})
	})
	for _, who := range shown {
		t.Columns = append(t.Columns, table.Column{Name: who, Wrap: 15})
	}
	for _, a := range all {
		name := strings.Replace(a.Name, "-middle attack", "-middle\nattack", 1)
		row := []table.Cell{{Value: name, Source: table.Printed}, {Value: a.Paper, Source: table.Printed}}
		for _, who := range shown {
			row = append(row, table.Cell{Value: againstCell(a.Verdicts[who]), Source: table.Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// againstCell returns the verdict on an attribute against one adversary, in short.
func againstCell(v survey.Against) string {
	switch v.Verdict {
	case "violated":
		return "✗ " + strings.Join(v.Attacks, ", ")
	case "not violated":
		return fmt.Sprintf("%s (%d)", NotViolated(v.Within), v.Tried)
	}
	if v.Within > 0 {
		return NotViolated(v.Within)
	}
	return "–"
}

// NotViolated says of claims that nothing violates whether all runs of so many instances were
// searched for a violation, or none were: 0.
func NotViolated(within int) string {
	if within == 0 {
		return "not violated"
	}
	return fmt.Sprintf("none in runs of %d", within)
}

// tries returns the table of what became of the generated attacks, by kind.
func (s *Attacks) tries() *table.Table {
	t := &table.Table{Title: "generated attacks, of an outsider and of insiders",
		From:    "every message, field and untrusted party, from the description",
		Columns: []table.Column{{Name: "kind"}, {Name: "tried"}}}
	for _, status := range generate.Statuses {
		t.Columns = append(t.Columns, table.Column{Name: status})
	}
	for _, k := range s.Generated.Kinds {
		row := []table.Cell{{Value: k.Name, Source: table.Declared}, {Value: k.Tried,
			Source: table.Measured}}
		for _, status := range generate.Statuses {
			row = append(row, table.Cell{Value: k.Status[status], Source: table.Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// refusedBy lists the checks that refused the generated attacks, each with how many it refused.
func (s *Attacks) refusedBy() string {
	var parts []string
	for _, c := range s.Generated.RefusedBy {
		parts = append(parts, fmt.Sprintf("%s %d", c.Name, c.Tried))
	}
	return strings.Join(parts, ", ")
}
