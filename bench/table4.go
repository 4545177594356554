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

// opsOf puts calls of a suite in classes. Additions of points and the making of keys are in
// none.
func opsOf(n suite.Counts) Ops {
	var o Ops
	for c, times := range n {
		if class := model.Call(c).Kind().Class; class != model.NoClass {
			o[class] += times
		}
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
			parts = append(parts, fmt.Sprintf("%q:%d", strings.ToLower(model.Class(class).String()), n))
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

// Proposed is the name of the paper's own scheme.
const Proposed = "proposed"

// PrintedPhases are the rows of Table 4.
var PrintedPhases = []string{"visit", "search", "diagnosis"}

// A Scheme is a column of Table 4, as it is printed.
type Scheme struct {
	Name   string
	Ops    map[string]Ops // by PrintedPhases; what they add up to under Whole
	Total  Ops            // as it is printed
	Errata []string       // of its column, in the paper
	Lost   []string       // what our copy of the column has lost, by the list of errata
}

// Schemes is Table 4 as it is printed. C6: what is missing from the total of Chiou et
// al. may be missing from our copy alone.
var Schemes = []*Scheme{
	{Name: "Chiou et al.", Ops: rows("1Sign+3P+2S+7H", "3Sign+4M+8P+6S+18H", "1Sign+2P+2S+8H"),
		Total: printed("5Sign+4M+13P"), Lost: []string{"C6"}},
	{Name: "Mohit et al.", Ops: rows("1Sign+3S+11H", "4Sign+4S+19H", "1Sign+2S+5H"),
		Total: printed("6Sign+9S+35H")},
	{Name: "Kumar et al.", Ops: rows("1Sign+3S+10H", "4Sign+12S+20H", "1Sign+5S+10H"),
		Total: printed("6Sign+20S+40H")},
	{Name: "Li et al.", Ops: rows("1Sign+3S+11H", "5Sign+10S+20H", "1Sign+2S+8H"),
		Total: printed("7Sign+15S+36H"), Errata: []string{"C5"}},
	{Name: Proposed, Ops: rows("4Sign+4A+2S+2H", "8Sign+8A+4S+2H", "2A"),
		Total: printed("12Sign+14A+6S+4H"), Errata: []string{"C1", "C2", "C3", "C4"}},
}

// rows are what is printed in the rows of a column, and their sum.
func rows(texts ...string) map[string]Ops {
	ops := map[string]Ops{}
	var sum Ops
	for i, text := range texts {
		one := printed(text)
		ops[PrintedPhases[i]] = one
		for class, n := range one {
			sum[class] += n
		}
	}
	ops[Whole] = sum
	return ops
}
