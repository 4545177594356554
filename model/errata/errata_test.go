package errata

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestErrataInOrder(t *testing.T) {
	var got, want []string
	for _, e := range All {
		got = append(got, e.ID)
	}
	for _, series := range []struct {
		letter string
		last   int
	}{{"E", 21}, {"C", 8}, {"B", 12}} {
		for n := 1; n <= series.last; n++ {
			want = append(want, fmt.Sprintf("%s%d", series.letter, n))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestErrataSayWhatTheyAre(t *testing.T) {
	for _, e := range All {
		if e.Where == "" || e.Printed == "" || e.Done == "" {
			t.Errorf("%s: %+v: something is not said", e.ID, e)
		}
		// In these two something is missing: what is printed says what.
		missing := e.ID == "E9" || e.ID == "E10"
		if (e.Wrong == "") != (missing || e.Lost != "") {
			t.Errorf("%s: what is wrong: %q", e.ID, e.Wrong)
		}
		if (e.Literal != "") != strings.HasPrefix(e.ID, "E") {
			t.Errorf("%s: the literal reading: %q", e.ID, e.Literal)
		}
	}
}

// What our copy of the paper has lost is no error of the paper.
func TestLosses(t *testing.T) {
	var lost []string
	for _, e := range All {
		if e.Lost != "" {
			lost = append(lost, e.ID)
		}
		for _, text := range []string{e.Where, e.Printed, e.Wrong} {
			if strings.Contains(text, "lost") || strings.Contains(text, "extraction") {
				t.Errorf("%s: %q: what is lost is not what is printed or wrong", e.ID, text)
			}
		}
	}
	if !slices.Equal(lost, []string{"C6", "C7"}) {
		t.Errorf("lost: %v", lost)
	}
}
