package expect

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model/input"
)

const someExpectations = `# comments stay out of it
[[verdict]]
id = "attacks.published/W1"
value = "violated: injective agreement: P-D visit"
reason = "a time stamp is no nonce"

[[verdict]]
id = "attacks.published/W2"
value = "not violated"
reason = "no message is older than ΔT"

[[verdict]]
id = "honest/published p256"
value = "every session completes"
reason = "it is the protocol"
`

func TestCompareExpectations(t *testing.T) {
	e, err := parse("e.toml", someExpectations, false)
	if err != nil {
		t.Fatal(err)
	}
	got := e.Compare([]Found{
		{ID: "attacks.published/W1", Value: "violated: injective agreement: P-D visit"},
		{ID: "attacks.published/W9", Value: "not violated"},
	})
	want := []Comparison{
		{ID: "attacks.published/W1", Name: "W1", Suite: "attacks.published",
			Status: expected, Text: "violated: injective agreement: P-D visit",
			File: "e.toml", Line: 2},
		{ID: "attacks.published/W9", Name: "W9", Suite: "attacks.published", File: "e.toml",
			Line: 7, Status: extra,
			Text: "nothing is expected of it, and it came out as: not violated"},
		{ID: "attacks.published/W2", Name: "W2", Suite: "attacks.published", File: "e.toml", Line: 7,
			Status: missing, Text: "not violated is expected, and nobody asked"},
	}
	if len(got) != len(want) { // of "honest" nothing was asked
		t.Fatalf("got %d comparisons, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got  %+v\nwant %+v", got[i], want[i])
		}
	}
	c := e.Compare([]Found{{ID: "attacks.published/W2", Value: "violated"}})[0]
	if c.Status != differs || c.Line != 7 ||
		!strings.Contains(c.Text,
			"- expected  not violated\n+ came out  violated\n  because   no") {
		t.Errorf("got %+v, want a difference with its reason", c)
	}
}

func TestExpectationErrors(t *testing.T) {
	const head = "[[verdict]]\n"
	for text, want := range map[string]string{
		head + "id = \"W1\"\n":                                 `e.toml:1: id "W1": want one such as`,
		"\n" + head + "id = \"a/b\"\nreason = \"c\"\n":         `e.toml:2: value: is empty`,
		head + "id = \"a/b\"\nvalue = \"c\"\n":                 `e.toml:1: reason: is empty: want why c`,
		head + "id = \"a/b\"\nvalue = \"c\"\nreason = \" \"\n": `e.toml:1: reason: is empty`,
		head + "id = \"a/b\"\nwhy = \"c\"\n":                   `e.toml:3:1: field "verdict[0].why"`,
		"":                                                     `e.toml: is empty: want verdicts`,
		head + "id = 5\n":                                      `e.toml:2:6: field "verdict[0].id": 5`,
		head + "ID = \"a/b\"\n":                                `e.toml:2:1: field "verdict[0].ID"`,
		head + "id.x = \"a/b\"\n":                              `e.toml:2:4: field "verdict[0].id"`,
		"[verdict]\nid = \"a/b\"\n":                            `e.toml:1:2: field "verdict": want a`,
		"verdict = [{id = \"a/b\"}]\n":                         `e.toml:1:1: field "verdict": want ea`,
		"[[verdict]\n":                                         `e.toml:1:10: expected `,
		someExpectations + someExpectations: `e.toml:17: id "attacks.published/W1": ` +
			`is there twice`,
	} {
		_, err := parse("e.toml", text, false)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q:\ngot  %v\nwant %s", text, err, want)
		}
	}
}

// Lines come from the parser: a header inside a reason is none.
func TestLinesOfExpectations(t *testing.T) {
	const text = `[[verdict]]
id = "a/1"
value = "one"
reason = """
[[verdict]]
id = "a/9"
"""

  [[ "verdict" ]] # the second
id = 'a/2'
value = '''two'''
reason = "why"
`
	e, err := parse("e.toml", text, false)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range e.Compare([]Found{{ID: "a/1", Value: "1"}, {ID: "a/2", Value: "two"},
		{ID: "a/3", Value: "3"}, {ID: "b/1", Value: "3"}}) {
		if want := []int{1, 9, 9, 9}[i]; c.Line != want {
			t.Errorf("%s: line %d, want %d", c.ID, c.Line, want)
		}
	}
}

