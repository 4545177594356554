package model

import (
	"fmt"
	"testing"
)

// What two steps share is not written to.
func TestStepsLeaveWhatTheyShareAlone(t *testing.T) {
	shared := Step{Errata: append(make([]string, 0, 4), "E10")}
	one, two := shared.Erratum("E1"), shared.Erratum("E2", "E3")
	got := fmt.Sprint(shared.Errata, one.Errata, two.Errata)
	if want := "[E10] [E10 E1] [E10 E2 E3]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWhichStepsBind(t *testing.T) {
	binding := map[StepKind]bool{StepRecv: true, StepOpen: true, StepLookup: true}
	for k := StepEnrol; k <= StepClaim; k++ {
		if got := (Step{Kind: k}).Binds(); got != binding[k] {
			t.Errorf("%s: got %v, want %v", k, got, binding[k])
		}
	}
}
