package build_test

import (
	"fmt"
	"strings"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/library"
)

// A description that cannot run is refused with the place and the reason: here
// C_D3 without ID_P, as the paper prints it in Eq. 34.
func ExampleProtocol() {
	withoutID := func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		switch s.Eqn {
		case 34:
			s.Term = model.Apply(model.OpAEnc, s.Term.Args[:6]...)
		case 36:
			s.Fields, s.Anew = s.Fields[:5], s.Anew[:5]
		}
		return []model.Step{s}
	}
	_, err := build.Protocol(library.Must("published").Edit(withoutID))
	fmt.Println(strings.ReplaceAll(err.Error(), ": ", ":\n"))
	// Output:
	// published:
	// search:
	// role HPC:
	// step 5 (Eq. 37):
	// ID_P:
	// HPC does not hold it here, so it cannot build PK‖T_D3‖ID_P‖R_D3‖R_D1
}
