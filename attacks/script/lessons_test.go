package script_test

import (
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// lessonsOf are the lessons of an attack of the catalogue, and its events.
func lessonsOf(t *testing.T, name string) ([]attacks.Lesson, []*trace.Event) {
	t.Helper()
	s := attacktest.Script(t, name, need.Overrides{})
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
	find := func(name string) attacks.Lesson {
		for _, l := range lessons {
			if l.Name == name {
				return l
			}
		}
		t.Fatalf("no lesson %q in %v", name, lessons)
		return attacks.Lesson{}
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
	for _, name := range catalogue.Names() {
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
