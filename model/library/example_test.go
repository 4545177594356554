package library_test

import (
	"fmt"

	"emrproof/model"
	"emrproof/model/library"
)

// What the patient computes and sends in a visit, with the numbers of the paper's
// equations.
func ExampleProfile() {
	visit := library.Must("published").PhaseNamed("visit")
	for _, s := range visit.Role("P").Steps {
		switch s.Kind {
		case model.StepLet:
			fmt.Printf("(%d) %s = %s\n", s.Eqn, s.Var, s.Term)
		case model.StepSend:
			fmt.Printf("%s: P → %s: %v\n", s.Msg, s.Peer, s.Fields)
		}
	}
	// Output:
	// (11) R_P2 = r5·G
	// (12) C_P1 = E_PUK_D(ID_P‖B_P‖R_P1‖R_P2‖T_P1)
	// (13) Sig_P1 = S_PRK_P(R_P1‖ID_P‖R_P2‖B_P‖PK‖T_P1)
	// visit 1: P → D: [C_P1 Sig_P1 T_P1]
	// (23) C_P2 = E_SEK1(M_SD‖ID_P‖T_P2)
	// visit 3: P → D: [C_P2 T_P2]
}
