package trace

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

	Raw    []byte
	Scalar *suite.Scalar
	Point  *suite.Point
	Public *suite.PublicKeys
	Secret *suite.PrivateKeys
}

// Bytes is the canonical encoding of the value. It must not be changed.
func (v *Value) Bytes() []byte {
	if v.Raw == nil {
		switch {
		case v.Scalar != nil:
			v.Raw = v.Scalar.Bytes()
		case v.Point != nil:
			v.Raw = v.Point.Bytes()
		case v.Public != nil:
			v.Raw = v.Public.Bytes()
		case v.Secret != nil:
			v.Raw = v.Secret.Bytes()
		}
	}
	return v.Raw
}

// String prints the value's term.
func (v *Value) String() string {
	if v.Term == nil {
		return v.text
	}
	return v.Term.String()
}

// Int is the integer below the group's order that a scalar stands for.
func (v *Value) Int() *big.Int { return v.Scalar.Int() }
