package script_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/script"
	"emrproof/attacks/script/need"
)

// sends has the adversary send four messages: one that is refused, one that is taken, and
// two for nobody. Then comes what the test is about.
const sends = `
acts = ["inject visit 3"]
need(D = ["bob"], sessions = [session("visit", "alice", "bob", at = "1s")])
def on_message(m):
    print("saw", m.name)
    if m.name == "visit 1":
        drop(m)
        inject("visit 1", to = "bob", sender = m.sender, fields = [junk("c", 90), m[2], m[3]])
        inject("visit 1", to = "bob", sender = m.sender, fields = m.fields)
        inject("visit 2", to = "bob", sender = m.sender, fields = m.fields)
        inject("visit 2", to = "bob.99", sender = m.sender, fields = m.fields)
`

var cameOfSends = []string{
	"visit 1 to bob: bob.3 refuses at Eq. 14: does not open: suite: ciphertext does not open",
	"visit 1 to bob: bob.4 takes it",
	"visit 2 to bob: ignored: bob opens no session with such a message",
	"visit 2 to bob.99: ignored: bob has no such session",
}

// stoppedScript runs a script that comes to no verdict.
func stoppedScript(t *testing.T, src string) (*script.Outcome, error) {
	t.Helper()
	s, err := script.Load("t.star", []byte(src), need.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Run()
	if err == nil || o == nil || o.Outcome == nil {
		t.Fatalf("got %v, %v, want an outcome and an error", o, err)
	}
	var came []string
	for _, i := range o.Injected() {
		came = append(came, i.String())
	}
	if !slices.Equal(came, cameOfSends) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(came, "\n"), strings.Join(cameOfSends, "\n"))
	}
	if len(o.Config.Moves) != 5 || o.Log[0] != "saw visit 1" {
		t.Errorf("got %d moves and %q", len(o.Config.Moves), o.Log)
	}
	script.Repeats(t, o.Outcome)
	return o, err
}

// A script that never gets to act leaves what it printed, its moves, and what came of them.
func TestScriptThatNeverActs(t *testing.T) {
	if _, err := stoppedScript(t, sends); !errors.Is(err, attacks.ErrNeverActed) {
		t.Errorf("got %v, want %v", err, attacks.ErrNeverActed)
	}
}

// So does one that fails, whatever it was about to do: the moves that it made go on.
func TestScriptThatFails(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"by itself", "    if m.name == 'visit 2':\n        fail('no more')\n",
			"t.star:13:9: fail: no more"},
		{"in a move", "        deliver('alice.2#1', to = 'bob', delay = '-1s')\n",
			"t.star:12:9: deliver: delay: want 0s or more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := stoppedScript(t, sends+c.line)
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// What a script prints before the run begins is in its error.
func TestScriptThatFailsEarly(t *testing.T) {
	_, err := script.Load("t.star", []byte("print('one')\nprint('two')\nfail('no')\n"),
		need.Overrides{})
	var is *script.Error
	if !errors.As(err, &is) || !slices.Equal(is.Printed, []string{"one", "two"}) {
		t.Errorf("got %v, want an error with what was printed", err)
	}
}

// A session that takes an injected message, and refuses what comes after it, has not
// refused the one that it took. One of the wrong form is refused before it is taken.
func TestWhatIsRefusedLaterWasTaken(t *testing.T) {
	for _, later := range []string{`on bob.3#1: deliver("alice.2#1", "bob", 3, "0s")`,
		`on alice.2#2: deliver("alice.2#2", "bob", 3, "2m")`} {
		o := attacktest.Outcome(t,
			`on alice.2#1: drop()`,
			`on alice.2#1: inject("visit 1", "alice", 2, "bob", 0, [field("alice.2#1", 1), `+
				`field("alice.2#1", 2), field("alice.2#1", 3)])`, later)
		if len(attacks.Refusals(o)) == 0 {
			t.Errorf("%s: nothing is refused", later)
		}
		got := o.Injected()
		if len(got) != 1 || got[0].String() != "visit 1 to bob: bob.3 takes it" {
			t.Errorf("%s: got %v, want one message that bob.3 takes", later, got)
		}
	}
	o := attacktest.Outcome(t,
		`on alice.2#1: drop()`,
		`on alice.2#1: inject("visit 1", "alice", 2, "bob", 0, [junk("c", 9)])`)
	const want = "visit 1 to bob: bob.3 refuses at receive visit 1: not this message: " +
		"wire: 1 fields, want 3"
	if got := o.Injected(); len(got) != 1 || got[0].String() != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
