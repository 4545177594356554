package attacks

import (
	"strings"
	"testing"

	"emrproof/sim"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// replayed is W1 in other words: who, whom, which session, and when are names.
func TestMechanismUpToNames(t *testing.T) {
	const claim = "injective agreement: P-D visit"
	of := func(moves ...string) string {
		c, err := sim.Standard("published", sim.Size{Patients: 2, Doctors: 2, Hospitals: 2, Visits: 4})
		if err != nil {
			t.Fatal(err)
		}
		c.Moves = moves
		o, err := Run(c)
		if err != nil {
			t.Fatal(err)
		}
		return find(t, o, claim).Mechanism()
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
		o := runAttack(t, loadedScript(t, c.attack, false, Overrides{}))
		how := find(t, o.Outcome, c.claim).Mechanism()
		if before := seen[how]; before != "" {
			t.Errorf("%s and %s are one: %s", before, c.attack, how)
		}
		seen[how] = c.attack
	}
}

// In a message of the adversary's own, another field is another mechanism, and another name
// for what is made up is not.
func TestMechanismOfWhatIsMade(t *testing.T) {
	r := &renaming{sent: map[string]*trace.Message{"bob.1#1": {Name: "visit 2",
		From: trace.Address{Principal: "bob"}, To: trace.Address{Principal: "alice"}}},
		names: map[string]string{"alice": "P1", "bob": "D1"}}
	say := func(src string) string {
		m, err := ParseMove(`begin: inject("visit 1", "bob", 0, "alice", 0, [` + src + `])`)
		if err != nil {
			t.Fatal(err)
		}
		return r.recipe(m.Fields[0])
	}
	for _, c := range []struct {
		one, other string
		same       bool
	}{
		{`fresh("a")`, `fresh("b")`, true},
		{`junk("a", 3)`, `junk("b", 4)`, true},
		{`mul(fresh("a"), G())`, `mul(fresh("a"), mul(const(1), G()))`, true},
		{`aenc(1, puk("bob"), time(1))`, `aenc(2, puk("bob"), time(5))`, true},
		{`aenc(1, puk("bob"), time(1))`, `aenc(1, puk("alice"), time(1))`, false},
		{`field("bob.1#1", 1)`, `field("bob.1#1", 2)`, false},
		{`sign(own("bob", "PRK"), id("bob"))`, `sign(own("alice", "PRK"), id("bob"))`, false},
		{`sign(own("bob", "PRK"), id("bob"))`, `sign(own("bob", "PRK"), id("alice"))`, false},
		{`part(1, 2, field("bob.1#1", 1), own("bob", "PRK"))`,
			`part(2, 2, field("bob.1#1", 1), own("bob", "PRK"))`, false},
		{`const(1)`, `const(2)`, false},
	} {
		if same := say(c.one) == say(c.other); same != c.same {
			t.Errorf("%s and %s: same is %v", c.one, c.other, same)
		}
	}
	if got := say(`field("bob.1#1", 1)`); !strings.HasPrefix(got, "visit 2 D1>P1") {
		t.Errorf("got %q", got)
	}
}

// What does not lead to where the claim breaks is left out: that a doctor asks the cloud first
// makes no difference to what the hospital hands out.
func TestMechanismLeadsToTheBreach(t *testing.T) {
	o := runAttack(t, loadedScript(t, "w04", false, Overrides{}))
	f := find(t, o.Outcome, "authorization: M_EMR")
	moves := strings.Join(f.Outcome.Config.Moves, "\n")
	if !strings.Contains(moves, `inject("search 1"`) {
		t.Fatalf("the finding has no search 1: %s", moves)
	}
	how := f.Mechanism()
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
		o := outcome(t, append([]string{
			`on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`,
			`on alice.2#1: deliver("alice.2#1", "bob", 0, "1s")`}, beside...))
		v := verdict(t, o, claim)
		return (&Finding{Claim: v.Claim, Breach: v.Breaches[0], Outcome: o}).Mechanism()
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
