package proofs

import (
	"os"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/protocol"
)

// small is a file in which every kind of line occurs.
func small(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/inputs/small.ban")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The file expects something else than what follows.
func TestExpectationDiffers(t *testing.T) {
	text := strings.Replace(small(t), "expect E1: G1", "expect E1: G2", 1)
	p, err := protocol.Parse("small.ban", text)
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	columns, err := matrix(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range columns[2:] {
		if c.Differs != "" {
			t.Errorf("%v:%s", c.Errata, c.Differs)
		}
	}
	const want = " G1 is derivable; G2 is not derivable;"
	if got := columns[1].Differs; got != want {
		t.Errorf("differs %q, want %q", got, want)
	}
}

// Everything in an assumption that is a goal, or gives one, is found, and nothing else.
func TestCircular(t *testing.T) {
	text := strings.Replace(small(t), "assume A1:",
		"assume A7: B ⊨ A ⊨ X\nassume A8: B ⊨ A ⊨ (Z‖(A ↔K B))\nassume A9: A ⊨ X\nassume A1:", 1)
	p, err := protocol.Parse("small.ban", text)
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	got, err := circular(v)
	if err != nil {
		t.Fatal(err)
	}
	want := []circle{{Assumption: "A7", Goal: "G1", Same: true},
		{Assumption: "A8", Goal: "G2"}}
	for i := range got {
		if got[i].Proof == nil {
			t.Errorf("%s gives %s: no proof", got[i].Assumption, got[i].Goal)
		}
		got[i].Proof = nil
	}
	if !slices.Equal(got, want) {
		t.Errorf("circular %v, want %v", got, want)
	}
}

// A step is as cited only when what it is drawn from holds.
func TestAsCited(t *testing.T) {
	p, err := protocol.Parse("cited.ban", `protocol cited: steps, good and bad
principal A, B
value X, Y, Z
assume A1: B ⊨ (X‖Z)
goal G1: B ⊨ X
statement 1: B ⊨ (X‖Y)
  cites A1
  by belief
statement 2: B ⊨ X
  cites 1
  by belief
statement 3: B ⊨ X
  cites A1
  by belief
statement 4: B ⊨ X
  cites A1
  by seeing
`)
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	results, err := statements(v)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{doesNotFollow, followsOtherwise,
		followsAsCited, followsOtherwise} {
		if got := results[i].Status; got != want {
			t.Errorf("statement %d: %s, want %s", i+1, got, want)
		}
	}
}
