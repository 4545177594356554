package search

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/model/library"
)

// storesWorld begins a description with two parties, a server and an authority.
const storesWorld = `protocol stores "none"
party A "initiator" is ID_A
party B "responder" is ID_B
party S "server" is ID_S one trusted
party M "authority" is ID_M one trusted
identity ID_X, ID_Y, ID_E
key N, K, L, H
data X, R
certificate Cert_B
ciphertext C, C0
masked entry
signature Sig, Sig2, Sig3
`

// certified has B get a certificate.
const certified = `phase "certification" secure once
  role B
    send M: ID_B
    receive M: Cert_B
    certificate Cert_B of ID_B
    store own: Cert_B
  role M
    receive B: ID_B
    Cert_B = Cert[PRK_M](ID_B)
    send B: Cert_B
phase "exchange"
  role B
    input ID_A from peer
    lookup own: Cert_B
    send A: ID_B, Cert_B
`

// noted has S keep a key of each A.
const noted = `phase "registration" secure once
  role A
    fresh K
    secret "old" to S: K
    send S: ID_A, K
  role S
    receive A: ID_A, K
    store notes[ID_A]: K
`

// The two phases in which S keeps another key, and gives away the one that it has.
const (
	put = `phase "put"
  role A
    fresh N
    secret "new" to S: N
    C = E[PUK_S](N)
    Sig = S[PRK_A](C)
    send S: ID_A, C, Sig
  role S
    receive A: ID_A, C, Sig
    verify Sig by PUK_A: C
    open C by PRK_S: N
    store notes[ID_A]: N
`
	get = `phase "get"
  role B
    input ID_A from peer
    send S: ID_A
    receive S: L
  role S
    receive B: ID_A
    lookup notes[ID_A]: L
    send B: L
`
	bothSecret = `claim secrecy "old" by A about S
claim secrecy "new" by A about S
`
)

// Descriptions in other readings.
var readings = []smallCase{
	{"a signature that shows its text", 1, "signatures show their text\n" + exchange + `  role A
    input ID_B from peer
    fresh K
    secret "K" to B: K
    Sig = S[PRK_A](K)
    send B: ID_A, Sig
  role B
    receive A: ID_A, Sig
    verify Sig by PUK_A: K
    commit "A-B" to A: K
claim secrecy "K" by A about B
claim aliveness "A-B" by B about A
`, []string{"secrecy: K of A"}},
	{"a signature that shows nothing", 1, exchange + `  role A
    input ID_B from peer
    fresh K
    secret "K" to B: K
    Sig = S[PRK_A](K)
    send B: ID_A, Sig
  role B
    receive A: ID_A, Sig
claim secrecy "K" by A about B
`, nil},
	{"who signed what is shown", 2, "signatures show their text\n" + exchange + `  role A
    input ID_B from peer
    fresh K
    Sig = S[PRK_A](K)
    send B: ID_A, Sig
  role B
    receive A: ID_A, Sig
    verify Sig by PUK_A: K
    secret "K" to A: K
    commit "A-B" to A: K
claim secrecy "K" by B about A
`, []string{"secrecy: K of B"}},
}

func TestReadings(t *testing.T) { trySmall(t, storesWorld, "", readings) }

