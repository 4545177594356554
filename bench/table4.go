package bench

import (
	"fmt"
	"strings"

	"emrproof/model/suite"
)

// Ops are operations in the classes of the paper's Table 4.
type Ops struct {
	Sign int `json:"sign"` // T_Sign: make or verify a signature
	A    int `json:"a"`    // T_A: asymmetric encryption or decryption
	M    int `json:"m"`    // T_M: multiplication of a point by a scalar
	P    int `json:"p"`    // T_P: bilinear pairing
	S    int `json:"s"`    // T_S: symmetric encryption or decryption
	H    int `json:"h"`    // T_H: one-way hash
	// Cert are verifications of certificates. The paper writes that they are done,
	// and counts none.
	Cert int `json:"cert,omitempty"`
	// The paper's schemes have no message authentication codes, and stretch no password.
	MAC     int `json:"mac,omitempty"`
	Stretch int `json:"stretch,omitempty"`
}

// Classes are the classes of Table 4, in the paper's order, and two that it has not.
var Classes = []struct {
	Name string
	Of   func(Ops) int
}{
	{"T_Sign", func(o Ops) int { return o.Sign }},
	{"T_A", func(o Ops) int { return o.A }},
	{"T_M", func(o Ops) int { return o.M }},
	{"T_P", func(o Ops) int { return o.P }},
	{"T_S", func(o Ops) int { return o.S }},
	{"T_H", func(o Ops) int { return o.H }},
	{"T_MAC", func(o Ops) int { return o.MAC }},
	{"T_Stretch", func(o Ops) int { return o.Stretch }},
}

// OpsOf puts calls of a suite in the classes of Table 4. Additions of points and the
// making of keys are in none of them.
func OpsOf(n suite.Counts) Ops {
	return Ops{Sign: n.Sign + n.Verify, A: n.Seal + n.Open, M: n.BaseMul + n.Mul,
		S: n.Encrypt + n.Decrypt, H: n.Hash, Cert: n.Cert, MAC: n.MAC, Stretch: n.Stretch}
}

// Plus is the sum, class by class.
func (o Ops) Plus(p Ops) Ops {
	return Ops{Sign: o.Sign + p.Sign, A: o.A + p.A, M: o.M + p.M, P: o.P + p.P, S: o.S + p.S,
		H: o.H + p.H, Cert: o.Cert + p.Cert, MAC: o.MAC + p.MAC, Stretch: o.Stretch + p.Stretch}
}

// String is the sum in the paper's form, such as "4Sign+4A+2S+2H".
func (o Ops) String() string {
	var parts []string
	for _, c := range Classes {
		if n := c.Of(o); n > 0 {
			parts = append(parts, fmt.Sprint(n, strings.TrimPrefix(c.Name, "T_")))
		}
	}
	if parts == nil {
		return "0"
	}
	return strings.Join(parts, "+")
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
	{Name: "Chiou et al.", Visit: Ops{Sign: 1, P: 3, S: 2, H: 7},
		Search: Ops{Sign: 3, M: 4, P: 8, S: 6, H: 18}, Diagnosis: Ops{Sign: 1, P: 2, S: 2, H: 8},
		Total: Ops{Sign: 5, M: 4, P: 13}, Lost: []string{"C6"}},
	{Name: "Mohit et al.", Visit: Ops{Sign: 1, S: 3, H: 11}, Search: Ops{Sign: 4, S: 4, H: 19},
		Diagnosis: Ops{Sign: 1, S: 2, H: 5}, Total: Ops{Sign: 6, S: 9, H: 35}},
	{Name: "Kumar et al.", Visit: Ops{Sign: 1, S: 3, H: 10}, Search: Ops{Sign: 4, S: 12, H: 20},
		Diagnosis: Ops{Sign: 1, S: 5, H: 10}, Total: Ops{Sign: 6, S: 20, H: 40}},
	{Name: "Li et al.", Visit: Ops{Sign: 1, S: 3, H: 11}, Search: Ops{Sign: 5, S: 10, H: 20},
		Diagnosis: Ops{Sign: 1, S: 2, H: 8}, Total: Ops{Sign: 7, S: 15, H: 36},
		Errata: []string{"C5"}},
	{Name: Proposed, Visit: Ops{Sign: 4, A: 4, S: 2, H: 2}, Search: Ops{Sign: 8, A: 8, S: 4, H: 2},
		Diagnosis: Ops{A: 2}, Total: Ops{Sign: 12, A: 14, S: 6, H: 4},
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
