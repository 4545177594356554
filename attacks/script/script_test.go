package script

import (
	"bytes"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/script/need"
	"emrproof/sim"
)

// runScript runs a script and returns what it printed.
func runScript(t *testing.T, src string) *Outcome {
	t.Helper()
	s, err := Load("t.star", []byte(src), need.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// uses are functions at work: what each script prints.
var uses = []struct{ name, src, want string }{
	{"entry", on("print(entry('hospital-a', 1).sort, entry('hospital-a', 1).recipe)"),
		"point entry(\"hospital-a\", 1)"},
	{"data and hex", on("print(hex(data('abc')), text(hexdata('616263')), data('abc') == " +
		"hexdata('616263'))"),
		"616263 abc True"},
	{"fresh keys", on("k = freshkey('k')", "c = senc(k, data('a'), data('b'))",
		"print([text(f) for f in open(c, k, 2)], k == freshkey('k'), k == freshkey('l'))"),
		"[\"a\", \"b\"] True False"},
	{"two encryptions differ", on("k = freshkey('k')", "print(senc(k, data('a')) == senc(k, "+
		"data('a')))"),
		"False"},
	{"xor", on("a, b = data('abc'), data('xyz')", "print(text(xor(xor(a, b), b)), "+
		"hex(xor(a, b, a)), hex(xor(a, b)), xor(a, b) == xor(b, a))"),
		"abc 78797a 191b19 True"},
	{"xor of keys", on("k, l, d = freshkey('k'), freshkey('l'), junk('d', 32)",
		"print([v.sort for v in [xor(k, l), xor(k, d), xor(k, l, d), xor(xor(k, d), d)]])",
		"print(xor(xor(k, d), d) == k, xor(xor(k, d), k) == d, hex(xor(k, k))[:8])"),
		"[\"data\", \"key\", \"data\", \"key\"]\nTrue True 00000000"},
	{"mask", on("k = hk(data('pad'))", "print(text(open(mask(k, data('a')), k, 1)[0]))"), "a"},
	{"hashes", on("print([f(data('a')).sort for f in [H, hs, hk]])"),
		"[\"scalar\", \"scalar\", \"key\"]"},
	{"scalars", on("print(add(const(2), const(-1)) == const(1), mul(const(2), inv(const(2))) == " +
		"const(1))"),
		"True True"},
	{"junk", on("print(junk('j', 100).size, junk('j', 100) == junk('j', 100))"), "100 True"},
	{"flip", on("print(hex(flip(hexdata('0000'), 1, 'ff')))"), "00ff"},
	{"stamp", on("print(stamp().size, stamp('1s') == stamp(1000000000), stamp('-1s') == stamp())"),
		"8 True False"},
	{"principals", on("print(principals(), principals('HPC'))"),
		`["authority", "cloud", "hospital-a", "hospital-b", "bob", "alice"] ["hospital-a", ` +
			`"hospital-b"]`},
	{"cert", on("reveal('authority', 'keys')", "c = cert(prk('authority'), identity('eve'))",
		"print(c.sort)"),
		"certificate"},
	{"sign and verify", on("steal('bob')", "s = sign(prk('bob'), data('a'))",
		"print(verify(s, puk('bob'), data('a')), verify(s, puk('bob'), data('b')), "+
			"verify(s, puk('alice'), data('a')))"), "True False False"},
	{"what is new", on("print(sorted(reveal('alice', 'store')), sorted(reveal('alice', 'all')))"),
		`["R_P1", "S_P"] ["B_P", "PRK"]`},
	{"why of a value", on("print(why(mul(const(2), G())), knows(const(1)) == const(1))"),
		"mul(const(2), mul(const(1), G())) True"},
	{"no secret yet", on("print(knows('SEK1'), why('SEK1'))"),
		"None nobody has called SEK1 secret yet"},
	{"exhibit", "acts = ['exhibit']\nneed()\ndef on_message(m):\n    if m.name == 'visit 2':\n" +
		"        steal('alice')\n        exhibit('SEK1 of bob.3', knows('SEK1', m.sender))\n" +
		"        print(why('SEK1', m.sender))\n", `part(5, 6, field("bob.3#1", 1), own("alice", ` +
		`"PRK"))`},
	{"the world", "acts = []\nw = need(profile = 'nsl', seed = 7)\ndef on_begin():\n" +
		"    print(w.profile, w.seed, w.principals, w.corrupt, w.options, w.delta_t, w.suite)\n",
		`nsl 7 ["alice", "bob"] [] [] 60000000000 ristretto255`},
	{"a principal", "acts = []\nneed(D = [principal('bob', cert_until = '1ms', cert_from = " +
		"'-1h')])\ndef on_message(m):\n    print(m.name)\n", "visit 1"},
	{"addresses", "acts = []\nneed()\ndef on_message(m):\n    if m.name == 'visit 2':\n" +
		"        print(m.sender == 'bob', m.sender == 'bob.3', 'bob' == m.sender, m.sender != 'bob', " +
		"m.sender in ['alice', 'bob'], m.to == m.sender)\n",
		"True True True False True False"},
	{"timers of a moment go together", on("def f(i):", "    return lambda: print(i, now())",
		"for i in [3, 1, 2]:", "    after('%ds' % i, f(i))", "    after('2s', f(-i))"),
		"1 1000000000\n-3 2000000000\n-1 2000000000\n2 2000000000\n-2 2000000000\n3 3000000000"},
}

func TestScriptUses(t *testing.T) {
	for _, u := range uses {
		t.Run(u.name, func(t *testing.T) {
			if got := strings.Join(runScript(t, u.src).Log, "\n"); got != u.want {
				t.Errorf("got  %s\nwant %s", got, u.want)
			}
		})
	}
}

// busy is a script with every kind of move.
const busy = `
acts = ["drop", "deliver", "inject", "reveal", "skew", "start", "exhibit"]
need(P = ["alice", "eve"], sessions = [session("visit", "alice", "bob", at = "1s")],
	corrupt = ["eve"])

def on_begin():
    skew("bob", "1s")
    after("2s", late)
    open(aenc(puk("eve"), data("looked at and thrown away")), prk("eve"), 1)

def late():
    reveal("alice", "keys")
    exhibit("SEK1 of bob.3", knows("SEK1"))
    inject("visit 1", to = "bob", sender = "eve", fields = [data("b"), data("a"), junk("j", 8)])
    start("visit", by = "eve", with_ = "bob")

def on_message(m):
    data("seen " + m.label)
    if m.name == "visit 1":
        replay(m, delay = "10s")
    if m.name == "visit 2" and m.to == "eve":
        drop(m)
    if m.name == "search 1":
        deliver(m, delay = "1ms")
`

// What a script does repeats byte for byte, from the script and from the moves alone.
func TestScriptRepeats(t *testing.T) {
	var traces [][]byte
	for range 2 {
		o := runScript(t, busy)
		trace, err := o.Trace()
		if err != nil {
			t.Fatal(err)
		}
		traces = append(traces, trace)
		again, err := attacks.Run(o.Config)
		if err != nil {
			t.Fatal(err)
		}
		if trace, err = again.Trace(); err != nil {
			t.Fatal(err)
		}
		traces = append(traces, trace)
	}
	for i, trace := range traces {
		if !bytes.Equal(trace, traces[0]) {
			t.Errorf("trace %d differs from the first", i+1)
		}
	}
}

// One *Script can be run again: nothing that a run changes stays.
func TestScriptRunTwice(t *testing.T) {
	s, err := Load("t.star", []byte("acts = []\nneed()\nseen = []\ndef on_message(m):\n"+
		"    seen.append(m.name)\n    print(len(seen))\n"), need.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	var logs []string
	for range 2 {
		o, err := s.Run()
		if err != nil {
			t.Fatal(err)
		}
		logs = append(logs, strings.Join(o.Log, " "))
	}
	if logs[0] != "1 2 3 4 5 6 7 8 9 10" || logs[1] != logs[0] {
		t.Errorf("got %q", logs)
	}
}

func TestScriptOverrides(t *testing.T) {
	seed := sim.Seed(9)
	src := []byte("acts = []\nw = need(options = ['E20'], seed = 4)\ndef on_begin():\n" +
		"    print(w.profile, w.options, w.suite, w.seed)\n")
	for _, c := range []struct {
		name string
		o    need.Overrides
		want string
	}{
		{"none", need.Overrides{}, `published ["E20"] ristretto255 4`},
		{"all", need.Overrides{Profile: "published", Options: []string{"E12"}, Suite: "p256",
			Seed: &seed},
			`published ["E12"] p256 9`},
		{"no options", need.Overrides{Profile: "nsl", Options: []string{}}, `nsl [] ristretto255 4`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Load("t.star", src, c.o)
			if err != nil {
				t.Fatal(err)
			}
			o, err := s.Run()
			if err != nil {
				t.Fatal(err)
			}
			if got := o.Log[0]; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
