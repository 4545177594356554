package emr_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emrproof/model/emr"
)

// toy is a description with a place for more lines: at its top, in A's role, and at its end.
func toy(top, step, end string) string {
	return `protocol toy "nowhere"
party A "asker" is ID_A
party B "answerer" is ID_B
key N, K
scalar r
point R
ciphertext C
` + top + `
phase "ask"
  role A
    input ID_B from peer
    fresh N
` + step + `
    C = E[PUK_B](N)
    send B: C
  role B
    receive A: C
    open C by PRK_B: N
` + end
}

func TestToyIsRight(t *testing.T) {
	if got := complaints("toy.emr", toy("", "", "")); got != "" {
		t.Error(got)
	}
}

func TestComplaints(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "",
			`toy.emr:1:1: is no description: want it to begin with: protocol NAME "source"`},
		{"another text", "root:x:0:0\n!!!\n",
			"toy.emr:1:1: is no description: want it to begin with"},
		{"word", toy("fase \"x\"", "", ""),
			`toy.emr:8:1: "fase" is no statement: did you mean phase?`},
		{"unknown word", toy("frobnicate", "", ""),
			`8:1: "frobnicate" is no statement: want one of `},
		{"step above roles", toy("send B: C", "", ""),
			`8:1: "send" is a step: want it below a role`},
		{"let above roles", toy("R = r·G", "", ""), `8:1: "R" is computed in a step`},
		{"twice", toy("key N", "", ""), `8:5: "N" is declared already, as of sort key`},
		{"party twice", toy(`party A "x" is ID_X`, "", ""),
			`8:1: party A is there already, in line 2`},
		{"adjective", toy(`party X "x" is ID_X honest`, "", ""),
			`8:21: "honest": want one, trusted or sealed`},
		{"undeclared", toy("", "fresh M", ""),
			`13:7: "M" is not declared: want a line such as: key M`},
		{"misspelt", toy("", "K = h(NN)", ""), `13:7: "NN" is not declared: `},
		{"near", toy("time T_A1", "stamp T_A2", ""),
			`13:7: "T_A2" is not declared: did you mean T_A1?`},
		{"no party", toy("", "send X: N", ""), `13:1: X is no party: want one of A, B`},
		{"no key of", toy("", "K = h(PUK_X)", ""), `13:7: X is no party: want one of A, B`},
		{"operation", toy("", "K = hash(N)", ""), `13:5: "hash" is no operation: want one of `},
		{"no key", toy("", "C = E(N)", ""), `13:6: "E" wants its key first: E[key](…)`},
		{"open bracket", toy("", "K = h(N", ""), `13:6: the bracket is not closed`},
		{"closed bracket", toy("", "K = h(N))", ""), `13:9: ")": the line should end before it`},
		{"quote", toy("", `secret "x to B: N`, ""), `13:8: the quote is not closed in this line`},
		{"escape", toy("", `secret "\q" to B: N`, ""), `13:8: "\q" is no text`},
		{"character", toy("", "K = h(N) !", ""), `13:10: "!" means nothing here`},
		{"colon", toy("", "send B N", ""), `13:8: "N": want ":"`},
		{"place", toy("", "input K from nowhere", ""),
			`13:14: "nowhere": want one of peer, biometric, `},
		{"table", toy("", "lookup keys: K", ""),
			`13:8: table "keys": want a key, such as keys[ID_P]`},
		{"number", toy("", "once N in seen of many", ""),
			`13:19: "many": want a number of 1 or more`},
		{"one argument", toy("", "K = argon2id(N)", ""), `13:5: argon2id(…) wants 2 arguments`},
		{"sort", toy("", "R = r·N", ""),
			`13:7: toy: ask: role A: step 3: N: is of sort key, want `},
		{"unbound", toy("", "R = r·G", ""),
			`13:5: toy: ask: role A: step 3: r: A does not hold it here`},
		{"not bound, one like it is", toy("scalar x_1, x_2", "fresh x_1\n    R = x_2·G", ""),
			"14:9: toy: ask: role A: step 4: x_2: A does not hold it here, so it cannot build x_2·G; " +
				"did you mean x_1 (line 13)?"},
		{"not bound, one of another sort is", toy("scalar x_1\npoint x_2", "fresh x_1\n    K = h(x_2)",
			""), "x_2: A does not hold it here, so it cannot build h(x_2)\n"},
		{"not bound here, but elsewhere", toy("scalar x_1, x_2", "fresh x_1\n    R = x_2·G\n"+
			"    fresh x_2", ""), "x_2: A does not hold it here, so it cannot build x_2·G\n"},
		{"not bound, one like it is of another role", toy("scalar x_1, x_2", "fresh x_1", "\n"+
			"    R = x_2·G"), "x_2: B does not hold it here, so it cannot build x_2·G\n"},
		{"claim", toy("", "", `claim secresy "x" by A about B`),
			`19:7: "secresy" is no claim: did you mean secrecy?`},
		{"claim without events", toy("", "", `claim secrecy "x" by A about B`),
			`19:1: toy: claim "secrecy: x of A": role A has no step "secret" labelled "x"`},
		{"claim twice", toy("", "secret \"x\" to B: N", "claim secrecy \"x\" by A about B\n"+
			"claim secrecy \"x\" by A about B"), `claim "secrecy: x of A" is there twice`},
		{"claim of nobody", toy("", "", `claim anonymity about Q`), `19:1: Q is no party`},
		{"world", toy("", "", "world\nX: alice"),
			`19:1: toy: world: X: is not a party of the protocol`},
		{"worlds", toy("", "", "world\nA: alice\nworld"),
			`21:1: the world is there already, in line 19`},
		{"session", toy("", "", "world\nsession \"lunch\" by A with B"), `19:1: toy: world: `},
		{"time", toy("", "", "world\nsession \"ask\" by A with B every day"),
			`20:33: "day": want a time`},
		{"option twice", toy("", "", "option X \"\"\noption X \"\""),
			`20:1: option X is there twice`},
		{"change", toy("", "", "option X \"\"\nfrob"), `20:1: "frob": want a change, such as`},
		{"change of no role", toy("", "", "option X \"\"\n- fresh N"), `20:1: want the role first`},
		{"phase twice", toy("", "", "phase \"ask\"\n  role A\n    nothing"),
			`toy: phase "ask" is there twice`},
		{"role twice", toy("", "", "role A\n    nothing"), `toy: ask: role A is there twice`},
		{"missing number", toy("equations 1", "", ""), `toy.emr: toy: Eq. 1 is carried by no step`},
		{"not UTF-8", "protocol \xff", `toy.emr:1:10: byte 0xff: want UTF-8`},
		{"UTF-16", "\xff\xfep\x00", `toy.emr:1: is in UTF-16: want UTF-8`},
		{"deep", toy("", "K = "+strings.Repeat("(", 100)+"N"+strings.Repeat(")", 100), ""),
			`is more than 50 terms deep`},
		{"unclosed and deep", toy(strings.Repeat("h(", 100_000), "", ""), `is no statement`},
		{"long", strings.Repeat("#\n", 1<<20), `toy.emr: is too long: want at most 1 MiB`},
		{"lets that double", toy(doubling("let K%d = h(K%d, K%d)"), "K = h(K40)", ""),
			`the description is too large written out`},
		{"keys that double", toy("key K0\n"+doubling("key K%[1]d"),
			"K0 = h(N)\n"+doubling("K%d = h(K%d, K%d)"), ""),
			`is too large written out`},
		{"sums that double", toy("scalar K0\n"+doubling("scalar K%[1]d"),
			"fresh K0, r\n"+doubling("K%d = K%d + K%d"), ""),
			`is too large written out`},
		{"products of sums", toy("scalar K0\n"+doubling("scalar K%[1]d"),
			"fresh K0, r\n"+strings.ReplaceAll(doubling("fresh K%[1]d"), "K0",
				"r")+"R = "+factors()+"G", ""),
			`is too large written out`},
		{"many faults", toy(strings.Repeat("x\n", 1000), "", ""), `has more than 20 faults`},
	} {
		if got := complaints("toy.emr", c.text); !strings.Contains(got, c.want) {
			t.Errorf("%s: got\n%s\nwant %s", c.name, got, c.want)
		}
	}
}

