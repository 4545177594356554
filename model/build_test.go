package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var (
	toyK, toyN = Var("k", Key), Var("n", Key)
	toyX, toyY = Var("x", Scalar), Var("y", Scalar)
	toyC       = Var("c", Ciphertext)
	toySig     = Var("sig", Signature)
	toyT       = Var("t", Time)
)

// toy is a description of two parties in one phase.
func toy(a, b []Step) *Protocol {
	return &Protocol{
		Name:    "toy",
		Parties: []Member{{Party: A, ID: IDA}, {Party: B, ID: IDB}},
		Phases: []Phase{{Name: "one", Roles: []Role{
			{Party: A, Steps: a}, {Party: B, Steps: b},
		}}},
	}
}

// Each of these cannot run. The roles are A's and B's.
var refusedSteps = []struct {
	name string
	a, b []Step
	want string
}{
	{"used before it is bound", []Step{Let(toyY, Sum(toyX, toyX)), Fresh(toyX)}, nil,
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x + x"},
	{"fresh twice", []Step{Fresh(toyX), Fresh(toyX)}, nil,
		"toy: one: role A: step 2: x: is bound already"},
	{"let of what is stamped", []Step{Stamp(toyT), Let(toyT, toyT)}, nil,
		"toy: one: role A: step 2: t: is bound already"},
	{"stamp of what is received", []Step{Stamp(toyT), Send(B, toyT)},
		[]Step{Recv(A, toyT), Stamp(toyT)},
		"toy: one: role B: step 2: t: is bound already"},
	{"taken twice", []Step{Take(IDB, InputPeer), Take(IDB, InputPeer)}, nil,
		"toy: one: role A: step 2: ID_B: is bound already"},
	{"taken about someone unknown", []Step{TakeRecord(toyN, InputEMR, IDB)}, nil,
		"toy: one: role A: step 1: ID_B: A does not hold it here, so it cannot build ID_B"},
	{"sent before it is bound", []Step{Send(B, toyX)}, []Step{Recv(A, toyX)},
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x"},
	{"published before it is bound", []Step{Publish(toyX)}, nil,
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x"},
	{"claimed before it is bound", []Step{Secret("x", B, toyX)}, nil,
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x"},
	{"stored before it is bound", []Step{Store(OwnTable, nil, toyX)}, nil,
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x"},
	{"stored under what is not bound", []Step{Store(Records, toyN, IDA)}, nil,
		"toy: one: role A: step 1: n: A does not hold it here, so it cannot build n"},

	{"nobody sends", nil, []Step{Recv(A, toyX, toyY)},
		"toy: one: role B: step 1: x‖y: nobody sends this message"},
	{"both wait", []Step{Recv(B, toyX), Send(B, toyX)}, []Step{Recv(A, toyX), Send(A, toyX)},
		"toy: one: role A: step 1: x: nobody sends this message"},
	{"too few fields", []Step{Send(B, IDA)}, []Step{Recv(A, IDA, toyX)},
		"toy: one: role B: step 1: ID_A‖x: has 1 fields, want 2"},
	{"another sender", []Step{Send(B, IDA)}, []Step{Recv(B, IDA)},
		`toy: one: role B: step 1: ID_A: message "one 1" is from A, want B`},
	{"another value than held", []Step{Fresh(toyX), Send(B, toyX)},
		[]Step{Fresh(toyX), Recv(A, toyX)},
		"toy: one: role B: step 2: x: can never be equal: B holds x[2], and gets x"},
	{"another identity than held", []Step{Recv(B, IDA)},
		[]Step{Take(IDDE, InputDepartment), Send(A, IDDE)},
		"toy: one: role A: step 1: ID_A: can never be equal: A holds ID_A, and gets ID_DE"},
	{"to nobody", []Step{Send("", IDA)}, nil,
		`toy: one: role A: step 1: "": is not a party of the protocol`},
	{"from nobody", []Step{Send(B, IDA)}, []Step{Recv("", IDA)},
		`toy: one: role B: step 1: "": is not a party of the protocol`},
	{"to an unknown party", []Step{Send(HPC, IDA)}, nil,
		"toy: one: role A: step 1: HPC: is not a party of the protocol"},
	{"about an unknown party", []Step{Secret("x", D, IDA)}, nil,
		"toy: one: role A: step 1: D: is not a party of the protocol"},
	{"age of nothing received", []Step{Stamp(toyT), Age(toyT), Send(B, toyT)},
		[]Step{Recv(A, toyT)},
		"toy: one: role A: step 2: t: no message came before whose age could be checked"},
	{"age of what is not held", []Step{Send(B, IDA)}, []Step{Recv(A, IDA), Age(toyT)},
		"toy: one: role B: step 2: t: B does not hold it here, so it cannot build t"},
}

// Each of these keys is the wrong one, or in the wrong hands.
var refusedKeys = []struct {
	name string
	a, b []Step
	want string
}{
	{"another symmetric key", []Step{Fresh(toyK), Let(toyC, SEnc(toyK, IDA)), Send(B, toyC)},
		[]Step{Recv(A, toyC), Fresh(toyK), Open(toyC, toyK, IDA)},
		"toy: one: role B: step 3: c: k[2] does not open E_k(ID_A)"},
	{"a key that it does not hold", []Step{Fresh(toyK), Let(toyC, SEnc(toyK, IDA)), Send(B, toyC)},
		[]Step{Recv(A, toyC), Open(toyC, toyK, IDA)},
		"toy: one: role B: step 2: k: B does not hold it here, so it cannot build k"},
	{"a private key for a symmetric one",
		[]Step{Fresh(toyK), Let(toyC, SEnc(toyK, IDA)), Send(B, toyC)},
		[]Step{Recv(A, toyC), Open(toyC, PRK(B), IDA)},
		"toy: one: role B: step 2: c: PRK_B does not open E_k(ID_A)"},
	{"encrypted for the sender", []Step{Let(toyC, AEnc(PUK(A), IDA)), Send(B, toyC)},
		[]Step{Recv(A, toyC), Open(toyC, PRK(B), IDA)},
		"toy: one: role B: step 2: c: PRK_B does not open E_PUK_A(ID_A)"},
	{"another pad",
		[]Step{Fresh(toyK), Fresh(toyN), Let(MX, Mask(toyK, IDA)), Open(MX, toyN, IDA)}, nil,
		"toy: one: role A: step 4: entry: n does not open (ID_A) ⊕ k"},
	{"somebody else's private key", []Step{Let(toySig, Sign(PRK(B), IDA))}, nil,
		"toy: one: role A: step 1: PRK_B: only B holds this private key"},
	{"opened with somebody else's private key",
		[]Step{Take(IDB, InputPeer), Let(toyC, AEnc(PUK(B), IDA)), Open(toyC, PRK(B), IDA)}, nil,
		"toy: one: role A: step 3: PRK_B: only B holds this private key"},
	{"a public key of nobody known", []Step{Let(toyC, AEnc(PUK(B), IDA))}, nil,
		"toy: one: role A: step 1: PUK_B: A does not know whose key to look up"},
	{"a public key of no party", []Step{Let(toyC, AEnc(PUK(D), IDA))}, nil,
		"toy: one: role A: step 1: PUK_D: A does not know whose key to look up"},
}

// Each of these checks can never succeed.
var refusedChecks = []struct {
	name string
	a, b []Step
	want string
}{
	{"two values", []Step{Fresh(toyX), Fresh(toyY), Same(toyX, Sum(toyY, toyY))}, nil,
		"toy: one: role A: step 3: y + y: can never be equal to x: it is y + y, and x is x"},
	{"another key", []Step{Take(IDB, InputPeer), Let(toySig, Sign(PRK(A), IDA)),
		Verify(toySig, PUK(B), IDA)}, nil,
		"toy: one: role A: step 3: sig: can never be verified with PUK_B: it is S_PRK_A(ID_A)"},
	{"another text", []Step{Let(toySig, Sign(PRK(A), IDA, IDA)), Verify(toySig, PUK(A), IDA)}, nil,
		"toy: one: role A: step 2: sig: can never be a signature of ID_A: " +
			"it signs ID_A‖ID_A, and that is ID_A"},
	{"no signature", []Step{Take(toySig, InputSignal), Verify(toySig, PUK(A), IDA)}, nil,
		"toy: one: role A: step 2: sig: can never be verified with PUK_A: it is sig"},
	{"verified with a private key", []Step{Let(toySig, Sign(PRK(A), IDA)),
		Verify(toySig, PRK(A), IDA)}, nil,
		"toy: one: role A: step 2: sig: PRK_A is not a public key: " +
			"only a public key verifies a signature"},
	{"verified with a key of nobody known", []Step{Let(toySig, Sign(PRK(A), IDA)),
		Verify(toySig, PUK(B), IDA)}, nil,
		"toy: one: role A: step 2: PUK_B: A does not know whose key to look up"},
	{"a certificate on nobody known", []Step{Let(CertD, Cert(PRK(A), IDA)),
		CheckCert(CertD, IDB)}, nil,
		"toy: one: role A: step 2: ID_B: A does not hold it here, so it cannot build ID_B"},
	{"no certificate", []Step{Take(CertD, InputSignal), CheckCert(CertD, IDA)}, nil,
		"toy: one: role A: step 2: Cert_D: is not a certificate on ID_A"},
	{"a certificate on nothing", []Step{Let(CertD, Cert(PRK(A))), CheckCert(CertD, IDA)}, nil,
		"toy: one: role A: step 2: Cert_D: is not a certificate on ID_A"},
	{"a certificate on another", []Step{Take(IDB, InputPeer), Let(CertD, Cert(PRK(A), IDB)),
		CheckCert(CertD, IDA)}, nil,
		"toy: one: role A: step 3: Cert_D: is not a certificate on ID_A"},
	{"no such row", []Step{Store(Records, IDA, IDA), Take(IDB, InputPeer),
		Lookup(Records, IDB, toyN)}, nil,
		`toy: one: role A: step 3: n: no earlier step stores it in table "records" of A`},
	{"a row of the other party's table", []Step{Store(Records, IDA, IDA), Send(B, IDA)},
		[]Step{Recv(A, IDA), Lookup(Records, IDA, toyN)},
		`toy: one: role B: step 2: n: no earlier step stores it in table "records" of B`},
	{"a row of another value", []Step{Fresh(toyN), Store(Records, IDA, toyN), Fresh(toyK),
		Lookup(Records, IDA, toyK)}, nil,
		"toy: one: role A: step 4: k: can never be equal: A holds k, and gets n"},
	{"an open without its marks", []Step{{Kind: StepOpen, Term: toyC, Fields: []*Term{IDA}}}, nil,
		"toy: one: role A: step 1: c: not made by Open"},
}

// Each of these binds, writes or finds by its name what has none.
var refusedNames = []struct {
	name string
	a, b []Step
	want string
}{
	{"received", []Step{Fresh(toyX), Send(B, toyX)}, []Step{Recv(A, Sum(toyX, toyY))},
		"toy: one: role B: step 1: x + y: is not a variable: receive wants one"},
	{"received anew", []Step{Fresh(toyX), Send(B, toyX)}, []Step{Recv(A, Anew(toyX))},
		"toy: one: role B: step 1: anew x: is not a variable: receive wants one"},
	{"opened", []Step{Fresh(toyK), Let(toyC, SEnc(toyK, IDA)),
		Open(toyC, toyK, HashKey(IDA))}, nil,
		"toy: one: role A: step 3: h(ID_A): is not a variable: open wants one"},
	{"opened anew", []Step{Fresh(toyK), Let(toyC, SEnc(toyK, PUK(A))),
		Open(toyC, toyK, Anew(PUK(A)))}, nil,
		"toy: one: role A: step 3: PUK_A: is not a variable: open wants one"},
	{"looked up", []Step{Store(Records, IDA, IDA), Lookup(Records, IDA, Tuple(IDA))}, nil,
		"toy: one: role A: step 2: ID_A: is not a variable: lookup wants one"},
	{"stored among its own", []Step{Store(OwnTable, nil, G)}, nil,
		"toy: one: role A: step 1: G: is not a variable: store wants one"},
	{"published", []Step{Publish(G)}, nil,
		"toy: one: role A: step 1: G: is not a variable: publish wants one"},
	{"fresh", []Step{Fresh(H(IDA))}, nil,
		"toy: one: role A: step 1: H(ID_A): is not a variable: fresh wants one"},
	{"stamped", []Step{Stamp(Atom("t", "", Time))}, nil,
		"toy: one: role A: step 1: t: is not a variable: stamp wants one"},
	{"taken", []Step{Take(H(IDA), InputBiometric)}, nil,
		"toy: one: role A: step 1: H(ID_A): is not a variable: input wants one"},
	{"let", []Step{Let(H(IDA), H(IDA))}, nil,
		"toy: one: role A: step 1: H(ID_A): is not a variable: let wants one"},
	{"of an age", []Step{Stamp(toyT), Send(B, toyT)},
		[]Step{Recv(A, toyT), Age(Atom("t", "", Time))},
		"toy: one: role B: step 2: t: is not a variable: age wants one"},
	{"a certificate", []Step{CheckCert(Cert(PRK(A), IDA), IDA)}, nil,
		"toy: one: role A: step 1: Cert(ID_A): is not a variable: certificate wants one"},
	{"the subject of a certificate",
		[]Step{Let(CertD, Cert(PRK(A), IDA)), CheckCert(CertD, Tuple(IDA))}, nil,
		"toy: one: role A: step 2: ID_A: is not a variable: certificate wants one"},
	{"recovered", []Step{Let(toySig, inReading(Recovery, Sign(PRK(A), H(IDA)))),
		verifyIn(Recovery, H(IDA))}, nil,
		"toy: one: role A: step 2: H(ID_A): is not a variable: verify wants one"},
}

func TestDescriptionsThatCannotRun(t *testing.T) {
	for _, c := range slices.Concat(refusedSteps, refusedKeys, refusedChecks, refusedNames) {
		t.Run(c.name, func(t *testing.T) {
			_, err := Build(toy(c.a, c.b))
			wantRefused(t, err, c.want)
		})
	}
}

// The twins of the above, which can run.
func TestDescriptionsThatCanRun(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b []Step
	}{
		{"nothing", nil, nil},
		{"a key that came in a message", []Step{Fresh(toyK), Let(toyC, SEnc(toyK, IDA)),
			Send(B, toyC, toyK)}, []Step{Recv(A, toyC, toyK), Open(toyC, toyK, IDA)}},
		{"the directory is everybody's", []Step{Fresh(toyN), Store(Directory, IDA, toyN),
			Send(B, IDA)}, []Step{Recv(A, IDA), Lookup(Directory, IDA, toyN)}},
		{"a product in another order", []Step{Fresh(toyX), Fresh(toyY),
			Same(Mul(toyX, Mul(toyY, G)), Mul(toyY, Mul(toyX, G)))}, nil},
		{"what needs no name", []Step{Fresh(toyX), Fresh(toyY),
			Store(Records, H(IDA), Mul(toyX, G)), Secret("x", B, H(IDA)),
			Send(B, Sum(toyX, toyY))}, []Step{Recv(A, toyX)}},
		{"signed text that needs no name", []Step{Let(toySig, Sign(PRK(A), H(IDA))),
			Verify(toySig, PUK(A), H(IDA))}, nil},
		{"a variable in each place that wants one", []Step{Fresh(toyK), Stamp(toyT),
			Take(BP, InputBiometric), Let(CertD, Cert(PRK(A), IDA)), CheckCert(CertD, IDA),
			Store(OwnTable, nil, toyK), Lookup(OwnTable, nil, toyK), Publish(toyK),
			Let(toyC, SEnc(toyK, IDA)), Open(toyC, toyK, Anew(IDA)),
			Let(toySig, inReading(Recovery, Sign(PRK(A), H(IDA)))), verifyIn(Recovery, toyX),
			Send(B, toyT)}, []Step{Recv(A, toyT), Age(toyT)}},
		{"a field anew", []Step{Fresh(toyN), Send(B, IDA),
			Recv(B, toyC), Open(toyC, PRK(A), Anew(toyN))},
			[]Step{Recv(A, IDA), Fresh(toyN), Let(toyC, AEnc(PUK(A), toyN)), Send(A, toyC)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Build(toy(c.a, c.b)); err != nil {
				t.Error(err)
			}
		})
	}
}

// Each of these is wrong as a whole, beside its steps.
func TestDescriptionsOfTheWrongShape(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(p *Protocol)
		want string
	}{
		{"a message for nobody",
			func(p *Protocol) { p.Phases[0].Roles[0].Steps = []Step{Send(B, IDA)} },
			`toy: one: role B: nothing receives message "one 1"`},
		{"a phase twice", func(p *Protocol) { p.Phases = append(p.Phases, p.Phases[0]) },
			`toy: phase "one" is there twice`},
		{"a role twice", func(p *Protocol) { p.Phases[0].Roles[1].Party = A },
			`toy: one: role A is there twice`},
		{"a role of no party", func(p *Protocol) { p.Phases[0].Roles[1].Party = MA },
			`toy: one: role MA: MA: is not a party of the protocol`},
		{"a role that continues nothing",
			func(p *Protocol) { p.Phases[0].Roles[1].Continues = true },
			`toy: one: role B continues what no earlier phase begins`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := toy([]Step{Fresh(toyX)}, nil)
			c.edit(p)
			wantError(t, p, c.want)
		})
	}
}

func TestClaimsThatLackTheirEvents(t *testing.T) {
	const wantKind = "want one of aliveness, anonymity, authorization, availability, " +
		"forward secrecy, freshness, injective agreement, integrity, intended peer, " +
		"non-injective agreement, non-repudiation, secrecy, unlinkability, weak agreement"
	steps := []Step{Commit("x", B, IDA), Secret("x", B, IDA), Accept("x", B, IDA),
		Released("x", B, IDA)}
	for _, c := range []struct {
		claim Claim
		want  string
	}{
		{Claim{Kind: Secrecy, Label: "y"}, `role A has no step "secret" labelled "y"`},
		{Claim{Kind: ForwardSecrecy, Label: "y"}, `role A has no step "secret" labelled "y"`},
		{Claim{Kind: Aliveness, Label: "y"}, `role A has no step "commit" labelled "y"`},
		{Claim{Kind: Agreement, Label: "y"}, `role A has no step "commit" labelled "y"`},
		{Claim{Kind: WeakAgreement, Label: "x"}, `role B has no step "running" labelled "x"`},
		{Claim{Kind: Agreement, Label: "x"}, `role B has no step "running" labelled "x"`},
		{Claim{Kind: Injective, Label: "x"}, `role B has no step "running" labelled "x"`},
		{Claim{Kind: IntendedPeer, Label: "x"}, `role B has no step "running" labelled "x"`},
		{Claim{Kind: Freshness, Label: "x"}, `role B has no step "running" labelled "x"`},
		{Claim{Kind: Integrity, Label: "x"}, `role B has no step "made" labelled "x"`},
		{Claim{Kind: NonRepudiation, Label: "x"}, `role B has no step "made" labelled "x"`},
		{Claim{Kind: Authorization, Label: "x"}, `role B has no step "consent" labelled "x"`},
		{Claim{Kind: "agreement", Label: "x"}, `kind "agreement": ` + wantKind},
		{Claim{Label: "x"}, `kind "": ` + wantKind},
	} {
		p := toy(steps, nil)
		c.claim.ID, c.claim.By, c.claim.About = "the claim", A, B
		p.Claims = []Claim{c.claim}
		wantError(t, p, `toy: claim "the claim": `+c.want)
	}
	p := toy(steps, nil)
	p.Claims = []Claim{{ID: "one", Kind: Availability}, {ID: "one", Kind: Anonymity}}
	wantError(t, p, `toy: claim "one" is there twice`)
}

func TestEquationsMissingOrTwice(t *testing.T) {
	x, y := Fresh(toyX), Fresh(toyY)
	for _, c := range []struct {
		a    []Step
		want string
	}{
		{[]Step{x.Eq(1)}, "toy: Eq. 2 is carried by no step"},
		{[]Step{x, y}, "toy: Eq. 1 is carried by no step"},
		{[]Step{x.Eq(2), y.Eq(2)},
			"toy: Eq. 2 is carried twice: one: role A: step 1 and one: role A: step 2"},
		{[]Step{x.Eq(1), y.Eq(3)}, "toy: one: role A: step 2: Eq. 3: want 1 to 2"},
		{[]Step{x.Eq(-1), y.Eq(1)}, "toy: one: role A: step 1: Eq. -1: want 1 to 2"},
	} {
		p := toy(c.a, nil)
		p.Equations = 2
		wantError(t, p, c.want)
	}
}

func wantError(t *testing.T, p *Protocol, want string) {
	t.Helper()
	if _, err := Build(p); err == nil {
		t.Errorf("it builds, want %s", want)
	} else if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestBuildLeavesItsArgumentAlone(t *testing.T) {
	p := published()
	before := protocolText(p)
	q, err := Build(p)
	if err != nil {
		t.Fatal(err)
	}
	if got := protocolText(p); got != before {
		t.Errorf("Build has changed the description:\n%s", got)
	}
	if !strings.Contains(protocolText(q), `"visit 1"`) {
		t.Error("Build has numbered no message of visit")
	}
}

// What a caller hands over, or two steps share, is not written to.
func TestStepsLeaveTheirArgumentsAlone(t *testing.T) {
	marked := Anew(IDA)
	fields := []*Term{marked, IDB}
	s := Open(toyC, toyK, fields...)
	if fields[0] != marked || s.Fields[0] != IDA || !s.Anew[0] {
		t.Errorf("Open makes %s of the fields %s", listText(s.Fields), listText(fields))
	}
	shared := Step{Errata: append(make([]string, 0, 4), "E10")}
	one, two := shared.Erratum("E1"), shared.Erratum("E2", "E3")
	got := fmt.Sprint(shared.Errata, one.Errata, two.Errata)
	if want := "[E10] [E10 E1] [E10 E2 E3]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMustBuildPanics(t *testing.T) {
	const want = "model: internal error: toy: one: role A: step 1: t: " +
		"no message came before whose age could be checked"
	defer func() {
		if got := recover(); got != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}()
	MustBuild(toy([]Step{Age(toyT)}, nil))
}
