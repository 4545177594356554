package attacks

import (
	"errors"
	"strings"
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/trace"
)

// What a move at a time of its own brings, comes with that move; and a run that is another
// one than the attack's gives no lessons.
func TestLessonsOfLateMoves(t *testing.T) {
	var o *Outcome
	for _, when := range []string{"10ms", "10s"} { // before the session, and after it
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

// What the adversary takes out of an exclusive or is a lesson; what it puts together is none.
func TestLessonsOfExclusiveOrs(t *testing.T) {
	x := listened(t, 1)
	xor := func(a, b *model.Term) *model.Term { return model.Apply(model.OpXOR, a, b) }
	a, b, c := model.Atom("a", "", model.Data), model.Atom("b", "", model.Data),
		model.Atom("c", "", model.Data)
	s := &learner{adversary: adversary{x}, told: map[string]bool{},
		fields: map[string][]string{"bob.1#1": {"X", "B"}}}
	s.learn()
	before := len(s.lessons)
	heard := func(i int) deduce.Recipe {
		return deduce.Apply("field", deduce.Text("bob.1#1"), deduce.Number(i))
	}
	x.Knowledge.Add(xor(a, b), heard(1))
	x.Knowledge.Add(b, heard(2))
	x.Knowledge.Add(c, deduce.Apply("junk", deduce.Text("c"), deduce.Number(32)))
	x.Knowledge.Add(xor(b, c), deduce.Apply("xor", heard(2), deduce.Apply("junk", deduce.Text("c"),
		deduce.Number(32))))
	s.learn()
	var got []string
	for _, l := range s.lessons[before:] {
		got = append(got, l.Term+" by "+l.How)
	}
	want := "a ⊕ b by X of bob.1#1; b by B of bob.1#1; a by xor(X of bob.1#1, B of bob.1#1)"
	if strings.Join(got, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), want)
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
