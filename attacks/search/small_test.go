package search

import (
	"path/filepath"
	"slices"
	"testing"

	"emrproof/attacks/search/symbolic"
	"emrproof/model/library"
)

// smallWorld begins a description with two parties and a server, of one phase.
const smallWorld = `protocol small "none"
party A "initiator" is ID_A
party B "responder" is ID_B
party S "server" is ID_S one trusted
key N, K, L
data X
time T, T2
ciphertext C, C1
signature Sig
phase "exchange"
`

// Descriptions that are made for one thing each.
var small = []smallCase{
	// Whom B encrypts for is left open, until the adversary has to open what B sent.
	{"whom to encrypt for", 1, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: C
    open C by PRK_A: K
  role B
    receive A: ID_A
    fresh K
    secret "K" to S: K
    C = E[PUK_A](K)
    send A: C
claim secrecy "K" by B about S
`, []string{"secrecy: K of B"}},
	// The key comes out of another ciphertext.
	{"a key inside", 1, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: C, C1
    open C1 by PRK_A: L
    open C by L: K
  role B
    receive A: ID_A
    fresh K, L
    secret "K" to S: K
    C = E[L](K)
    C1 = E[PUK_A](L)
    send A: C, C1
claim secrecy "K" by B about S
`, []string{"secrecy: K of B"}},
	// The ciphertext stands in another one.
	{"one inside another", 1, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: C1
    open C1 by PRK_A: C
    open C by PRK_A: K
  role B
    receive A: ID_A
    fresh K
    secret "K" to S: K
    C = E[PUK_A](K)
    C1 = E[PUK_A](C)
    send A: C1
claim secrecy "K" by B about S
`, []string{"secrecy: K of B"}},
	// What opens the ciphertext is inside.
	{"a key in its own text", 1, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: C
  role B
    receive A: ID_A
    fresh K, L
    secret "K" to S: K
    C = E[L](K, L)
    send A: C
claim secrecy "K" by B about S
`, nil},
	// B refuses at a check that mallory alone does not pass, after it sent K.
	{"refused after sending", 1, `  role A
    input ID_B from peer
    fresh N
    Sig = S[PRK_A](ID_B, N)
    send B: ID_A, N, Sig
    receive B: K
  role B
    receive A: ID_A, N, Sig
    fresh K
    secret "K" to A: K
    send A: K
    verify Sig by PUK_A: ID_B, N
claim secrecy "K" by B about A
`, []string{"secrecy: K of B"}},
	// B goes on after a check that follows a first claim.
	{"going on", 3, `  role A
    input ID_B from peer
    fresh L
    N = h(L)
    send B: ID_A, N, L
    receive B: K
  role B
    receive A: ID_A, N, L
    running "B-A" to A: ID_A
    check N = h(L)
    fresh K
    secret "K" to A: K
    send A: K
claim secrecy "K" by B about A
`, []string{"secrecy: K of B"}},
	// mallory has X by right, for A tells it to everybody with whom it runs.
	{"by right", 3, `  role A
    input ID_B from peer
    input X from data
    secret "X" to B: X
    C = E[PUK_B](X)
    send B: C
  role B
    receive A: C
    open C by PRK_B: X
claim secrecy "X" by A about B
`, nil},
	// Neither needs what the other sends, but B has to run before A commits.
	{"a run before", 3, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: ID_B
    commit "B-A" to B: ID_B
  role B
    receive A: ID_A
    running "B-A" to A: ID_B
    send A: ID_B
claim intended peer "B-A" by A about B
`, []string{"intended peer: B-A"}},
	// The adversary makes up two times at once.
	{"two times", 1, `  role A
    input ID_B from peer
    stamp T, T2
    send B: ID_A, T, T2
    receive B: K
  role B
    receive A: ID_A, T, T2
    fresh K
    secret "K" to A: K
    once T in seen of 9
    once T2 in seen of 9
    send A: K
claim secrecy "K" by B about A
`, []string{"secrecy: K of B"}},
	// What B takes for a tick is the adversary's: no time of the day, and none to come.
	{"a tick of the adversary's", 2, `  role A
    input ID_B from peer
    stamp T
    running "A-B" to B: ID_A
    send B: ID_A, T
    receive B: ID_B
    send B: ID_A
  role B
    receive A: ID_A, T
    within T
    send A: ID_B
    receive A: ID_A
    commit "A-B" to A: ID_A
claim freshness "A-B" by B about A
`, []string{"freshness: A-B"}},
	// A takes junk for a ciphertext, and what it sends then has that in it.
	{"a ciphertext of the adversary's", 1, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: C
    Sig = S[PRK_A](C)
    C1 = E[PUK_B](ID_A, Sig)
    send B: C1
    receive B: L
    check L = h(C1)
    commit "B-A" to B: ID_A
  role B
    receive A: ID_A
    fresh K
    C = E[PUK_A](K)
    send A: C
    receive A: C1
    L = h(C1)
    send A: L
claim aliveness "B-A" by A about B
`, []string{"aliveness: B-A"}},
	// A answers before it commits.
	{"a run before the end", 2, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: ID_B
    send B: ID_A
    check ID_B = ID_B
    commit "B-A" to B: ID_B
  role B
    receive A: ID_A
    running "B-A" to A: ID_B
    send A: ID_B
    receive A: ID_A
claim intended peer "B-A" by A about B
`, []string{"intended peer: B-A"}},
	// The same, where the run has to come long before.
	{"a stale run before", 2, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: ID_B
    commit "B-A" to B: ID_B
  role B
    receive A: ID_A
    running "B-A" to A: ID_B
    send A: ID_B
claim freshness "B-A" by A about B
`, []string{"freshness: B-A"}},
	// B has to run long before A begins, for A commits soon after it begins.
	{"a run before the beginning", 2, `  role A
    input ID_B from peer
    stamp T
    send B: ID_A
    receive B: ID_B
    near T
    commit "B-A" to B: ID_B
  role B
    receive A: ID_A
    running "B-A" to A: ID_B
    send A: ID_B
claim freshness "B-A" by A about B
`, []string{"freshness: B-A"}},
	// What B signed is young, whatever B ran before.
	{"a young run after a stale one", 3, `  role A
    input ID_B from peer
    send B: ID_A
    receive B: T, Sig
    near T
    verify Sig by PUK_B: T, ID_A
    commit "B-A" to B: ID_B
  role B
    receive A: ID_A
    stamp T
    running "B-A" to A: ID_B
    Sig = S[PRK_B](T, ID_A)
    send A: T, Sig
claim freshness "B-A" by A about B
`, nil},
	// B answers to whoever asked, also where it does not know who that is.
	{"an answer to a stranger", 1, `  role A
    input ID_B from peer
    fresh N
    send B: N
    receive B: K
  role B
    receive A: N
    fresh K
    secret "K" to S: K
    send A: K
claim secrecy "K" by B about S
`, []string{"secrecy: K of B"}},
	// A value is taken once, so a message is not taken twice.
	{"once", 3, `  role A
    input ID_B from peer
    fresh N
    running "A-B" to B: ID_A, N
    Sig = S[PRK_A](ID_B, N)
    send B: ID_A, N, Sig
  role B
    receive A: ID_A, N, Sig
    verify Sig by PUK_A: ID_B, N
    once N in seen of 100
    commit "A-B" to A: ID_A, N
claim injective agreement "A-B" by B about A
`, nil},
	{"twice", 3, `  role A
    input ID_B from peer
    fresh N
    running "A-B" to B: ID_A, N
    Sig = S[PRK_A](ID_B, N)
    send B: ID_A, N, Sig
  role B
    receive A: ID_A, N, Sig
    verify Sig by PUK_A: ID_B, N
    commit "A-B" to A: ID_A, N
claim injective agreement "A-B" by B about A
`, []string{"injective agreement: A-B"}},
}

// A smallCase is a description with what is violated in it.
type smallCase struct {
	name string
	n    int // how many instances there are at most
	text string
	want []string
}

func TestSmallDescriptions(t *testing.T) { trySmall(t, smallWorld, "", small) }

// trySmall searches descriptions that begin and end alike.
func trySmall(t *testing.T, begin, end string, cases []smallCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			name, err := library.Add(filepath.Base(t.Name())+".emr", begin+c.text+end)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Search(Question{Profile: name, Bound: Bound{Instances: c.n}})
			if err != nil {
				t.Fatal(err)
			}
			if got := violatedIn(r); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			p := library.Must(name)
			compare(t, p, symbolic.Insiders(p), c.n, "without differentiation",
				func(x *searcher) { x.whole = true })
		})
	}
}

// violatedIn are the claims that a search found violated.
func violatedIn(r *Result) []string {
	var ids []string
	for _, a := range r.Claims {
		if a.Verdict == Violated {
			ids = append(ids, a.Claim.ID)
		}
	}
	return ids
}
