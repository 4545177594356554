package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/survey"
)

// attributes is Table 3's column for people.
func (s *Attacks) attributes() *Table {
	t := &Table{Title: "Table 3, the proposed scheme",
		From:    "the paper's claim, and what broke it; n: attempts that failed",
		Columns: []Column{{Name: "attribute", Wrap: 17}, {Name: "paper"}}}
	all := s.Attributes()
	shown := slices.DeleteFunc(slices.Clone(survey.Adversaries), func(who string) bool {
		return who == survey.Beyond && !slices.ContainsFunc(all, func(a survey.Attribute) bool {
			return len(a.Verdicts[survey.Beyond].Attacks) > 0
		})
	})
	for _, who := range shown {
		t.Columns = append(t.Columns, Column{Name: who, Wrap: 15})
	}
	for _, a := range all {
		name := strings.Replace(a.Name, "-middle attack", "-middle\nattack", 1)
		row := []Cell{{Value: name, Source: Printed}, {Value: a.Paper, Source: Printed}}
		for _, who := range shown {
			row = append(row, Cell{Value: againstCell(a.Verdicts[who]), Source: Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// againstCell is what became of an attribute, in short.
func againstCell(v survey.Against) string {
	switch v.Verdict {
	case "violated":
		return "✗ " + strings.Join(v.Attacks, ", ")
	case "not violated":
		return fmt.Sprintf("not violated (%d)", v.Tried)
	}
	return "–"
}

// tries is what came of the generated cases, by kind.
func (s *Attacks) tries() *Table {
	t := &Table{Title: "generated attacks, of an outsider and of insiders",
		From:    "every message, field and untrusted party, from the description",
		Columns: []Column{{Name: "kind"}, {Name: "tried"}}}
	for _, status := range attacks.CaseStatuses() {
		t.Columns = append(t.Columns, Column{Name: string(status)})
	}
	for _, k := range s.Generated.Kinds {
		row := []Cell{{Value: k.Name, Source: Declared}, {Value: k.Tried, Source: Measured}}
		for _, status := range attacks.CaseStatuses() {
			row = append(row, Cell{Value: k.Status[status], Source: Measured})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// refusedBy says which checks refused the generated cases, and how many each.
func (s *Attacks) refusedBy() string {
	var parts []string
	for _, c := range s.Generated.RefusedBy {
		parts = append(parts, fmt.Sprintf("%s %d", c.Name, c.Tried))
	}
	return strings.Join(parts, ", ")
}
