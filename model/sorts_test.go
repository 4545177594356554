package model

import (
	"testing"
)

var (
	toyP, toyQ = Var("X", Point), Var("X2", Point)
	toyD       = Var("d", Data)
	toyM       = Var("m", Masked)
	toyC2      = Var("c2", Ciphertext)
	toySig2    = Var("sig2", Signature)
	toyNone    = Var("none", NoSort)
)

// sortsPrelude binds a variable of most sorts; what is tested is step 9.
func sortsPrelude(s Step) []Step {
	return []Step{
		Fresh(toyX), Fresh(toyK), Fresh(toyD), Stamp(toyT),
		Let(toyP, Mul(toyX, G)), Let(toyC, SEnc(toyK, IDA)), Let(toySig, Sign(PRK(A), IDA)),
		Let(toyM, Mask(toyK, IDA)), s,
	}
}

// Each of these works on a value of a sort that it cannot work on; beside it
// stands its twin, which differs in that alone and builds.
var sortTests = []struct {
	name      string
	bad, good Step
	want      string // after "toy: one: role A: step 9: "
}{
	{"points multiplied", Let(toyQ, Mul(toyP, toyP)), Let(toyQ, Mul(toyX, toyP)),
		"X: is of sort point, want scalar in X·X"},
	{"a key times a point", Let(toyQ, Mul(toyK, G)), Let(toyQ, Mul(toyX, G)),
		"k: is of sort key, want scalar in k·G"},
	{"a scalar times a key", Let(toyN, Mul(toyX, toyK)), Let(toyY, Mul(toyX, toyX)),
		"k: is of sort key, want scalar or point in x·k"},
	{"a scalar plus a point", Let(toyY, Sum(toyX, toyP)), Let(toyY, Sum(toyX, toyX)),
		"X: is of sort point, want scalar in x + X"},
	{"a point plus a scalar", Let(toyQ, Sum(toyP, toyX)), Let(toyQ, Sum(toyP, toyP)),
		"x: is of sort scalar, want point in X + x"},
	{"keys added", Let(toyN, Sum(toyK, toyK)), Let(toyN, toyK),
		"k: is of sort key, want scalar or point in k + k"},
	{"a point inverted", Let(toyY, inverse(toyP)), Let(toyY, inverse(toyX)),
		"X: is of sort point, want scalar in 1/X"},
	{"encrypted with a private key", Let(toyC2, AEnc(PRK(A), IDA)), Let(toyC2, AEnc(PUK(A), IDA)),
		"PRK_A: is of sort private key, want public key in E_PRK_A(ID_A)"},
	{"a time for a key", Let(toyC2, SEnc(toyT, IDA)), Let(toyC2, SEnc(toyK, IDA)),
		"t: is of sort time, want key in E_t(ID_A)"},
	{"signed with a public key", Let(toySig2, Sign(PUK(A), IDA)), Let(toySig2, Sign(PRK(A), IDA)),
		"PUK_A: is of sort public key, want private key in S_PUK_A(ID_A)"},
	{"certified with a key", Let(CertD, Cert(toyK, IDA)), Let(CertD, Cert(PRK(A), IDA)),
		"k: is of sort key, want private key in Cert(ID_A)"},
	{"masked with a scalar", Let(MX, Mask(toyX, IDA)), Let(MX, Mask(toyK, IDA)),
		"x: is of sort scalar, want key in (ID_A) ⊕ x"},

	{"a point for a key", Let(toyN, toyP), Let(toyQ, toyP),
		"n: is of sort key, want point like X"},
	{"a hash for a point", Let(toyQ, HashKey(toyX)), Let(toyN, HashKey(toyX)),
		"X2: is of sort point, want key like h(x)"},
	{"compared with another sort", Same(toyX, Mul(toyX, G)), Same(toyP, Mul(toyX, G)),
		"x: is of sort scalar, want point like x·G"},
	{"a key opened", Open(toyK, toyK, IDA), Open(toyC, toyK, IDA),
		"k: is of sort key, want ciphertext or masked"},
	{"opened with a scalar", Open(toyC, toyX, IDA), Open(toyC, toyK, IDA),
		"x: is of sort scalar, want key or private key to open c"},
	{"opened with a public key", Open(toyC, PUK(A), IDA), Open(toyC, toyK, IDA),
		"PUK_A: is of sort public key, want key or private key to open c"},
	{"unmasked with a private key", Open(toyM, PRK(A), IDA), Open(toyM, toyK, IDA),
		"PRK_A: is of sort private key, want key to open m"},
	{"a ciphertext verified", Verify(toyC, PUK(A), IDA), Verify(toySig, PUK(A), IDA),
		"c: is of sort ciphertext, want signature"},
	{"verified with a private key, and no signature", Verify(toyC, PRK(A), IDA),
		Verify(toySig, PUK(A), IDA),
		"c: PRK_A is not a public key: only a public key verifies a signature"},
	{"a fresh point", Fresh(toyQ), Fresh(toyY),
		"X2: is of sort point, want scalar or key or data"},
	{"a stamp on data", Stamp(Var("d2", Data)), Stamp(Var("t2", Time)),
		"d2: is of sort data, want time"},
	{"a certificate that is a signature", CheckCert(toySig, IDA), Publish(toySig),
		"sig: is of sort signature, want certificate"},

	{"a variable of no sort", Let(toyN, HashKey(toyNone)), Let(toyN, HashKey(toyX)),
		"none: is of sort nothing, want one that has an encoding"},
	{"anew outside an open", Send(B, Anew(IDA)), Publish(IDA),
		"anew ID_A: is of sort nothing, want one that has an encoding"},
	{"in a field of a step", Secret("x", B, Mul(toyP, toyX)), Secret("x", B, Mul(toyX, toyP)),
		"X: is of sort point, want scalar in X·x"},
	{"the innermost first", Let(toyN, HashKey(Mul(toyP, Sum(toyX, toyP)))),
		Let(toyN, HashKey(Mul(toyX, Sum(toyX, toyX)))),
		"X: is of sort point, want scalar in x + X"},
}

