// Package compute applies the operations of the table in model to values, with the methods of a
// suite.
package compute

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/model/wire"
)

// The domains that keep the hashes in a description apart from each other.
const (
	domainBiometric = "H"             // H(…), to a scalar
	domainScalar    = "h to a scalar" // h(…) in S_X
	domainKey       = "h to a key"    // h(…) as SEK, index key or pad
)

// A Value is a value in the form with which a suite computes: the one that its sort has, or
// else its bytes. An empty Value is the generator.
type Value struct {
	Raw    []byte
	Scalar *suite.Scalar
	Point  *suite.Point
	Public *suite.PublicKeys
	Secret *suite.PrivateKeys
}

// encoded is the canonical encoding of the value. It must not be changed.
func (v Value) encoded() []byte {
	switch {
	case v.Raw != nil:
		return v.Raw
	case v.Scalar != nil:
		return v.Scalar.Bytes()
	case v.Point != nil:
		return v.Point.Bytes()
	case v.Public != nil:
		return v.Public.Bytes()
	case v.Secret != nil:
		return v.Secret.Bytes()
	}
	return nil
}

// A Machine computes terms with a suite, an operation at a time. It is for one goroutine.
type Machine struct {
	suite.Suite
	Random    io.Reader // for operations that draw
	MemoryKiB int       // that Stretch takes
	Text      *Text     // shared with other machines of the goroutine
}

// Text is a buffer for texts that nobody keeps.
type Text struct {
	bytes  []byte
	fields [][]byte
}

// errNoMethod is the error for an operation that no method computes: a name, a key of a pair,
// or a certificate, which is not computed from its parts alone.
var errNoMethod = errors.New("it is not computed from its arguments")

// Compute computes the operation of a term on the values of its arguments.
func (m *Machine) Compute(t *model.Term, args ...Value) (Value, error) {
	if f := methods[t.Op]; f != nil {
		return f(m, t, args)
	}
	return Value{}, fmt.Errorf("%s: %w", t, errNoMethod)
}

// methods compute the operations, one function each; the key comes first, where there is one.
var methods = [model.Ops]func(m *Machine, t *model.Term, args []Value) (Value, error){
	model.OpLabel: text(func(m *Machine, t *model.Term, _ []Value) []byte { return []byte(t.Name) }),
	model.OpTuple: text(func(m *Machine, t *model.Term, fields []Value) []byte {
		return bytes.Clone(m.text(t.Mode, fields))
	}),
	model.OpHashB: scalar(func(m *Machine, t *model.Term, fields []Value) *suite.Scalar {
		return m.HashScalar(domainBiometric, m.text(t.Mode, fields))
	}),
	model.OpHashS: scalar(func(m *Machine, t *model.Term, fields []Value) *suite.Scalar {
		return m.HashScalar(domainScalar, m.text(t.Mode, fields))
	}),
	model.OpHashK: text(func(m *Machine, t *model.Term, fields []Value) []byte {
		return m.Hash(domainKey, m.text(t.Mode, fields))
	}),
	model.OpMAC: text(func(m *Machine, t *model.Term, args []Value) []byte {
		return m.MAC(args[0].encoded(), m.text(t.Mode, args[1:]))
	}),
	model.OpExtract: text(func(m *Machine, t *model.Term, args []Value) []byte {
		return m.Extract(args[0].encoded(), m.text(t.Mode, args[1:]))
	}),
	model.OpExpand: text(func(m *Machine, t *model.Term, args []Value) []byte {
		return m.Expand(args[0].encoded(), m.text(t.Mode, args[1:]))
	}),
	model.OpStretch: text(func(m *Machine, t *model.Term, args []Value) []byte {
		return m.Stretch(args[0].encoded(), args[1].encoded(), m.MemoryKiB)
	}),
	model.OpMask: text(func(m *Machine, t *model.Term, args []Value) []byte {
		return m.mask(args[0], m.text(t.Mode, args[1:]))
	}),
	model.OpSign: text((*Machine).sign),
	model.OpAEnc: func(m *Machine, t *model.Term, args []Value) (Value, error) {
		c, err := m.Seal(m.Random, args[0].Public, m.text(t.Mode, args[1:]))
		return Value{Raw: c}, err
	},
	model.OpSEnc: func(m *Machine, t *model.Term, args []Value) (Value, error) {
		encrypt := m.Encrypt
		if t.Mode&model.NoTag != 0 {
			encrypt = m.EncryptCTR
		}
		c, err := encrypt(m.Random, args[0].encoded(), m.text(t.Mode, args[1:]))
		return Value{Raw: c}, err
	},
	model.OpXOR: xor,
	model.OpSum: (*Machine).sum,
	model.OpMul: (*Machine).product,
	model.OpInv: func(m *Machine, t *model.Term, args []Value) (Value, error) {
		k, err := m.InvertScalar(args[0].Scalar)
		return Value{Scalar: k}, err
	},
}

