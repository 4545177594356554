// Package simtest is for tests: golden files, and a small world that is ready to
// run. Nothing but tests imports it.
package simtest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// init sets the garbage collector for tests, which do little but run worlds.
func init() { debug.SetGCPercent(sim.GCPercent) }

// Updating says whether golden files are to be rewritten.
func Updating() bool { return *update }

// Golden compares got with the file of that name under testdata. With -update it
// rewrites the file instead: commit a changed one only if you know why it changed.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	if d := Difference(got, string(want)); d != "" {
		t.Errorf("differs from %s, which go test -update rewrites:\n%s", path, d)
	}
}

// Difference shows where two texts differ: the first line of each that the other does not have
// there; "" when they are the same.
func Difference(got, want string) string {
	if got == want {
		return ""
	}
	a, b := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	line := func(lines []string) string {
		if i < len(lines) && lines[i] != "" {
			return fmt.Sprintf("%q", lines[i])
		}
		return "nothing more"
	}
	return fmt.Sprintf("line %d: got  %s\nline %d: want %s", i+1, line(a), i+1, line(b))
}

// World is the Config of the default standard world of a profile: one visit at one
// doctor, of one patient, with two hospitals.
func World(t testing.TB, profile string) sim.Config {
	t.Helper()
	c, err := sim.Standard(profile, sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Events runs c under the adversary, which may be nil, and returns the result and
// the trace.
func Events(t testing.TB, c sim.Config, a sim.Adversary) (*sim.Result, []*trace.Event) {
	t.Helper()
	var events []*trace.Event
	r, err := sim.Run(c, a, func(e *trace.Event) { events = append(events, e) })
	if err != nil {
		t.Fatalf("seed %d: %v", c.Seed, err)
	}
	return r, events
}

// Text is a trace as people read it: a comment, then a line for each event that
// keep wants (nil: every event), with the virtual time, who does what in which
// phase and step, the equation, and the names and terms of the values. A term that
// a session has given a name is printed by that name from then on, "SEK1[bob.3]".
// Bytes are left out: a trace file has them.
func Text(comment string, events []*trace.Event, keep func(*trace.Event) bool) string {
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
