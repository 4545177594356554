package proofs

import (
	"errors"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/protocol"
)

// variantIn is the protocol of a file in testdata, as it stands.
func variantIn(t testing.TB, name string) *protocol.Variant {
	t.Helper()
	return inFile(t, "testdata/inputs/"+name, "")
}

// A hash of public keys is public, and no key for two: nothing is derived from it.
func TestHashOfPublicKeysIsNoKey(t *testing.T) {
	results, err := prove(variantIn(t, "public-hash-key.ban"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Proof != nil {
			t.Errorf("%s: %s follows", r.ID, r.Formula)
		}
	}
	// What is agreed is another thing.
	v := variantIn(t, "agreed-key.ban")
	for _, g := range v.Goals {
		d, err := backed(v, nil)
		if err != nil || d[g.ID] == nil {
			t.Errorf("%s: %s does not follow, %v", g.ID, g.Formula, err)
		}
	}
}

// What the checker refuses is an error, and no answer: neither that it follows nor that it
// does not.
func TestRefusalIsAnError(t *testing.T) {
	v := variantIn(t, "agreed-key.ban")
	l, err := newLogic(v.Theory())
	if err != nil {
		t.Fatal(err)
	}
	goal := v.Goals[0].Formula
	if d, err := l.derive(goal); d == nil || err != nil {
		t.Fatalf("%s: %v, %v", goal, d, err)
	}
	// The checker of a theory with nothing in it takes no step of another.
	l.checker = checker.New(ban.Theory{})
	refused := (*checker.Refusal)(nil)
	if d, err := l.derive(goal); d != nil || !errors.As(err, &refused) {
		t.Errorf("derive: %v, %v", d, err)
	}
	if all, _, err := l.least(goal, isAssumption(v)); all != nil || !errors.As(err, &refused) {
		t.Errorf("least: %v, %v", all, err)
	}
	w := underErrata{variant: v, logic: l}
	s := protocol.Statement{Formula: goal, Rule: "belief", Cites: []string{v.Assumptions[0].ID}}
	if d, err := w.asCited(s, goal); d != nil || !errors.As(err, &refused) {
		t.Errorf("asCited: %v, %v", d, err)
	}
	// A proof of something else is no proof.
	l.checker = checker.New(v.Theory())
	if d, err := l.accept(ban.Name("X"), l.closure.Claim(goal, nil)); d != nil || err == nil {
		t.Errorf("accept: %v, %v", d, err)
	}
}
