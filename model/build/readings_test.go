package build

import (
	"fmt"
	"testing"

	"emrproof/model"
)

// inReading is a term made in a literal reading.
func inReading(m model.Mode, t *model.Term) *model.Term {
	u := *t
	u.Mode = m
	return &u
}

func verifyIn(m model.Mode, fields ...*model.Term) model.Step {
	s := verify(toySig, puk(A), fields...)
	s.Mode = m
	return s
}

// What is made in one reading and checked in another never passes; in the same
// reading it does.
func TestReadingsThatDoNotMeet(t *testing.T) {
	for _, c := range []struct{ made, checked model.Mode }{
		{0, model.Raw}, {model.Raw, 0}, {0, model.Recovery}, {model.Recovery, 0},
		{model.Raw, model.Recovery}, {model.Recovery, model.Raw},
		{model.Raw | model.Recovery, model.Raw}, {model.Recovery, model.Raw | model.Recovery},
	} {
		steps := func(checked model.Mode) list {
			return list{let(toySig, inReading(c.made, sign(prk(A), idA))),
				verifyIn(checked, idA)}
		}
		_, err := Protocol(toy(steps(c.checked), nil))
		wantRefused(t, err, fmt.Sprintf("toy: one: role A: step 2: sig: "+
			"can never be verified in mode %q: it is made in mode %q", c.checked, c.made))
		if _, err := Protocol(toy(steps(c.made), nil)); err != nil {
			t.Errorf("the twin: %v", err)
		}
	}
	for _, c := range []struct{ made, checked model.Mode }{{0, model.NoTag}, {model.NoTag, 0}} {
		steps := func(checked model.Mode) list {
			open := open(toyC, toyK, idA)
			open.Mode = checked
			return list{fresh(toyK), let(toyC, inReading(c.made, senc(toyK, idA))), open}
		}
		_, err := Protocol(toy(steps(c.checked), nil))
		wantRefused(t, err, fmt.Sprintf("toy: one: role A: step 3: c: "+
			"can never be opened in mode %q: it is made in mode %q", c.checked, c.made))
		if _, err := Protocol(toy(steps(c.made), nil)); err != nil {
			t.Errorf("the twin: %v", err)
		}
	}
	// Reference: E12, E17, E20.
}

func TestReadingsHaveNames(t *testing.T) {
	for m, want := range map[model.Mode]string{0: "default", model.Raw: "raw",
		model.Recovery: "recovery",
		model.NoTag:    "no tag", model.Raw | model.Recovery: "raw and recovery"} {
		if got := m.String(); got != want {
			t.Errorf("%d: got %q, want %q", m, got, want)
		}
	}
}
