package proofs_test

import (
	"fmt"

	"emrproof/proofs"
	"emrproof/proofs/protocol"
)

// What the paper's proof comes to when its keys have their owners, and what is missing
// for HPC's belief that the doctor takes part.
func Example() {
	p, err := protocol.Load("published")
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := p.Variant("B1")
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := proofs.NewAudit(v)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range a.Goals {
		if g.Proof != nil {
			fmt.Println(g.ID, g.Formula, "follows from", proofs.Sets(g.Minimal))
		} else if g.ID == "G13" {
			fmt.Println(g.ID, g.Formula, "would with", g.Additions[0].Candidates)
		}
	}
	// Output:
	// G9 D ⊨ ID_P follows from [[A1 A14 A25]]
	// G10 D ⊨ P ⊨ ID_P follows from [[A1 A14]]
	// G11 P ⊨ ID_D follows from [[A4 A15 A26] [A10 A15 A26]]
	// G12 P ⊨ D ⊨ ID_D follows from [[A4 A15] [A10 A15]]
	// G13 HPC ⊨ ID_D would with [M3 part 1 says ID_D]
	// G15 D ⊨ ID_HPC follows from [[A8 A17 A28]]
	// G16 D ⊨ HPC ⊨ ID_HPC follows from [[A8 A17]]
}

// All goals of the hardened protocol follow; these are about SEK1.
func ExampleNewAudit() {
	p, err := protocol.Load("hardened")
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := p.Variant()
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := proofs.NewAudit(v)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Extensions)
	for _, g := range a.Goals[:4] {
		fmt.Println(g.ID, g.Formula, "follows from", proofs.Sets(g.Minimal))
	}
	// Output:
	// [agreement possession]
	// G1 D ⊨ D ↔SEK1 P follows from [[A1 A5 A8 A12 A15 A21]]
	// G2 D ⊨ P ⊨ D ↔SEK1 P follows from [[A1 A5 A8 A12 A15 A21]]
	// G3 P ⊨ D ↔SEK1 P follows from [[A2 A7 A11 A17 A19 A22]]
	// G4 P ⊨ D ⊨ D ↔SEK1 P follows from [[A2 A7 A11 A17 A19 A22]]
}
