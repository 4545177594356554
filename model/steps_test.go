package model

import (
	"fmt"
	"testing"
)

// A step has the terms that are set, in their order, and its fields are not written to.
func TestTermsOfStep(t *testing.T) {
	x, k, f := Var("x", Data), Var("k", Key), Var("f", Data)
	s := Step{Var: x, Key: k, Fields: []*Term{f}}
	if got := fmt.Sprint(s.Terms(), (&Step{}).Terms(), s.Fields); got != "[x k f] [] [f]" {
		t.Errorf("got %s", got)
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
