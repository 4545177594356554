package ban

import (
	"slices"
	"strings"
	"testing"
)

func scoped(t *testing.T) *Scope {
	t.Helper()
	s := NewScope()
	for name, sort := range map[string]Sort{"P": SortPrincipal, "Q": SortPrincipal,
		"K": SortShared, "S": SortSecret, "N": SortNonce, "T": SortStamp, "H": SortFunction} {
		if err := s.Declare(name, sort); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.DeclarePair("PUK", "PRK"); err != nil {
		t.Fatal(err)
	}
	return s
}

// What stands between two as a secret is a secret, a nonce, a shared key or made by a
// function, and nothing else.
func TestWhatMayBeASecret(t *testing.T) {
	s := scoped(t)
	for text, fits := range map[string]bool{"S": true, "N": true, "K": true, "H(T)": true,
		"T": false, "PUK": false, "PRK": false, "P": false} {
		_, err := s.Parse("P ⇌"+text+" Q", Position{})
		if (err == nil) != fits {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A scope says what a name is, lists those of a sort, and is copied whole.
func TestScope(t *testing.T) {
	s := scoped(t)
	if got := s.Sort("N"); got != SortNonce {
		t.Errorf("N is a %q", got)
	}
	if got := s.Names(SortPrincipal); !slices.Equal(got, []string{"P", "Q"}) {
		t.Errorf("the principals are %q", got)
	}
	copied := s.Clone()
	if err := copied.Declare("R", SortPrincipal); err != nil {
		t.Fatal(err)
	}
	if s.Sort("R") != "" || copied.Sort("P") != SortPrincipal {
		t.Error("a copy is not a copy")
	}
	m := Name("N")
	for _, name := range []string{"M1", "M1"} { // the later call replaces
		if err := s.Abbreviate(name, m); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"P", "", "from"} {
		if s.Abbreviate(name, m) == nil {
			t.Errorf("%q is taken for the name of a message", name)
		}
	}
}

// A name has a letter first; nothing is no name.
func TestIsName(t *testing.T) {
	for text, want := range map[string]bool{"K": true, "K_1'": true, "": false, "1": false,
		"K-1": false} {
		if IsName(text) != want {
			t.Errorf("%q: got %t", text, !want)
		}
	}
}

// What is not finished is an error at the place where more was wanted.
func TestUnfinishedFormulas(t *testing.T) {
	for _, text := range []string{"P ↔", "P ↔) Q", "P <-)-> Q", "H(", "H(X", "H()", "#", "#)", "#(X",
		"P →", "K →", "K → )", "P ⊨", "P ⇌S", "{X}"} {
		if f, err := Parse(text); err == nil {
			t.Errorf("%q reads as %s", text, f)
		}
	}
	deep := strings.Repeat("P ⊨ ", 10_000) + "X"
	if _, err := Parse(deep); err == nil || !strings.Contains(err.Error(), "1:") {
		t.Errorf("got %v", err)
	}
}

// What a change makes of a tuple's part is part of the tuple.
func TestMapKeepsTuplesFlat(t *testing.T) {
	f, err := Parse("P ⊨ (X‖Y)")
	if err != nil {
		t.Fatal(err)
	}
	got := f.Map(func(g *Formula) *Formula {
		if g.Op == OpName && g.Name == "X" {
			return Tuple(Name("A"), Name("B"))
		}
		return g
	})
	want, err := Parse("P ⊨ (A‖B‖Y)")
	if err != nil {
		t.Fatal(err)
	}
	if !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	if !f.Statement() || f.Args[0].Statement() {
		t.Error("a belief is no statement, or a tuple is one")
	}
}

// An agreed key goes by its name, and by those of its halves where it has none.
func TestNamesOfAgreedKeys(t *testing.T) {
	for alias, want := range map[string][]string{"SEK": {"SEK"}, "": {"K", "L"}} {
		if got := Agreed(Name("K"), Name("L"), alias).Names(); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", alias, got, want)
		}
	}
}

func TestSchemas(t *testing.T) {
	r, ok := RuleNamed("nonce-verification")
	if want := "P ⊨ #(X), P ⊨ Q ∼ X ⊢ P ⊨ Q ⊨ X"; !ok || r.Schema() != want || r.String() != r.ID {
		t.Errorf("%s: got %s, want %s", r, r.Schema(), want)
	}
	families := []string{MessageMeaning, NonceVerification, Jurisdiction, Belief}
	if got := Families(); len(got) < 4 || !slices.Equal(got[:4], families) {
		t.Errorf("the families are %q", got)
	}
}
