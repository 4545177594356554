package ban

import (
	"slices"
	"strings"
	"testing"
)

// scoped knows some names of most sorts.
func scoped(t *testing.T) Scope {
	t.Helper()
	s := Scope{}
	for name, sort := range map[string]string{"P": principal, "Q": principal, "K": shared,
		"S": secret, "N": nonce, "T": stamp, "H": function, "PUK": public} {
		if err := s.Declare(name, sort, nil); err != nil {
			t.Fatal(err)
		}
	}
	half := New(OpInverse, "", Name("PUK"))
	half.Alias = "PRK"
	if err := s.Declare("PRK", private, half); err != nil {
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

// A name is declared once, is a name, and is of a sort that there is.
func TestDeclare(t *testing.T) {
	s := scoped(t)
	for _, name := range []string{"P", "", "from"} {
		if s.Declare(name, message, Name("N")) == nil {
			t.Errorf("%q is taken for the name of a message", name)
		}
	}
	if s["N"].Sort != nonce {
		t.Errorf("N is a %q", s["N"].Sort)
	}
	defer func() {
		if recover() == nil {
			t.Error("a sort that there is not was taken for one")
		}
	}()
	_ = s.Declare("New", "shared kye", nil)
}

// A name has a letter first; nothing is no name.
func TestIsName(t *testing.T) {
	for text, want := range map[string]bool{"K": true, "K_1'": true, "": false, "1": false,
		"K-1": false} {
		if isName(text) != want {
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

func TestSchemas(t *testing.T) {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == "nonce-verification" })
	if want := "P ⊨ #(X), P ⊨ Q ∼ X ⊢ P ⊨ Q ⊨ X"; rules[i].Schema() != want {
		t.Errorf("got %s, want %s", rules[i].Schema(), want)
	}
}

// What is put into an envelope goes behind what it holds; anything else becomes a tuple.
func TestHolding(t *testing.T) {
	for text, want := range map[string]string{"{X}K from P": "{X‖Z}K from P", "⟨X‖Y⟩S": "⟨X‖Y‖Z⟩S",
		"X‖Y": "X‖Y‖Z", "H(X)": "H(X)‖Z"} {
		f, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Holding(Name("Z")).String(); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
