package bench

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"emrproof/model"
	"emrproof/sim"
)

//go:embed lengths.toml
var defaultLengths []byte

// Lengths are declared lengths of the fields of messages.
type Lengths struct {
	Name string   `toml:"name"`
	All  []Length `toml:"length"`
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
	l, err := parseLengths("lengths.toml", defaultLengths)
	if err != nil {
		panic("bench: internal error: " + err.Error())
	}
	return l
}

// ReadLengths reads lengths from a TOML file. An unknown field, a length without a
// source and a length given twice are errors, with the line.
func ReadLengths(file string) (*Lengths, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parseLengths(file, data)
}

func parseLengths(file string, data []byte) (*Lengths, error) {
	var l Lengths
	err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&l)
	var unknown *toml.StrictMissingError
	var bad *toml.DecodeError
	switch {
	case errors.As(err, &unknown):
		e := unknown.Errors[0]
		line, col := e.Position()
		return nil, fmt.Errorf("%s:%d:%d: field %q is not known", file, line, col,
			strings.Join(e.Key(), "."))
	case errors.As(err, &bad):
		line, col := bad.Position()
		return nil, fmt.Errorf("%s:%d:%d: %s", file, line, col, strings.TrimPrefix(bad.Error(), "toml: "))
	case err != nil:
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if l.Name == "" {
		return nil, fmt.Errorf("%s: field \"name\": want what these lengths are called", file)
	}
	lines := lengthLines(data)
	if len(lines) != len(l.All) {
		return nil, fmt.Errorf("%s: field \"length\": want each under a header [[length]]", file)
	}
	seen := map[string]int{}
	for i, one := range l.All {
		if err := one.check(); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, lines[i], err)
		}
		if first, ok := seen[one.key()]; ok {
			return nil, fmt.Errorf("%s:%d: %s: its length stands in line %d already", file, lines[i],
				one.What(), first)
		}
		seen[one.key()] = lines[i]
	}
	return &l, nil
}

// lengthLines are the lines of the headers [[length]], which the decoder, that has
// accepted the file, does not tell.
func lengthLines(data []byte) []int {
	var lines []int
	var p unstable.Parser
	p.Reset(data)
	for p.NextExpression() {
		if e := p.Expression(); e.Kind == unstable.ArrayTable {
			key := e.Key()
			key.Next()
			lines = append(lines, p.Shape(key.Node().Raw).Start.Line)
		}
	}
	return lines
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
	case l.Bits < 1 || l.Bits > longest:
		return fmt.Errorf("field \"bits\" %d: want 1 to %d", l.Bits, int64(longest))
	case l.Source == "":
		return errors.New("field \"source\": want where the length comes from")
	}
	return nil
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
	for _, w := range wanted {
		for _, have := range l.All {
			if have.key() == w.key() {
				return have.Bits, true
			}
		}
	}
	return 0, false
}

// bits is the length of a term: of a ciphertext with what is in it, of anything else
// by its symbol or its sort. What a variable stands for is found in made.
func (l *Lengths) bits(t *model.Term, made map[string]*model.Term) (int64, error) {
	if t.Op == model.OpVar && made[t.Name] != nil {
		t = made[t.Name]
	}
	if t.Op == model.OpAEnc || t.Op == model.OpSEnc {
		name := EPUK
		if t.Op == model.OpSEnc {
			name = ESEK
		}
		if whole, ok := l.find(Length{Whole: name}); ok {
			return whole, nil
		}
		overhead, ok := l.find(Length{Overhead: name})
		if !ok {
			return 0, fmt.Errorf("%s: %s has no length", t, name)
		}
		text, err := l.sum(t.Fields(), made)
		if err != nil {
			return 0, err
		}
		if t.Mode&model.Padded != 0 {
			text = 8 * int64(sim.PaddedSize(int((text+7)/8)))
		}
		return overhead + text, nil
	}
	if t.Op == model.OpLabel {
		return int64(8 * len(t.Name)), nil
	}
	n, ok := l.find(Length{Field: t.Name}, Length{Sort: t.Sort.String()})
	if !ok {
		return 0, fmt.Errorf("%s: neither it nor its sort, %s, has a length", t, t.Sort)
	}
	return n, nil
}

// sum is the length of terms together.
func (l *Lengths) sum(ts []*model.Term, made map[string]*model.Term) (int64, error) {
	var sum int64
	for _, t := range ts {
		n, err := l.bits(t, made)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// Fit says what is missing for the tables of profiles.
func (l *Lengths) Fit(profiles []string) error {
	for _, name := range profiles {
		p, err := model.Profile(name)
		if err != nil {
			return err
		}
		if _, err := Declared(p, l); err != nil {
			return err
		}
	}
	_, err := Bounds(l)
	return err
}
