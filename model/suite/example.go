package suite

import (
	"io"

	"emrproof/model"
)

// An Example has what each kind of call needs, to be made again and again by whoever
// measures. For a single goroutine.
type Example struct {
	Suite
	rnd          io.Reader
	scalar       *Scalar
	point, other *Point
	keys         *PrivateKeys
	key, msg     []byte
	sealed, ct   []byte
	sig          []byte
	stretchKiB   int
	sink         any // keeps the compiler from leaving a call out
}

// NewExample draws keys and points, and makes what is to be opened: a message of so many
// bytes. Stretch takes so many KiB.
func NewExample(s Suite, rnd io.Reader, messageSize, stretchKiB int) (*Example, error) {
	x := &Example{Suite: s, rnd: rnd, msg: make([]byte, messageSize), stretchKiB: stretchKiB}
	var err error
	if x.scalar, err = s.RandomScalar(rnd); err != nil {
		return nil, err
	}
	x.other = s.BaseMul(s.HashScalar("bench", x.msg))
	x.point = s.BaseMul(x.scalar)
	if x.keys, err = s.NewKeys(rnd); err != nil {
		return nil, err
	}
	x.key = s.Hash("bench", x.msg)
	if x.sealed, err = s.Seal(rnd, x.keys.Public(), x.msg); err != nil {
		return nil, err
	}
	if x.ct, err = s.Encrypt(rnd, x.key, x.msg); err != nil {
		return nil, err
	}
	x.sig = s.Sign(x.keys, x.msg)
	return x, nil
}

// Call makes a call of a kind.
func (x *Example) Call(c model.Call) { examples[c](x) }

var examples = [model.Calls]func(x *Example){
	model.CallSign:    func(x *Example) { x.sink = x.Sign(x.keys, x.msg) },
	model.CallVerify:  func(x *Example) { x.sink = x.Verify(x.keys.Public(), x.msg, x.sig) },
	model.CallCert:    func(x *Example) { x.sink = x.VerifyCert(x.keys.Public(), x.msg, x.sig) },
	model.CallSeal:    func(x *Example) { x.sink, _ = x.Seal(x.rnd, x.keys.Public(), x.msg) },
	model.CallOpen:    func(x *Example) { x.sink, _ = x.Open(x.keys, x.sealed) },
	model.CallEncrypt: func(x *Example) { x.sink, _ = x.Encrypt(x.rnd, x.key, x.msg) },
	model.CallDecrypt: func(x *Example) { x.sink, _ = x.Decrypt(x.key, x.ct) },
	model.CallHash:    func(x *Example) { x.sink = x.Hash("bench", x.msg) },
	model.CallBaseMul: func(x *Example) { x.sink = x.BaseMul(x.scalar) },
	model.CallMul:     func(x *Example) { x.sink = x.Mul(x.scalar, x.other) },
	model.CallAdd:     func(x *Example) { x.sink = x.AddPoints(x.point, x.other) },
	model.CallKeys:    func(x *Example) { x.sink, _ = x.NewKeys(x.rnd) },
	model.CallMAC:     func(x *Example) { x.sink = x.MAC(x.key, x.msg) },
	model.CallStretch: func(x *Example) { x.sink = x.Stretch(x.key, x.key, x.stretchKiB) },
}
