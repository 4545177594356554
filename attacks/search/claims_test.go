package search

import (
	"strings"
	"testing"

	"emrproof/attacks/search/symbolic"
	"emrproof/model"
)

// exchange begins a description of one phase in the world of stores.
const exchange = "phase \"exchange\"\n"

// Descriptions for each kind of claim, with twins.
var claims = []smallCase{
	{"keys that are lost later", 1, exchange + `  role A
    input ID_B from peer
    fresh K
    secret "K" to B: K
    C = E[PUK_B](K)
    send B: ID_A, C
  role B
    receive A: ID_A, C
    open C by PRK_B: K
claim secrecy "K" by A about B
claim forward secrecy "K" by A about B
`, []string{"forward secrecy: K of A"}},
	// What is known without the keys is no matter of theirs.
	{"a key in clear", 1, exchange + `  role A
    input ID_B from peer
    fresh K
    secret "K" to B: K
    send B: ID_A, K
  role B
    receive A: ID_A, K
claim secrecy "K" by A about B
claim forward secrecy "K" by A about B
`, []string{"secrecy: K of A"}},
	{"a hash in clear", 1, exchange + `  role A
    input ID_B from peer
    fresh K
    secret "K" to B: K
    L = h(K)
    send B: ID_A, L
  role B
    receive A: ID_A, L
claim forward secrecy "K" by A about B
`, nil},
	{"a key in a store that is lost later", 1, noted2 + exchange + `  role A
    input ID_B from peer
    lookup own: K
    fresh N
    secret "N" to B: N
    C = E[K](N)
    send B: ID_A, C
  role B
    receive A: ID_A, C
claim forward secrecy "N" by A about B
`, []string{"forward secrecy: N of A"}},
	{"a key that is stored after all is said", 1, exchange + `  role A
    input ID_B from peer
    fresh K
    secret "K" to B: K
    send B: ID_A
    receive B: ID_B
    store own: K
  role B
    receive A: ID_A
    send A: ID_B
claim forward secrecy "K" by A about B
`, []string{"forward secrecy: K of A"}},
	// Everybody knows what names there are, and not whose turn it is.
	{"a name in clear", 1, exchange + `  role A
    input ID_B from peer
    secret "who" to B: ID_A
    send B: ID_A
  role B
    receive A: ID_A
claim secrecy "who" by A about B
claim forward secrecy "who" by A about B
`, []string{"secrecy: who of A"}},
	{"a name under a key", 2, exchange + `  role A
    input ID_B from peer
    secret "who" to B: ID_A
    C = E[PUK_B](ID_A)
    send B: C
  role B
    receive A: C
    open C by PRK_B: ID_A
claim secrecy "who" by A about B
claim forward secrecy "who" by A about B
`, []string{"forward secrecy: who of A"}},
	{"a name for whoever comes", 1, exchange + `  role A
    input ID_B from peer
    fresh N
    send B: ID_A, N
    receive B: C
    open C by PRK_A: ID_B
  role B
    receive A: ID_A, N
    secret "who" to S: ID_B
    C = E[PUK_A](ID_B)
    send A: C
claim secrecy "who" by B about S
`, []string{"secrecy: who of B"}},
	{"data without a signature", 1, makesX + `    send B: ID_A, X
  role B
    receive A: ID_A, X
    accept "X" to A: X
claim integrity "X" by B about A
`, []string{"integrity: X"}},
	{"data that is signed", 3, makesX + `    Sig = S[PRK_A](X)
    send B: ID_A, X, Sig
  role B
    receive A: ID_A, X, Sig
    verify Sig by PUK_A: X
    accept "X" to A: X
claim integrity "X" by B about A
claim non-repudiation "X" by B about A
`, nil},
	{"data whose hash is signed", 2, makesX + `    Sig = S[PRK_A](h(X))
    send B: ID_A, X, Sig
  role B
    receive A: ID_A, X, Sig
    verify Sig by PUK_A: h(X)
    accept "X" to A: X
claim non-repudiation "X" by B about A
`, nil},
	{"data under a key", 2, makesX + `    C = E[PUK_B](X)
    send B: ID_A, C
  role B
    receive A: ID_A, C
    open C by PRK_B: X
    accept "X" to A: X
claim non-repudiation "X" by B about A
`, []string{"non-repudiation: X"}},
	{"a signature that comes too late", 2, makesX + `    Sig = S[PRK_A](X)
    send B: ID_A, X, Sig
  role B
    receive A: ID_A, X, Sig
    accept "X" to A: X
    verify Sig by PUK_A: X
claim non-repudiation "X" by B about A
`, []string{"non-repudiation: X"}},
	{"a signature on something else", 2, makesX + `    Sig = S[PRK_A](ID_A)
    send B: ID_A, X, Sig
  role B
    receive A: ID_A, X, Sig
    verify Sig by PUK_A: ID_A
    accept "X" to A: X
claim non-repudiation "X" by B about A
`, []string{"non-repudiation: X"}},
	{"a signature of somebody else", 2, makesX + `    send S: ID_A, ID_B, X
  role S
    receive A: ID_A, ID_B, X
    Sig = S[PRK_S](X)
    send B: ID_A, X, Sig
  role B
    receive S: ID_A, X, Sig
    verify Sig by PUK_S: X
    accept "X" to A: X
claim non-repudiation "X" by B about A
`, []string{"non-repudiation: X"}},
	{"data of another name", 2, makesX + `    fresh N
    made "N" to B: N
    Sig = S[PRK_A](N)
    send B: ID_A, N, Sig
  role B
    receive A: ID_A, N, Sig
    verify Sig by PUK_A: N
    L = h(N)
    accept "N" to A: L
claim integrity "N" by B about A
`, []string{"integrity: N"}},
	{"released to whoever asks", 1, exchange + asks("ID_A", "consent") +
		releases("ID_A, ID_B", ""), wide},
	{"released to whom a consent names", 3, exchange + asks("ID_A, ID_B", "consent") +
		releases(evidence, "    verify Sig by PUK_A: ID_A, ID_B\n"), nil},
	{"a consent that names nobody", 2, exchange + asks("ID_A", "consent") +
		releases(evidence, "    verify Sig by PUK_A: ID_A\n"), wide},
	{"a consent that is young", 3, exchange + asks("ID_A, ID_B, T", "timed") +
		releases(evidence, signed+"    near T\n    once T in seen of 9\n"), nil},
	{"a consent that is old", 2, exchange + asks("ID_A, ID_B, T", "timed") +
		releases(evidence, signed+"    once T in seen of 9\n"), wide},
	{"a consent that is used twice", 3, exchange + asks("ID_A, ID_B, T", "timed") +
		releases(evidence, signed+"    near T\n"), wide},
}

