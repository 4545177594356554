package library

import (
	"testing"

	"emrproof/model"
)

func TestAnewLeavesTheStepAlone(t *testing.T) {
	open := open(cD1, model.PRK(patient), idD, certD)
	anew := anew(certD, open)
	if open.Anew[1] || !anew.Anew[1] || anew.Anew[0] {
		t.Errorf("got %v, and the step given has %v", anew.Anew, open.Anew)
	}
}
