package search

import (
	"strings"
	"testing"

	"emrproof/model/library"
)

// answered begins a description in which B answers to A before it checks something and runs.
const answered = `phase "exchange"
  role A
    input ID_B from peer
    fresh N
    C = E[PUK_B](N, ID_A)
    send B: C
    receive B: L
    check L = h(N)
    commit "B-A" to B: N
  role B
    receive A: C
    open C by PRK_B: N, ID_A
    L = h(N)
    send A: L
`

// Descriptions in which an instance may refuse after it did something, if a check can fail.
var refusals = []smallCase{
	{"a check that cannot fail", 2, answered + `    check L = h(N)
    running "B-A" to A: N
claim non-injective agreement "B-A" by A about B
`, nil},
	{"a check that has been passed", 2, answered + `    open C by PRK_B: N, ID_A
    running "B-A" to A: N
claim non-injective agreement "B-A" by A about B
`, nil},
	{"a row that is always there", 2, noted + `phase "exchange"
  role A
    input ID_B from peer
    fresh N
    C = E[PUK_S](N, ID_A)
    send S: C
    receive S: L
    check L = h(N)
    commit "S-A" to S: N
  role S
    receive A: C
    open C by PRK_S: N, ID_A
    L = h(N)
    send A: L
    lookup notes[ID_A]: K
    running "S-A" to A: N
claim non-injective agreement "S-A" by A about S
`, nil},
	{"a check that passes in the run that it takes", 2, `phase "exchange"
  role A
    input ID_B from peer
    fresh N
    C = E[PUK_B](N, ID_A)
    send B: ID_A, C
    receive B: L
    check L = h(N, ID_A)
    commit "B-A" to B: N
  role B
    receive A: ID_A, C
    open C by PRK_B: N, ID_X
    L = h(N, ID_A)
    send A: L
    check ID_X = ID_A
    running "B-A" to A: N
claim non-injective agreement "B-A" by A about B
`, nil},
	{"a check that fails for another name", 2, `phase "exchange"
  role A
    input ID_B from peer
    fresh N
    C = E[PUK_B](N, ID_A)
    send B: ID_A, C
    receive B: L
    check L = h(N)
    commit "B-A" to B: N
  role B
    receive A: ID_A, C
    open C by PRK_B: N, ID_X
    L = h(N)
    send A: L
    check ID_X = ID_A
    running "B-A" to A: N
claim non-injective agreement "B-A" by A about B
`, []string{"non-injective agreement: B-A"}},
	{"what is taken for the first time", 2, answered + `    once N in seen of 9
    running "B-A" to A: N
claim non-injective agreement "B-A" by A about B
`, nil},
	{"what was taken in another run", 3, `phase "exchange"
  role A
    input ID_B from peer
    fresh N
    C = E[PUK_B](N, ID_A)
    send B: C, N
    receive B: L
    check L = h(N)
    commit "B-A" to B: N
  role B
    receive A: C, K
    open C by PRK_B: N, ID_A
    L = h(N)
    send A: L
    once K in seen of 9
    running "B-A" to A: N
claim non-injective agreement "B-A" by A about B
`, []string{"non-injective agreement: B-A"}},
	{"no room for a second one", 2, `phase "exchange"
  role A
    input ID_B from peer
    fresh N, L
    send S: ID_A, N, L
    receive S: K
  role S
    receive A: ID_A, N, L
    fresh K
    secret "K" to A: K
    once N in seen of 1
    once L in seen of 1
    send A: K
claim secrecy "K" by S about A
`, nil},
}

func TestRefusals(t *testing.T) { trySmall(t, storesWorld, "", refusals) }

// A check of age may fail in a slow run alone, and so may one that forgets what it saw.
func TestSlowRuns(t *testing.T) {
	for name, c := range map[string]struct {
		check       string
		want, scope string // in the error, and in the scope
	}{
		"an age":      {"    near T\n", "a check of age between what a session sends", ""},
		"taken once":  {"    once N in seen of 9\n", "", "what is taken once is never forgotten"},
		"not checked": {"", "", "free constructors"},
	} {
		text := strings.Replace(storesWorld, "data X, R\n", "data X, R\ntime T\n", 1) +
			strings.Replace(answered, "send A: L", "stamp T\n    send A: L", 1) + c.check +
			"    running \"B-A\" to A: N\nclaim weak agreement \"B-A\" by A about B\n"
		name, err := library.Add("slow "+name+".emr", text)
		if err != nil {
			t.Fatal(err)
		}
		i, err := Ask(Question{Profile: name, Bound: Bound{Instances: 1}})
		switch {
		case c.want != "":
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: got %v, want a refusal that says %q", name, err, c.want)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case !strings.Contains(i.Scope(), c.scope) ||
			strings.Contains(i.Scope(), "forgotten") != strings.Contains(c.scope, "forgotten"):
			t.Errorf("%s: got %q, want %q in it", name, i.Scope(), c.scope)
		}
	}
}
