package attacks

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// listened is an adversary after a session that it has listened to, with bob's keys.
func listened(t *testing.T, seed sim.Seed) *Executor {
	t.Helper()
	c := simtest.World(t, "published")
	c.Seed, c.Moves = seed, []string{`begin: reveal("bob", "keys")`}
	fixed, err := newFixed(c.Moves)
	if err != nil {
		t.Fatal(err)
	}
	x := newExecutor(fixed)
	if _, err := sim.Run(c, adversary{x}, x.watch); err != nil {
		t.Fatal(err)
	}
	return x
}

func evaluated(t *testing.T, k *Evaluator, src string) (*trace.Value, error) {
	t.Helper()
	r, err := deduce.ParseRecipe(src)
	if err != nil {
		t.Fatal(err)
	}
	return k.Evaluate(r)
}

// Each error says what the adversary lacks, or what would be right.
func TestRecipesThatGiveNothing(t *testing.T) {
	x := listened(t, 1)
	const message = `field("alice.2#1", 1)`
	const opened = `part(1, 5, ` + message + `, own("bob", "PRK"))`
	if _, err := evaluated(t, x.Evaluator, opened); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ src, want string }{
		{`field("alice.9#1", 1)`, `no message "alice.9#1" has been seen`},
		{`field("alice.2#1", 0)`, "number 0: alice.2#1 has 3 fields"},
		{`field("alice.2#1", 4)`, "number 4: alice.2#1 has 3 fields"},
		{`field("alice.2#1", 18446744073709551617)`,
			"number 18446744073709551617: alice.2#1 has 3 fields"},
		{`own("alice", "PRK")`, "the adversary does not hold PRK of alice"},
		{`own("bob", "S_D")`, "the adversary does not hold S_D of bob"},
		{`sign(own("alice", "PRK"), G())`, "the adversary does not hold PRK of alice"},
		{`puk("nobody")`, `the directory has no key of "nobody"`},
		{`public("SK")`, `no value "SK" is published`},
		{`entry("hospital-a", 2)`, "number 2: hospital-a has 1 values"},
		{`entry("alice", 1)`, "number 1: alice has 0 values"},
		{`id("")`, "not an identity: want 1 to 255 bytes of UTF-8"},
		{`id("` + strings.Repeat("x", 256) + `")`, "not an identity: want 1 to 255 bytes of UTF-8"},
		{`hexdata("0g")`, "encoding/hex: invalid byte: U+0067 'g'"},
		{`hexdata("0")`, "encoding/hex: odd length hex string"},
		{`time(9223372036854775808)`, "time(9223372036854775808): out of range"},
		{`time(-9223372036854775808)`,
			"not a time: want 8 bytes, the first below 0x80"},
		{`junk("j", -1)`, "junk: -1 bytes: want 0 to 16777216"},
		{`junk("j", 16777217)`, "junk: 16777217 bytes: want 0 to 16777216"},
		{`junk("j", 18446744073709551616)`, "junk: 18446744073709551616 bytes: want 0 to 16777216"},

		{`part(6, 5, ` + message + `, own("bob", "PRK"))`, "number 6: the text has 5 fields"},
		{`part(1, 4, ` + message + `, own("bob", "PRK"))`,
			"part: opens to no such text: wire: more than 4 fields, want 4"},
		{`part(1, 65, ` + message + `, own("bob", "PRK"))`, "part: 65 fields: want 1 to 64"},
		{`part(1, 0, ` + message + `, own("bob", "PRK"))`, "part: 0 fields: want 1 to 64"},
		{`part(1, 5, field("bob.3#1", 1), own("bob", "PRK"))`,
			"part: does not open: suite: ciphertext does not open"},
		{`part(1, 5, ` + message + `, puk("bob"))`, "part: a public key opens nothing"},
		{`part(1, 5, G(), own("bob", "PRK"))`, "part: a point does not open"},
		{`part(1, 1, ` + message + `, freshkey("k"))`,
			"part: does not open: suite: ciphertext does not open"},
		{`recovered(1, 1, field("alice.2#1", 2))`, "recovered: wire: field 1: length "},
		{`split(1, 1, data("x"))`, "split: a data is no tuple"},
		{`split(1, 3, tuple(data("x"), data("y")))`, "split: wire: 2 fields, want 3"},
		{`split(3, 2, tuple(data("x"), data("y")))`, "number 3: the text has 2 fields"},

		{`aenc(1, own("bob", "PRK"), G())`, "aenc: argument 1 is a private key, want a public key"},
		{`aenc(1, flip(puk("bob"), 0, "01"), G())`, "aenc: argument 1 is a data, want a public key"},
		{`senc(1, fresh("k"), G())`, "senc: argument 1 is a scalar, want a key"},
		{`sign(puk("bob"), G())`, "sign: argument 1 is a public key, want a private key"},
		{`sign(flip(own("bob", "PRK"), 0, "01"), G())`,
			"sign: argument 1 is a data, want a private key"},
		{`cert(own("bob", "PRK"), data("x"))`, "cert: want a private key and an identity"},
		{`mask(data("x"), G())`, "mask: argument 1 is a data, want a key"},
		{`add(G(), const(1))`, "add: argument 2 is a scalar, want scalars or points"},
		{`add(data("x"), data("y"))`, "add: argument 1 is a data, want scalars or points"},
		{`mul(G(), G())`, "mul: argument 1 is a point, want a scalar"},
		{`mul(const(1), data("x"))`, "mul: want a scalar, and a scalar or a point"},
		{`inv(G())`, "inv: argument 1 is a point, want a scalar"},
		{`inv(const(0))`, "inv: suite: 0 has no inverse modulo the order of ristretto255"},

		{`flip(data("abc"), 0, "0")`, `flip: mask "0": want hexadecimal`},
		{`flip(data("abc"), 1, "000000")`, "flip: 3 bytes from 1 on: the value has 3"},
		{`flip(data("abc"), -1, "00")`, "flip: 1 bytes from -1 on: the value has 3"},
		{`flip(data("abc"), 4, "")`, "flip: 0 bytes from 4 on: the value has 3"},
		{`flip(data("abc"), 9223372036854775807, "01")`,
			"flip: 1 bytes from 9223372036854775807 on: the value has 3"},
		{`flip(data("abc"), 18446744073709551616, "01")`,
			"flip: 1 bytes from 18446744073709551616 on: the value has 3"},
		{`flip(id("a"), 0, "ff")`, "not an identity: want 1 to 255 bytes of UTF-8"},
	} {
		v, err := evaluated(t, x.Evaluator, c.src)
		if err == nil || err.Error() != c.want &&
			!(strings.HasSuffix(c.want, " ") && strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%s:\ngot  %v, %v\nwant %s", c.src, v, err, c.want)
		}
	}
	for _, r := range []deduce.Recipe{{}, deduce.Text("x"), deduce.Number(1), {Op: "G",
		Args: []deduce.Recipe{deduce.Number(1)}}} {
		if _, err := x.Evaluator.Evaluate(r); err == nil {
			t.Errorf("%#v: got no error", r)
		}
	}
}

