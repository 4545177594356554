package attacks

import (
	"bytes"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// injected runs a move that injects what recipes make, and returns the event.
func injected(t *testing.T, profile string, recipes ...string) *trace.Event {
	t.Helper()
	c, err := sim.Standard(profile, sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	c.Moves = []string{`begin: inject("visit 1", "alice", 0, "bob", 0, [` +
		strings.Join(recipes, ", ") + `])`}
	o, err := Run(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range o.Events {
		if e.Kind == trace.KindInject {
			return e
		}
	}
	t.Fatal("nothing was injected")
	return nil
}

// k·G is one multiplication of the generator, also for the adversary: it is cheaper than
// any other, which availability is about.
func TestMultiplesOfTheGeneratorAreCheap(t *testing.T) {
	spent := *injected(t, "published", `mul(fresh("k"), G())`).Cost
	if want := (suite.Counts{model.CallBaseMul: 1}); spent != want {
		t.Errorf("k·G cost %+v, want %+v", spent, want)
	}
}

// Bytes stay what they are when they are read as another sort.
func TestCastKeepsTheBytes(t *testing.T) {
	fields := injected(t, "published", `fresh("k")`, `cast("data", fresh("k"))`).Msg.Fields
	if !bytes.Equal(fields[0].Value.Bytes(), fields[1].Value.Bytes()) {
		t.Errorf("got %x, want %x", fields[1].Value.Bytes(), fields[0].Value.Bytes())
	}
}

// What is sealed opens again where a description pads some texts and others not.
func TestPaddedAndBareTextsOpen(t *testing.T) {
	fields := injected(t, "hardened", `data("text")`,
		`part(1, 1, senc(1, freshkey("k"), data("text")), freshkey("k"))`,
		`part(1, 1, bare(2, freshkey("k"), data("text")), freshkey("k"))`).Msg.Fields
	for _, f := range fields[1:] {
		if got := string(f.Value.Bytes()); got != "text" {
			t.Errorf("%s is %q", f.Name, got)
		}
	}
}
