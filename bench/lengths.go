package bench

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"emrproof/model"
	"emrproof/model/input"
	"emrproof/model/library"
)

//go:embed lengths.toml
var defaultLengths []byte

// Lengths are declared lengths of the fields of messages.
type Lengths struct {
	Name string   `toml:"name"`
	All  []Length `toml:"length"`

	file string
}

// A Length is how long one thing is, and who says so. One of Sort, Field, Overhead and
// Whole says what.
type Length struct {
	Sort     string `toml:"sort"`     // of values, such as "point"
	Field    string `toml:"field"`    // by its symbol, such as "M_EMR"
	Overhead string `toml:"overhead"` // of a ciphertext: "E_PUK" or "E_SEK"
	Whole    string `toml:"whole"`    // the same, whatever is in it
	Bits     int64  `toml:"bits"`
	Source   string `toml:"source"`

	line int // of its header in the file, from 1
}

// What is what the length is of.
func (l Length) What() string {
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

// key tells lengths apart.
func (l Length) key() string {
	return strings.Join([]string{l.Sort, l.Field, l.Overhead, l.Whole}, "\x00")
}

// DefaultLengths are those that come with the harness.
func DefaultLengths() *Lengths {
	l, err := ParseLengths("lengths.toml", defaultLengths)
	if err != nil {
		panic("bench: internal error: " + err.Error())
	}
	return l
}

// ParseLengths reads lengths from the text of a TOML file. An unknown field, a length
// without a source and a length given twice are errors, with the line.
func ParseLengths(file string, data []byte) (*Lengths, error) {
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
		if err := one.check(); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, one.line, err)
		}
		if first, ok := seen[one.key()]; ok {
			return nil, fmt.Errorf("%s:%d: %s: its length stands in line %d already", file, one.line,
				one.What(), first)
		}
		seen[one.key()] = one.line
	}
	return &l, nil
}

// longest is the longest length, in bits: 1 TB. It keeps sums from overflowing.
const longest = 8e12

func (l Length) check() error {
	given := 0
	for _, what := range []string{l.Sort, l.Field, l.Overhead, l.Whole} {
		if what != "" {
			given++
		}
	}
	switch {
	case given != 1:
		return errors.New("length: want one of the fields sort, field, overhead and whole")
	case l.Sort != "" && !isSort(l.Sort):
		return fmt.Errorf("field \"sort\" %q: want one of %s", l.Sort, strings.Join(sortNames(), ", "))
	case l.Overhead+l.Whole != "" && l.Overhead+l.Whole != EPUK && l.Overhead+l.Whole != ESEK:
		return fmt.Errorf("ciphertext %q: want %s or %s", l.Overhead+l.Whole, EPUK, ESEK)
	case l.Field != "" && !slices.Contains(fieldNames(), l.Field):
		return fmt.Errorf("field \"field\" %q: no message has it: %s", l.Field,
			nearest(l.Field, fieldNames()))
	case l.Bits == 0:
		return fmt.Errorf("field \"bits\": want how many, 1 to %d", int64(longest))
	case l.Bits < 1 || l.Bits > longest:
		return fmt.Errorf("field \"bits\" %d: want 1 to %d", l.Bits, int64(longest))
	case l.Source == "":
		return errors.New("field \"source\": want where the length comes from")
	}
	return nil
}

// fieldNames are the symbols that stand in a message of any profile with costs, in a
// ciphertext or outside.
var fieldNames = sync.OnceValue(func() []string {
	var names []string
	for _, name := range Profiles() {
		p, err := library.Profile(name)
		if err != nil {
			panic("bench: internal error: " + err.Error())
		}
		made, _ := definitions(p)
		p.EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
			if s.Kind == model.StepSend && !ph.Secure {
				names = append(names, symbols(s.Fields, made)...)
			}
		})
	}
	slices.Sort(names)
	return slices.Compact(names)
})

// symbols are the names of what terms are made of on the wire.
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

// nearest says which of some names one may be meant to be.
func nearest(name string, known []string) string {
	if best := input.Nearest(name, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "want one of " + strings.Join(known, ", ")
}

// The two kinds of ciphertext.
const (
	EPUK = "E_PUK"
	ESEK = "E_SEK"
)

// sortNames are the sorts of what can be a field.
func sortNames() []string {
	var names []string
	for s := model.Identity; s <= model.Text; s++ {
		if s != model.Ciphertext && s != model.PrivateKey && s != model.Text {
			names = append(names, s.String())
		}
	}
	return names
}

func isSort(name string) bool {
	for _, s := range sortNames() {
		if s == name {
			return true
		}
	}
	return false
}

// find is the length of the first that is declared.
func (l *Lengths) find(wanted ...Length) (int64, bool) {
	if have := l.entry(wanted...); have != nil {
		return have.Bits, true
	}
	return 0, false
}

// entry is the first that is declared; nil when none is.
func (l *Lengths) entry(wanted ...Length) *Length {
	for _, w := range wanted {
		for i := range l.All {
			if l.All[i].key() == w.key() {
				return &l.All[i]
			}
		}
	}
	return nil
}
