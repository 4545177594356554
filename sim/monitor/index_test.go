package monitor

import (
	"testing"

	"emrproof/sim/trace"
)

// What is before an event is earlier than it: the event itself, and what else has its
// number, is not.
func TestBeforeLeavesTheMomentOut(t *testing.T) {
	list := []*trace.Event{{Seq: 2}, {Seq: 5}, {Seq: 9}}
	for _, c := range []struct{ seq, want, latest int }{
		{1, 0, 0}, {2, 0, 0}, {3, 1, 2}, {5, 1, 2}, {6, 2, 5}, {9, 2, 5}, {10, 3, 9},
	} {
		if got := len(before(list, c.seq)); got != c.want {
			t.Errorf("before %d: %d events, want %d", c.seq, got, c.want)
		}
		got := 0
		if e := latest(list, c.seq); e != nil {
			got = e.Seq
		}
		if got != c.latest {
			t.Errorf("latest before %d: event %d, want %d", c.seq, got, c.latest)
		}
	}
}

// Whoever becomes corrupt at an event was honest up to that event.
func TestCorruptAfterTheMoment(t *testing.T) {
	tr := &index{corrupt: map[string]int{"mallory": 5}}
	for _, c := range []struct {
		at    int
		names []string
		want  bool
	}{
		{4, []string{"mallory"}, true},
		{5, []string{"mallory"}, true},
		{6, []string{"mallory"}, false},
		{6, []string{"alice"}, true},
		{6, []string{"alice", "mallory"}, false},
	} {
		if got := tr.honest(c.at, c.names...); got != c.want {
			t.Errorf("%v honest at %d: got %v, want %v", c.names, c.at, got, c.want)
		}
	}
}