// What would be searched wrongly is refused by name.
func TestRefusesReadings(t *testing.T) {
	for i, c := range []struct{ reading, lines, want string }{
		{"texts are raw", "Sig = S[PRK_A](K)", "texts that are raw"},
		{"symmetric encryption has no tag", "C = E[K](R)", "texts that are no tag"},
		{"", "L = R ⊕ K", "exclusive or"},
	} {
		name, err := library.Add(fmt.Sprintf("refused %d.emr", i), storesWorld+c.reading+"\n"+exchange+
			"  role A\n    input ID_B from peer\n    fresh K, N, R\n    "+c.lines+
			"\n    send B: ID_A, K\n  role B\n    receive A: ID_A, K\n")
		if err != nil {
			t.Fatal(err)
		}
		_, err = Search(Question{Profile: name, Bound: Bound{Instances: 1}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want a refusal that says %q", c.lines, err, c.want)
		}
	}
}

// Descriptions in which principals keep something, made for one thing each.
var stores = []smallCase{
	{"a certificate", 2, certified + `  role A
    receive B: ID_B, Cert_B
    certificate Cert_B of ID_B
    commit "cert" to B: ID_B
claim aliveness "cert" by A about B
`, nil},
	{"a certificate that nobody looks at", 2, certified + `  role A
    receive B: ID_B, Cert_B
    commit "cert" to B: ID_B
claim aliveness "cert" by A about B
`, []string{"aliveness: cert"}},
	// What S keeps is what came last, so each order of the two is another run.
	{"kept, and then given away", 3, noted + put + get + bothSecret,
		[]string{"secrecy: old of A", "secrecy: new of A"}},
	{"given away, by phases in the other order", 3, noted + get + put + bothSecret,
		[]string{"secrecy: old of A", "secrecy: new of A"}},
	// What S does before it looks for the key needs nothing that is new.
	{"given away after an answer", 3, noted + `phase "get"
  role B
    input ID_A from peer
    send S: ID_A
    receive S: ID_S
    receive S: L
  role S
    receive B: ID_A
    send B: ID_S
    lookup notes[ID_A]: L
    send B: L
` + put + bothSecret, []string{"secrecy: old of A", "secrecy: new of A"}},
	// Only where the two names differ is K still there.
	{"another's row", 1, noted + `phase "exchange"
  role A
    input ID_B from peer
    H = h(ID_A)
    send S: ID_A, ID_A, H
    receive S: L
  role S
    receive A: ID_A, ID_X, H
    fresh N
    store notes[ID_A]: N
    lookup notes[ID_X]: L
    send A: L
claim secrecy "old" by A about S
`, []string{"secrecy: old of A"}},
	{"one's own row", 1, noted + `phase "exchange"
  role A
    input ID_B from peer
    H = h(ID_A)
    send S: ID_A, ID_A, H
    receive S: L
  role S
    receive A: ID_A, ID_X, H
    fresh N
    store notes[ID_A]: N
    lookup notes[ID_X]: L
    check H = h(ID_A)
    check H = h(ID_X)
    send A: L
claim secrecy "old" by A about S
`, nil},
	{"kept for oneself", 2, `phase "keep"
  role A
    input ID_B from peer
    fresh K
    secret "K" to B: K
    store own: K
    send B: ID_A
  role B
    receive A: ID_A
phase "tell"
  role A
    input ID_B from peer
    lookup own: K
    send B: K
  role B
    receive A: K
claim secrecy "K" by A about B
`, []string{"secrecy: K of A"}},
}

func TestStores(t *testing.T) { trySmall(t, storesWorld, "", stores) }

// filed has S file a record of each A under a mask, by department.
const filed = `phase "pad" secure once
  role S
    fresh L
    store own: L
phase "filing" secure
  role A
    input ID_B from peer
    input ID_E from department
    input R from emr of ID_A
    made "R" to B: ID_A, R
    secret "R" to S: R
    send S: ID_A, ID_E, R
  role S
    receive A: ID_A, ID_E, R
    lookup own: L
    H = h(ID_A, ID_E)
    entry = mask[L](R, ID_E)
    store index[H]: entry
phase "exchange"
`

// filedWorld has those who file choose among two departments.
const filedWorld = `world
  A: alice, carol
  B: bob, dan
  departments of A: cardiology, neurology
  departments of B: cardiology, neurology
`

const filing = `  before "filing" by A with B
`

var records = []smallCase{
	{"a record for whoever asks", 1, filed + `  role B
    input ID_A from peer
    input ID_E from department
    send S: ID_A, ID_E
    receive S: R
  role S
    receive B: ID_A, ID_E
    lookup own: L
    H = h(ID_A, ID_E)
    lookup index[H]: entry
    open entry by L: R, ID_E
    send B: R
claim secrecy "R" by A about S
`, []string{"secrecy: R of A"}},
	{"a record for whom it is of", 2, filed + `  role B
    input ID_A from peer
    input ID_E from department
    send S: ID_A, ID_E
  role S
    receive B: ID_A, ID_E
    lookup own: L
    H = h(ID_A, ID_E)
    lookup index[H]: entry
    open entry by L: R, ID_E
    C = E[PUK_A](R)
    send A: C
  role A
    receive S: C
    open C by PRK_A: R
claim secrecy "R" by A about S
`, nil},
}

// departments need an A who chooses another department each time.
var departments = []smallCase{
	{"two departments", 3, twoDepartments + `    once ID_E in seen of 9
    once ID_X in seen of 9
    send A: K
` + tellsK, []string{"secrecy: K of S"}},
	{"three of two departments", 4, twoDepartments + `    once ID_E in seen of 9
    once ID_X in seen of 9
    once ID_Y in seen of 9
    send A: K
` + tellsK, nil},
}

const tellsK = `claim secrecy "K" by S about A
`

// twoDepartments begins a description in which A signs which department it chooses, and S is shown
// two such signatures.
const twoDepartments = `phase "exchange"
  role A
    input ID_E from department
    Sig = S[PRK_A](ID_E)
    send S: ID_A, ID_E, Sig, ID_E, Sig, ID_E, Sig
    receive S: K
  role S
    receive A: ID_A, ID_E, Sig, ID_X, Sig2, ID_Y, Sig3
    fresh K
    secret "K" to A: K
    verify Sig by PUK_A: ID_E
    verify Sig2 by PUK_A: ID_X
    verify Sig3 by PUK_A: ID_Y
`

func TestRecords(t *testing.T) {
	trySmall(t, storesWorld, filedWorld+filing, records)
	trySmall(t, storesWorld, filedWorld, departments)
}