// A value has to be the expected one from its first letter to its last.
func TestComparedWhole(t *testing.T) {
	e, err := parse("e.toml", someExpectations, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"not violated (1 tried)", "not", "violated", "Not violated",
		" not violated", ""} {
		c := e.Compare([]Found{{ID: "attacks.published/W2", Value: value}})[0]
		if c.Status != differs {
			t.Errorf("%q: got %s, want that it differs", value, c.Status)
		}
	}
}

// accepted is what Accept makes of a text.
func accepted(t *testing.T, text string, found []Found) *acceptance {
	t.Helper()
	e, err := parse("e.toml", text, true)
	if err != nil {
		t.Fatal(err)
	}
	a, err := e.Accept(found)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// What was accepted is as expected, once its reasons are filled in, and not before.
func TestAcceptedExpectations(t *testing.T) {
	found := []Found{
		{ID: "attacks.published/W1", Value: "violated: injective agreement: P-D visit"},
		{ID: "attacks.published/W2", Value: "violated: \"all\" \\ of it\n\x01"},
		{ID: "attacks.published/W3", Value: "refused by Eq. 15"},
	}
	a := accepted(t, someExpectations, found)
	_, err := parse("new.toml", a.Text, false)
	if err == nil || !strings.Contains(err.Error(), "reason: is empty: want why violated") {
		t.Errorf("got %v, want that the reason of W2 is empty:\n%s", err, a.Text)
	}
	want := []string{"e.toml:7: attacks.published/W2", "e.toml:12: attacks.published/W3"}
	if !slices.Equal(a.Unreasoned, want) {
		t.Errorf("without a reason are %q, want %q", a.Unreasoned, want)
	}
	now, err := parse("new.toml",
		strings.ReplaceAll(a.Text, `reason = ""`, `reason = "read"`), false)
	if err != nil {
		t.Fatalf("%v\n%s", err, a.Text)
	}
	for _, c := range now.Compare(append(found,
		Found{ID: "honest/published p256", Value: "every session completes"})) {
		if c.Status != expected {
			t.Errorf("got %+v, want it as expected", c)
		}
	}
}

// Only what came out otherwise is written: quotes, order, comments and line ends stay.
func TestAcceptKeepsTheFile(t *testing.T) {
	const text = `# mine
[[verdict]] # first
reason = 'because' # a comment
value = 'one'
id = "a/1"

# about the second
[[verdict]]
id = "a/2"
value = """
two"""
reason = """
long
[[verdict]]
reason"""

[[verdict]]
id = "b/1"
value = "other"
reason = "of a suite that is not asked"`
	for _, c := range []struct {
		name, old, new string
		found          []Found
	}{
		{"nothing", "", "", []Found{{ID: "a/1", Value: "one"}, {ID: "a/2", Value: "two"}}},
		{"a value", "reason = 'because' # a comment\nvalue = 'one'",
			"reason = '' # a comment\nvalue = '1'",
			[]Found{{ID: "a/1", Value: "1"}, {ID: "a/2", Value: "two"}}},
		{"a value that needs other quotes", "reason = 'because' # a comment\nvalue = 'one'",
			"reason = '' # a comment\nvalue = \"it's\"",
			[]Found{{ID: "a/1", Value: "it's"}, {ID: "a/2", Value: "two"}}},
		{"a long value", "\"\"\"\ntwo\"\"\"\nreason = \"\"\"\nlong\n[[verdict]]\nreason\"\"\"",
			"\"\"\"2\\n3\"\"\"\nreason = \"\"\"\"\"\"",
			[]Found{{ID: "a/1", Value: "one"}, {ID: "a/2", Value: "2\n3"}}},
		{"one is gone", "\n[[verdict]] # first\nreason = 'because' # a comment\nvalue = 'one'\n" +
			"id = \"a/1\"\n", "\n", []Found{{ID: "a/2", Value: "two"}}},
		{"one is new", "[[verdict]]\nreason\"\"\"\n", "[[verdict]]\nreason\"\"\"\n\n[[verdict]]\n" +
			"id = \"a/3\"\nvalue = \"x\"\nreason = \"\"\n", []Found{{ID: "a/1", Value: "one"},
			{ID: "a/2", Value: "two"}, {ID: "a/3", Value: "x"}}},
		{"a suite is new", "not asked\"", "not asked\"\n\n[[verdict]]\nid = \"c/3\"\nvalue = \"x\"\n" +
			"reason = \"\"\n", []Found{{ID: "a/1", Value: "one"}, {ID: "a/2", Value: "two"},
			{ID: "c/3", Value: "x"}}},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			if end != "\n" && c.name == "a long value" {
				continue // its line end is part of the value
			}
			lines := func(s string) string { return strings.ReplaceAll(s, "\n", end) }
			if c.old != "" && !strings.Contains(text, c.old) {
				t.Fatalf("%s: there is no %q", c.name, c.old)
			}
			a := accepted(t, lines(text), c.found)
			want := lines(strings.Replace(text, c.old, c.new, 1))
			if a.Text != want {
				t.Errorf("%s: got\n%q\nwant\n%q", c.name, a.Text, want)
			}
			if a.Changes() != (c.old != "") {
				t.Errorf("%s: changed %v, added %v, removed %v", c.name, a.Changed, a.Added, a.Removed)
			}
		}
	}
}

