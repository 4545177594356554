package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"

	"emrproof/model/input"
)

// Schema is the version of a file of measurements.
const Schema = 1

const savedKind = "emrproof bench"

// Saved are measurements with what they were made on, as a file holds them.
type Saved struct {
	Kind    string   `json:"kind"`
	Schema  int      `json:"schema"`
	Machine Machine  `json:"machine"`
	Series  []Series `json:"series"`
}

// NewSaved are measurements for a file.
func NewSaved(m Machine, all []Series) *Saved {
	return &Saved{Kind: savedKind, Schema: Schema, Machine: m, Series: all}
}

// Write writes the file.
func (s *Saved) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(s)
}

// ParseSaved reads the text of a file of measurements. It is strict: an unknown field,
// another schema, a series without a name, given twice or with figures that no clock gives
// is an error that names it.
func ParseSaved(name string, data []byte) (*Saved, error) {
	var s Saved
	fields, err := input.JSON(name, data, &s)
	if err != nil {
		return nil, fmt.Errorf("%w; want a file of bench --save", err)
	}
	if s.Kind != savedKind || s.Schema != Schema {
		return nil, fields.Place("", input.Wrong("kind", "kind %q, schema %d: want %q, schema %d",
			s.Kind, s.Schema, savedKind, Schema))
	}
	seen := map[string]bool{}
	for i, one := range s.Series {
		if err := one.check(seen); err != nil {
			at := fmt.Sprintf("series[%d]", i)
			return nil, fields.Place("", input.Wrong(at, "%s: %v", at, err))
		}
		seen[one.Name] = true
	}
	return &s, nil
}

func (s *Series) check(seen map[string]bool) error {
	switch {
	case s.Name == "":
		return fmt.Errorf("field \"name\": want one")
	case seen[s.Name]:
		return fmt.Errorf("%q is there twice", s.Name)
	case len(s.CPU) == 0 || len(s.CPU) != len(s.Wall):
		return fmt.Errorf("%q: %d and %d values: want as many cpu_ns as wall_ns, and one at least",
			s.Name, len(s.CPU), len(s.Wall))
	}
	for _, x := range slices.Concat(s.CPU, s.Wall) {
		if !(x > 0) || math.IsInf(x, 0) {
			return fmt.Errorf("%q: %v ns: want more than 0", s.Name, x)
		}
	}
	return nil
}

// A Comparison is one measurement before and after.
type Comparison struct {
	Name     string
	Old, New Quantity // CPU time, in nanoseconds
	Change   float64  // of the medians: 0.05 is 5 % more
	P        float64  // of the Mann–Whitney U test
}

// Alpha is the probability below which a difference counts as one, and Least the change
// of the median: on a shared machine less than that is none, however often it is seen.
const (
	Alpha = 0.05
	Least = 0.05
)

// Significant says whether the two differ.
func (c Comparison) Significant() bool { return c.P < Alpha && math.Abs(c.Change) >= Least }

// Compare compares the measurements that both have, by CPU time, in the order of now;
// and says which only one of them has.
func Compare(old, now []Series) (all []Comparison, alone []string) {
	before := map[string]*Series{}
	for i := range old {
		before[old[i].Name] = &old[i]
	}
	for i := range now {
		b := before[now[i].Name]
		if b == nil {
			alone = append(alone, now[i].Name+" (new)")
			continue
		}
		delete(before, now[i].Name)
		c := Comparison{Name: now[i].Name, Old: b.Quantity(), New: now[i].Quantity(),
			P: MannWhitney(b.CPU, now[i].CPU)}
		c.Change = c.New.Median/c.Old.Median - 1
		all = append(all, c)
	}
	for _, s := range old {
		if before[s.Name] != nil {
			alone = append(alone, s.Name+" (old)")
		}
	}
	return all, alone
}
