package checker

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/prover"
)

// Whatever is given, the checker accepts every proof that the prover finds, and what bars
// a proof with conditions let go is a condition.
func FuzzTheory(f *testing.F) {
	for _, text := range []string{
		"P ⊨ K → Q; P ⊨ #(N); P ⊲ {N‖X}K⁻¹; P ⊨ Q ⇒ X",
		"P ⊨ Q ↔K P; P ⊲ ({X‖{Y}L}K from P‖N); P ∋ L; P ⊨ #(K)",
		"P ⊨ Q ⇌S P; P ⊲ ⟨H(X)⟩S; P ⊲ X; P ⊨ #(X)",
		"P ⊨ #(K); P ⊨ K → P; P ⊨ L → Q; P ⊲ {P ↔agreed(K‖L) Q}K; P ∋ K⁻¹",
		"P ⊨ K⁻¹ → Q; P ⊲ {X}K⁻¹⁻¹", "P ⊨ P ↔K P; P ⊲ {X}K", "P ⊨ Q ⊨ R ⊨ (X‖Y‖Z)",
		"P ∋ (X‖Y); P ∋ Z; Q ⊨ Q ∼ (X‖X)", "P ⊨ P ↔agreed(K‖K) P; P ⊨ K → P; P ⊨ #(K)",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		th := ban.Theory{Extensions: ban.Extensions()}
		if len(text) > 300 {
			return
		}
		for i, part := range strings.Split(text, ";") {
			x, err := ban.Parse(part)
			if err != nil {
				return
			}
			th.Given = append(th.Given, ban.Given{ID: fmt.Sprint(i), Formula: x})
		}
		c, err := prover.Close(th)
		if err != nil {
			return // too many
		}
		k := New(th)
		for _, x := range c.Facts {
			if _, err := k.Check(c.Claim(x, nil)); err != nil {
				t.Error(err)
			}
		}
		l, err := prover.Lift(th)
		if err != nil {
			return
		}
		for _, x := range l.Facts {
			_, err := k.Check(l.Claim(x, nil))
			if (err == nil) != (c.Claim(x, nil) != nil) {
				t.Errorf("%s: followed %v before conditions were let go: %v", x, c.Claim(x, nil) != nil, err)
			}
		}
	})
}
