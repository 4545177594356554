package model

import (
	"fmt"
	"testing"
)

// inReading is a term made in a literal reading.
func inReading(m Mode, t *Term) *Term {
	u := *t
	u.Mode = m
	return &u
}

func verifyIn(m Mode, fields ...*Term) Step {
	s := Verify(toySig, PUK(A), fields...)
	s.Mode = m
	return s
}

// What is made in one reading and checked in another never passes; in the same
// reading it does.
func TestReadingsThatDoNotMeet(t *testing.T) {
	for _, c := range []struct{ made, checked Mode }{
		{0, Raw}, {Raw, 0}, {0, Recovery}, {Recovery, 0}, {Raw, Recovery}, {Recovery, Raw},
		{Raw | Recovery, Raw}, {Recovery, Raw | Recovery},
	} {
		steps := func(checked Mode) []Step {
			return []Step{Let(toySig, inReading(c.made, Sign(PRK(A), IDA))),
				verifyIn(checked, IDA)}
		}
		_, err := Build(toy(steps(c.checked), nil))
		wantRefused(t, err, fmt.Sprintf("toy: one: role A: step 2: sig: "+
			"can never be verified in mode %q: it is made in mode %q", c.checked, c.made))
		if _, err := Build(toy(steps(c.made), nil)); err != nil {
			t.Errorf("the twin: %v", err)
		}
	}
	for _, c := range []struct{ made, checked Mode }{{0, NoTag}, {NoTag, 0}} {
		steps := func(checked Mode) []Step {
			open := Open(toyC, toyK, IDA)
			open.Mode = checked
			return []Step{Fresh(toyK), Let(toyC, inReading(c.made, SEnc(toyK, IDA))), open}
		}
		_, err := Build(toy(steps(c.checked), nil))
		wantRefused(t, err, fmt.Sprintf("toy: one: role A: step 3: c: "+
			"can never be opened in mode %q: it is made in mode %q", c.checked, c.made))
		if _, err := Build(toy(steps(c.made), nil)); err != nil {
			t.Errorf("the twin: %v", err)
		}
	}
	// Reference: E12, E17, E20.
}

func TestReadingsHaveNames(t *testing.T) {
	for m, want := range map[Mode]string{0: "default", Raw: "raw", Recovery: "recovery",
		NoTag: "no tag", Raw | Recovery: "raw and recovery"} {
		if got := m.String(); got != want {
			t.Errorf("%d: got %q, want %q", m, got, want)
		}
	}
}