// at the edges of what is possible.
func TestRecipesAtTheEdge(t *testing.T) {
	k := listened(t, 1).Evaluator
	for _, c := range []struct {
		src  string
		sort model.Sort
		size int
	}{
		{`junk("j", 0)`, model.Data, 0},
		{`junk("j", 16777216)`, model.Data, 1 << 24},
		{`flip(data("abc"), 3, "")`, model.Data, 3},
		{`time(0)`, model.Time, 8},
		{`id("` + strings.Repeat("x", 255) + `")`, model.Identity, 255},
		{`mul(const(0), G())`, model.Point, 32},
		{`const(-` + strings.Repeat("9", 400) + `)`, model.Scalar, 32},
		{`G()`, model.Point, 32},
		{`add(G(), mul(G(), const(-1)))`, model.Point, 32},
		{`mul(G(), const(2))`, model.Point, 32},
		{`hk(G())`, model.Key, 32},
		{`flip(puk("bob"), 0, "")`, model.Data, 64},
	} {
		v, err := evaluated(t, k, c.src)
		if err != nil || v.Sort != c.sort || len(v.Bytes()) != c.size {
			t.Errorf("%.60s: got %v, %v; want %d bytes of sort %s", c.src, v, err, c.size, c.sort)
		}
	}
}

