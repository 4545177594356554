package expect

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"emrproof/model/input"
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
	ID, Value, Reason string

	line int // of its header, from 1
	at   passage
}

// Expectations are what is expected of a verification, in the order of their file.
type Expectations struct {
	File string
	All  []Expectation

	text string // of the file, with plain line ends
	crlf bool   // its lines end in CRLF
}

//go:embed expectations.toml
var expectations string

// Default are those that come with the harness.
func Default() (*Expectations, error) {
	return Parse("reports/expect/expectations.toml", expectations)
}

// Parse reads a file of expectations. Unknown fields, an id that comes twice and
// a reason that is empty are errors, each with the line.
func Parse(file, text string) (*Expectations, error) {
	e, err := Draft(file, text)
	if err != nil {
		return nil, err
	}
	if len(e.All) == 0 {
		return nil, fmt.Errorf("%s: is empty: want verdicts, each under a header [[verdict]]", file)
	}
	for _, v := range e.All {
		if strings.TrimSpace(v.Reason) == "" {
			return nil, fmt.Errorf("%s:%d: reason: is empty: want why %s is expected of %s", file, v.line,
				v.Value, v.ID)
		}
	}
	return e, nil
}

// Draft reads a file of expectations that may have reasons which are empty: one
// that Accept is to bring up to date.
func Draft(file, text string) (*Expectations, error) {
	clean, err := input.Text(file, []byte(text))
	if err != nil {
		return nil, err
	}
	crlf := strings.Contains(text, "\r\n")
	text = string(clean)
	all, err := readVerdicts(file, text)
	if err != nil {
		return nil, err
	}
	e := &Expectations{File: file, All: all, text: text, crlf: crlf}
	seen := map[string]bool{}
	for _, v := range all {
		at := fmt.Sprintf("%s:%d", file, v.line)
		switch {
		case v.ID == "" || !strings.Contains(v.ID, "/"):
			return nil, fmt.Errorf("%s: id %q: want one such as attacks.published/W3", at, v.ID)
		case seen[v.ID]:
			return nil, fmt.Errorf("%s: id %q: is there twice", at, v.ID)
		case strings.TrimSpace(v.Value) == "":
			return nil, fmt.Errorf("%s: value: is empty: want what is expected of %s", at, v.ID)
		}
		seen[v.ID] = true
	}
	return e, nil
}

// Compare holds what was found against what is expected. Of suites in which nothing was
// asked nothing is missing: a quick verification asks less.
func (e *Expectations) Compare(found []Found) []Comparison {
	var all []Comparison
	asked := map[string]bool{}
	came := map[string]bool{}
	for i := range found {
		asked[found[i].Suite()], came[found[i].ID] = true, true
		all = append(all, e.compare(&found[i]))
	}
	for _, x := range e.All {
		suite, name, _ := strings.Cut(x.ID, "/")
		if came[x.ID] || !asked[suite] {
			continue
		}
		all = append(all, Comparison{ID: x.ID, Name: name, Suite: suite, Status: Missing,
			File: e.File, Line: x.line, Text: x.Value + " is expected, and nobody asked"})
	}
	return all
}

func (e *Expectations) compare(f *Found) Comparison {
	c := Comparison{ID: f.ID, Suite: f.Suite(), Status: Expected, Text: f.Value, File: e.File}
	_, c.Name, _ = strings.Cut(f.ID, "/")
	x := e.of(f.ID)
	switch {
	case x == nil:
		c.Status, c.Line = Extra, e.lineOf(c.Suite)
		c.Text = "nothing is expected of it, and it came out as: " + f.Value
	case x.Value != f.Value:
		c.Status, c.Line = Differs, x.line
		c.Text = fmt.Sprintf("- expected  %s\n+ came out  %s\n  because   %s", x.Value, f.Value, x.Reason)
	default:
		c.Line = x.line
	}
	return c
}

// of is what is expected of an id; nil: nothing.
func (e *Expectations) of(id string) *Expectation {
	i := slices.IndexFunc(e.All, func(x Expectation) bool { return x.ID == id })
	if i < 0 {
		return nil
	}
	return &e.All[i]
}

// lineOf is the line near which something new of a suite is to be written: that of the
// last expectation of the suite, or of the file.
func (e *Expectations) lineOf(suite string) int {
	line := 1
	for i := range e.All {
		line = e.All[i].line
	}
	for _, x := range e.All {
		if s, _, _ := strings.Cut(x.ID, "/"); s == suite {
			line = x.line
		}
	}
	return line
}

// HonestViolated stands before the claims that an honest run violates.
const HonestViolated = ", violated: "

// Honest are the claims that are expected to be violated where nobody attacks.
func (e *Expectations) Honest(profile, suite string) []string {
	x := e.of("honest/" + profile + " " + suite)
	if x == nil {
		return nil
	}
	_, claims, found := strings.Cut(x.Value, HonestViolated)
	if !found {
		return nil
	}
	return strings.Split(claims, "; ")
}
