package generate

import (
	"slices"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

const (
	honestFirst = `on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`
	tooShort    = `on alice.2#1: inject("visit 1", "alice", 0, "bob", 0, [junk("x", 9)])`
	toNobody    = `on alice.2#1: inject("visit 1", "alice", 0, "bob", 9, [junk("x", 9)])`
	itself      = `on alice.2#1: inject("visit 1", "alice", 2, "bob", 0, ` +
		`[field("alice.2#1", 1), field("alice.2#1", 2), field("alice.2#1", 3)])`
	elsewhere = `on alice.2#1: inject("visit 1", "alice", 1, "bob", 0, ` +
		`[field("alice.2#1", 1), field("alice.2#1", 2), field("alice.2#1", 3)])`
	keepBack = `on alice.2#1: drop()`
)

// A case counts when all its moves were made and what they sent arrived, as another message
// than the one that it keeps back.
func TestWhatCounts(t *testing.T) {
	for _, w := range []struct {
		name  string
		moves []string
		want  string // of the error
	}{
		{"no moves", nil, "the attack never got to act: 0 of 0 moves had their moment"},
		{"a move without its moment", []string{tooShort, `on alice.9#1: drop()`},
			"the attack never got to act: 1 of 2 moves had their moment"},
		{"a replay", []string{honestFirst}, ""},
		{"a message of the wrong length arrives", []string{tooShort}, ""},
		{"one for nobody does", []string{toNobody}, ""},
		{"nothing is sent", []string{keepBack}, ""},
		{"what was kept back is sent", []string{keepBack, itself},
			"the attack changes nothing: it sends what it keeps back"},
		{"it is sent from somewhere else", []string{keepBack, elsewhere}, ""},
		{"it is sent too", []string{itself}, ""},
	} {
		_, err := effectOf(attacktest.Outcome(t, w.moves...))
		if err == nil && w.want != "" || err != nil && err.Error() != w.want {
			t.Errorf("%s: got %v, want %q", w.name, err, w.want)
		}
	}
}

// What was sent and never arrived is no attack, whatever else arrives.
func TestWhatDoesNotArriveDoesNotCount(t *testing.T) {
	for _, w := range []struct{ name, move string }{
		{"delivered", honestFirst}, {"injected", tooShort}, {"for nobody", toNobody},
	} {
		o := attacktest.Outcome(t, w.move)
		arrives := func(e *trace.Event) bool {
			return (e.Kind == trace.KindDeliver || e.Kind == trace.KindIgnore) &&
				(e.Msg.Label == "alice.2#1" || e.Msg.Label == "") ||
				e.Kind == trace.KindRefuse && e.Do == model.StepRecv.String()
		}
		o.Events = slices.DeleteFunc(o.Events, arrives)
		_, err := effectOf(o)
		const want = "the attack never got to act: of 1 messages 0 arrived"
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", w.name, err, want)
		}
	}
}

// Run says what is wrong with a move, and runs nothing.
func TestRunRefusesBadMoves(t *testing.T) {
	c, err := sim.Standard("published", sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct{ move, want string }{
		{`on alice.2#1: dance()`, `moves[0]: move:1:15: action "dance": want drop, deliver, ` +
			`inject, reveal, skew, start or exhibit`},
		{`later: drop()`, `moves[0]: move:1:1: when "later": want begin, on and a message's label, ` +
			`or at and a duration`},
		{`on alice.2#1: deliver("bob.3#1", "bob", 0, "0s")`, `on alice.2#1: deliver("bob.3#1", ` +
			`"bob", 0, "0s"): deliver: no message "bob.3#1" has been seen`},
	} {
		c.Moves = []string{w.move}
		if o, err := attacks.Run(c); err == nil || o != nil || err.Error() != w.want {
			t.Errorf("got  %v, %v\nwant %s", o, err, w.want)
		}
	}
}

// A case is called by what became of its messages.
func TestStatusOfCases(t *testing.T) {
	for _, w := range []struct {
		move string
		want string
	}{
		{tooShort, statusRefused}, {toNobody, statusIgnored}, {keepBack, statusNotDelivered},
	} {
		c, err := sim.Standard("published", sim.DefaultSize)
		if err != nil {
			t.Fatal(err)
		}
		one := Case{Config: c}
		honest, err := honestRuns([]Case{one})
		if err != nil {
			t.Fatal(err)
		}
		key := worldKey(one)
		one.Config.Moves = []string{w.move}
		got, err := tryCase(nil, one, honest[key])
		if err != nil || got.Status != w.want {
			t.Errorf("%s: got %s, %v; want %s", w.move, got.Status, err, w.want)
		}
	}
	bad := Case{Config: sim.Config{Profile: "printed"}}
	if _, err := honestRuns([]Case{bad}); err == nil {
		t.Error("a world that there is not runs")
	}
}

// What the honest run breaks at a step is nothing new there, and all is new where nothing does.
// What is secret is somebody's: another one's is new.
func TestBreachesBeyondTheHonestRun(t *testing.T) {
	honest := attacktest.Outcome(t)
	if len(honest.Violated()) == 0 {
		t.Fatal("the published description has claims that honest runs violate")
	}
	for _, v := range honest.Violated() {
		if again := placesOf(honest).beyond(honest, v); len(again) > 0 {
			t.Errorf("%s: %d breaches beyond the same run", v.Claim.ID, len(again))
		}
		if all := (places{}).beyond(honest, v); len(all) == 0 {
			t.Errorf("%s: no breach beyond nothing", v.Claim.ID)
		}
	}
	told := attacktest.Outcome(t, `begin: reveal("bob", "keys")`)
	v := attacktest.Verdict(t, told, "secrecy: B_P of P")
	for who, want := range map[string]int{v.Breaches[0].Who: 0, "another": 1} {
		known := v.Breaches[0]
		known.Who = who
		h := places{v.Claim.ID: {told.Place(v.Claim, known): true}}
		if got := h.beyond(told, v); len(got) != want {
			t.Errorf("known of %s: %d breaches beyond, want %d", who, len(got), want)
		}
	}
}
