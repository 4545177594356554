package prover

import (
	"testing"

	"emrproof/proofs/ban"
)

// theory is what is given, with all extensions.
func theory(t testing.TB, given ...string) ban.Theory {
	t.Helper()
	th := ban.Theory{Extensions: ban.Extensions()}
	for _, text := range given {
		f, err := ban.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		th.Given = append(th.Given, ban.Given{ID: text, Formula: f})
	}
	return th
}
