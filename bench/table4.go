package bench

import (
	"fmt"
	"strconv"
	"strings"

	"emrproof/model"
	"emrproof/model/suite"
)

// Ops counts operations in the classes of the paper's Table 4, and in some that it lacks.
type Ops struct {
	Sign int // T_Sign: make or verify a signature
	A    int // T_A: asymmetric encryption or decryption
	M    int // T_M: multiplication of a point by a scalar
	P    int // T_P: bilinear pairing, which no suite has
	S    int // T_S: symmetric encryption or decryption
	H    int // T_H: one-way hash

	Cert    int // verifications of certificates: the paper does them, and counts none
	MAC     int // the paper's schemes have no message authentication codes,
	Stretch int // and stretch no password
}

// A class is one of the fields of an Ops, with its name in the paper's form.
type class struct {
	name string
	n    *int
}

// classes lists the fields of o in the order in which they are written. The first table4 of
// them are the classes of Table 4.
func (o *Ops) classes() (list []class, table4 int) {
	return []class{{"Sign", &o.Sign}, {"A", &o.A}, {"M", &o.M}, {"P", &o.P}, {"S", &o.S}, {"H", &o.H},
		{"Cert", &o.Cert}, {"MAC", &o.MAC}, {"Stretch", &o.Stretch}}, 6
}

// opsOf sorts the calls of a suite into classes. Additions of points and the making of keys
// are in none.
func opsOf(n suite.Counts) Ops {
	return Ops{
		Sign:    n[model.CallSign] + n[model.CallVerify],
		A:       n[model.CallSeal] + n[model.CallOpen],
		M:       n[model.CallBaseMul] + n[model.CallMul],
		S:       n[model.CallEncrypt] + n[model.CallDecrypt],
		H:       n[model.CallHash],
		Cert:    n[model.CallCert],
		MAC:     n[model.CallMAC],
		Stretch: n[model.CallStretch],
	}
}

// String prints the sum in the paper's form, such as "4Sign+4A+2S+2H". Checks of certificates,
// which the paper does not count, are left out.
func (o Ops) String() string {
	var parts []string
	o.Cert = 0
	classes, _ := o.classes()
	for _, c := range classes {
		if *c.n > 0 {
			parts = append(parts, fmt.Sprint(*c.n, c.name))
		}
	}
	if parts == nil {
		return "0"
	}
	return strings.Join(parts, "+")
}

// MarshalJSON writes the classes of Table 4, and those of the other classes that are not zero.
func (o Ops) MarshalJSON() ([]byte, error) {
	var parts []string
	classes, table4 := o.classes()
	for i, c := range classes {
		if *c.n > 0 || i < table4 {
			parts = append(parts, fmt.Sprintf("%q:%d", strings.ToLower(c.name), *c.n))
		}
	}
	return []byte("{" + strings.Join(parts, ",") + "}"), nil
}

// printed reads a sum of operations in the form in which the paper prints it, the one that
// String writes.
func printed(sum string) Ops {
	var o Ops
	classes, _ := o.classes()
	for part := range strings.SplitSeq(sum, "+") {
		for _, c := range classes {
			if n, ok := strings.CutSuffix(part, c.name); ok && *c.n == 0 {
				*c.n, _ = strconv.Atoi(n)
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

// PrintedPhases are the phases that are the rows of Table 4.
var PrintedPhases = []string{"visit", "search", "diagnosis"}

// Li is the profile that describes the scheme of Li et al. from a secondary source.
const Li = "li2018"

// liPhases are the groups of phases of Li that each row of Table 4 answers to.
var liPhases = map[string][]string{"visit": {"HUP"}, "search": {"PUP", "TP"}, "diagnosis": {"CP"}}

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

// rows reads what is printed in the rows of a column, and adds up their sum.
func rows(texts ...string) map[string]Ops {
	ops := map[string]Ops{}
	var sum Ops
	sums, _ := sum.classes()
	for i, text := range texts {
		one := printed(text)
		ops[PrintedPhases[i]] = one
		classes, _ := one.classes()
		for i, c := range classes {
			*sums[i].n += *c.n
		}
	}
	ops[Whole] = sum
	return ops
}
