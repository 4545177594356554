package attacks

import (
	"slices"
	"testing"

	"emrproof/model"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// Secrets are asked for before each reveal. Bob's keys give SEK2 during the session; that
// what he stores is revealed long after excuses nothing. Were the adversary asked at the
// end only, it would be forward secrecy's matter.
func TestSecretsAreAskedForBeforeAReveal(t *testing.T) {
	o := outcome(t, []string{`begin: reveal("bob", "keys")`, `at 1h: reveal("bob", "store")`})
	for id, want := range map[string]monitor.Status{"secrecy: SEK2 of D": monitor.Violated,
		"forward secrecy: SEK2 of D": monitor.Vacuous} {
		if v := verdict(t, o, id); v.Status != want {
			t.Errorf("%s: got %s, want %s", id, v.Status, want)
		}
	}
	shown, revealed := 0, 0
	for _, e := range o.Events {
		switch {
		case e.Kind == trace.KindExhibit && e.Label == "SEK2 of bob.3":
			shown = e.Seq
		case e.Kind == trace.KindReveal:
			revealed = e.Seq
		}
	}
	if shown == 0 || shown > revealed {
		t.Errorf("shown at event %d, want before the reveal at event %d", shown, revealed)
	}
}

// arrivals are how often each message of alice's session arrived at bob's.
func arrivals(o *Outcome) map[string]int {
	n := map[string]int{}
	for _, e := range o.Events {
		if e.Kind == trace.KindDeliver && e.Msg.Label != "" {
			n[e.Msg.Label]++
		}
	}
	return n
}

// A message that a move delivers is not delivered once more by itself; it is
// when the move is about another one.
func TestEachDeliverySettlesItsOwnMessage(t *testing.T) {
	for _, c := range []struct {
		name  string
		moves []string
		want  []int // alice.2#1, bob.3#1, alice.2#2
	}{
		{"none", nil, []int{1, 1, 1}},
		{"of itself", []string{`on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`}, []int{1, 1, 1}},
		{"of itself, twice", replayTwice[1:3], []int{2, 1, 1}},
		{"of another one", []string{`on alice.2#2: deliver("alice.2#1", "bob", 0, "0s")`},
			[]int{2, 1, 1}},
		{"of another one, and its own",
			[]string{`on alice.2#2: deliver("alice.2#1", "bob", 0, "0s")`,
				`on alice.2#2: deliver("alice.2#2", "bob", 3, "0s")`}, []int{2, 1, 1}},
		{"at a moment", []string{`at 5s: deliver("alice.2#1", "bob", 0, "0s")`}, []int{2, 1, 1}},
		{"dropped", []string{`on alice.2#2: drop()`}, []int{1, 1, 0}},
		{"dropped, and another one delivered", []string{`on alice.2#2: drop()`,
			`on alice.2#2: deliver("alice.2#1", "bob", 0, "0s")`}, []int{2, 1, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := arrivals(outcome(t, c.moves))
			got := []int{n["alice.2#1"], n["bob.3#1"], n["alice.2#2"]}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// Names are public, whoever has them and wherever they stand: also one that nobody has.
func TestIdentitiesArePublicEverywhere(t *testing.T) {
	x := listened(t, 1)
	key, err := evaluated(t, x.Evaluator, `freshkey("k")`)
	if err != nil {
		t.Fatal(err)
	}
	held := key.Term
	for _, name := range []string{"authority", "cloud", "hospital-a", "bob", "alice", "cardiology",
		"nobody"} {
		id := model.Atom(name, "", model.Identity)
		for _, term := range []*model.Term{id, model.Apply(model.OpTuple, id),
			model.Apply(model.OpTuple, model.G, id),
			model.Apply(model.OpHashK, id), model.Apply(model.OpHashB, id),
			model.Apply(model.OpHashS, id, model.G), model.Apply(model.OpMAC, held, id),
			model.Apply(model.OpExpand, held, id), model.Apply(model.OpMask, held, id),
			model.Apply(model.OpSign, model.PRK("bob"), id),
			model.Apply(model.OpMul, model.Apply(model.OpHashS, id), model.G)} {
			if r, ok := x.derive(term); !ok {
				t.Errorf("%s is not known: got %s", term, r)
			}
		}
	}
	if r, ok := x.derive(model.Atom("X", "alice.2", model.Identity)); ok {
		t.Errorf("an identity that is no name is known by %s", r)
	}
}

// A move that cannot be made is not among those made.
func TestMoveThatFailsIsNotMade(t *testing.T) {
	x := listened(t, 1)
	made := len(x.Made)
	if err := x.Make(Move{Do: DoReveal, Who: "nobody", What: "keys"}); err == nil {
		t.Fatal("got no error")
	}
	if len(x.Made) != made {
		t.Errorf("%d moves, want %d", len(x.Made), made)
	}
}
