package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"emrproof/reports"
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
value = "every visit completes"
reason = "it is the protocol"
`

func TestCompareExpectations(t *testing.T) {
	e, err := reports.ParseExpectations("e.toml", someExpectations)
	if err != nil {
		t.Fatal(err)
	}
	got := e.Compare([]reports.Found{
		{ID: "attacks.published/W1", Value: "violated: injective agreement: P-D visit"},
		{ID: "attacks.published/W9", Value: "not violated"},
	})
	want := []reports.Comparison{
		{ID: "attacks.published/W1", Name: "W1", Suite: "attacks.published",
			Status: reports.StatusExpected, Text: "violated: injective agreement: P-D visit",
			File: "e.toml", Line: 2},
		{ID: "attacks.published/W9", Name: "W9", Suite: "attacks.published", File: "e.toml",
			Status: reports.StatusExtra, Text: "attacks.published/W9: nothing is expected of it, and " +
				"it came out as: not violated"},
		{ID: "attacks.published/W2", Name: "W2", Suite: "attacks.published", File: "e.toml", Line: 7,
			Status: reports.StatusMissing, Text: "attacks.published/W2: not violated is expected, and " +
				"nobody asked"},
	}
	if len(got) != len(want) { // of "honest" nothing was asked
		t.Fatalf("got %d comparisons, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got  %+v\nwant %+v", got[i], want[i])
		}
	}
	differs := e.Compare([]reports.Found{{ID: "attacks.published/W2", Value: "violated"}})[0]
	if differs.Status != reports.StatusDiffers || differs.Line != 7 ||
		!strings.Contains(differs.Text,
			"- expected  not violated\n+ came out  violated\n  because   no") {
		t.Errorf("got %+v, want a difference with its reason", differs)
	}
}

func TestExpectationErrors(t *testing.T) {
	const head = "[[verdict]]\n"
	for text, want := range map[string]string{
		head + "id = \"W1\"\n":                                 `e.toml:1: id "W1": want one such as`,
		"\n" + head + "id = \"a/b\"\nreason = \"c\"\n":         `e.toml:2: value: is empty`,
		head + "id = \"a/b\"\nvalue = \"c\"\n":                 `e.toml:1: reason: is empty: want why c`,
		head + "id = \"a/b\"\nvalue = \"c\"\nreason = \" \"\n": `e.toml:1: reason: is empty`,
		head + "id = \"a/b\"\nwhy = \"c\"\n":                   `e.toml: line 3, column 1: verdict.why`,
		head + "id = 5\n":                                      `e.toml: line 2, column 6: `,
		"[[verdict]\n":                                         `e.toml: line 1, column `,
		someExpectations + someExpectations: `e.toml:17: id "attacks.published/W1": ` +
			`is there twice`,
	} {
		_, err := reports.ParseExpectations("e.toml", text)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q:\ngot  %v\nwant %s", text, err, want)
		}
	}
}

// What was accepted is as expected, once its reasons are filled in, and not before.
func TestAcceptedExpectations(t *testing.T) {
	e, err := reports.ParseExpectations("e.toml", someExpectations)
	if err != nil {
		t.Fatal(err)
	}
	found := []reports.Found{
		{ID: "attacks.published/W1", Value: "violated: injective agreement: P-D visit"},
		{ID: "attacks.published/W2", Value: "violated: \"all\" \\ of it\n"},
	}
	var b bytes.Buffer
	if err := e.Accept(&b, found); err != nil {
		t.Fatal(err)
	}
	_, err = reports.ParseExpectations("new.toml", b.String())
	if err == nil || !strings.Contains(err.Error(), "reason: is empty: want why violated") {
		t.Errorf("got %v, want that the reason of W2 is empty:\n%s", err, b.String())
	}
	for _, empty := range []string{"reason = ''", `reason = ""`, "reason = \"\"\"\n\"\"\""} {
		if i := strings.Index(b.String(), empty); i >= 0 {
			text := b.String()[:i] + `reason = "read"` + b.String()[i+len(empty):]
			now, err := reports.ParseExpectations("new.toml", text)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			for _, c := range now.Compare(append(found,
				reports.Found{ID: "honest/published p256", Value: "every visit completes"})) {
				if c.Status != reports.StatusExpected {
					t.Errorf("got %+v, want it as expected", c)
				}
			}
			if !strings.Contains(text, "a time stamp is no nonce") {
				t.Errorf("the reason of W1 is lost:\n%s", text)
			}
			return
		}
	}
	t.Errorf("no reason is left to fill in:\n%s", b.String())
}

// FuzzExpectations: no text makes the parser panic, and what it takes it takes again as
// Accept writes it.
func FuzzExpectations(f *testing.F) {
	f.Add(someExpectations)
	f.Add("[[verdict]]\nid = \"a/b\"\nvalue = '''\n\n'''\nreason = \"\\u0000\"")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := reports.ParseExpectations("e.toml", text)
		if err != nil {
			return
		}
		var found []reports.Found
		for _, x := range e.All {
			found = append(found, reports.Found{ID: x.ID, Value: x.Value})
		}
		var b bytes.Buffer
		if err := e.Accept(&b, found); err != nil {
			t.Fatal(err)
		}
		again, err := reports.ParseExpectations("e.toml", b.String())
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		for _, c := range again.Compare(found) {
			if c.Status != reports.StatusExpected {
				t.Fatalf("%+v\n%s", c, b.String())
			}
		}
	})
}

func TestTheExpectationsThatComeAlong(t *testing.T) {
	if _, err := reports.DefaultExpectations(); err != nil {
		t.Error(err)
	}
}