// text makes a method from a function that returns bytes.
func text(
	f func(m *Machine, t *model.Term, args []Value) []byte,
) func(*Machine, *model.Term, []Value) (Value, error) {
	return func(m *Machine, t *model.Term, args []Value) (Value, error) {
		return Value{Raw: f(m, t, args)}, nil
	}
}

// scalar makes a method from a function that returns a scalar.
func scalar(
	f func(m *Machine, t *model.Term, args []Value) *suite.Scalar,
) func(*Machine, *model.Term, []Value) (Value, error) {
	return func(m *Machine, t *model.Term, args []Value) (Value, error) {
		return Value{Scalar: f(m, t, args)}, nil
	}
}

// sign signs a text, and puts the text beside the signature where that carries it (E12).
func (m *Machine) sign(t *model.Term, args []Value) []byte {
	sig := m.Sign(args[0].Secret, m.text(t.Mode, args[1:]))
	if t.Mode&model.Recovery != 0 {
		sig = wire.Encode(sig, m.text(0, args[1:]))
	}
	return sig
}

func (m *Machine) sum(_ *model.Term, args []Value) (Value, error) {
	sum := Value{Scalar: args[0].Scalar, Point: args[0].Point}
	for _, a := range args[1:] {
		if sum.Scalar != nil {
			sum.Scalar = m.AddScalars(sum.Scalar, a.Scalar)
		} else {
			sum.Point = m.AddPoints(sum.Point, a.Point)
		}
	}
	return sum, nil
}

func (m *Machine) product(_ *model.Term, args []Value) (Value, error) {
	switch k, x := args[0].Scalar, args[1]; {
	case x.Scalar != nil:
		return Value{Scalar: m.MulScalars(k, x.Scalar)}, nil
	case x.Point != nil:
		return Value{Point: m.Mul(k, x.Point)}, nil
	default:
		return Value{Point: m.BaseMul(k)}, nil
	}
}

// ErrLengths is the error for an exclusive or of texts that are not of one length.
var ErrLengths = errors.New("texts of several lengths have no ⊕")

func xor(_ *Machine, _ *model.Term, args []Value) (Value, error) {
	sum := bytes.Clone(args[0].encoded())
	for _, a := range args[1:] {
		b := a.encoded()
		if len(b) != len(sum) {
			return Value{}, fmt.Errorf("%w: %d and %d bytes", ErrLengths, len(sum), len(b))
		}
		subtle.XORBytes(sum, sum, b)
	}
	return Value{Raw: sum}, nil
}

func (m *Machine) mask(pad Value, text []byte) []byte {
	out := make([]byte, len(text))
	subtle.XORBytes(out, text, m.Pad(pad.encoded(), len(text)))
	return out
}

// Signed is the text that a signature covers. It is overwritten by the next text.
func (m *Machine) Signed(mode model.Mode, fields ...Value) []byte { return m.text(mode, fields) }

// text is the concatenation of fields: canonical, or plain in the raw mode (E17), and
// padded where the mode says so. It is overwritten by the next text.
func (m *Machine) text(mode model.Mode, fields []Value) []byte {
	b, list := m.Text.bytes[:0], m.Text.fields[:0]
	for _, f := range fields {
		list = append(list, f.encoded())
	}
	if mode&model.Raw != 0 {
		for _, f := range list {
			b = append(b, f...)
		}
	} else {
		b = wire.Append(b, list...)
	}
	if mode&model.Padded != 0 {
		b = wire.Pad(b)
	}
	m.Text.bytes, m.Text.fields = b, list
	return b
}

// Unseal decrypts or unmasks a value of a sort, and takes its text apart into n raw fields.
func (m *Machine) Unseal(
	sort model.Sort, c, key Value, mode model.Mode, n int,
) ([][]byte, error) {
	var plain []byte
	var err error
	switch {
	case key.Secret != nil:
		plain, err = m.Open(key.Secret, c.encoded())
	case sort == model.Masked:
		plain = m.mask(key, c.encoded())
	case mode&model.NoTag != 0:
		plain, err = m.DecryptCTR(key.encoded(), c.encoded())
	default:
		plain, err = m.Decrypt(key.encoded(), c.encoded())
	}
	if err != nil {
		return nil, fmt.Errorf("does not open: %w", err)
	}
	if mode&model.Padded != 0 {
		if plain, err = wire.Unpad(plain); err != nil {
			return nil, fmt.Errorf("opens to no such text: %w", err)
		}
	}
	fields, err := wire.Decode(plain, n)
	if err != nil {
		return nil, fmt.Errorf("opens to no such text: %w", err)
	}
	return fields, nil
}
