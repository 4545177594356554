package expect

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"emrproof/model/input"
)

// A Found is one verdict of a verification: the answer to one question.
type Found struct {
	ID    string // such as "attacks.published/W3": the suite, and what in it
	Value string // what came out, in words that do not depend on the machine
	Again string // the command that asks this question again; empty: verify itself
}

// suite is the suite to which the verdict belongs.
func (f *Found) suite() string {
	suite, _, _ := strings.Cut(f.ID, "/")
	return suite
}

// An expectation is the verdict that is expected as the answer to a question, with the reason
// for it.
type expectation struct {
	ID, Value, Reason string

	file string // where it stands, if that is not the file of the others
	line int    // of its header, from 1; 0: the file as a whole
	at   passage
}

// Expectations are all verdicts that are expected of a verification, in the order of their
// file.
type Expectations struct {
	File string
	All  []expectation // those of the file itself

	honest   []honest
	gathered []expectation // what stands elsewhere; see Parse

	text string // of the file, with plain line ends
	crlf bool   // its lines end in CRLF
}

//go:embed expectations.toml
var expectations string

// defaultFile is the file of expectations that is built into emrproof.
const defaultFile = "reports/expect/expectations.toml"

// Default returns the expectations that are built into emrproof.
func Default() (*Expectations, error) { return Parse(defaultFile, expectations, false) }

// Parse reads a file of expectations, and adds those that stand elsewhere: the header of a
// script says what becomes of the attack, the file of a protocol says which goals are derivable,
// and an entry [[honest]] of the built-in file says what runs violate where nobody attacks. Where
// the file itself has a verdict, that verdict counts. Unknown fields, an id that occurs twice and
// an empty reason are errors, each with its line. With draft, the file is one that Accept will
// complete: its reasons may be empty, and it may have no verdict at all.
func Parse(file, text string, draft bool) (*Expectations, error) {
	e, err := parse(file, text, draft)
	if err != nil {
		return nil, err
	}
	return e, e.gather()
}

func parse(file, text string, draft bool) (*Expectations, error) {
	clean, err := input.Text(file, []byte(text))
	if err != nil {
		return nil, err
	}
	crlf := strings.Contains(text, "\r\n")
	text = string(clean)
	all, honest, err := readVerdicts(file, text)
	if err != nil {
		return nil, err
	}
	e := &Expectations{File: file, All: all, honest: honest, text: text, crlf: crlf}
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
		if strings.TrimSpace(v.Reason) == "" && !draft {
			return nil, fmt.Errorf("%s: reason: is empty: want why %s is expected of %s", at, v.Value,
				v.ID)
		}
	}
	if len(all) == 0 && !draft {
		return nil, fmt.Errorf("%s: is empty: want verdicts, each under a header [[verdict]]", file)
	}
	return e, nil
}

// Compare compares what was found with what is expected. In a suite in which nothing was asked
// no verdict is missing, for a quick verification asks less.
func (e *Expectations) Compare(found []Found) []Comparison {
	var all []Comparison
	asked := map[string]bool{}
	came := map[string]bool{}
	for i := range found {
		asked[found[i].suite()], came[found[i].ID] = true, true
		all = append(all, e.compare(&found[i]))
	}
	for _, x := range slices.Concat(e.All, e.gathered) {
		suite, name, _ := strings.Cut(x.ID, "/")
		if came[x.ID] || !asked[suite] {
			continue
		}
		came[x.ID] = true
		all = append(all, Comparison{ID: x.ID, Name: name, Suite: suite, Status: missing,
			File: e.fileOf(&x), Line: x.line, Text: x.Value + " is expected, and nobody asked"})
	}
	return all
}

func (e *Expectations) compare(f *Found) Comparison {
	c := Comparison{ID: f.ID, Suite: f.suite(), Status: expected, Text: f.Value, File: e.File}
	_, c.Name, _ = strings.Cut(f.ID, "/")
	x := e.of(f.ID)
	switch {
	case x == nil:
		c.Status, c.Line = extra, e.lineOf(c.Suite)
		c.Text = "nothing is expected of it, and it came out as: " + f.Value
	case x.Value != f.Value:
		c.Status, c.Line = differs, x.line
		c.Text = fmt.Sprintf("- expected  %s\n+ came out  %s\n  because   %s", x.Value, f.Value, x.Reason)
	default:
		c.Line = x.line
	}
	if x != nil {
		c.File = e.fileOf(x)
	}
	return c
}

// fileOf is the name of the file in which an expectation stands.
func (e *Expectations) fileOf(x *expectation) string {
	if x.file != "" {
		return x.file
	}
	return e.File
}

// of returns the expectation with an id; nil when there is none.
func (e *Expectations) of(id string) *expectation {
	for _, list := range [][]expectation{e.All, e.gathered} {
		for i := range list {
			if list[i].ID == id {
				return &list[i]
			}
		}
	}
	return nil
}

// lineOf is the line near which a new expectation of a suite belongs: the line of the last
// expectation of the suite or, if there is none, of the file.
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
