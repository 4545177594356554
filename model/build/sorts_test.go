package build

import (
	"testing"

	"emrproof/model"
)

var (
	toyP, toyQ = model.Var("X", model.Point), model.Var("X2", model.Point)
	toyD       = model.Var("d", model.Data)
	toyM       = model.Var("m", model.Masked)
	toyC2      = model.Var("c2", model.Ciphertext)
	toySig2    = model.Var("sig2", model.Signature)
	toyNone    = model.Var("none", 0)
	toyD2      = model.Var("d2", model.Data)
	toyK2      = model.Var("k2", model.Key)
)

// sortsPrelude binds a variable of most sorts; what is tested is step 10.
func sortsPrelude(s model.Step) list {
	return list{
		fresh(toyX), fresh(toyK), fresh(toyD), stamp(toyT),
		let(toyP, mul(toyX, model.G)), let(toyC, senc(toyK, idA)), let(toySig, sign(prk(A), idA)),
		let(toyM, mask(toyK, idA)), fresh(toyK2), s,
	}
}

// Each of these works on a value of a sort that it cannot work on; beside it
// stands its twin, which differs in that alone and builds.
var sortTests = []struct {
	name      string
	bad, good model.Step
	want      string // after "toy: one: role A: step 10: "
}{
	{"points multiplied", let(toyQ, mul(toyP, toyP)), let(toyQ, mul(toyX, toyP)),
		"X: is of sort point, want scalar in X·X"},
	{"a key times a point", let(toyQ, mul(toyK, model.G)), let(toyQ, mul(toyX, model.G)),
		"k: is of sort key, want scalar in k·G"},
	{"a scalar times a key", let(toyN, mul(toyX, toyK)), let(toyY, mul(toyX, toyX)),
		"k: is of sort key, want scalar or point in x·k"},
	{"a scalar plus a point", let(toyY, sum(toyX, toyP)), let(toyY, sum(toyX, toyX)),
		"X: is of sort point, want scalar in x + X"},
	{"a point plus a scalar", let(toyQ, sum(toyP, toyX)), let(toyQ, sum(toyP, toyP)),
		"x: is of sort scalar, want point in X + x"},
	{"keys added", let(toyN, sum(toyK, toyK)), let(toyN, toyK),
		"k: is of sort key, want scalar or point in k + k"},
	{"a point inverted", let(toyY, inverse(toyP)), let(toyY, inverse(toyX)),
		"X: is of sort point, want scalar in 1/X"},
	{"encrypted with a private key", let(toyC2, aenc(prk(A), idA)), let(toyC2, aenc(puk(A), idA)),
		"PRK_A: is of sort private key, want public key in E_PRK_A(ID_A)"},
	{"a time for a key", let(toyC2, senc(toyT, idA)), let(toyC2, senc(toyK, idA)),
		"t: is of sort time, want key in E_t(ID_A)"},
	{"signed with a public key", let(toySig2, sign(puk(A), idA)), let(toySig2, sign(prk(A), idA)),
		"PUK_A: is of sort public key, want private key in S_PUK_A(ID_A)"},
	{"certified with a key", let(certD, cert(toyK, idA)), let(certD, cert(prk(A), idA)),
		"k: is of sort key, want private key in Cert(ID_A)"},
	{"masked with a scalar", let(entry, mask(toyX, idA)), let(entry, mask(toyK, idA)),
		"x: is of sort scalar, want key in (ID_A) ⊕ x"},
	{"an identity in an exclusive or", let(toyN, xor(idA, toyK)), let(toyN, xor(toyD, toyK)),
		"ID_A: is of sort identity, want key or data in ID_A ⊕ k"},
	{"two keys added for a key", let(toyN, xor(toyK, toyK2)), let(toyD2, xor(toyK, toyK2)),
		"n: is of sort key, want data like k ⊕ k2"},
	{"a key and data added for data", let(toyD2, xor(toyK, toyD)), let(toyN, xor(toyD, toyK)),
		"d2: is of sort data, want key like k ⊕ d"},

	{"a point for a key", let(toyN, toyP), let(toyQ, toyP),
		"n: is of sort key, want point like X"},
	{"a hash for a point", let(toyQ, hashKey(toyX)), let(toyN, hashKey(toyX)),
		"X2: is of sort point, want key like h(x)"},
	{"compared with another sort", same(toyX, mul(toyX, model.G)), same(toyP, mul(toyX, model.G)),
		"x: is of sort scalar, want point like x·G"},
	{"a key opened", open(toyK, toyK, idA), open(toyC, toyK, idA),
		"k: is of sort key, want ciphertext or masked"},
	{"opened with a scalar", open(toyC, toyX, idA), open(toyC, toyK, idA),
		"x: is of sort scalar, want key or private key to open c"},
	{"opened with a public key", open(toyC, puk(A), idA), open(toyC, toyK, idA),
		"PUK_A: is of sort public key, want key or private key to open c"},
	{"unmasked with a private key", open(toyM, prk(A), idA), open(toyM, toyK, idA),
		"PRK_A: is of sort private key, want key to open m"},
	{"a ciphertext verified", verify(toyC, puk(A), idA), verify(toySig, puk(A), idA),
		"c: is of sort ciphertext, want signature"},
	{"verified with a private key, and no signature", verify(toyC, prk(A), idA),
		verify(toySig, puk(A), idA),
		"c: PRK_A is not a public key: only a public key verifies a signature"},
	{"a fresh point", fresh(toyQ), fresh(toyY),
		"X2: is of sort point, want scalar or key or data"},
	{"a stamp on data", stamp(model.Var("d2", model.Data)), stamp(model.Var("t2", model.Time)),
		"d2: is of sort data, want time"},
	{"a certificate that is a signature", checkCert(toySig, idA), publish(toySig),
		"sig: is of sort signature, want certificate"},

	{"a variable of no sort", let(toyN, hashKey(toyNone)), let(toyN, hashKey(toyX)),
		"none: is of sort nothing, want one that has an encoding"},
	{"in a field of a step", claim(model.EventSecret, "x", B, mul(toyP, toyX)),
		claim(model.EventSecret, "x", B, mul(toyX, toyP)),
		"X: is of sort point, want scalar in X·x"},
	{"the innermost first", let(toyN, hashKey(mul(toyP, sum(toyX, toyP)))),
		let(toyN, hashKey(mul(toyX, sum(toyX, toyX)))),
		"X: is of sort point, want scalar in x + X"},
}

