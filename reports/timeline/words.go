package timeline

import (
	"fmt"
	"strings"

	"emrproof/model"
	"emrproof/reports/table"
	"emrproof/sim/trace"
)

// number prints an equation number as the paper does; it is empty for a step that has none.
func number(eq int) string {
	if eq == 0 {
		return ""
	}
	return fmt.Sprintf("(%d)", eq)
}

// numberOf prints the equation number of a step with the mark of its protocol description:
// "(15)" is the paper's Eq. 15.
func numberOf(s *model.Step) string {
	if s.Eqn == 0 || s.Mark == "" {
		return number(s.Eqn)
	}
	return "(" + s.Equation() + ")"
}

// checking says in a few words what a step checks; the result is false for a step that checks
// nothing.
func checking(s *model.Step) (string, bool) {
	var words string
	switch {
	case s.Kind == model.StepAge, s.Kind == model.StepNear:
		words = "age of " + s.Var.String()
	case s.Kind == model.StepWithin:
		words = "time since " + s.Var.String()
	case s.Kind == model.StepOnce:
		words = s.Term.String() + " is new"
	case s.Kind == model.StepOpen:
		words = "opens " + s.Term.String()
	case s.Kind == model.StepVerify:
		words = "verifies " + s.Term.String()
	case s.Kind == model.StepEqual:
		words = s.Var.String() + " agrees"
	case s.Kind == model.StepCert:
		words = "verifies " + s.Var.String()
	case s.Kind == model.StepLookup && s.Table != model.OwnTable:
		words = "finds " + list(s.Fields) + " in " + s.Table
	default:
		return "", false
	}
	return numbered(s, words), true
}

// numbered puts the equation number of a step before words about it.
func numbered(s *model.Step, words string) string {
	return strings.TrimSpace(numberOf(s) + " " + words)
}

// doing says what a step of any kind does.
func doing(s *model.Step) string {
	if words, ok := checking(s); ok {
		return words
	}
	if words, ok := computing(s); ok {
		return numbered(s, words)
	}
	return numbered(s, s.Kind.String())
}

// computing says in the paper's notation what a step computes or stores; the result is false
// for a step that does neither.
func computing(s *model.Step) (string, bool) {
	switch {
	case s.Kind == model.StepLet:
		return s.Var.String() + " = " + s.Term.String(), true
	case s.Kind == model.StepStore && s.Table != model.OwnTable:
		return "stores " + list(s.Fields) + " in " + s.Table, true
	}
	return "", false
}

func list(terms []*model.Term) string {
	var names []string
	for _, t := range terms {
		names = append(names, t.String())
	}
	return strings.Join(names, ", ")
}

// ranges prints equation numbers in short, such as "(14–15) (17)". They stand in the order in
// which they were used.
func ranges(eqs []int) string {
	var parts []string
	for i := 0; i < len(eqs); {
		j := i
		for j+1 < len(eqs) && eqs[j+1] == eqs[j]+1 {
			j++
		}
		if i == j {
			parts = append(parts, number(eqs[i]))
		} else {
			parts = append(parts, fmt.Sprintf("(%d–%d)", eqs[i], eqs[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, " ")
}

func names(data []trace.Datum) string {
	var all []string
	for _, d := range data {
		all = append(all, d.Name)
	}
	return strings.Join(all, ", ")
}

// numberColumn prints the equation number of a step, padded to the widest number of its
// protocol description.
func numberColumn(s *model.Step) string { return table.Pad(numberOf(s), 4+len(s.Mark)) }
