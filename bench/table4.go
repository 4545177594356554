package bench

import (
	"fmt"
	"strconv"
	"strings"

	"emrproof/model"
	"emrproof/model/suite"
)

// Ops are operations in the classes of the paper's Table 4, and in those that it has not.
type Ops [model.Classes]int

// OpsOf puts calls of a suite in classes. Additions of points and the making of keys are in
// none.
func OpsOf(n suite.Counts) Ops {
	var o Ops
	for c, times := range n {
		if class := model.Call(c).Kind().Class; class != model.NoClass {
			o[class] += times
		}
	}
	return o
}

// Plus is the sum, class by class.
func (o Ops) Plus(p Ops) Ops {
	for class := range o {
		o[class] += p[class]
	}
	return o
}

// String is the sum in the paper's form, such as "4Sign+4A+2S+2H". Checks of certificates,
// which the paper does not count, are left out.
func (o Ops) String() string {
	var parts []string
	for class, n := range o {
		if n > 0 && model.Class(class) != model.ClassCert {
			parts = append(parts, fmt.Sprint(n, model.Class(class).String()))
		}
	}
	if parts == nil {
		return "0"
	}
	return strings.Join(parts, "+")
}

// MarshalJSON writes the classes of Table 4, and of the others those that there are.
func (o Ops) MarshalJSON() ([]byte, error) {
	var parts []string
	for class, n := range o {
		if n > 0 || class < model.Table4 {
			parts = append(parts, fmt.Sprintf("%q:%d", model.Class(class).Key(), n))
		}
	}
	return []byte("{" + strings.Join(parts, ",") + "}"), nil
}

// printed reads the form in which the paper prints operations, which String writes.
func printed(sum string) Ops {
	var o Ops
	for part := range strings.SplitSeq(sum, "+") {
		for class := range o {
			if n, ok := strings.CutSuffix(part, model.Class(class).String()); ok && o[class] == 0 {
				o[class], _ = strconv.Atoi(n)
			}
		}
	}
	if o.String() != sum {
		panic("bench: internal error: operations " + sum + " read as " + o.String())
	}
	return o
}

// A Scheme is a column of Table 4, as it is printed.
type Scheme struct {
	Name                     string
	Visit, Search, Diagnosis Ops
	Total                    Ops
	Errata                   []string // of its column, in the paper
	Lost                     []string // what our copy of the column has lost, by the list of errata
}

// Proposed is the name of the paper's own scheme.
const Proposed = "proposed"

// Schemes is Table 4 as it is printed. C6: what is missing from the total of Chiou et
// al. may be missing from our copy alone.
var Schemes = []Scheme{
	{Name: "Chiou et al.", Visit: printed("1Sign+3P+2S+7H"),
		Search: printed("3Sign+4M+8P+6S+18H"), Diagnosis: printed("1Sign+2P+2S+8H"),
		Total: printed("5Sign+4M+13P"), Lost: []string{"C6"}},
	{Name: "Mohit et al.", Visit: printed("1Sign+3S+11H"), Search: printed("4Sign+4S+19H"),
		Diagnosis: printed("1Sign+2S+5H"), Total: printed("6Sign+9S+35H")},
	{Name: "Kumar et al.", Visit: printed("1Sign+3S+10H"), Search: printed("4Sign+12S+20H"),
		Diagnosis: printed("1Sign+5S+10H"), Total: printed("6Sign+20S+40H")},
	{Name: "Li et al.", Visit: printed("1Sign+3S+11H"), Search: printed("5Sign+10S+20H"),
		Diagnosis: printed("1Sign+2S+8H"), Total: printed("7Sign+15S+36H"),
		Errata: []string{"C5"}},
	{Name: Proposed, Visit: printed("4Sign+4A+2S+2H"), Search: printed("8Sign+8A+4S+2H"),
		Diagnosis: printed("2A"), Total: printed("12Sign+14A+6S+4H"),
		Errata: []string{"C1", "C2", "C3", "C4"}},
}

// PrintedPhases are the rows of Table 4.
var PrintedPhases = []string{"visit", "search", "diagnosis"}

// Phase is what the scheme's column has in a row of Table 4.
func (s *Scheme) Phase(name string) Ops {
	switch name {
	case "visit":
		return s.Visit
	case "search":
		return s.Search
	case "diagnosis":
		return s.Diagnosis
	}
	return Ops{}
}

// Summed is what the printed phases add up to.
func (s *Scheme) Summed() Ops { return s.Visit.Plus(s.Search).Plus(s.Diagnosis) }
