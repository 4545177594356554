package sim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// eventsOf returns the trace of a run without an adversary.
func eventsOf(t testing.TB, c sim.Config) []*trace.Event {
	t.Helper()
	var events []*trace.Event
	if _, err := sim.Run(c, nil, func(e *trace.Event) { events = append(events, e) }); err != nil {
		t.Fatalf("seed %d: %v", c.Seed, err)
	}
	return events
}

// textOf is a trace as people read it: a comment, then a line for each event that
// keep wants (nil: every event), with the virtual time, who does what in which
// phase and step, the equation, and the names and terms of the values. A term that
// a session has given a name is printed by that name from then on, "SEK1[bob.3]".
// Bytes are left out: a trace file has them.
func textOf(comment string, events []*trace.Event, keep func(*trace.Event) bool) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSpace(comment)) {
		fmt.Fprintf(&b, "# %s\n", strings.TrimSpace(line))
	}
	var named names
	for _, e := range events {
		if keep == nil || keep(e) {
			b.WriteString(named.line(e) + "\n")
		}
		if e.Do == model.StepLet.String() {
			for _, d := range e.Data {
				named.add(d.Value.String(), d.Name+"["+e.Session+"]")
			}
		}
	}
	return b.String()
}

// names are the terms that a session has named, the longest first, so that no name is put
// inside a term that has one.
type names [][2]string

func (n *names) add(term, name string) {
	*n = append(*n, [2]string{term, name})
	slices.SortStableFunc(*n, func(a, b [2]string) int { return len(b[0]) - len(a[0]) })
}

func (n names) line(e *trace.Event) string {
	s := fmt.Sprintf("%d %s", e.Seq, e.At)
	for _, word := range []string{e.Session, e.Phase} {
		if word != "" {
			s += " " + word
		}
	}
	if e.Step > 0 {
		s += fmt.Sprintf(" %d", e.Step)
	}
	s += " " + string(e.Kind)
	if e.Do != "" {
		s += " " + e.Do
	}
	if e.Eq > 0 {
		s += fmt.Sprintf(" (%d)", e.Eq)
	}
	if m := e.Msg; m != nil {
		s += fmt.Sprintf(" #%d %q %s → %s, %d bytes", m.ID, m.Name,
			m.From.String(), m.To.String(), m.Size())
	}
	if e.Kind == trace.KindClaim {
		s += fmt.Sprintf(" %s %q %s", e.Event, e.Label, e.Peer)
	}
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	for i, d := range e.Data {
		if i == 0 {
			s += ": "
		} else {
			s += ", "
		}
		s += n.datum(d)
	}
	return s
}

// datum is "name = term", or the term alone where it says the name.
func (n names) datum(d trace.Datum) string {
	term := d.Value.String()
	for _, known := range n {
		term = strings.ReplaceAll(term, known[0], known[1])
	}
	if name, _, _ := strings.Cut(term, "["); name == d.Name {
		return term
	}
	return d.Name + " = " + term
}
