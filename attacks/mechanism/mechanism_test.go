package mechanism_test

import (
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/mechanism"
	"emrproof/attacks/script/need"
	"emrproof/sim"
	"emrproof/sim/simtest"
)

// replayed is W1 in other words: who, whom, which session, and when are names.
func TestMechanismUpToNames(t *testing.T) {
	const claim = "injective agreement: P-D visit"
	of := func(moves ...string) string {
		c, err := sim.Standard("published", sim.Size{Each: 2, Sessions: 4})
		if err != nil {
			t.Fatal(err)
		}
		c.Moves = moves
		o, err := attacks.Run(c)
		if err != nil {
			t.Fatal(err)
		}
		return mechanism.Of(attacktest.Find(t, o, claim))
	}
	w1 := of(`on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`,
		`on alice.2#1: deliver("alice.2#1", "bob", 0, "1s")`)
	for name, moves := range map[string][]string{
		"other principals": {`on carol.2#1: deliver("carol.2#1", "dan", 0, "0s")`,
			`on carol.2#1: deliver("carol.2#1", "dan", 0, "1s")`},
		"another session": {`on alice.3#1: deliver("alice.3#1", "bob", 0, "0s")`,
			`on alice.3#1: deliver("alice.3#1", "bob", 0, "1s")`},
		"another time": {`on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`,
			`on alice.2#1: deliver("alice.2#1", "bob", 0, "20s")`},
		"something beside": {`on carol.2#1: drop()`, `on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`,
			`on alice.2#1: deliver("alice.2#1", "bob", 0, "1s")`},
	} {
		if got := of(moves...); got != w1 {
			t.Errorf("%s: got  %s\nwant %s", name, got, w1)
		}
	}
	if want := claim + " | deliver visit 1 P1>D1 to the same"; w1 != want {
		t.Errorf("got %q, want %q", w1, want)
	}
}

// Another message, another theft, another victim of it, another claim, or a clock beside it is
// another mechanism.
func TestMechanismsApart(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	seen := map[string]string{}
	for _, c := range []struct{ attack, claim string }{
		{"w01", "injective agreement: P-D visit"},
		{"w01", "injective agreement: D-PC query"},
		{"w01", "injective agreement: D-HPC search"},
		{"w02-clock", "injective agreement: P-D visit"},
		{"w03", "injective agreement: P-D visit"},
		{"w05", "injective agreement: P-D visit"},
		{"w11", "secrecy: B_P of P"}, // a doctor is corrupt
		{"w18", "secrecy: B_P of P"}, // its key is stolen
		{"w06", "forward secrecy: SEK1 of P"},
		{"w06", "forward secrecy: SEK2 of D"},
		{"w21", "intended peer: HPC-D search"},
		{"w22", "intended peer: D-P visit"},
		{"w23", "intended peer: D-HPC search"},
		{"w04", "authorization: M_EMR"},
		{"w25", "injective agreement: HPC-D search"},
	} {
		o, err := attacktest.Script(t, c.attack, need.Overrides{}).Run()
		if err != nil {
			t.Fatal(err)
		}
		how := mechanism.Of(attacktest.Find(t, o.Outcome, c.claim))
		if before := seen[how]; before != "" {
			t.Errorf("%s and %s are one: %s", before, c.attack, how)
		}
		seen[how] = c.attack
	}
}

// What does not lead to where the claim breaks is left out: that a doctor asks the cloud first
// makes no difference to what the hospital hands out.
func TestMechanismLeadsToTheBreach(t *testing.T) {
	o, err := attacktest.Script(t, "w04", need.Overrides{}).Run()
	if err != nil {
		t.Fatal(err)
	}
	f := attacktest.Find(t, o.Outcome, "authorization: M_EMR")
	moves := strings.Join(f.Outcome.Config.Moves, "\n")
	if !strings.Contains(moves, `inject("search 1"`) {
		t.Fatalf("the finding has no search 1: %s", moves)
	}
	how := mechanism.Of(f)
	if strings.Contains(how, "search 1") || !strings.Contains(how, "inject search 3") ||
		!strings.Contains(how, "inject search 5") || !strings.Contains(how, "given all of D1") {
		t.Errorf("got %s", how)
	}
}

// What comes to nothing beside an attack makes it no other one: a message that is refused when
// it comes, and one that is sent where nobody waits for it.
func TestMechanismWithoutWhatIsInVain(t *testing.T) {
	const claim = "injective agreement: P-D visit"
	of := func(beside ...string) string {
		o := attacktest.Outcome(t, append([]string{
			`on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`,
			`on alice.2#1: deliver("alice.2#1", "bob", 0, "1s")`}, beside...)...)
		v := attacktest.Verdict(t, o, claim)
		return mechanism.Of(&attacks.Finding{Claim: v.Claim, Breach: v.Breaches[0], Outcome: o})
	}
	want := of()
	for _, move := range []string{
		`on bob.3#1: inject("visit 1", "alice", 2, "bob", 0, [junk("c", 300), junk("s", 64), time(1)])`,
		`on bob.3#1: deliver("alice.2#1", "bob", 9, "0s")`,
	} {
		if got := of(move); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", move, got, want)
		}
	}
}
