package expect

import (
	"slices"
	"strings"
)

// A Comparison is one verdict, compared with the verdict that is expected.
type Comparison struct {
	ID    string // such as "attacks.published/W3", the suite and what in it
	Name  string // what it is, for people; empty: the ID
	Suite string // what it belongs to, such as "attacks.published"
	// Status is the result of the comparison: "expected", "differs", "missing" (a verdict is
	// expected and there is none), or "extra" (there is a verdict and none is expected).
	Status string
	Text   string // what came out, and what was expected instead; one sentence or more
	File   string // where the expectation stands, or is to be written; empty: nowhere yet
	Line   int    // in File, from 1; 0: the file as a whole
}

// The statuses of comparisons. All but the first fail a run of verify.
const (
	expected = "expected" // it is the expected one
	differs  = "differs"  // another one is expected
	missing  = "missing"  // one is expected, and none came
	extra    = "extra"    // none is expected, and one came
)

// Judged returns the verdict as one of which nothing is expected but that it is not bad.
func (f *Found) Judged(bad bool) Comparison {
	c := Comparison{ID: f.ID, Suite: f.suite(), Status: expected, Text: f.Value}
	if _, c.Name, _ = strings.Cut(f.ID, "/"); bad {
		c.Status = differs
	}
	return c
}

// title is the name of the verdict, or its ID where it has no name.
func (c *Comparison) title() string {
	if c.Name != "" {
		return c.Name
	}
	return c.ID
}

// Words is the text of the comparison, with the title of the verdict before it.
func (c *Comparison) Words() string {
	if strings.Contains(c.Text, "\n") {
		return c.ID + ":\n" + c.Text
	}
	return c.ID + ": " + c.Text
}

// Differences returns the comparisons that are not as expected: first the verdicts that differ,
// then those that are missing, then those that are new, each group in its order.
func Differences(all []Comparison) []Comparison {
	list := slices.DeleteFunc(slices.Clone(all), func(c Comparison) bool {
		return c.Status == expected
	})
	order := []string{differs, missing, extra}
	slices.SortStableFunc(list, func(a, b Comparison) int {
		return slices.Index(order, a.Status) - slices.Index(order, b.Status)
	})
	return list
}
