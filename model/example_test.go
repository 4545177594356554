package model_test

import (
	"fmt"

	"emrproof/model"
)

// Terms are equal when they stand for the same value, whoever computes it.
func ExampleEqual() {
	r5, r6 := model.Atom("r5", "", model.Scalar), model.Atom("r6", "", model.Scalar)
	patient := model.Apply(model.OpMul, r5, model.Apply(model.OpMul, r6, model.G))
	doctor := model.Apply(model.OpMul, r6, model.Apply(model.OpMul, r5, model.G))
	fmt.Println(patient, doctor, model.Equal(patient, doctor))
	// Output: r5·r6·G r6·r5·G true
}