const (
	evidence = "ID_A, ID_B, T, Sig"
	signed   = "    verify Sig by PUK_A: ID_A, ID_B, T\n"
	before   = "    lookup consents[ID_A]: T, ID_B\n"
)

var wide = []string{"authorization: R"}

// noted2 has A share a key with S.
var noted2 = strings.Replace(noted, "    send S: ID_A, K\n",
	"    store own: K\n    send S: ID_A, K\n", 1)

// makesX begins a description in which A makes something for B.
const makesX = exchange + `  role A
    input ID_B from peer
    fresh X
    made "X" to B: X
`

// asks has A consent that B gets a record of it, with a signature on a text. B asks for it.
func asks(text, how string) string {
	consent := map[string]string{"consent": "ID_A", "timed": "ID_A, T"}[how]
	return `  role A
    input ID_B from peer
    stamp T
    consent "R" to B: ` + consent + `
    Sig = S[PRK_A](` + text + `)
    send B: ID_A, T, Sig
  role B
    receive A: ID_A, T, Sig
`
}

// releases has S give the record to B, who sends some fields, after some checks.
func releases(fields, checks string) string {
	b := "    send S: " + fields + "\n    receive S: C\n"
	s := `  role S
    receive B: ` + fields + "\n" + checks + `    input R from emr of ID_A
    released "R" to B: ID_A, R
    C = E[PUK_B](R)
    send B: C
claim authorization "R" by S about A
`
	return b + s
}

func TestClaims(t *testing.T) {
	world := strings.Replace(storesWorld, "data X, R\n", "data X, R\ntime T\n", 1)
	trySmall(t, world, "", claims)
	trySmall(t, world, "world\n  before \"meeting\" by A with B\n", []smallCase{
		{"a consent from before that is old", 1, meeting + releases("ID_A, ID_B", before), wide},
		{"a consent from before that is young", 1,
			meeting + releases("ID_A, ID_B", before+"    near T\n    once T in seen of 9\n"), nil},
	})
}

// meeting has A consent before all sessions. S remembers it.
const meeting = `phase "meeting" secure
  role A
    input ID_B from peer
    stamp T
    consent "R" to B: ID_A, T
    Sig = S[PRK_A](ID_B)
    send S: ID_A, ID_B, T
  role S
    receive A: ID_A, ID_B, T
    store consents[ID_A]: T, ID_B
phase "exchange"
  role B
    input ID_A from peer
`

// What is stolen before all sessions helps, and its victim stays honest.
func TestThefts(t *testing.T) {
	for _, c := range []struct {
		name, claim string
		party       model.Party
		what        string
		want        Verdict
	}{
		{"nsl", "secrecy: N_A of A", "B", "keys", Violated},
		{"nsl", "secrecy: N_A of A", "B", "device", Violated},
		{"nsl", "secrecy: N_A of A", "B", "store", None},
		{"nsl", "aliveness: A-B confirmed", "A", "keys", Violated},
		{"nsl", "aliveness: A-B confirmed", "B", "keys", None},
		{"kerberos", "secrecy: K_AB of A", "A", "store", Violated},
		{"kerberos", "secrecy: K_AB of A", "A", "keys", None},
		{"kerberos", "secrecy: K_AB of A", "S", "tables", Violated},
		{"kerberos", "secrecy: K_AB of A", "S", "table keys", Violated},
		{"kerberos", "secrecy: K_AB of A", "A", "biometric", None},
	} {
		q := Question{Profile: c.name, Claims: []string{c.claim}, Corrupt: []model.Party{},
			Steal: []symbolic.Theft{{Party: c.party, What: c.what}}, Bound: Bound{Instances: 3}}
		r, err := Search(q)
		if err != nil {
			t.Errorf("%s: steal %s.%s: %v", c.name, c.party, c.what, err)
		} else if got := r.Claims[0].Verdict; got != c.want {
			t.Errorf("%s: %s, steal %s.%s: got %s, want %s", c.name, c.claim, c.party, c.what, got, c.want)
		}
		q.Steal = nil
		r, err = Search(q)
		if err != nil || r.Claims[0].Verdict != None {
			t.Errorf("%s: %s without thefts: got %s, %v", c.name, c.claim, r.Claims[0].Verdict, err)
		}
	}
	for _, s := range []symbolic.Theft{{Party: "X", What: "keys"}, {Party: "A", What: "lunch"},
		{Party: "A", What: "table keys"}} {
		_, err := Search(Question{Profile: "kerberos", Steal: []symbolic.Theft{s},
			Bound: Bound{Instances: 1}})
		if err == nil {
			t.Errorf("steal %s.%s: got no error", s.Party, s.What)
		}
	}
}