func TestSortsThatDoNotFit(t *testing.T) {
	for _, c := range sortTests {
		t.Run(c.name, func(t *testing.T) {
			_, err := Protocol(toy(sortsPrelude(c.bad), nil))
			wantRefused(t, err, "toy: one: role A: step 10: "+c.want)
			if _, err := Protocol(toy(sortsPrelude(c.good), nil)); err != nil {
				t.Errorf("the twin: %v", err)
			}
		})
	}
}

// These need both roles; the twin of what B does wrong stands after it.
func TestSortsAcrossRoles(t *testing.T) {
	for _, c := range []struct {
		name         string
		a, bad, good list
		want         string
	}{
		{"the age of data", list{fresh(toyD), stamp(toyT), send(B, toyD, toyT)},
			list{recv(A, toyD, toyT), age(toyD)}, list{recv(A, toyD, toyT), age(toyT)},
			"step 2: d: is of sort data, want time"},
		{"a certificate on a key", list{fresh(toyK), let(certD, cert(prk(A), idA)),
			send(B, certD, idA, toyK)},
			list{recv(A, certD, idA, toyK), checkCert(certD, toyK)},
			list{recv(A, certD, idA, toyK), checkCert(certD, idA)},
			"step 2: k: is of sort key, want identity"},
		{"with an equation", list{fresh(toyX), send(B, toyX)},
			list{recv(A, toyX), numbered(let(toyN, toyX), 7)},
			list{recv(A, toyX), numbered(let(toyY, toyX), 7)},
			"step 2 (Eq. 7): n: is of sort key, want scalar like x"},
		{"a sort that no hash takes", list{fresh(toyX), fresh(toyK), fresh(toyD), stamp(toyT),
			send(B, toyX, toyK, toyD, toyT)},
			list{recv(A, toyX, toyK, toyD, toyT), let(toyNone, hashKey(toyX))},
			list{recv(A, toyX, toyK, toyD, toyT), let(toyN, hashKey(toyX, toyK, toyD, toyT,
				idB, model.G, mask(toyK, idB), aenc(puk(B), idB), sign(prk(B), idB), cert(prk(B), idB),
				tuple(puk(B), prk(B))))},
			"step 2: none: is of sort nothing, want one that has an encoding"},
		{"received as another sort", list{fresh(toyX), send(B, toyX)},
			list{recv(A, toyP)}, list{recv(A, toyX)},
			"step 1: X: can never be of sort point: B gets x, of sort scalar"},
		{"opened as another sort", list{fresh(toyK), let(toyC, senc(toyK, idA)),
			send(B, toyC, toyK)},
			list{recv(A, toyC, toyK), open(toyC, toyK, toyD)},
			list{recv(A, toyC, toyK), open(toyC, toyK, idA)},
			"step 2: d: can never be of sort data: B gets ID_A, of sort identity"},
		{"held as another sort", list{fresh(toyX), send(B, toyX)},
			list{recv(A, toyX), let(toyN, hashKey(model.Var("x", model.Point)))},
			list{recv(A, toyX), let(toyN, hashKey(model.Var("x", model.Scalar)))},
			"step 2: x: is of sort point here, and B holds it as scalar"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Protocol(toy(c.a, c.bad))
			wantRefused(t, err, "toy: one: role B: "+c.want)
			if _, err := Protocol(toy(c.a, c.good)); err != nil {
				t.Errorf("the twin: %v", err)
			}
		})
	}
}
