package sim

import (
	"math/big"

	"emrproof/model"
	"emrproof/model/suite"
)

// A Value is something that a principal holds or sends: bytes, with the term
// that they stand for.
type Value struct {
	Sort model.Sort
	Term *model.Term // nil in a trace that was read from a file
	text string      // the printed term, in a trace that was read from a file

	raw    []byte
	scalar *suite.Scalar
	point  *suite.Point
	public *suite.PublicKeys
	secret *suite.PrivateKeys
}

// Bytes is the canonical encoding of the value. It must not be changed.
func (v *Value) Bytes() []byte {
	if v.raw == nil {
		switch {
		case v.scalar != nil:
			v.raw = v.scalar.Bytes()
		case v.point != nil:
			v.raw = v.point.Bytes()
		case v.public != nil:
			v.raw = v.public.Bytes()
		case v.secret != nil:
			v.raw = v.secret.Bytes()
		}
	}
	return v.raw
}

// String prints the value's term.
func (v *Value) String() string {
	if v.Term == nil {
		return v.text
	}
	return v.Term.String()
}

// Int is the integer below the group's order that a scalar stands for.
func (v *Value) Int() *big.Int { return v.scalar.Int() }