func TestSortsThatDoNotFit(t *testing.T) {
	for _, c := range sortTests {
		t.Run(c.name, func(t *testing.T) {
			_, err := Build(toy(sortsPrelude(c.bad), nil))
			wantRefused(t, err, "toy: one: role A: step 9: "+c.want)
			if _, err := Build(toy(sortsPrelude(c.good), nil)); err != nil {
				t.Errorf("the twin: %v", err)
			}
		})
	}
}

// These need both roles; the twin of what B does wrong stands after it.
func TestSortsAcrossRoles(t *testing.T) {
	for _, c := range []struct {
		name         string
		a, bad, good []Step
		want         string
	}{
		{"the age of data", []Step{Fresh(toyD), Stamp(toyT), Send(B, toyD, toyT)},
			[]Step{Recv(A, toyD, toyT), Age(toyD)}, []Step{Recv(A, toyD, toyT), Age(toyT)},
			"step 2: d: is of sort data, want time"},
		{"a certificate on a key", []Step{Fresh(toyK), Let(CertD, Cert(PRK(A), IDA)),
			Send(B, CertD, IDA, toyK)},
			[]Step{Recv(A, CertD, IDA, toyK), CheckCert(CertD, toyK)},
			[]Step{Recv(A, CertD, IDA, toyK), CheckCert(CertD, IDA)},
			"step 2: k: is of sort key, want identity"},
		{"with an equation", []Step{Fresh(toyX), Send(B, toyX)},
			[]Step{Recv(A, toyX), Let(toyN, toyX).Eq(7)},
			[]Step{Recv(A, toyX), Let(toyY, toyX).Eq(7)},
			"step 2 (Eq. 7): n: is of sort key, want scalar like x"},
		{"a sort that no hash takes", []Step{Fresh(toyX), Fresh(toyK), Fresh(toyD), Stamp(toyT),
			Send(B, toyX, toyK, toyD, toyT)},
			[]Step{Recv(A, toyX, toyK, toyD, toyT), Let(toyNone, HashKey(toyX))},
			[]Step{Recv(A, toyX, toyK, toyD, toyT), Let(toyN, HashKey(toyX, toyK, toyD, toyT,
				IDB, G, Mask(toyK, IDB), AEnc(PUK(B), IDB), Sign(PRK(B), IDB), Cert(PRK(B), IDB),
				Tuple(PUK(B), PRK(B))))},
			"step 2: none: is of sort nothing, want one that has an encoding"},
		{"received as another sort", []Step{Fresh(toyX), Send(B, toyX)},
			[]Step{Recv(A, toyP)}, []Step{Recv(A, toyX)},
			"step 1: X: can never be of sort point: B gets x, of sort scalar"},
		{"opened as another sort", []Step{Fresh(toyK), Let(toyC, SEnc(toyK, IDA)),
			Send(B, toyC, toyK)},
			[]Step{Recv(A, toyC, toyK), Open(toyC, toyK, toyD)},
			[]Step{Recv(A, toyC, toyK), Open(toyC, toyK, IDA)},
			"step 2: d: can never be of sort data: B gets ID_A, of sort identity"},
		{"held as another sort", []Step{Fresh(toyX), Send(B, toyX)},
			[]Step{Recv(A, toyX), Let(toyN, HashKey(Var("x", Point)))},
			[]Step{Recv(A, toyX), Let(toyN, HashKey(Var("x", Scalar)))},
			"step 2: x: is of sort point here, and B holds it as scalar"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Build(toy(c.a, c.bad))
			wantRefused(t, err, "toy: one: role B: "+c.want)
			if _, err := Build(toy(c.a, c.good)); err != nil {
				t.Errorf("the twin: %v", err)
			}
		})
	}
}