// doubling writes a line for each number up to 40 of a form that takes it, and the number before
// it twice.
func doubling(form string) string {
	var b strings.Builder
	for i := 1; i <= 40; i++ {
		fmt.Fprintf(&b, form+"\n", i, i-1, i-1)
	}
	return b.String()
}

// factors are 40 sums of two.
func factors() string {
	var b strings.Builder
	for i := 1; i <= 40; i++ {
		fmt.Fprintf(&b, "(r + K%d)·", i)
	}
	return b.String()
}

// What an option changes has to be there, and two options do not write one line anew.
func TestOptionComplaints(t *testing.T) {
	numbered := func(edits string) string {
		return strings.Replace(toy("", "", edits), "C = E[PUK_B](N)", "C = E[PUK_B](N) (1)", 1)
	}
	for _, c := range []struct {
		name, edits string
		options     []string
		want        string
	}{
		{"no such line", "option X \"\"\n(7) fresh N", []string{"X"},
			`20:1: no line has the number (7)`},
		{"no such field", "option X \"\"\nleave K out of (1)", []string{"X"},
			`20:7: line (1) has no such field`},
		{"no such term", "option X \"\"\nwrite K for h(K)", []string{"X"},
			`20:13: no line has this term`},
		{"no such role", "option X \"\"\nin \"ask\" Q\n- fresh N", []string{"X"},
			`21:1: there is no role Q`},
		{"no such text", "option X \"\"\nin \"ask\" A\n- fresh K", []string{"X"},
			`21:3: role A has no such line`},
		{"no such party", "option X \"\"\nparty Q \"q\" is ID_Q", []string{"X"},
			`there is no party Q`},
		{"not in the role", "option X \"\"\nmove (2) behind (1)", []string{"X"},
			`the lines that move are not in`},
		{"two write", "option X \"\"\n(1) C = E[PUK_B](N)\noption Y \"\"\n(1) C = E[PUK_B](N)",
			[]string{"X", "Y"}, `options X and Y both write (1) anew`},
		{"unknown", "option X \"\"\ndrop (1)", []string{"Z"}, `option "Z": want one of X`},
		{"twice", "option X \"\"\nleave K out of (1)", []string{"X", "X"},
			`option "X" is given twice`},
		{"none", "", []string{"Z"}, `option "Z": profile "toy" has none`},
	} {
		f, err := emr.Parse("toy.emr", []byte(numbered(c.edits)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if _, err := f.Protocol(c.options...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v\nwant %s", c.name, err, c.want)
		}
	}
}

// All that is wrong is said at once, in the order of the text.
func TestAllComplaintsAtOnce(t *testing.T) {
	got := complaints("toy.emr", toy("key N", "fresh M\nK = h(N", "")+"\nclaim luck")
	for _, want := range []string{"toy.emr:8:5: ", "toy.emr:13:7: ", "toy.emr:14:6: "} {
		at := strings.Index(got, want)
		if at < 0 {
			t.Fatalf("got\n%s\nwant %s", got, want)
		}
		got = got[at:]
	}
	got = complaints("toy.emr", toy("", "K = h(r)\nC = E[K](R)", ""))
	for _, want := range []string{"toy.emr:13:7: toy: ask: role A: step 3: r: ",
		"toy.emr:14:10: toy: ask: role A: step 4: R: "} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant %s", got, want)
		}
	}
}

