package ban_test

import (
	"fmt"
	"slices"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/ban/prover"
)

// theory is what is given, by numbers, with what is asked for.
func theory(t testing.TB, extension, asked string, given ...string) ban.Theory {
	t.Helper()
	th := ban.Theory{Asked: []*ban.Formula{parse(t, asked)}}
	if extension != "" {
		th.Extensions = []string{extension}
	}
	for i, g := range given {
		th.Given = append(th.Given, ban.Given{ID: fmt.Sprint(i + 1), Formula: parse(t, g)})
	}
	return th
}

// derive is the derivation of a formula, nil when it does not follow.
func derive(t testing.TB, th ban.Theory, goal string) *checker.Derivation {
	t.Helper()
	c, err := prover.Close(th)
	if err != nil {
		t.Fatal(err)
	}
	claim := c.Claim(parse(t, goal), nil)
	if claim == nil {
		return nil
	}
	d, err := checker.New(th).Check(claim)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What a rule says in words is what prover and checker do: its own schema, taken as an
// instance, is derived by it.
func TestRulesDoWhatTheySay(t *testing.T) {
	for _, r := range ban.Rules() {
		d := derive(t, theory(t, r.Extension, r.Conclusion, r.Premises...), r.Conclusion)
		if d == nil {
			t.Errorf("%s: %s does not follow", r.ID, r.Schema())
			continue
		}
		if got, _ := d.Rule(); got.ID != r.ID {
			t.Errorf("%s: %s follows by %s", r.ID, r.Schema(), got.ID)
		}
		if len(d.Premises()) != len(r.Premises) {
			t.Errorf("%s: %d premises, want %d", r.ID, len(d.Premises()), len(r.Premises))
		}
		given := slices.Clone(r.Premises)
		slices.Reverse(given)
		if derive(t, theory(t, r.Extension, r.Conclusion, given...), r.Conclusion) == nil {
			t.Errorf("%s: %s does not follow when the premises come in another order", r.ID, r.Schema())
		}
		if r.Source == "" || r.Family == "" {
			t.Errorf("%s has no source or family", r.ID)
		}
	}
}

// An extension is off unless it is asked for.
func TestExtensionsAreOff(t *testing.T) {
	n := 0
	for _, r := range ban.Rules() {
		if r.Extension == "" {
			continue
		}
		n++
		if derive(t, theory(t, "", r.Conclusion, r.Premises...), r.Conclusion) != nil {
			t.Errorf("%s: %s follows without the extension %s", r.ID, r.Schema(), r.Extension)
		}
	}
	if n == 0 || len(ban.Extensions()) < 3 {
		t.Errorf("%d rules of extensions %v", n, ban.Extensions())
	}
	_, err := prover.Close(ban.Theory{Extensions: []string{"magic"}})
	if err == nil {
		t.Error("an extension that is not there was switched on")
	}
}

// What takes more than one step.
func TestDerivations(t *testing.T) {
	for _, c := range []struct {
		why   string
		given []string
		goal  string
	}{
		{"the cleartext beside an encryption keeps its nonce",
			[]string{"P ⊨ K → Q", "P ⊨ #(N)", "P ⊲ {N‖X‖{Y}L}K⁻¹"}, "P ⊨ Q ⊨ X"},
		{"a belief inside a belief inside a belief",
			[]string{"P ⊨ Q ⊨ R ⊨ (X‖Y)"}, "P ⊨ Q ⊨ R ⊨ Y"},
		{"a key that is learned opens what was seen before",
			[]string{"P ⊲ {X}L", "P ⊨ Q ⇒ Q ↔L P", "P ⊨ Q ⊨ Q ↔L P"}, "P ⊨ Q ∼ X"},
		{"the key may be written the other way round",
			[]string{"P ⊨ P ↔K Q", "P ⊲ {X}K"}, "P ⊨ Q ∼ X"},
		{"two parts of a tuple at once", []string{"P ⊨ Q ∼ (X‖Y‖Z)"}, "P ⊨ Q ∼ (X‖Z)"},
		{"each principal may be its own peer by a wrong key",
			[]string{"P ⊨ K → P", "P ⊲ {X}K⁻¹"}, "P ⊨ P ∼ X"},
	} {
		if derive(t, theory(t, "", c.goal, c.given...), c.goal) == nil {
			t.Errorf("%s: %v does not give %s", c.why, c.given, c.goal)
		}
	}
}

// Either half of a key agreement may come first.
func TestAgreementEitherWay(t *testing.T) {
	for _, goal := range []string{"P ⊨ P ↔agreed(K‖L) Q", "P ⊨ P ↔agreed(L‖K) Q",
		"P ⊨ Q ↔agreed(L‖K) P"} {
		if derive(t, theory(t, "agreement", goal, "P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → Q"),
			goal) == nil {
			t.Errorf("%s does not follow", goal)
		}
	}
}

// Only the families that a theory allows are used.
func TestFamilies(t *testing.T) {
	th := theory(t, "", "P ⊨ Q ⊨ X", "P ⊨ #(X)", "P ⊨ Q ∼ X")
	th.Families = []string{"belief"}
	if derive(t, th, "P ⊨ Q ⊨ X") != nil {
		t.Error("nonce verification was used, and belief alone was allowed")
	}
	th.Families = []string{"nonce verification"}
	if derive(t, th, "P ⊨ Q ⊨ X") == nil {
		t.Error("nonce verification was allowed, and not used")
	}
}

// The smallest derivation is the one without the detour.
func TestDeriveIsSmallest(t *testing.T) {
	d := derive(t, theory(t, "", "P ⊨ X", "P ⊨ (X‖Y)", "P ⊨ Q ⇒ X", "P ⊨ Q ⊨ X", "P ⊨ X"), "P ⊨ X")
	if d.Given() != "4" {
		t.Errorf("derived from %v", d.Premises())
	}
}
