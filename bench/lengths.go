package bench

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/model/input"
	"emrproof/model/library"
)

//go:embed lengths.toml
var lengthsFile []byte

//go:embed convention.toml
var conventionFile []byte

// Lengths are the declared lengths of the fields of messages.
type Lengths struct {
	Name string   `toml:"name"`
	All  []length `toml:"length"`
	// Unchecked says that a ciphertext has the length of the whole that is declared even where its
	// text is longer, as papers count.
	Unchecked bool `toml:"unchecked"`

	file string
}

// A length declares how long one thing is, and who says so. Exactly one of Sort, Field,
// Overhead and Whole is given, and names the thing.
type length struct {
	Sort     string `toml:"sort"`     // of values, such as "point"
	Field    string `toml:"field"`    // by its symbol, such as "M_EMR"
	Overhead string `toml:"overhead"` // of a ciphertext: "E_PUK" or "E_SEK"
	Whole    string `toml:"whole"`    // the same, whatever is in it
	Bits     int64  `toml:"bits"`
	Source   string `toml:"source"`

	line int // of its header in the file, from 1
}

// What names the thing that the length is of.
func (l length) What() string {
	switch {
	case l.Sort != "":
		return l.Sort
	case l.Field != "":
		return l.Field
	case l.Overhead != "":
		return l.Overhead + ", beside its text"
	}
	return l.Whole + ", whole"
}

// key is a text that tells lengths of different things apart.
func (l length) key() string {
	return strings.Join([]string{l.Sort, l.Field, l.Overhead, l.Whole}, "\x00")
}

// defaultLengths are the lengths that come with emrproof.
func defaultLengths() *Lengths { return builtIn("lengths.toml", lengthsFile) }

// convention are the lengths with which papers of this kind count.
func convention() *Lengths { return builtIn("convention.toml", conventionFile) }

func builtIn(file string, text []byte) *Lengths {
	l, err := ParseLengths(file, text, nil)
	if err != nil {
		panic("bench: internal error: " + err.Error())
	}
	return l
}

// ParseLengths reads lengths from the text of a TOML file, for the tables of profiles. An
// unknown field, a length without a source and one given twice are errors, with the line; so
// is a length that a table needs and that is missing, or too short.
func ParseLengths(file string, data []byte, profiles []string) (*Lengths, error) {
	l := Lengths{file: file}
	fields, err := input.TOML(file, data, &l)
	if err != nil {
		return nil, err
	}
	if l.Name == "" {
		return nil, fields.Place("", errors.New(`field "name": want what these lengths are called`))
	}
	if len(l.All) == 0 {
		return nil, fields.Place("", errors.New(`field "length": want each under a header [[length]]`))
	}
	seen := map[string]int{}
	for i := range l.All {
		one := &l.All[i]
		one.line = fields.Line(fmt.Sprintf("length[%d]", i))
		if err := one.check(profiles); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, one.line, err)
		}
		if first, ok := seen[one.key()]; ok {
			return nil, fmt.Errorf("%s:%d: %s: its length stands in line %d already", file, one.line,
				one.What(), first)
		}
		seen[one.key()] = one.line
	}
	return &l, l.fit(profiles)
}

// longest is the greatest length that can be declared, in bits: 1 TB. It keeps sums from
// overflowing.
const longest = 8e12

func (l length) check(profiles []string) error {
	given := 0
	for _, what := range []string{l.Sort, l.Field, l.Overhead, l.Whole} {
		if what != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return errors.New("length: want one of the fields sort, field, overhead and whole")
	case l.Sort != "" && !slices.Contains(sortNames(), l.Sort):
		return fmt.Errorf("field \"sort\" %q: want one of %s", l.Sort, strings.Join(sortNames(), ", "))
	case l.Overhead+l.Whole != "" && l.Overhead+l.Whole != ePUK && l.Overhead+l.Whole != eSEK:
		return fmt.Errorf("ciphertext %q: want %s or %s", l.Overhead+l.Whole, ePUK, eSEK)
	case l.Field != "" && !slices.Contains(fieldNames(profiles), l.Field):
		return fmt.Errorf("field \"field\" %q: no message has it: %s", l.Field,
			nearest(l.Field, fieldNames(profiles)))
	case l.Bits == 0:
		return fmt.Errorf("field \"bits\": want how many, 1 to %d", int64(longest))
	case l.Bits < 1 || l.Bits > longest:
		return fmt.Errorf("field \"bits\" %d: want 1 to %d", l.Bits, int64(longest))
	case l.Source == "":
		return errors.New("field \"source\": want where the length comes from")
	}
	return nil
}

// fieldNames returns the symbols that stand in a message of some profiles, of any that comes with
// costs, or of Li's, inside a ciphertext or outside.
func fieldNames(profiles []string) []string {
	var names []string
	for _, name := range slices.Concat(Profiles(), []string{Li}, profiles) {
		p := library.Must(name)
		made, _ := definitions(p)
		p.EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
			if s.Kind == model.StepSend && !ph.Secure {
				names = append(names, symbols(s.Fields, made)...)
			}
		})
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// symbols are the names of the fields of which terms are made on the wire.
func symbols(ts []*model.Term, made map[string]*model.Term) []string {
	var names []string
	for _, t := range ts {
		switch m := made[t.Name]; {
		case t.Op == model.OpVar && m != nil:
			names = append(names, symbols(m.Fields(), made)...)
		case t.Op == model.OpVar:
			names = append(names, t.Name)
		case sealed(t):
			names = append(names, symbols(t.Fields(), made)...)
		}
	}
	return names
}

// nearest returns the one of the known names that a misspelt name may be meant to be.
func nearest(name string, known []string) string {
	if best := input.Nearest(name, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "want one of " + strings.Join(known, ", ")
}

// The two kinds of ciphertext.
const (
	ePUK = "E_PUK"
	eSEK = "E_SEK"
)

// sortNames are the names of the sorts that a field can have.
func sortNames() []string {
	var names []string
	for s := model.Identity; s <= model.Text; s++ {
		if s != model.Ciphertext && s != model.PrivateKey && s != model.Text {
			names = append(names, s.String())
		}
	}
	return names
}

// find returns the first of the wanted lengths that is declared; nil when none is.
func (l *Lengths) find(wanted ...length) *length {
	for _, w := range wanted {
		for i := range l.All {
			if l.All[i].key() == w.key() {
				return &l.All[i]
			}
		}
	}
	return nil
}
