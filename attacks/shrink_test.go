package attacks

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
)

// replayTwice delivers alice's first message to bob twice; the other moves change
// nothing about it.
var replayTwice = []string{
	`begin: skew("cloud", "1ms")`,
	`on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`,
	`on alice.2#1: deliver("alice.2#1", "bob", 0, "5ms")`,
	`on bob.3#1: inject("visit 1", "alice", 0, "bob", 0, [junk("x", 99), junk("y", 64), time(0)])`,
	`at 10s: reveal("bob", "keys")`,
}

func outcome(t *testing.T, moves []string) *Outcome {
	t.Helper()
	c, err := sim.Standard("published", sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	c.Moves = moves
	o, err := Run(c)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func verdict(t *testing.T, o *Outcome, claim string) monitor.Verdict {
	t.Helper()
	for _, v := range o.Verdicts {
		if v.Claim.ID == claim {
			return v
		}
	}
	t.Fatalf("there is no claim %q", claim)
	return monitor.Verdict{}
}

func find(t *testing.T, o *Outcome, claim string) *Finding {
	t.Helper()
	v := verdict(t, o, claim)
	if v.Status != monitor.Violated {
		t.Fatalf("%s: got %s, want violated", claim, v.Status)
	}
	f, err := Find(o, v)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Both deliveries are needed: a move that delivers a message takes the place of
// its own delivery.
func TestShrinkKeepsWhatIsNeeded(t *testing.T) {
	f := find(t, outcome(t, replayTwice), "injective agreement: P-D visit")
	if got, want := f.Outcome.Config.Moves, replayTwice[1:3]; !slices.Equal(got, want) {
		t.Errorf("got moves %q, want %q", got, want)
	}
	if f.Moves != len(replayTwice) || !f.Minimal {
		t.Errorf("got %d moves before, minimal %t, want %d, true", f.Moves, f.Minimal, len(replayTwice))
	}
}

// A claim that breaks in an honest run needs no move at all.
func TestShrinkToNothing(t *testing.T) {
	f := find(t, outcome(t, replayTwice), "non-repudiation: M_SD")
	if got := f.Outcome.Config.Moves; len(got) != 0 {
		t.Errorf("got moves %q, want none", got)
	}
}

// Every claim that an attack violates is found again after shrinking, at the same
// commit point, and no single move of what is left can go.
func TestEveryFindingIsOneMinimal(t *testing.T) {
	o := outcome(t, replayTwice)
	for _, v := range o.Violated() {
		f := find(t, o, v.Claim.ID)
		at := pointOf(f.Outcome, f.Breach)
		if want := pointOf(o, v.Breaches[0]); at != want {
			t.Errorf("%s: shrunk to another commit point: got %v, want %v", v.Claim.ID, at, want)
		}
		if f.dropOne(at) {
			t.Errorf("%s: a move could be left out", v.Claim.ID)
		}
	}
}

func TestFindRefusesWhatDoesNotRepeat(t *testing.T) {
	o := outcome(t, replayTwice)
	v := verdict(t, o, "injective agreement: P-D visit")
	o.Events = o.Events[:len(o.Events)-1]
	if _, err := Find(o, v); err == nil || !strings.Contains(err.Error(), "does not repeat") {
		t.Errorf("got %v, want an error that the attack does not repeat", err)
	}
}

func TestNarrate(t *testing.T) {
	o := outcome(t, replayTwice)
	var b strings.Builder
	for _, claim := range []string{"injective agreement: P-D visit", "forward secrecy: SEK2 of D"} {
		f := find(t, o, claim)
		for i, s := range f.Narrate() {
			b.WriteString(string(rune('1'+i)) + ". " + s + "\n")
		}
		b.WriteString("\n")
	}
	simtest.Golden(t, "narrate.txt", b.String())
}

// A run with fewer moves in which the same claim breaks at another place is another
// finding: here carol's message need be delivered once more, and alice's twice.
func TestShrinkKeepsToThePlace(t *testing.T) {
	c, err := sim.Standard("published",
		sim.Size{Of: map[model.Party]int{"P": 2, "D": 1, "HPC": 1}, Sessions: 2})
	if err != nil {
		t.Fatal(err)
	}
	c.Moves = []string{
		`on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`,
		`on alice.2#1: deliver("alice.2#1", "bob", 0, "5ms")`,
		`at 1.5s: deliver("carol.2#1", "bob", 0, "0s")`,
	}
	o, err := Run(c)
	if err != nil {
		t.Fatal(err)
	}
	v := verdict(t, o, "injective agreement: P-D visit")
	if len(v.Breaches) != 2 || v.Breaches[0].About != "alice" || v.Breaches[1].About != "carol" {
		t.Fatalf("got breaches %+v, want one about alice and one about carol", v.Breaches)
	}
	f := find(t, o, v.Claim.ID)
	if got := f.Outcome.Config.Moves; !slices.Equal(got, c.Moves[:2]) || f.Breach.About != "alice" {
		t.Errorf("got moves %q, about %s", got, f.Breach.About)
	}
}
