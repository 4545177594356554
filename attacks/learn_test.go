package attacks

import (
	"errors"
	"strings"
	"testing"

	"emrproof/sim/trace"
)

// What a move at a time of its own brings, comes with that move; and a run that is another
// one than the attack's gives no lessons.
func TestLessonsOfLateMoves(t *testing.T) {
	var o *Outcome
	for _, when := range []string{"10ms", "10s"} { // before the visit, and after it
		o = outcome(t, []string{`at ` + when + `: reveal("bob", "keys")`})
		lessons, err := o.Lessons()
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, l := range lessons {
			if l.Name == "PRK_bob" {
				found = o.Events[l.Seq-1].Kind == trace.KindReveal
			}
		}
		if !found {
			t.Errorf("at %s: PRK_bob does not come with its reveal: %v", when, lessons)
		}
	}
	first := *o.Events[0]
	first.Session += "0"
	o.Events[0] = &first
	if _, err := o.Lessons(); !errors.Is(err, ErrDoesNotRepeat) {
		t.Errorf("an event of another session: got %v", err)
	}
	o.Config.Moves = []string{`begin: reveal("nobody", "all")`}
	if _, err := o.Lessons(); err == nil || !strings.Contains(err.Error(), `"nobody"`) {
		t.Errorf("a move that cannot be made: got %v", err)
	}
}

// Moves at a time of their own are noted as such, so that they are made again then.
func TestMovesAtATimeAreNotedAsSuch(t *testing.T) {
	moves := []string{`begin: reveal("bob", "keys")`, `at 10s: skew("alice", "1s")`}
	list, err := newFixed(moves)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Decide(nil, outcome(t, nil).Config, list)
	if err != nil {
		t.Fatal(err)
	}
	x := o.by
	for i, m := range x.Made {
		if m.String() != moves[i] {
			t.Errorf("got %s, want %s", m, moves[i])
		}
	}
	if len(x.Made) != 2 {
		t.Errorf("%d moves made, want 2", len(x.Made))
	}
}
