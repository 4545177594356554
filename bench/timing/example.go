package timing

import (
	"io"

	"emrproof/model"
	"emrproof/model/suite"
)

// An example holds the arguments of each kind of call, so that the call can be made again and
// again while it is measured. It is for a single goroutine.
type example struct {
	suite.Suite
	rnd          io.Reader
	scalar       *suite.Scalar
	point, other *suite.Point
	keys         *suite.PrivateKeys
	key, msg     []byte
	sealed, ct   []byte
	sig          []byte
	stretchKiB   int
	sink         any // keeps the compiler from leaving a call out
}

// newExample makes an example: it draws keys and points, and makes the ciphertexts that are to
// be opened, from a message of messageSize bytes. Stretch takes stretchKiB KiB.
func newExample(s suite.Suite, rnd io.Reader, messageSize, stretchKiB int) (*example, error) {
	x := &example{Suite: s, rnd: rnd, msg: make([]byte, messageSize), stretchKiB: stretchKiB}
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

// call makes one call of a kind.
func (x *example) call(c model.Call) { examples[c](x) }

var examples = [model.Calls]func(x *example){
	model.CallSign:    func(x *example) { x.sink = x.Sign(x.keys, x.msg) },
	model.CallVerify:  func(x *example) { x.sink = x.Verify(x.keys.Public(), x.msg, x.sig) },
	model.CallCert:    func(x *example) { x.sink = x.VerifyCert(x.keys.Public(), x.msg, x.sig) },
	model.CallSeal:    func(x *example) { x.sink, _ = x.Seal(x.rnd, x.keys.Public(), x.msg) },
	model.CallOpen:    func(x *example) { x.sink, _ = x.Open(x.keys, x.sealed) },
	model.CallEncrypt: func(x *example) { x.sink, _ = x.Encrypt(x.rnd, x.key, x.msg) },
	model.CallDecrypt: func(x *example) { x.sink, _ = x.Decrypt(x.key, x.ct) },
	model.CallHash:    func(x *example) { x.sink = x.Hash("bench", x.msg) },
	model.CallBaseMul: func(x *example) { x.sink = x.BaseMul(x.scalar) },
	model.CallMul:     func(x *example) { x.sink = x.Mul(x.scalar, x.other) },
	model.CallAdd:     func(x *example) { x.sink = x.AddPoints(x.point, x.other) },
	model.CallKeys:    func(x *example) { x.sink, _ = x.NewKeys(x.rnd) },
	model.CallMAC:     func(x *example) { x.sink = x.MAC(x.key, x.msg) },
	model.CallStretch: func(x *example) { x.sink = x.Stretch(x.key, x.key, x.stretchKiB) },
}
