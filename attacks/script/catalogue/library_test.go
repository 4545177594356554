package catalogue_test

import (
	"slices"
	"testing"

	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/model/library"
)

// What is known of the protocols of the literature comes out: each attack on each of them does
// what its header says.
func TestAttacksOfTheLiterature(t *testing.T) {
	for _, profile := range library.Names() {
		if slices.Contains(library.Profiles(), profile) {
			continue
		}
		scripts, err := survey.Scripts(need.Overrides{Profile: profile})
		if err != nil {
			t.Fatal(err)
		}
		if len(scripts) == 0 {
			t.Errorf("%s: nobody attacks it", profile)
		}
		all, err := survey.CarryOutAll(scripts, 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range all {
			if a.Differs != nil {
				t.Errorf("%s on %s: %v", a.ID, profile, a.Differs)
			}
		}
	}
}
