package ban_test

import (
	"fmt"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/ban/prover"
)

// B knows A's public key and sees what A signed, with a nonce of B's own in it.
func Example() {
	var t ban.Theory
	for _, given := range [][2]string{
		{"owner", "B believes Ka -> A"},
		{"fresh", "B believes fresh(Nb)"},
		{"message", "B sees {Nb, A <-Kab-> B}Ka^-1"},
	} {
		f, err := ban.Parse(given[1])
		if err != nil {
			fmt.Println(err)
			return
		}
		t.Given = append(t.Given, ban.Given{ID: given[0], Formula: f})
	}
	goal, _ := ban.Parse("B believes A believes A <-Kab-> B")
	closure, err := prover.Close(t)
	if err != nil {
		fmt.Println(err)
		return
	}
	proof, err := checker.New(t).Check(closure.Claim(goal, nil))
	if err != nil {
		fmt.Println(err)
		return
	}
	proof.Walk(func(d *checker.Derivation) {
		if rule, ok := d.Rule(); ok {
			fmt.Printf("%s by %s\n", d.Conclusion(), rule.Family)
		} else {
			fmt.Printf("%s is given\n", d.Conclusion())
		}
	})
	// Output:
	// B ⊨ #(Nb) is given
	// B ⊨ #(Nb‖(A ↔Kab B)) by freshness
	// B ⊨ Ka → A is given
	// B ⊲ {Nb‖(A ↔Kab B)}Ka⁻¹ is given
	// B ⊨ A ∼ (Nb‖(A ↔Kab B)) by message meaning
	// B ⊨ A ⊨ (Nb‖(A ↔Kab B)) by nonce verification
	// B ⊨ A ⊨ A ↔Kab B by belief
}
