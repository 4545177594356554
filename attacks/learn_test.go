package attacks

import (
	"errors"
	"strings"
	"testing"

	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// lessonsOf are the lessons of an attack of the catalogue, and its events.
func lessonsOf(t *testing.T, name string) ([]Lesson, []*trace.Event) {
	t.Helper()
	file, src := CatalogueScript(name)
	s, err := LoadScript(file, src, Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := o.Lessons()
	if err != nil {
		t.Fatal(err)
	}
	return lessons, o.Events
}

// W3: mallory reads alice's first message, and B_P in it, before bob gets anything.
func TestLessonsComeWithTheirEvents(t *testing.T) {
	lessons, events := lessonsOf(t, "w03")
	find := func(name string) Lesson {
		for _, l := range lessons {
			if l.Name == name {
				return l
			}
		}
		t.Fatalf("no lesson %q in %v", name, lessons)
		return Lesson{}
	}
	own, heard := find("PRK_mallory"), find("C_P1 of alice.2#1")
	opened, secret := find("B_P[alice]"), find("B_P of alice.2")
	if k := events[own.Seq-1].Kind; k != trace.KindReveal {
		t.Errorf("PRK_mallory comes with %s, want reveal", k)
	}
	if e := events[heard.Seq-1]; e.Kind != trace.KindSend || e.Msg.Label != "alice.2#1" ||
		!heard.Heard {
		t.Errorf("C_P1 comes with event %d, %s", e.Seq, e.Kind)
	}
	const how = "part 2 of what C_P1 of alice.2#1 opens to under PRK_mallory"
	if opened.Seq != heard.Seq || opened.How != how {
		t.Errorf("B_P comes with event %d, want %d; how: %q", opened.Seq, heard.Seq, opened.How)
	}
	if !secret.Secret || secret.Seq != heard.Seq {
		t.Errorf("the secret comes with event %d, want %d", secret.Seq, heard.Seq)
	}
	for i := 1; i < len(lessons); i++ {
		if lessons[i].Seq < lessons[i-1].Seq {
			t.Errorf("lesson %d comes before the one before it", i)
		}
	}
}

// Who only listens to the paper's protocol learns no secret from it.
func TestAnOutsiderLearnsNoSecret(t *testing.T) {
	lessons, _ := lessonsOf(t, "w09")
	for _, l := range lessons {
		if l.Secret || !l.Heard {
			t.Errorf("%s: %s", l.Name, l.How)
		}
	}
	if len(lessons) < 20 {
		t.Errorf("%d lessons, want every field of eleven messages", len(lessons))
	}
}

// What the adversary shows at the end is a lesson by then, in every attack.
func TestWhatIsShownWasLearned(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	for _, name := range Catalogue() {
		lessons, events := lessonsOf(t, name)
		known := map[string]int{}
		for _, l := range lessons {
			if l.Secret {
				known[l.Name] = l.Seq
			}
		}
		for _, e := range events {
			if e.Kind != trace.KindExhibit || e.Label == "" {
				continue
			}
			if seq, ok := known[e.Label]; !ok || seq > e.Seq {
				t.Errorf("%s: %s is shown and was not learned", name, e.Label)
			}
		}
	}
}

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
	moves, err := ParseMoves([]string{`begin: reveal("bob", "keys")`, `at 10s: skew("alice", "1s")`})
	if err != nil {
		t.Fatal(err)
	}
	list, err := newFixed(moves)
	if err != nil {
		t.Fatal(err)
	}
	x := newExecutor(list)
	if _, err := run(nil, outcome(t, nil).Config, x); err != nil {
		t.Fatal(err)
	}
	for i, m := range x.Made {
		if m.String() != moves[i].String() {
			t.Errorf("got %s, want %s", m, moves[i])
		}
	}
	if len(x.Made) != 2 {
		t.Errorf("%d moves made, want 2", len(x.Made))
	}
}