func TestRecipesCompute(t *testing.T) {
	k := listened(t, 1).Evaluator
	for _, c := range []struct{ one, two string }{
		{`flip(flip(data("abc"), 1, "ff01"), 1, "ff01")`, `data("abc")`},
		{`hexdata("616263")`, `data("abc")`},
		{`mul(const(2), G())`, `add(G(), G())`},
		{`mul(mul(const(2), fresh("k")), G())`, `mul(fresh("k"), add(G(), G()))`},
		{`mul(inv(fresh("k")), mul(fresh("k"), G()))`, `G()`},
		{`add(const(-1), const(3))`, `const(2)`},
		{`part(2, 3, senc(7, freshkey("k"), G(), id("bob"), const(5)), freshkey("k"))`, `id("bob")`},
		{`part(1, 1, aenc(7, puk("bob"), time(5)), own("bob", "PRK"))`, `time(5)`},
		{`part(2, 2, mask(freshkey("k"), G(), fresh("r")), freshkey("k"))`, `fresh("r")`},
		{`split(2, 2, tuple(G(), tuple(id("a"), id("b"))))`, `tuple(id("a"), id("b"))`},
		{`split(1, 2, split(2, 2, tuple(G(), tuple(id("a"), id("b")))))`, `id("a")`},
		{`part(1, 5, field("alice.2#1", 1), own("bob", "PRK"))`, `id("alice")`},
		{`senc(1, freshkey("k"), G())`, `senc(1, freshkey("k"), G())`},
	} {
		one, err1 := evaluated(t, k, c.one)
		two, err2 := evaluated(t, k, c.two)
		if err1 != nil || err2 != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: got %v, %v; want what %s gives, %v, %v", c.one, one, err1, c.two, two, err2)
		}
	}
	one, _ := evaluated(t, k, `senc(1, freshkey("k"), G())`)
	two, _ := evaluated(t, k, `senc(2, freshkey("k"), G())`)
	if bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("encryptions with different numbers give the same bytes")
	}
}

// A certificate that the adversary makes is one, on the name that it likes, when the
// key is the authority's.
func TestRecipesCertify(t *testing.T) {
	x := listened(t, 1)
	data, err := x.Net.Reveal("authority", trace.RevealKeys)
	if err != nil {
		t.Fatal(err)
	}
	x.Evaluator.Revealed["authority"] = map[string]*trace.Value{"PRK": data[0].Value}
	made := map[string]bool{}
	for _, src := range []string{`cert(own("authority", "PRK"), id("mallory"))`,
		`cert(own("authority", "PRK"), id("eve"))`, `cert(own("bob", "PRK"), id("mallory"))`} {
		v, err := evaluated(t, x.Evaluator, src)
		if err != nil || v.Sort != model.Certificate {
			t.Errorf("%s: got %v, %v; want a certificate", src, v, err)
			continue
		}
		made[string(v.Bytes())] = true
	}
	if len(made) != 3 {
		t.Errorf("%d different certificates, want 3", len(made))
	}
}