// FuzzExpectations: no text makes the parser panic, and what it takes it takes again as
// Accept writes it.
func FuzzExpectations(f *testing.F) {
	f.Add(someExpectations)
	f.Add("[[verdict]]\nid = \"a/b\"\nvalue = '''\n\n'''\nreason = \"\\u0000\"")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := parse("e.toml", text, false)
		if err != nil {
			return
		}
		var found []Found
		for _, x := range e.All {
			found = append(found, Found{ID: x.ID, Value: x.Value})
		}
		clean, _ := input.Text("e.toml", []byte(text))
		if a, err := e.Accept(found); err != nil || a.Changes() || a.Text != string(clean) {
			t.Fatalf("%v: what is as expected is written anew: %+v", err, a)
		}
		for i := range found {
			found[i].Value += "\x01\n\"'\\"
		}
		a, err := e.Accept(found)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parse("e.toml", a.Text, true)
		if err != nil {
			t.Fatalf("%v\n%s", err, a.Text)
		}
		for _, c := range again.Compare(found) {
			if c.Status != expected {
				t.Fatalf("%+v\n%s", c, a.Text)
			}
		}
	})
}

// What is expected stands in one place: the file that comes along repeats nothing that a script
// or a protocol says, and contradicts none of it.
func TestNothingIsExpectedTwice(t *testing.T) {
	e, err := parse(defaultFile, expectations, false)
	if err != nil {
		t.Fatal(err)
	}
	own := e.All
	elsewhere := &Expectations{File: "e.toml"}
	if err := elsewhere.gather(); err != nil {
		t.Fatal(err)
	}
	more := 0
	for _, x := range own {
		c := elsewhere.Compare([]Found{{ID: x.ID, Value: x.Value}})[0]
		switch c.Status {
		case expected:
			t.Errorf("%s: %q stands in %s, too", x.ID, x.Value, c.File)
		case differs:
			more++
			_, checks, _ := strings.Cut(x.Value, "refused by ")
			_, check, _ := strings.Cut(c.Text, "- expected  refused by ")
			check, _, _ = strings.Cut(check, "\n")
			if check == "" || !slices.Contains(strings.Split(checks, ", "), check) {
				t.Errorf("%s: %q here, and %s says %s", x.ID, x.Value, c.File, c.Text)
			}
			if !strings.HasPrefix(c.File, "attacks/script/catalogue/") || c.Line < 2 {
				t.Errorf("%s: expected at %s:%d", x.ID, c.File, c.Line)
			}
		}
	}
	if more < 10 {
		t.Errorf("%d attacks are refused by more checks than one", more)
	}
}

// What stands elsewhere is expected, the file has the last word, and what is accepted against
// a script is written to the file.
func TestGathered(t *testing.T) {
	text := strings.Replace(someExpectations, "published/W2", "published/W3", 1)
	e, err := parse("e.toml", text, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.gather(); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"attacks.nsl/lowe":             "refused by open M2",
		"attacks.published/W3":         "not violated",
		"attacks.published/W17":        "not violated",
		"logic.published/G1":           "derivable after B1+B5",
		"logic.hardened/G1":            "derivable as printed",
		"logic.otway/C5":               "derivable not",
		"honest/hardened ristretto255": "every session completes, no claim is violated",
		"honest/published p256":        "every session completes",
	} {
		c := e.Compare([]Found{{ID: id, Value: want}})[0]
		if c.Status != expected {
			t.Errorf("%s: %s: %s", id, c.Status, c.Text)
		}
	}
	a, err := e.Accept([]Found{{ID: "attacks.nsl/lowe", Value: "not violated"}})
	if err != nil || !slices.Equal(a.Added, []string{"attacks.nsl/lowe"}) || len(a.Changed) > 0 {
		t.Errorf("accepted: %+v, %v", a, err)
	}
}
