package build

import (
	"slices"
	"testing"

	"emrproof/model"
)

var (
	toyK, toyN = model.Var("k", model.Key), model.Var("n", model.Key)
	toyX, toyY = model.Var("x", model.Scalar), model.Var("y", model.Scalar)
	toyC       = model.Var("c", model.Ciphertext)
	toySig     = model.Var("sig", model.Signature)
	toyT       = model.Var("t", model.Time)
)

// toy is a description of two parties in one phase.
func toy(a, b list) *model.Protocol {
	return &model.Protocol{
		Name:    "toy",
		Parties: []model.Member{{Party: A, ID: idA}, {Party: B, ID: idB}},
		Phases: []model.Phase{{Name: "one", Roles: []model.Role{
			{Party: A, Steps: a}, {Party: B, Steps: b},
		}}},
	}
}

// Each of these cannot run. The roles are A's and B's.
var refusedSteps = []struct {
	name string
	a, b list
	want string
}{
	{"used before it is bound", list{let(toyY, sum(toyX, toyX)), fresh(toyX)}, nil,
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x + x"},
	{"fresh twice", list{fresh(toyX), fresh(toyX)}, nil,
		"toy: one: role A: step 2: x: is bound already"},
	{"let of what is stamped", list{stamp(toyT), let(toyT, toyT)}, nil,
		"toy: one: role A: step 2: t: is bound already"},
	{"stamp of what is received", list{stamp(toyT), send(B, toyT)},
		list{recv(A, toyT), stamp(toyT)},
		"toy: one: role B: step 2: t: is bound already"},
	{"taken twice", list{take(idB, model.InputPeer), take(idB, model.InputPeer)}, nil,
		"toy: one: role A: step 2: ID_B: is bound already"},
	{"taken about someone unknown", list{takeRecord(toyN, model.InputEMR, idB)}, nil,
		"toy: one: role A: step 1: ID_B: A does not hold it here, so it cannot build ID_B"},
	{"sent before it is bound", list{send(B, toyX)}, list{recv(A, toyX)},
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x"},
	{"published before it is bound", list{publish(toyX)}, nil,
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x"},
	{"claimed before it is bound", list{claim(model.EventSecret, "x", B, toyX)}, nil,
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x"},
	{"stored before it is bound", list{store(model.OwnTable, nil, toyX)}, nil,
		"toy: one: role A: step 1: x: A does not hold it here, so it cannot build x"},
	{"stored under what is not bound", list{store("records", toyN, idA)}, nil,
		"toy: one: role A: step 1: n: A does not hold it here, so it cannot build n"},

	{"nobody sends", nil, list{recv(A, toyX, toyY)},
		"toy: one: role B: step 1: x‖y: nobody sends this message"},
	{"both wait", list{recv(B, toyX), send(B, toyX)}, list{recv(A, toyX), send(A, toyX)},
		"toy: one: role A: step 1: x: nobody sends this message"},
	{"too few fields", list{send(B, idA)}, list{recv(A, idA, toyX)},
		"toy: one: role B: step 1: ID_A‖x: has 1 fields, want 2"},
	{"another sender", list{send(B, idA)}, list{recv(B, idA)},
		`toy: one: role B: step 1: ID_A: message "one 1" is from A, want B`},
	{"another value than held", list{fresh(toyX), send(B, toyX)},
		list{fresh(toyX), recv(A, toyX)},
		"toy: one: role B: step 2: x: can never be equal: B holds x[2], and gets x"},
	{"another identity than held", list{recv(B, idA)},
		list{take(idDE, model.InputDepartment), send(A, idDE)},
		"toy: one: role A: step 1: ID_A: can never be equal: A holds ID_A, and gets ID_DE"},
	{"to nobody", list{send("", idA)}, nil,
		`toy: one: role A: step 1: "": is not a party of the protocol`},
	{"from nobody", list{send(B, idA)}, list{recv("", idA)},
		`toy: one: role B: step 1: "": is not a party of the protocol`},
	{"to an unknown party", list{send("HPC", idA)}, nil,
		"toy: one: role A: step 1: HPC: is not a party of the protocol"},
	{"about an unknown party", list{claim(model.EventSecret, "x", "D", idA)}, nil,
		"toy: one: role A: step 1: D: is not a party of the protocol"},
	{"age of nothing received", list{stamp(toyT), age(toyT), send(B, toyT)},
		list{recv(A, toyT)},
		"toy: one: role A: step 2: t: no message came before whose age could be checked"},
	{"age of what is not held", list{send(B, idA)}, list{recv(A, idA), age(toyT)},
		"toy: one: role B: step 2: t: B does not hold it here, so it cannot build t"},
}

// Each of these keys is the wrong one, or in the wrong hands.
var refusedKeys = []struct {
	name string
	a, b list
	want string
}{
	{"another symmetric key", list{fresh(toyK), let(toyC, senc(toyK, idA)), send(B, toyC)},
		list{recv(A, toyC), fresh(toyK), open(toyC, toyK, idA)},
		"toy: one: role B: step 3: c: k[2] does not open E_k(ID_A)"},
	{"a key that it does not hold", list{fresh(toyK), let(toyC, senc(toyK, idA)), send(B, toyC)},
		list{recv(A, toyC), open(toyC, toyK, idA)},
		"toy: one: role B: step 2: k: B does not hold it here, so it cannot build k"},
	{"a private key for a symmetric one",
		list{fresh(toyK), let(toyC, senc(toyK, idA)), send(B, toyC)},
		list{recv(A, toyC), open(toyC, prk(B), idA)},
		"toy: one: role B: step 2: c: PRK_B does not open E_k(ID_A)"},
	{"encrypted for the sender", list{let(toyC, aenc(puk(A), idA)), send(B, toyC)},
		list{recv(A, toyC), open(toyC, prk(B), idA)},
		"toy: one: role B: step 2: c: PRK_B does not open E_PUK_A(ID_A)"},
	{"another pad",
		list{fresh(toyK), fresh(toyN), let(entry, mask(toyK, idA)), open(entry, toyN, idA)}, nil,
		"toy: one: role A: step 4: entry: n does not open (ID_A) ⊕ k"},
	{"somebody else's private key", list{let(toySig, sign(prk(B), idA))}, nil,
		"toy: one: role A: step 1: PRK_B: only B holds this private key"},
	{"opened with somebody else's private key",
		list{take(idB, model.InputPeer), let(toyC, aenc(puk(B), idA)), open(toyC, prk(B), idA)}, nil,
		"toy: one: role A: step 3: PRK_B: only B holds this private key"},
	{"a public key of nobody known", list{let(toyC, aenc(puk(B), idA))}, nil,
		"toy: one: role A: step 1: PUK_B: A does not know whose key to look up"},
	{"a public key of no party", list{let(toyC, aenc(puk("D"), idA))}, nil,
		"toy: one: role A: step 1: PUK_D: A does not know whose key to look up"},
}

// Each of these checks can never succeed.
var refusedChecks = []struct {
	name string
	a, b list
	want string
}{
	{"two values", list{fresh(toyX), fresh(toyY), same(toyX, sum(toyY, toyY))}, nil,
		"toy: one: role A: step 3: y + y: can never be equal to x: it is y + y, and x is x"},
	{"another key", list{take(idB, model.InputPeer), let(toySig, sign(prk(A), idA)),
		verify(toySig, puk(B), idA)}, nil,
		"toy: one: role A: step 3: sig: can never be verified with PUK_B: it is S_PRK_A(ID_A)"},
	{"another text", list{let(toySig, sign(prk(A), idA, idA)), verify(toySig, puk(A), idA)}, nil,
		"toy: one: role A: step 2: sig: can never be a signature of ID_A: " +
			"it signs ID_A‖ID_A, and that is ID_A"},
	{"no signature", list{take(toySig, model.InputSignal), verify(toySig, puk(A), idA)}, nil,
		"toy: one: role A: step 2: sig: can never be verified with PUK_A: it is sig"},
	{"verified with a private key", list{let(toySig, sign(prk(A), idA)),
		verify(toySig, prk(A), idA)}, nil,
		"toy: one: role A: step 2: sig: PRK_A is not a public key: " +
			"only a public key verifies a signature"},
	{"verified with a key of nobody known", list{let(toySig, sign(prk(A), idA)),
		verify(toySig, puk(B), idA)}, nil,
		"toy: one: role A: step 2: PUK_B: A does not know whose key to look up"},
	{"a certificate on nobody known", list{let(certD, cert(prk(A), idA)),
		checkCert(certD, idB)}, nil,
		"toy: one: role A: step 2: ID_B: A does not hold it here, so it cannot build ID_B"},
	{"no certificate", list{take(certD, model.InputSignal), checkCert(certD, idA)}, nil,
		"toy: one: role A: step 2: Cert_D: is not a certificate on ID_A"},
	{"a certificate on nothing", list{let(certD, cert(prk(A))), checkCert(certD, idA)}, nil,
		"toy: one: role A: step 2: Cert_D: is not a certificate on ID_A"},
	{"a certificate on another", list{take(idB, model.InputPeer), let(certD, cert(prk(A), idB)),
		checkCert(certD, idA)}, nil,
		"toy: one: role A: step 3: Cert_D: is not a certificate on ID_A"},
	{"no such row", list{store("records", idA, idA), take(idB, model.InputPeer),
		lookup("records", idB, toyN)}, nil,
		`toy: one: role A: step 3: n: no earlier step stores it in table "records" of A`},
	{"a row of the other party's table", list{store("records", idA, idA), send(B, idA)},
		list{recv(A, idA), lookup("records", idA, toyN)},
		`toy: one: role B: step 2: n: no earlier step stores it in table "records" of B`},
	{"a row of another value", list{fresh(toyN), store("records", idA, toyN), fresh(toyK),
		lookup("records", idA, toyK)}, nil,
		"toy: one: role A: step 4: k: can never be equal: A holds k, and gets n"},
	{"an open without its marks", list{{Kind: model.StepOpen, Term: toyC,
		Fields: []*model.Term{idA}}}, nil,
		"toy: one: role A: step 1: c: not made by Open"},
}

// Each of these binds, writes or finds by its name what has none.
var refusedNames = []struct {
	name string
	a, b list
	want string
}{
	{"received", list{fresh(toyX), send(B, toyX)}, list{recv(A, sum(toyX, toyY))},
		"toy: one: role B: step 1: x + y: is not a variable: receive wants one"},
	{"opened", list{fresh(toyK), let(toyC, senc(toyK, idA)),
		open(toyC, toyK, hashKey(idA))}, nil,
		"toy: one: role A: step 3: h(ID_A): is not a variable: open wants one"},
	{"opened to a key", list{fresh(toyK), let(toyC, senc(toyK, puk(A))),
		open(toyC, toyK, puk(A))}, nil,
		"toy: one: role A: step 3: PUK_A: is not a variable: open wants one"},
	{"looked up", list{store("records", idA, idA), lookup("records", idA, tuple(idA))}, nil,
		"toy: one: role A: step 2: ID_A: is not a variable: lookup wants one"},
	{"stored among its own", list{store(model.OwnTable, nil, model.G)}, nil,
		"toy: one: role A: step 1: G: is not a variable: store wants one"},
	{"published", list{publish(model.G)}, nil,
		"toy: one: role A: step 1: G: is not a variable: publish wants one"},
	{"fresh", list{fresh(hashB(idA))}, nil,
		"toy: one: role A: step 1: H(ID_A): is not a variable: fresh wants one"},
	{"stamped", list{stamp(model.Atom("t", "", model.Time))}, nil,
		"toy: one: role A: step 1: t: is not a variable: stamp wants one"},
	{"taken", list{take(hashB(idA), model.InputBiometric)}, nil,
		"toy: one: role A: step 1: H(ID_A): is not a variable: input wants one"},
	{"let", list{let(hashB(idA), hashB(idA))}, nil,
		"toy: one: role A: step 1: H(ID_A): is not a variable: let wants one"},
	{"of an age", list{stamp(toyT), send(B, toyT)},
		list{recv(A, toyT), age(model.Atom("t", "", model.Time))},
		"toy: one: role B: step 2: t: is not a variable: age wants one"},
	{"a certificate", list{checkCert(cert(prk(A), idA), idA)}, nil,
		"toy: one: role A: step 1: Cert(ID_A): is not a variable: certificate wants one"},
	{"the subject of a certificate",
		list{let(certD, cert(prk(A), idA)), checkCert(certD, tuple(idA))}, nil,
		"toy: one: role A: step 2: ID_A: is not a variable: certificate wants one"},
	{"recovered", list{let(toySig, inReading(model.Recovery, sign(prk(A), hashB(idA)))),
		verifyIn(model.Recovery, hashB(idA))}, nil,
		"toy: one: role A: step 2: H(ID_A): is not a variable: verify wants one"},
}

func TestDescriptionsThatCannotRun(t *testing.T) {
	for _, c := range slices.Concat(refusedSteps, refusedKeys, refusedChecks, refusedNames) {
		t.Run(c.name, func(t *testing.T) {
			_, err := Protocol(toy(c.a, c.b))
			wantRefused(t, err, c.want)
		})
	}
}

// The twins of the above, which can run.
func TestDescriptionsThatCanRun(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b list
	}{
		{"nothing", nil, nil},
		{"a key that came in a message", list{fresh(toyK), let(toyC, senc(toyK, idA)),
			send(B, toyC, toyK)}, list{recv(A, toyC, toyK), open(toyC, toyK, idA)}},
		{"the directory is everybody's", list{fresh(toyN), store(model.Directory, idA, toyN),
			send(B, idA)}, list{recv(A, idA), lookup(model.Directory, idA, toyN)}},
		{"a product in another order", list{fresh(toyX), fresh(toyY),
			same(mul(toyX, mul(toyY, model.G)), mul(toyY, mul(toyX, model.G)))}, nil},
		{"what needs no name", list{fresh(toyX), fresh(toyY),
			store("records", hashB(idA), mul(toyX, model.G)), claim(model.EventSecret, "x", B, hashB(idA)),
			send(B, sum(toyX, toyY))}, list{recv(A, toyX)}},
		{"signed text that needs no name", list{let(toySig, sign(prk(A), hashB(idA))),
			verify(toySig, puk(A), hashB(idA))}, nil},
		{"a variable in each place that wants one", list{fresh(toyK), stamp(toyT),
			take(bP, model.InputBiometric), let(certD, cert(prk(A), idA)), checkCert(certD, idA),
			store(model.OwnTable, nil, toyK), lookup(model.OwnTable, nil, toyK), publish(toyK),
			let(toyC, senc(toyK, idA)), anew(idA, open(toyC, toyK, idA)),
			let(toySig, inReading(model.Recovery, sign(prk(A), hashB(idA)))), verifyIn(model.Recovery, toyX),
			send(B, toyT)}, list{recv(A, toyT), age(toyT)}},
		{"a field anew", list{fresh(toyN), send(B, idA),
			recv(B, toyC), anew(toyN, open(toyC, prk(A), toyN))},
			list{recv(A, idA), fresh(toyN), let(toyC, aenc(puk(A), toyN)), send(A, toyC)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Protocol(toy(c.a, c.b)); err != nil {
				t.Error(err)
			}
		})
	}
}

// Each of these is wrong as a whole, beside its steps.
func TestDescriptionsOfTheWrongShape(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(p *model.Protocol)
		want string
	}{
		{"a message for nobody",
			func(p *model.Protocol) {
				p.Phases[0].Roles[0].Steps = list{send(B, idA)}
			},
			`toy: one: role B: nothing receives message "one 1"`},
		{"a phase twice", func(p *model.Protocol) { p.Phases = append(p.Phases, p.Phases[0]) },
			`toy: phase "one" is there twice`},
		{"a role twice", func(p *model.Protocol) { p.Phases[0].Roles[1].Party = A },
			`toy: one: role A is there twice`},
		{"a role of no party", func(p *model.Protocol) { p.Phases[0].Roles[1].Party = "MA" },
			`toy: one: role MA: MA: is not a party of the protocol`},
		{"a role that continues nothing",
			func(p *model.Protocol) { p.Phases[0].Roles[1].Continues = true },
			`toy: one: role B continues what no earlier phase begins`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := toy(list{fresh(toyX)}, nil)
			c.edit(p)
			wantError(t, p, c.want)
		})
	}
}

func TestClaimsThatLackTheirEvents(t *testing.T) {
	const wantKind = "want one of aliveness, anonymity, authorization, availability, " +
		"forward secrecy, freshness, injective agreement, integrity, intended peer, " +
		"non-injective agreement, non-repudiation, secrecy, unlinkability, weak agreement"
	steps := list{claim(model.EventCommit, "x", B, idA), claim(model.EventSecret, "x", B, idA),
		claim(model.EventAccept, "x", B, idA),
		claim(model.EventReleased, "x", B, idA)}
	for _, c := range []struct {
		claim model.Claim
		want  string
	}{
		{model.Claim{Kind: model.Secrecy, Label: "y"}, `role A has no step "secret" labelled "y"`},
		{model.Claim{Kind: model.ForwardSecrecy, Label: "y"}, `role A has no step "secret" labelled "y"`},
		{model.Claim{Kind: model.Aliveness, Label: "y"}, `role A has no step "commit" labelled "y"`},
		{model.Claim{Kind: model.Agreement, Label: "y"}, `role A has no step "commit" labelled "y"`},
		{model.Claim{Kind: model.WeakAgreement, Label: "x"}, `role B has no step "running" labelled "x"`},
		{model.Claim{Kind: model.Agreement, Label: "x"}, `role B has no step "running" labelled "x"`},
		{model.Claim{Kind: model.Injective, Label: "x"}, `role B has no step "running" labelled "x"`},
		{model.Claim{Kind: model.IntendedPeer, Label: "x"}, `role B has no step "running" labelled "x"`},
		{model.Claim{Kind: model.Freshness, Label: "x"}, `role B has no step "running" labelled "x"`},
		{model.Claim{Kind: model.Integrity, Label: "x"}, `role B has no step "made" labelled "x"`},
		{model.Claim{Kind: model.NonRepudiation, Label: "x"}, `role B has no step "made" labelled "x"`},
		{model.Claim{Kind: model.Authorization, Label: "x"}, `role B has no step "consent" labelled "x"`},
		{model.Claim{Kind: "agreement", Label: "x"}, `kind "agreement": ` + wantKind},
		{model.Claim{Label: "x"}, `kind "": ` + wantKind},
	} {
		p := toy(steps, nil)
		c.claim.ID, c.claim.By, c.claim.About = "the claim", A, B
		p.Claims = []model.Claim{c.claim}
		wantError(t, p, `toy: claim "the claim": `+c.want)
	}
	p := toy(steps, nil)
	p.Claims = []model.Claim{{ID: "one", Kind: model.Availability}, {ID: "one", Kind: model.Anonymity}}
	wantError(t, p, `toy: claim "one" is there twice`)
}

func TestEquationsMissingOrTwice(t *testing.T) {
	x, y := fresh(toyX), fresh(toyY)
	for _, c := range []struct {
		a    list
		want string
	}{
		{list{numbered(x, 1)}, "toy: Eq. 2 is carried by no step"},
		{list{x, y}, "toy: Eq. 1 is carried by no step"},
		{list{numbered(x, 2), numbered(y, 2)},
			"toy: Eq. 2 is carried twice: one: role A: step 1 and one: role A: step 2"},
		{list{numbered(x, 1), numbered(y, 3)}, "toy: one: role A: step 2: Eq. 3: want 1 to 2"},
		{list{numbered(x, -1), numbered(y, 1)}, "toy: one: role A: step 1: Eq. -1: want 1 to 2"},
	} {
		p := toy(c.a, nil)
		p.Equations = 2
		wantError(t, p, c.want)
	}
}

func wantError(t *testing.T, p *model.Protocol, want string) {
	t.Helper()
	_, err := Protocol(p)
	wantRefused(t, err, want)
}

func wantRefused(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Errorf("it builds, want %s", want)
	} else if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}
