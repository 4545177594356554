package sim

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"io"
	"strconv"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/model/wire"
)

// The domains that keep the hashes of the description apart.
const (
	domainBiometric = "H"             // H(…), to a scalar
	domainScalar    = "h to a scalar" // h(…) in S_X
	domainKey       = "h to a key"    // h(…) as SEK, index key or pad
)

// A refusal is why a party does not go on: its check failed, or it cannot find
// what it needs. It is no fault of the harness.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

func refuse(format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...)}
}

// An evaluator computes terms on real cryptography, for a session or for an
// adversary: both compute with the same code, on what each holds.
type evaluator struct {
	suite    suite.Suite
	rnd      io.Reader
	symbolic bool // build terms beside the bytes
	made     *int // ciphertexts made so far, to tell them apart
	scratch  *scratch
	memory   int // KiB that Stretch takes
	// lookup finds a variable, or a key pair; its error is a refusal.
	lookup  func(t *model.Term) (*Value, error)
	certify func(prk *Value, fields []*Value) ([]byte, error)
}

// eval computes a term.
func (e *evaluator) eval(t *model.Term) (*Value, error) {
	switch t.Op {
	case model.OpVar, model.OpAtom, model.OpPUK, model.OpPRK:
		return e.lookup(t)
	case model.OpGen:
		return nil, refuse("G stands alone")
	case model.OpSum:
		return e.sum(t)
	case model.OpMul:
		return e.mul(t)
	}
	args, err := e.evalAll(t.Args)
	if err != nil {
		return nil, err
	}
	v := &Value{Sort: t.Sort, Term: e.term(t, args...)}
	switch t.Op {
	case model.OpInv:
		v.scalar, err = e.suite.InvertScalar(args[0].scalar)
	case model.OpTuple:
		v.raw = bytes.Clone(e.text(args, t.Mode))
	case model.OpHashB:
		v.scalar = e.suite.HashScalar(domainBiometric, e.text(args, t.Mode))
	case model.OpHashS:
		v.scalar = e.suite.HashScalar(domainScalar, e.text(args, t.Mode))
	case model.OpHashK:
		v.raw = e.suite.Hash(domainKey, e.text(args, t.Mode))
	case model.OpLabel:
		v.raw = []byte(t.Name)
	case model.OpStretch:
		v.raw = e.suite.Stretch(args[0].Bytes(), args[1].Bytes(), e.memory)
	default:
		err = e.keyed(v, t, args[0], args[1:])
	}
	return v, err
}

