package search

import (
	"strings"
	"testing"

	"emrproof/attacks/search/symbolic"
	"emrproof/model"
)

// The scope names all that is stolen of a principal.
func TestScopeNamesThefts(t *testing.T) {
	i, err := Ask(Question{Profile: "nsl", Corrupt: []model.Party{},
		Steal: []symbolic.Theft{{Party: "A", What: "keys"}, {Party: "A", What: "store"}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "alice (A, keys stolen, store stolen)"; !strings.Contains(i.Scope(), want) {
		t.Errorf("got %q, want %q in it", i.Scope(), want)
	}
}
