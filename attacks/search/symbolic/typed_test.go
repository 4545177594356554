package symbolic

import (
	"fmt"
	"testing"

	"emrproof/model/library"
)

// In some protocols of the literature a message might be taken for another one; in others, tags or
// the numbers of fields tell them apart.
func TestFlaws(t *testing.T) {
	for name, want := range map[string]string{
		"ns": "E_PUK_B(N_A‖ID_A) E_PUK_A(N_A‖N_B)", "nsl": "", "otway-rees": "", "yahalom": "",
		"kerberos": "", "signed-dh": "", "x509": "",
	} {
		if got := flawIn(t, name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// A constant text, the number of fields, the length of a time, the operation or the reading tell
// texts apart; another sort alone does not.
func TestWhatTellsTextsApart(t *testing.T) {
	for i, c := range []struct{ one, two, want string }{
		{"S[PRK_A](N, ID_A)", "S[PRK_A](N, X)", "S_PRK_A(N‖ID_A) S_PRK_A(N‖X)"},
		{`S[PRK_A]("1", N, ID_A)`, `S[PRK_A]("2", N, X)`, ""},
		{`S[PRK_A]("1", N, ID_A)`, `S[PRK_A]("1", N, X)`, `S_PRK_A("1"‖N‖ID_A) S_PRK_A("1"‖N‖X)`},
		{"S[PRK_A](N, ID_A)", "S[PRK_A](N, X, X)", ""},
		{"S[PRK_A](N, T)", "S[PRK_A](N, N)", ""},
		{"S[PRK_A](N, T)", "S[PRK_A](N, X)", "S_PRK_A(N‖T) S_PRK_A(N‖X)"},
		{"S[PRK_A](h(N, T))", "S[PRK_A](h(N, ID_A))", "S_PRK_A(h(N‖T)) S_PRK_A(h(N‖ID_A))"},
		{"S[PRK_A](hk(N))", "S[PRK_A](MAC[N](X))", ""},
	} {
		name, err := library.Add(fmt.Sprintf("flaw %d.emr", i), fmt.Sprintf(`protocol flaw "none"
party A "one" is ID_A
party B "two" is ID_B
key N
data X
time T
signature Sig1, Sig2
phase "exchange"
  role A
    input ID_B from peer
    fresh N, X
    stamp T
    Sig1 = %s
    Sig2 = %s
    send B: ID_A, Sig1, Sig2
  role B
    receive A: ID_A, Sig1, Sig2
`, c.one, c.two))
		if err != nil {
			t.Fatal(err)
		}
		if got := flawIn(t, name); got != c.want {
			t.Errorf("%s and %s: got %q, want %q", c.one, c.two, got, c.want)
		}
	}
}

func flawIn(t *testing.T, name string) string {
	t.Helper()
	a, b := Flaw(library.Must(name))
	if a == nil {
		return ""
	}
	return fmt.Sprint(a, " ", b)
}