func (e *evaluator) evalAll(ts []*model.Term) ([]*Value, error) {
	values := make([]*Value, len(ts))
	for i, t := range ts {
		v, err := e.eval(t)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// keyed computes the operations that work with a key on the text of the fields.
func (e *evaluator) keyed(v *Value, t *model.Term, key *Value, fields []*Value) error {
	var err error
	switch t.Op {
	case model.OpAEnc:
		e.tell(v)
		v.raw, err = e.suite.Seal(e.rnd, key.public, e.plain(fields, t.Mode))
	case model.OpSEnc:
		e.tell(v)
		if t.Mode&model.NoTag != 0 {
			v.raw, err = e.suite.EncryptCTR(e.rnd, key.Bytes(), e.plain(fields, t.Mode))
		} else {
			v.raw, err = e.suite.Encrypt(e.rnd, key.Bytes(), e.plain(fields, t.Mode))
		}
	case model.OpSign:
		v.raw = e.suite.Sign(key.secret, e.text(fields, t.Mode))
		if t.Mode&model.Recovery != 0 {
			v.raw = wire.Encode(v.raw, e.text(fields, 0))
		}
	case model.OpMAC:
		v.raw = e.suite.MAC(key.Bytes(), e.text(fields, 0))
	case model.OpExtract:
		v.raw = e.suite.Extract(key.Bytes(), e.text(fields, 0))
	case model.OpExpand:
		v.raw = e.suite.Expand(key.Bytes(), e.text(fields, 0))
	case model.OpCert:
		v.raw, err = e.certify(key, fields)
	case model.OpMask:
		v.raw = bytes.Clone(e.text(fields, 0))
		subtle.XORBytes(v.raw, v.raw, e.suite.Pad(key.Bytes(), len(v.raw)))
	default:
		panic("sim: internal error: no evaluation of " + t.String())
	}
	return err
}

// tell gives a randomised ciphertext's term a number of its own.
func (e *evaluator) tell(v *Value) {
	*e.made++
	if v.Term != nil {
		v.Term.At = strconv.Itoa(*e.made)
	}
}

// term rebuilds a term over the terms of its arguments' values.
func (e *evaluator) term(t *model.Term, args ...*Value) *model.Term {
	if !e.symbolic {
		return nil
	}
	u := *t
	u.Args = make([]*model.Term, len(args))
	for i, a := range args {
		u.Args[i] = a.Term
	}
	return &u
}

// text is the concatenation of fields: canonical, or plain in the raw mode (E17).
// It is overwritten by the next text.
func (e *evaluator) text(fields []*Value, mode model.Mode) []byte {
	b := e.scratch.text[:0]
	if mode&model.Raw != 0 {
		for _, f := range fields {
			b = append(b, f.Bytes()...)
		}
	} else {
		e.scratch.fields = encodings(fields, e.scratch.fields[:0])
		b = wire.Append(b, e.scratch.fields...)
	}
	e.scratch.text = b
	return b
}

// plain is the text that is encrypted: padded where the mode says so.
func (e *evaluator) plain(fields []*Value, mode model.Mode) []byte {
	b := e.text(fields, 0)
	if mode&model.Padded != 0 {
		b = pad(b)
		e.scratch.text = b
	}
	return b
}

// scratch is memory for texts that nobody keeps.
type scratch struct {
	text   []byte
	fields [][]byte
}

// encodings appends the encodings of fields to raw.
func encodings(fields []*Value, raw [][]byte) [][]byte {
	for _, f := range fields {
		raw = append(raw, f.Bytes())
	}
	return raw
}

func (e *evaluator) sum(t *model.Term) (*Value, error) {
	args, err := e.evalAll(t.Args)
	if err != nil {
		return nil, err
	}
	v := &Value{Sort: t.Sort, Term: e.term(t, args...), scalar: args[0].scalar, point: args[0].point}
	for _, a := range args[1:] {
		if v.scalar != nil {
			v.scalar = e.suite.AddScalars(v.scalar, a.scalar)
		} else {
			v.point = e.suite.AddPoints(v.point, a.point)
		}
	}
	return v, nil
}

func (e *evaluator) mul(t *model.Term) (*Value, error) {
	k, err := e.eval(t.Args[0])
	if err != nil {
		return nil, err
	}
	if t.Args[1].Op == model.OpGen {
		return &Value{Sort: t.Sort, Term: e.term(t, k, &Value{Term: model.G}),
			point: e.suite.BaseMul(k.scalar)}, nil
	}
	x, err := e.eval(t.Args[1])
	if err != nil {
		return nil, err
	}
	v := &Value{Sort: t.Sort, Term: e.term(t, k, x)}
	if x.scalar != nil {
		v.scalar = e.suite.MulScalars(k.scalar, x.scalar)
	} else {
		v.point = e.suite.Mul(k.scalar, x.point)
	}
	return v, nil
}

// open decrypts or unmasks c and takes its text apart into n raw fields.
func (e *evaluator) open(c, key *Value, mode model.Mode, n int) ([][]byte, error) {
	var plain []byte
	var err error
	switch {
	case key.secret != nil:
		plain, err = e.suite.Open(key.secret, c.Bytes())
	case c.Sort == model.Masked:
		plain = make([]byte, len(c.Bytes()))
		subtle.XORBytes(plain, c.Bytes(), e.suite.Pad(key.Bytes(), len(plain)))
	case mode&model.NoTag != 0:
		plain, err = e.suite.DecryptCTR(key.Bytes(), c.Bytes())
	default:
		plain, err = e.suite.Decrypt(key.Bytes(), c.Bytes())
	}
	if err != nil {
		return nil, refuse("does not open: %v", err)
	}
	if mode&model.Padded != 0 {
		if plain, err = unpad(plain); err != nil {
			return nil, refuse("opens to no such text: %v", err)
		}
	}
	fields, err := wire.Decode(plain, n)
	if err != nil {
		return nil, refuse("opens to no such text: %v", err)
	}
	return fields, nil
}
