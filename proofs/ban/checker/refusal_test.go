package checker

import (
	"testing"

	"emrproof/proofs/ban"
)

// A refusal says which step it is about, by which rule, and which premise is wrong.
func TestRefusalIsTold(t *testing.T) {
	given := func(text string) *ban.Claim { return &ban.Claim{Conclusion: read(t, text), Given: "A1"} }
	th := ban.Theory{Given: []ban.Given{{ID: "A1", Formula: read(t, "P ⊨ X")}}}
	for _, w := range []struct {
		claim *ban.Claim
		want  string
	}{
		{given("P ⊨ Y"), `the checker refuses P ⊨ Y: "A1" does not give it`},
		{&ban.Claim{Conclusion: read(t, "P ⊨ Y"), Rule: "belief-part",
			Premises: []*ban.Claim{given("P ⊨ X")}},
			"the checker refuses P ⊨ Y by belief-part: premise 1 is P ⊨ X: want the form P ⊨ (X‖Y)"},
		{&ban.Claim{Conclusion: read(t, "P ⊨ (X‖Y)"), Rule: "belief-tuple",
			Premises: []*ban.Claim{given("P ⊨ X"), given("P ⊨ X")}},
			"the checker refuses P ⊨ (X‖Y) by belief-tuple: X is Y in part 2 of the conclusion, " +
				"and X in premise 2"},
	} {
		_, err := New(th).Check(w.claim)
		if err == nil || err.Error() != w.want {
			t.Errorf("got  %v\nwant %s", err, w.want)
		}
	}
}

// What P believes that Q believes, P need not say or see: parts are taken at a depth of
// beliefs, on both sides.
func TestNestedBeliefsOnBothSides(t *testing.T) {
	for _, w := range []twin{
		{"belief-part", []string{"P ⊨ Q ⊨ (X‖Y)"}, "P |~ (Q ⊨ X)", "want the form"},
		{"belief-part", []string{"P ⊨ Q ⊨ (X‖Y)"}, "P ◁ (Q ⊨ X)", "want the form"},
		{"belief-part", []string{"P |~ (Q ⊨ (X‖Y))"}, "P ⊨ Q ⊨ X", "want the form"},
		{"belief-part", []string{"P ⊨ Q ⊨ (X‖Y)"}, "R ⊨ Q ⊨ X", "want the form"},
	} {
		refuses(t, w, []*ban.Formula{read(t, w.given[0])}, read(t, w.not))
	}
}

// A proof that is refused is refused for the same reason when it is looked at again.
func TestRefusedAgain(t *testing.T) {
	k := New(ban.Theory{Given: []ban.Given{{ID: "A1", Formula: read(t, "P ⊨ X")}}})
	bad := &ban.Claim{Conclusion: read(t, "P ⊨ Y"), Rule: "belief-part",
		Premises: []*ban.Claim{{Conclusion: read(t, "P ⊨ X"), Given: "A1"}}}
	_, first := k.Check(bad)
	_, second := k.Check(bad)
	if first == nil || second == nil || first.Error() != second.Error() {
		t.Errorf("got %v, and then %v", first, second)
	}
}

// An agreed key is the same with its halves the other way round, and what is accepted has
// its premises.
func TestAgreedKeyEitherWay(t *testing.T) {
	for _, conclusion := range []string{"P ⊨ P ↔agreed(K‖L) Q", "P ⊨ P ↔agreed(L‖K) Q",
		"P ⊨ Q ↔agreed(L‖K) P"} {
		th := ban.Theory{Extensions: []string{"agreement"}}
		claim := &ban.Claim{Conclusion: read(t, conclusion), Rule: "key-agreement"}
		for _, g := range []ban.Given{{ID: "A1", Formula: read(t, "P ⊨ #(K)")},
			{ID: "A2", Formula: read(t, "P ⊨ K → P")}, {ID: "A3", Formula: read(t, "P ⊨ L → Q")}} {
			th.Given = append(th.Given, g)
			claim.Premises = append(claim.Premises, &ban.Claim{Conclusion: g.Formula, Given: g.ID})
		}
		d, err := New(th).Check(claim)
		if err != nil {
			t.Errorf("%s: %v", conclusion, err)
			continue
		}
		if got := d.Premises(); len(got) != 3 || got[2].Given() != "A3" ||
			!got[2].Conclusion().Equal(th.Given[2].Formula) {
			t.Errorf("%s: premises %v", conclusion, got)
		}
	}
}
