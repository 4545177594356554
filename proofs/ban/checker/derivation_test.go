package checker

import (
	"testing"

	"emrproof/proofs/ban"
)

// A derivation says how it comes about: what stands in it twice is one step.
func TestDerivationIsTold(t *testing.T) {
	given := ban.Given{ID: "A1", Formula: read(t, "P ⊨ (X‖Y)")}
	part := func(name string) *ban.Claim {
		return &ban.Claim{Conclusion: read(t, "P ⊨ "+name), Rule: "belief-part",
			Premises: []*ban.Claim{{Conclusion: given.Formula, Given: "A1"}}}
	}
	x, y := part("X"), part("Y")
	d, err := New(ban.Theory{Given: []ban.Given{given}}).Check(&ban.Claim{
		Conclusion: read(t, "P ⊨ (Y‖X‖X)"), Rule: "belief-tuple", Premises: []*ban.Claim{y, x, x}})
	if err != nil {
		t.Fatal(err)
	}
	if r, ok := d.Rule(); !ok || r.ID != "belief-tuple" || d.Given() != "" {
		t.Errorf("rule %q, given %q", r.ID, d.Given())
	}
	premises := d.Premises()
	if len(premises) != 3 || !premises[0].Conclusion().Equal(y.Conclusion) {
		t.Fatalf("premises %v", premises)
	}
	last := premises[1].Premises()[0]
	if r, ok := last.Rule(); ok || last.Given() != "A1" {
		t.Errorf("what is given has rule %q, and is given by %q", r.ID, last.Given())
	}
	steps := 0
	d.Walk(func(*Derivation) { steps++ })
	if steps != 5 {
		t.Errorf("%d steps, want 5", steps)
	}
	if used := d.Used(); len(used) != 2 || used[0].ID != "belief-tuple" {
		t.Errorf("rules %v", used)
	}
}
