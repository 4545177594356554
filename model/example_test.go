package model_test

import (
	"fmt"
	"strings"

	"emrproof/model"
)

// What the patient computes and sends in a visit, with the numbers of the paper's
// equations.
func ExamplePublished() {
	visit := model.Published().PhaseNamed("visit")
	for _, s := range visit.Role(model.P).Steps {
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

// A description that cannot run is refused with the place and the reason: here
// C_D3 without ID_P, as the paper prints it in Eq. 34.
func ExampleProtocol_Edit() {
	withoutID := func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		switch s.Eqn {
		case 34:
			s.Term = model.AEnc(s.Term.Key(), s.Term.Fields()[:5]...)
		case 36:
			s.Fields, s.Anew = s.Fields[:5], s.Anew[:5]
		}
		return []model.Step{s}
	}
	_, err := model.Published().Edit(withoutID)
	fmt.Println(strings.ReplaceAll(err.Error(), ": ", ":\n"))
	// Output:
	// published:
	// search:
	// role HPC:
	// step 5 (Eq. 37):
	// ID_P:
	// HPC does not hold it here, so it cannot build PK‖T_D3‖ID_P‖R_D3‖R_D1
}

// Terms are equal when they stand for the same value, whoever computes it.
func ExampleEqual() {
	r5, r6 := model.Atom("r5", "", model.Scalar), model.Atom("r6", "", model.Scalar)
	patient := model.Mul(r5, model.Mul(r6, model.G))
	doctor := model.Mul(r6, model.Mul(r5, model.G))
	fmt.Println(patient, doctor, model.Equal(patient, doctor))
	// Output: r5·r6·G r6·r5·G true
}