// Line ends, a byte-order mark, and signs that a keyboard has in place of others make no
// difference.
func TestOtherSigns(t *testing.T) {
	text := toy("data X", "X = N ⊕ N ⊕ N ⊕ h(N ‖ ID_A)\nR = h(X)·G", "")
	for _, other := range []string{strings.NewReplacer("⊕", "^", "‖", "||", "·",
		"*").Replace(text), text,
		strings.ReplaceAll(text, "\n", "\r\n"), "\ufeff" + text,
		strings.TrimSuffix(text, "\n"), strings.ReplaceAll(text, "    ", "\t")} {
		if got := complaints("toy.emr", other); got != "" {
			t.Error(got)
		}
	}
}

// Whatever the text, Parse ends and does not panic, and what it takes prints as a text that
// gives the same description.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("../library/*.emr")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(text) < 5_000 { // a fuzzer gets further with small ones
			f.Add(text)
		}
	}
	f.Add([]byte(toy("", "", "option X \"\"\nadd K to (1)\nin \"ask\" A\n- fresh N\n+ fresh K")))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := emr.Parse("fuzz.emr", text)
		if err != nil {
			return
		}
		p, err := file.Protocol()
		if err != nil {
			return
		}
		printed := emr.Print(p)
		again, err := emr.Parse("fuzz.emr", []byte(printed))
		if err != nil {
			t.Fatalf("%v\n%s", err, printed)
		}
		q, err := again.Protocol()
		if err != nil {
			t.Fatalf("%v\n%s", err, printed)
		}
		if second := emr.Print(q); !bytes.Equal([]byte(second), []byte(printed)) {
			t.Fatalf("prints as\n%s\nand then as\n%s", printed, second)
		}
		for _, o := range file.Options() {
			_, _ = file.Protocol(o.ID)
		}
	})
}