// Reference: "running a recipe twice gives the same bytes", Recipe.
func TestRecipesGiveTheSameBytesAgain(t *testing.T) {
	drawn := []string{`fresh("r")`, `freshkey("k")`, `junk("j", 100)`,
		`aenc(1, puk("bob"), id("alice"))`, `senc(1, freshkey("k"), data("x"))`,
		`mask(freshkey("k"), data("x"))`, `sign(own("bob", "PRK"), data("x"))`,
		`cert(own("bob", "PRK"), id("alice"))`, `flip(junk("j", 100), 5, "ff")`,
		`part(3, 5, field("alice.2#1", 1), own("bob", "PRK"))`, `entry("hospital-a", 1)`,
		`public("PK")`, `mul(fresh("r"), public("PK"))`, `hs(fresh("r"))`}
	fixed := []string{`G()`, `const(5)`, `id("alice")`, `time(5)`, `H(data("x"))`}
	bytesOf := func(seed sim.Seed, sources []string) map[string]string {
		k := listened(t, seed).Evaluator
		out := map[string]string{}
		for range 2 {
			for _, src := range sources {
				v, err := evaluated(t, k, src)
				if err != nil {
					t.Fatalf("%s: %v", src, err)
				}
				got := fmt.Sprintf("%s %x", v.Sort, v.Bytes())
				if out[src] != "" && out[src] != got {
					t.Errorf("%s: got %s, and %s before", src, got, out[src])
				}
				out[src] = got
			}
		}
		return out
	}
	one, again := bytesOf(1, append(drawn, fixed...)), bytesOf(1, append(fixed, drawn...))
	other := bytesOf(2, append(drawn, fixed...))
	for _, src := range drawn {
		if one[src] != again[src] {
			t.Errorf("%s: got %s and, in the same run, %s", src, one[src], again[src])
		}
		if one[src] == other[src] {
			t.Errorf("%s: got %s for another seed too", src, one[src])
		}
	}
	for _, src := range fixed {
		if one[src] != again[src] || one[src] != other[src] {
			t.Errorf("%s: got %s, %s, %s, want three times the same", src, one[src], again[src],
				other[src])
		}
	}
}

// What was wrong once may be right later: an error is not remembered.
func TestRecipesComeTrue(t *testing.T) {
	x := listened(t, 1)
	if _, err := evaluated(t, x.Evaluator, `hs(own("alice", "B_P"))`); err == nil {
		t.Fatal("B_P is known, want that it is not")
	}
	data, err := x.Net.Reveal("alice", trace.RevealBiometric)
	if err != nil {
		t.Fatal(err)
	}
	x.Evaluator.Revealed["alice"] = map[string]*trace.Value{"B_P": data[0].Value}
	if _, err := evaluated(t, x.Evaluator, `hs(own("alice", "B_P"))`); err != nil {
		t.Error(err)
	}
}

// Part finds again what a ciphertext carries by its bytes; so whatever a description
// puts into one must be a value that a session has named.
func TestFieldsOfCiphertextsHaveNames(t *testing.T) {
	seen := 0
	for _, name := range library.Profiles() {
		for _, options := range append([][]string{nil}, readings(name)...) {
			p, err := library.Profile(name, options...)
			if err != nil {
				t.Fatal(err)
			}
			p.EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
				if s.Term == nil {
					return
				}
				s.Term.Walk(func(u *model.Term) {
					for _, f := range u.Fields() {
						switch u.Op {
						case model.OpAEnc, model.OpSEnc, model.OpMask, model.OpSign:
							seen++
							// A label is known by its text; a private key in a ciphertext that
							// stays on a device, by what it opens.
							if f.Op != model.OpVar && f.Op != model.OpLabel &&
								!(f.Op == model.OpPRK && ph.Secure) {
								t.Errorf("%s: Eq. %d: %s carries %s", name, s.Eqn, u, f)
							}
						}
					}
				})
			})
		}
	}
	if seen < 100 {
		t.Errorf("%d fields, want 100", seen)
	}
}

// readings are the options of a profile, one at a time.
func readings(profile string) [][]string {
	if profile != "published" {
		return nil
	}
	var all [][]string
	for _, id := range library.OptionIDs("published") {
		all = append(all, []string{id})
	}
	return all
}
