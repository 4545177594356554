package library

import (
	"emrproof/model"
	"emrproof/model/errata"
	"slices"
	"strings"
	"testing"
)

// Which steps depart from print, and for which erratum.
func TestStepsCiteTheirErrata(t *testing.T) {
	cited := map[string][]int{}
	Must("published").EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		for _, id := range s.Errata {
			known := slices.ContainsFunc(errata.All, func(e errata.Erratum) bool { return e.ID == id })
			if !known || !strings.HasPrefix(id, "E") {
				t.Errorf("%s cites %q, want one of the protocol", placeText(ph, r, i, s), id)
			}
			if s.Eqn > 0 {
				cited[id] = append(cited[id], s.Eqn)
			}
		}
	})
	for id, want := range map[string][]int{
		"E1": {21}, "E2": {22}, "E3": {9}, "E4": {44}, "E5": {39}, "E6": {43}, "E7": {30, 32},
		"E8": {34, 36}, "E13": {14, 20, 24, 27, 31, 36, 42, 46, 48, 50}, "E14": {20},
		"E20": {24, 46, 48, 50},
	} {
		got := cited[id]
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s is cited in Eq. %v, want %v", id, got, want)
		}
	}
}
