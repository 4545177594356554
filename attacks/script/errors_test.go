package script

import (
	"errors"
	"strings"
	"testing"

	"emrproof/attacks/script/need"
	"emrproof/model/library"
)

// at puts a line into on_message of a world with mallory, as line 5.
func at(line string) string {
	return "acts = []\nneed(D = ['bob', 'mallory'], corrupt = ['mallory'])\n" +
		"def on_message(m):\n  if m.name == 'visit 1':\n    " + line + "\n"
}

const everybody = "authority, cloud, hospital-a, hospital-b, bob, mallory, alice"

// names are those of all descriptions, as complaints list them.
var names = strings.Join(library.Names(), ", ")

// scriptErrors are mistakes in scripts, each with the whole error.
var scriptErrors = []struct{ name, src, want string }{
	// What the adversary does not hold.
	{"no key", at("open(m[1], prk('bob'), 5)"), `e.star:5:16: mallory does not hold PRK of bob: ` +
		`reveal it first ("keys" or "all"), or corrupt bob; corrupted: mallory`},
	{"no stored value", at("own('alice', 'S_P')"), `e.star:5:5: mallory does not hold S_P of ` +
		`alice: reveal it first ("store" or "all"), or corrupt alice; corrupted: mallory`},
	{"no biometric", at("own('alice', 'B_P')"), `e.star:5:5: mallory does not hold B_P of alice: ` +
		`reveal it first ("biometric" or "all"), or corrupt alice; corrupted: mallory`},
	{"no table", at("own('cloud', 'issued 1.1')"), `e.star:5:5: mallory does not hold issued 1.1 ` +
		`of cloud: reveal it first ("tables" or "all"), or corrupt cloud; corrupted: mallory`},
	{"no such value", at("own('alice', 'S_X')"), `e.star:5:5: mallory does not hold S_X of alice: ` +
		`of alice it holds nothing; corrupted: mallory`},
	{"no such value of a corrupt one", at("own('mallory', 'S_X')"),
		`e.star:5:5: mallory does not hold S_X ` +
			`of mallory: of mallory it holds Cert_D, PRK, R_D1, S_D; corrupted: mallory`},
	{"nobody is corrupt", on("prk('bob')"), `e.star:4:5: the adversary does not hold PRK of bob: ` +
		`reveal it first ("keys" or "all"), or corrupt bob; nobody is corrupted`},
	{"the wrong key", at("open(m[1], prk('mallory'), 5)"),
		"e.star:5:5: open: does not open: suite: ciphertext does not open"},
	{"the wrong number", at("open(aenc(puk('mallory'), id), prk('mallory'), 2)"),
		"e.star:5:31: undefined: id"},
	{"too few fields", at("open(aenc(puk('mallory'), data('a')), prk('mallory'), 2)"),
		"e.star:5:5: open: opens to no such text: wire: 1 fields, want 2"},
	{"no fields", at("open(m[1], prk('mallory'), 0)"), "e.star:5:5: open: 0 fields: want 1 to 64"},
	{"a signature does not open", at("open(m[2], prk('mallory'), 5)"),
		"e.star:5:5: open: a signature does not open"},

	// Names.
	{"principal", at("puk('docter')"), `e.star:5:5: principal "docter": want one of ` + everybody},
	{"address", at("inject('visit 1', to = 'bob.x', sender = 'alice', fields = [])"),
		`e.star:5:5: inject: to: principal "bob.x": want one of ` + everybody},
	{"address of a wrong type", at("inject('visit 1', to = 3, sender = 'alice', fields = [])"),
		`e.star:5:5: inject: to: an int is no address: want a principal such as "bob", a session ` +
			`such as "bob.2", or m.sender`},
	{"message name", at("inject('visit 9', to = 'bob', sender = 'alice', fields = [])"),
		`e.star:5:5: inject: message "visit 9": want one of diagnosis 1, search 1, search 2, search ` +
			`3, search 4, search 5, search 6, visit 1, visit 2, visit 3`},
	{"field name", at("m['C_X']"), `e.star:5:6: field "C_X": visit 1 has C_P1, Sig_P1, T_P1`},
	{"field number", at("m[4]"), `e.star:5:6: field 4: visit 1 has fields 1 to 3`},
	{"field from 0", at("m[0]"), `e.star:5:6: field 0: visit 1 has fields 1 to 3`},
	{"attribute", at("m.from_"), `e.star:5:7: message has no attribute "from_": want one of ` +
		`fields, label, name, names, phase, sender, size, time, to`},
	{"value's attribute", at("m[1].bytes"), `e.star:5:10: value has no attribute "bytes": ` +
		`want one of recipe, size, sort`},
	{"secret", at("knows('SEK3')"), `e.star:5:5: knows: secret "SEK3": want one of B_P, ID_P, ` +
		`M_DINF, ` +
		`M_EMR, M_SD, SEK1, SEK2`},
	{"exhibit what is none", on("exhibit('SEK1', G())"), `e.star:4:5: exhibit: secret "SEK1": ` +
		`nobody has called anything secret yet`},
	{"published value", at("public('QK')"), `e.star:5:5: public: value "QK": want one of PK`},
	{"directory", at("entry('alice', 1)"), `e.star:5:5: entry: number 1: alice has 0 values`},
	{"party", at("principals('X')"), `e.star:5:5: principals: party "X": want one of P, D, HPC, ` +
		`PC, MA`},
	{"what to reveal", at("reveal('bob', 'key')"), `e.star:5:5: reveal: "key": want one of keys, ` +
		`store, biometric, tables, all, or such as "table index"`},
	{"a name that is not there", at("opne(m[1])"), "e.star:5:5: undefined: opne"},
	{"label", at("deliver('bob.9#1')"), `e.star:5:5: deliver: no message "bob.9#1" has been seen`},

	// Arguments.
	{"missing argument", at("inject('visit 1', to = 'bob')"),
		"e.star:5:5: inject: missing argument for sender"},
	{"extra argument", at("drop(m, 1)"), "e.star:5:5: drop: got 2 arguments, want at most 1"},
	{"unknown argument", at("deliver(m, dely = '1s')"),
		`e.star:5:5: deliver: unexpected keyword argument "dely"`},
	{"a string for a value", at("aenc(puk('bob'), 'alice')"),
		`e.star:5:5: aenc: argument 2: a string is no value: want identity("alice") or data("alice")`},
	{"a value of a wrong sort", at("aenc(m[1], m[1])"),
		"e.star:5:5: aenc: argument 1 is a ciphertext, want a public key"},
	{"points and scalars", at("add(G(), const(1))"),
		"e.star:5:5: add: argument 2 is a scalar, want scalars or points"},
	{"xor of a point", at("xor(data('a'), G())"),
		"e.star:5:5: xor: argument 2 is a point, want keys or data"},
	{"xor of two lengths", at("xor(data('abc'), data('a'))"),
		"e.star:5:5: xor: texts of several lengths have no ⊕: 3 and 1 bytes"},
	{"no text", at("text(m[1])"), "e.star:5:5: text: the value is of sort ciphertext: want hex(…)"},
	{"hexadecimal", at("hexdata('xy')"),
		"e.star:5:5: hexdata: encoding/hex: invalid byte: U+0078 'x'"},
	{"flip too far", at("flip(data('a'), 1, 'ff')"), "e.star:5:5: flip: 1 bytes from 1 on: the " +
		"value has 1"},
	{"duration", at("deliver(m, delay = '5')"), `e.star:5:5: deliver: delay: duration "5": want a ` +
		`number and a unit, such as 1.5s or 20ms`},
	{"negative delay", at("deliver(m, delay = '-5s')"), "e.star:5:5: deliver: delay: want 0s or " +
		"more"},
	{"no delay", at("after('0s', on_message)"), "e.star:5:5: after: want more than 0s"},
	{"recovery is off", at("recovered(m[2], 6)"),
		"e.star:5:5: recovered: signatures carry no text here: want option E12"},
	{"order of values", at("m[1] < m[2]"), "e.star:5:10: values have no order: <"},

	// When.
	{"a move too early", "drop(1)\n", "e.star:1:1: drop: the run has not begun: want it in " +
		"on_begin, in on_message, or in a function that after() calls"},
	{"need too late", at("need()"), "e.star:5:5: need: it is too late: want it at the top of the " +
		"script"},
	{"need twice", "need()\nneed()\n", "e.star:2:1: need: the script has said what it needs already"},
	{"drop too late", "acts = []\nneed()\nms = []\ndef on_message(m):\n    ms.append(m)\n    if " +
		"len(ms) > 1:\n        drop(ms[0])\n",
		"e.star:7:9: drop: alice.2#1 is not the message at hand: it has been delivered or lost"},
	{"start by an honest one", at("start('visit', by = 'alice', with_ = 'bob')"),
		"e.star:5:5: start: alice is " +
			"honest, and starts what it wants: want a corrupted principal; corrupted: mallory"},
	{"start what cannot be", at("start('visit', by = 'mallory', with_ = 'bob')"),
		`e.star:5:5: "mallory" cannot open phase "visit"`},

	// In a function that is called by another: where the call stands.
	{"in a function", "acts = []\nneed()\ndef key():\n    return prk('bob')\ndef on_begin():\n    " +
		"key()\n",
		`e.star:4:12: the adversary does not hold PRK of bob: reveal it first ("keys" or "all"), ` +
			`or corrupt bob; nobody is corrupted`},
	{"fail", at("fail('no', m.name)"), "e.star:5:5: fail: no visit 1"},

	// The language.
	{"syntax", "def f(:\n", "e.star:1:8: got ':', want ')'"},
	{"float", "x = 1.5\n", "e.star:1:5: 1.5: a script has no floats"},
	{"division", "x = 1 / 2\n", "e.star:1:5: /: a script has no floats: want //"},
	{"float()", "x = float(1)\n", "e.star:1:5: a script has no floats"},
	{"load", "load('x.star', 'y')\n", "e.star:1:1: load: a script is one file"},
	{"while", "while True:\n    pass\n", "e.star:1:1: while: a script has for loops only"},
	{"set", "x = set([1])\n", "e.star:1:5: a script has no sets: want a dict"},
	{"bytes", "x = b'a'\n", "e.star:1:5: a script has no bytes: want hexdata(…) or data(…)"},
	{"set an attribute", at("m.name = 'x'"), "e.star:5:5: .name: attributes cannot be set"},
	{"set a field", at("m[1] = 'x'"), "e.star:5:6: message value does not support item assignment"},
	{"add to a field", at("m[1] += 'x'"), "e.star:5:10: message does not support item assignment"},
	{"operands", at("x = 'a' + 1"), "e.star:5:13: unknown binary op: string + int"},
	{"not a key", at("x = {}['a']"), `e.star:5:11: key "a" not in dict`},
	{"an address as a key", at("x = {m.to: 1}"), `e.star:5:10: an address is no key: want "bob" or ` +
		`"bob"`},

	// The header.
	{"nothing needed", "acts = []\n", "e.star: the script does not say what it needs: want need(…)"},
	{"no acts", "need()\n", `e.star: acts: want the moves that must take effect, such as ` +
		`["inject"]; ` +
		`[] for a script that only listens`},
	{"acts", "need()\nacts = ['replay']\n", `e.star: acts: "replay": want one of drop, deliver, ` +
		`inject, reveal, skew, start, exhibit, and what it is about if it matters`},
	{"acts is a text", "need()\nacts = 'inject'\n", `e.star: acts: a string: want a list of strings`},
	{"claim", "need()\nacts = []\nviolates = ['secrecy: SEK3']\n",
		`e.star: violates: "secrecy: SEK3" is no ` +
			`claim of published: want one such as "aliveness: P-D visit"`},
	{"expect", "need()\nacts = []\nexpect = {'published': 'refused'}\n",
		`e.star: expect: published: "refused": ` +
			`want "violated", "refused by " and a check, or "not violated: " and a reason`},
	{"expect of what", "need()\nacts = []\nexpect = {'publishd': 'violated'}\n",
		`e.star: expect: profile "publishd": want a file that ends in .emr, or one of ` + names},
	{"title", "need()\nacts = []\ntitle = 3\n", `e.star: title: an int: want a string`},
	{"misspelt reaction", "need()\nacts = []\ndef on_mesage(m):\n    pass\n",
		"e.star: on_mesage: nothing calls it: want on_begin or on_message"},
	{"reaction of no argument", "need()\nacts = []\ndef on_message():\n    pass\n",
		"e.star: on_message: want a function of 1 arguments"},
	{"acts that never happen", "need()\nacts = ['inject', 'drop visit 1']\n",
		"e.star: the attack never got to act: no inject, no drop visit 1 took effect"},

	// What is needed.
	{"profile", "need(profile = 'pub')\n", `e.star:1:1: need: profile "pub": want one of ` +
		names},
	{"option", "need(options = ['E99'])\n",
		`e.star:1:1: need: option "E99": want one of E12, E13, E14, E17, E20`},
	{"suite", "need(suite = 'x')\n", `e.star:1:1: need: suite "x": want one of ristretto255, p256`},
	{"link", "need(link = 'x')\n", `e.star:1:1: need: link "x": want one of 4g, 5g, ideal, lan, or ` +
		`a file`},
	{"unknown need", "need(D = ['bob'], doctors = ['bob'])\n",
		`e.star:1:1: need: unexpected keyword argument "doctors"`},
	{"a need without a name", "need('published')\n",
		`e.star:1:1: need: want a name before each value, such as profile = "published"`},
	{"party of another profile", "need(A = ['a'])\n", "e.star:1:1: need: A: not a party of " +
		"published"},
	{"two clouds", "need(PC = ['a', 'b'])\n", "e.star:1:1: need: PC: 2 principals: want one"},
	{"no doctors", "need(D = [])\n", "e.star:1:1: need: D: want a list of names"},
	{"a principal twice", "need(D = ['bob', 'bob'])\n", `e.star:1:1: need: principals[5]: name ` +
		`"bob" is taken`},
	{"corrupt", "need(corrupt = ['mallory'])\n", `e.star:1:1: need: corrupt: principal "mallory": ` +
		`want one of authority, cloud, hospital-a, hospital-b, bob, alice`},
	{"skew", "need(skew = {'mallory': '1s'})\n", `e.star:1:1: need: skew: principal "mallory": ` +
		`want one of authority, cloud, hospital-a, hospital-b, bob, alice`},
	{"session", "need(sessions = [session('visit', 'alice', 'mallory')])\n",
		`e.star:1:1: need: sessions: ` +
			`principal "mallory": want one of authority, cloud, hospital-a, hospital-b, bob, alice`},
	{"phase", "need(sessions = [session('vist', 'alice', 'bob')])\n",
		`e.star:1:1: need: starts[0]: phase "vist": want one of filing, visit`},
	{"seed", "need(seed = -1)\n", `e.star:1:1: need: seed -1: want an integer from 0 to 2^64 - 1`},
}

func TestScriptErrors(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range scriptErrors {
		if seen[e.name] {
			t.Errorf("%s is there twice", e.name)
		}
		seen[e.name] = true
		t.Run(e.name, func(t *testing.T) {
			s, err := Load("e.star", []byte(e.src), need.Overrides{})
			if err == nil {
				_, err = s.Run()
			}
			if err == nil || err.Error() != e.want {
				t.Fatalf("got  %v\nwant %s", err, e.want)
			}
			var own *Error
			if placed := strings.HasPrefix(e.want, "e.star:"); placed && !errors.As(err, &own) &&
				e.want[7] != ' ' {
				t.Errorf("%T, want a *ScriptError", err)
			}
		})
	}
}
