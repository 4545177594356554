package reports

import (
	"slices"
	"strings"
	"testing"
)

func TestRanges(t *testing.T) {
	for _, c := range []struct {
		eqs  []int
		want string
	}{
		{nil, ""},
		{[]int{14}, "(14)"},
		{[]int{14, 15}, "(14–15)"},
		{[]int{2, 3, 4, 8, 10, 11}, "(2–4) (8) (10–11)"},
		{[]int{3, 2}, "(3) (2)"},
	} {
		if got := ranges(c.eqs); got != c.want {
			t.Errorf("%v: got %q, want %q", c.eqs, got, c.want)
		}
	}
}

func TestWrapped(t *testing.T) {
	for _, c := range []struct {
		phrases []string
		width   int
		want    []string
	}{
		{[]string{"one"}, 2, []string{"one"}},
		{[]string{"one", "two", "six"}, 13, []string{"one, two, six"}},
		{[]string{"one", "two", "six"}, 12, []string{"one, two,", "six"}},
		{[]string{"ΔT", "‖‖‖"}, 7, []string{"ΔT, ‖‖‖"}},
	} {
		if got := Wrap(c.phrases, ",", c.width); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d columns: got %q, want %q", c.phrases, c.width, got, c.want)
		}
	}
}

func TestFew(t *testing.T) {
	names := strings.Fields("alice carol erin")
	if got, want := Few(names, 3), "alice, carol, erin"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Few(names, 1), "alice and 2 more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestInk(t *testing.T) {
	if got := Ink(false).bad("no"); got != "no" {
		t.Errorf("without colour: got %q", got)
	}
	if got, want := Ink(true).bad("no"), "\x1b[1;31mno\x1b[0m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Ink(true).faint(""); got != "" {
		t.Errorf("nothing, coloured: got %q", got)
	}
}
