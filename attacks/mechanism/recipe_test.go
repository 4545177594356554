package mechanism

import (
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/sim/trace"
)

// In a message of the adversary's own, another field is another mechanism, and another name
// for what is made up is not.
func TestMechanismOfWhatIsMade(t *testing.T) {
	r := &renaming{sent: map[string]*trace.Message{"bob.1#1": {Name: "visit 2",
		From: trace.Address{Principal: "bob"}, To: trace.Address{Principal: "alice"}}},
		names: map[string]string{"alice": "P1", "bob": "D1"}}
	say := func(src string) string {
		m, err := attacks.ParseMove(`begin: inject("visit 1", "bob", 0, "alice", 0, [` + src + `])`)
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
