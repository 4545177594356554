package reports

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Found is one thing that a verification found: what came out of one question.
type Found struct {
	ID    string // such as "attacks.published/W3": the suite, and what in it
	Value string // what came out, in words that do not depend on the machine
	Again string // the command that asks this question again; empty: verify itself
}

// Suite is what the verdict belongs to.
func (f *Found) Suite() string {
	suite, _, _ := strings.Cut(f.ID, "/")
	return suite
}

// An Expectation is the verdict that is expected of a question, and why.
type Expectation struct {
	ID     string `toml:"id"`
	Value  string `toml:"value,multiline"`
	Reason string `toml:"reason,multiline"`

	line int
}

// Expectations are what is expected of a verification, in the order of their file.
type Expectations struct {
	File string
	All  []Expectation
}

//go:embed expectations.toml
var expectations string

// DefaultExpectations are those that come with the harness.
func DefaultExpectations() (*Expectations, error) {
	return ParseExpectations("reports/expectations.toml", expectations)
}

// ParseExpectations reads a file of expectations. Unknown fields, an id that comes twice and
// a reason that is empty are errors, each with the line.
func ParseExpectations(file, text string) (*Expectations, error) {
	var read struct {
		Verdict []Expectation `toml:"verdict"`
	}
	dec := toml.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&read); err != nil {
		return nil, fmt.Errorf("%s: %w", file, tomlError(err))
	}
	lines := verdictLines(text)
	e := &Expectations{File: file, All: read.Verdict}
	seen := map[string]bool{}
	for i := range e.All {
		v := &e.All[i]
		if i < len(lines) {
			v.line = lines[i]
		}
		at := fmt.Sprintf("%s:%d", file, v.line)
		switch {
		case v.ID == "" || !strings.Contains(v.ID, "/"):
			return nil, fmt.Errorf("%s: id %q: want one such as attacks.published/W3", at, v.ID)
		case seen[v.ID]:
			return nil, fmt.Errorf("%s: id %q: is there twice", at, v.ID)
		case strings.TrimSpace(v.Value) == "":
			return nil, fmt.Errorf("%s: value: is empty: want what is expected of %s", at, v.ID)
		case strings.TrimSpace(v.Reason) == "":
			return nil, fmt.Errorf("%s: reason: is empty: want why %s is expected of %s", at, v.Value,
				v.ID)
		}
		seen[v.ID] = true
	}
	return e, nil
}

// tomlError says where in a file the first mistake is.
func tomlError(err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		row, column := strict.Errors[0].Position()
		return fmt.Errorf("line %d, column %d: %s: want [[verdict]] with id, value and reason", row,
			column, strings.Join(strict.Errors[0].Key(), "."))
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		row, column := decode.Position()
		return fmt.Errorf("line %d, column %d: %s", row, column,
			strings.TrimPrefix(decode.Error(), "toml: "))
	}
	return err
}

// verdictLines are the lines, from 1, on which verdicts begin.
func verdictLines(text string) []int {
	var list []int
	n := 0
	for line := range strings.Lines(text) {
		n++
		if strings.HasPrefix(strings.TrimSpace(line), "[[verdict]]") {
			list = append(list, n)
		}
	}
	return list
}

// Compare holds what was found against what is expected. Of suites in which nothing was
// asked nothing is missing: a quick verification asks less.
func (e *Expectations) Compare(found []Found) []Comparison {
	var all []Comparison
	asked := map[string]bool{}
	came := map[string]bool{}
	for i := range found {
		f := &found[i]
		asked[f.Suite()], came[f.ID] = true, true
		c := Comparison{ID: f.ID, Suite: f.Suite(), Status: StatusExpected, Text: f.Value,
			File: e.File}
		_, c.Name, _ = strings.Cut(f.ID, "/")
		j := slices.IndexFunc(e.All, func(x Expectation) bool { return x.ID == f.ID })
		switch {
		case j < 0:
			c.Status = StatusExtra
			c.Text = fmt.Sprintf("%s: nothing is expected of it, and it came out as: %s", f.ID, f.Value)
		case e.All[j].Value != f.Value:
			c.Status, c.Line = StatusDiffers, e.All[j].line
			c.Text = fmt.Sprintf("%s:\n- expected  %s\n+ came out  %s\n  because   %s", f.ID,
				e.All[j].Value, f.Value, e.All[j].Reason)
		default:
			c.Line = e.All[j].line
		}
		all = append(all, c)
	}
	for _, x := range e.All {
		suite, name, _ := strings.Cut(x.ID, "/")
		if came[x.ID] || !asked[suite] {
			continue
		}
		all = append(all, Comparison{ID: x.ID, Name: name, Suite: suite, Status: StatusMissing,
			File: e.File, Line: x.line,
			Text: fmt.Sprintf("%s: %s is expected, and nobody asked", x.ID, x.Value)})
	}
	return all
}

// Accept writes the file of expectations under which everything found is expected. The
// reasons of what came out as before are kept; the others are left empty, to be filled in:
// ParseExpectations refuses them until they are. Expectations of suites in which nothing was
// asked are kept.
func (e *Expectations) Accept(w io.Writer, found []Found) error {
	var b bytes.Buffer
	b.WriteString("# What emrproof verify is to find, and why. Each reason was read by a person; " +
		"verify refuses an\n# empty one. emrproof verify --accept writes this file.\n")
	asked := map[string]bool{}
	for i := range found {
		asked[found[i].Suite()] = true
	}
	write := func(x Expectation) error {
		text, err := toml.Marshal(struct {
			Verdict []Expectation `toml:"verdict"`
		}{[]Expectation{x}})
		b.WriteString("\n")
		b.Write(text)
		return err
	}
	for i := range found {
		x := Expectation{ID: found[i].ID, Value: found[i].Value}
		for _, old := range e.All {
			if old.ID == x.ID && old.Value == x.Value {
				x.Reason = old.Reason
			}
		}
		if err := write(x); err != nil {
			return err
		}
	}
	for _, old := range e.All {
		suite, _, _ := strings.Cut(old.ID, "/")
		if asked[suite] {
			continue
		}
		if err := write(old); err != nil {
			return err
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}
