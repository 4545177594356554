package table

import (
	"slices"
	"strings"
	"testing"
)

func TestFolded(t *testing.T) {
	for _, c := range []struct {
		words string
		width int
		want  string
	}{
		{"", 10, ""},
		{"one two three", 20, "one two three"},
		{"one two three", 8, "one two/three"},
		{"E_K(alice‖bob‖carol)", 12, "E_K(alice‖/bob‖carol)"},
		{"begin abcdefghijklmnop", 8, "begin/abcdefgh/ijklmnop"},
		{"f(aaaaaaaa,bbbbbbbb,cc)", 12, "f(aaaaaaaa,/bbbbbbbb,cc)"},
	} {
		lines := Fold(c.words, c.width)
		if got := strings.Join(lines, "/"); got != c.want {
			t.Errorf("%q in %d: got %q, want %q", c.words, c.width, got, c.want)
		}
		for _, l := range lines {
			if Columns(l) > c.width {
				t.Errorf("%q in %d: %q is longer", c.words, c.width, l)
			}
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
	if got := Ink(false).Bad("no"); got != "no" {
		t.Errorf("without colour: got %q", got)
	}
	if got, want := Ink(true).Bad("no"), "\x1b[1;31mno\x1b[0m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Ink(true).Faint(""); got != "" {
		t.Errorf("nothing, coloured: got %q", got)
	}
}
