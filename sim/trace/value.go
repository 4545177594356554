package trace

import (
	"bytes"

	"emrproof/model"
	"emrproof/model/suite"
)

// A Value is something that a principal holds or sends: bytes, with the term
// that they stand for.
type Value struct {
	Sort model.Sort
	Term *model.Term // nil in a trace that was read from a file

	// Raw are the bytes. Where the value is held in one of the fields that follow, with which
	// a run computes, Raw is nil until somebody asks for Bytes.
	Raw    []byte
	Scalar *suite.Scalar
	Point  *suite.Point
	Public *suite.PublicKeys
	Secret *suite.PrivateKeys

	// The printed term, in a trace that was read from a file; and, where the value is too long
	// to stand in the file, the digest that tells it from others.
	text, digest string
}

// Bytes returns the canonical encoding of the value. The caller must not change it. It is nil
// for a long value in a trace that was read from a file: see Key.
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

// Key returns a text that tells the value from others of the same trace: values with the same
// bytes, whatever their sorts, have the same key.
func (v *Value) Key() string {
	if v.digest != "" {
		return v.digest
	}
	return string(v.Bytes())
}

// Same says whether two values of a trace have the same bytes: whoever has the bytes has the
// value.
func (v *Value) Same(w *Value) bool {
	return v.digest == w.digest && bytes.Equal(v.Bytes(), w.Bytes())
}

// String prints the value's term.
func (v *Value) String() string {
	if v.Term == nil {
		return v.text
	}
	return v.Term.String()
}
