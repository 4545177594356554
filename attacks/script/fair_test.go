package script

import (
	"strings"
	"testing"

	"emrproof/attacks/script/need"
	"emrproof/sim/trace"
)

// watching prints all that a script can see of every message without a key.
const watching = `
acts = []
need(P = ["alice", "carol"], D = ["bob", "dan"], sessions = [
    session("visit", "alice", "bob", at = "1s"),
    session("visit", "carol", "dan", at = "2s"),
])

def look(v):
    print(v, str(v), repr(v), "%s %r" % (v, v), "{}".format(v), dir(v))
    print(v.sort, v.size, v.recipe, why(v), type(v), bool(v), {v: 1}, [v], (v,))

def on_message(m):
    print(m, dir(m), m.name, m.phase, m.label, m.size, m.time, m.names, m.fields)
    for f in m.fields:
        look(f)
    for name in m.names:
        look(m[name])
    for secret in ["SEK1", "SEK2", "M_SD", "M_EMR", "M_DINF"]:
        print(knows(secret), why(secret))

def on_begin():
    look(puk("bob"))
    look(public("PK"))
    look(entry("hospital-a", 1))
    look(aenc(puk("bob"), data("a")))
`

// What a value prints as does not show what is inside: neither a name that is only
// in ciphertexts, nor a secret, nor a term.
func TestScriptShowsNoSecret(t *testing.T) {
	s, err := Load("t.star", []byte(watching), need.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	log := strings.Join(o.Log, "\n")
	if len(o.Log) < 200 {
		t.Fatalf("%d lines are printed: is everything looked at?", len(o.Log))
	}
	hidden := map[string]string{"a term": "‖", "an encryption": "E_", "a signature": "S_PRK",
		"cardiology": "cardiology", "an atom": "[alice.", "a product": "·"}
	for _, e := range o.Events {
		if e.Kind != trace.KindCompute {
			continue
		}
		for _, d := range e.Data {
			switch d.Name {
			case "B_P", "M_SD", "M_EMR", "M_DINF":
				hidden[d.Name] = string(d.Value.Bytes())
			case "r5", "r6", "r7", "r8", "SEK1", "SEK2":
				hidden[d.Name+" of "+e.Session] = string(d.Value.Bytes())
			}
		}
	}
	if len(hidden) < 15 {
		t.Fatalf("only %d secrets are looked for", len(hidden))
	}
	for what, secret := range hidden {
		if strings.Contains(log, secret) {
			t.Errorf("%s is printed", what)
		}
	}
	// Names are seen where the transport has them: in labels and addresses.
	for _, line := range o.Log {
		for _, name := range []string{"alice", "carol"} {
			rest := line
			for _, public := range []string{name + ".2#", name + ".2"} {
				rest = strings.ReplaceAll(rest, public, "")
			}
			if strings.Contains(rest, name) {
				t.Errorf("%s is printed: %s", name, line)
			}
		}
	}
}

// No script changes a message, a value or an address, or what others see of them.
func TestScriptChangesNoMessage(t *testing.T) {
	for _, line := range []string{"m.name = 'x'", "m.fields = []", "m[1] = m[2]", "m['C_P1'] = m[2]",
		"m.to = 'bob'", "m.to.principal = 'bob'", "m[1].recipe = ''", "m[1].sort += 'x'", "m[1] += m[2]",
		"m.append(1)", "m.fields[0].size = 3", "m.sender.session += 1", "m.fields[0] = m[2]",
		"m.fields[0] += m[2]"} {
		if err := perform([]byte(at(line))); err == nil {
			t.Errorf("%s: no error", line)
		}
	}
	honest := runScript(t, "acts = []\nneed()\n")
	playful := runScript(t, "acts = []\nneed()\ndef on_message(m):\n    f = list(m.fields)\n    "+
		"f.clear()\n    n = list(m.names)\n    n.append('x')\n    f += [1]\n"+
		"    if len(m.fields) + 1 != len(n):\n        fail('the message has changed')\n")
	a, err := honest.Trace()
	if err != nil {
		t.Fatal(err)
	}
	b, err := playful.Trace()
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Error("a script that makes no move changes the trace")
	}
}

// Each list and dict that the run gives a script is what it is: to change it is an error,
// at the place where the script does.
func TestScriptChangesNothingThatItIsGiven(t *testing.T) {
	const hint = ": it is what the run gave, and does not change; list(…) and " +
		"dict(…) make one of your own"
	for _, c := range []struct{ line, want string }{
		{"m.fields[0] = m[2]", "5:13: cannot assign to element of frozen list"},
		{"m.fields.clear()", "5:14: clear: cannot clear frozen list"},
		{"f = m.fields; f += [1]", "5:21: cannot append to frozen list"},
		{"m.names.append('x')", "5:13: append: cannot append to frozen list"},
		{"world.corrupt.append('x')", "5:19: append: cannot append to frozen list"},
		{"world.options.append('x')", "5:19: append: cannot append to frozen list"},
		{"world.principals.append('x')", "5:22: append: cannot append to frozen list"},
		{"principals().append('x')", "5:18: append: cannot append to frozen list"},
		{"open(m[1], prk('mallory'), 5)[0] = 1", "5:34: cannot assign to element of frozen list"},
		{"reveal('alice', 'keys')['x'] = 1", "5:28: cannot insert into frozen dict"},
		{"steal('alice').clear()", "5:20: cannot clear frozen dict"},
	} {
		src := strings.Replace(at(c.line), "need(", "world = need(sessions = [session('visit', 'alice', "+
			"'mallory')], ", 1)
		err := perform([]byte(src))
		if err == nil || err.Error() != "h.star:"+c.want+hint {
			t.Errorf("%s:\ngot  %v\nwant h.star:%s%s", c.line, err, c.want, hint)
		}
	}
}

// An honest script cannot use what the adversary has not been given.
func TestScriptHoldsOnlyWhatItWasGiven(t *testing.T) {
	for _, c := range []string{"prk('alice')", "own('alice', 'B_P')", "own('cloud', 's')",
		"prk('cloud')",
		"open(m[1], puk('bob'), 5)", "sign(puk('alice'), m[1])", "open(m[1], freshkey('k'), 5)",
		"start('visit', by = 'alice', with_ = 'bob')", "own('hospital-a', 'records 1.1')"} {
		if err := perform([]byte(at(c))); err == nil {
			t.Errorf("%s: no error", c)
		}
	}
}
