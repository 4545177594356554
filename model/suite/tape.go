package suite

import (
	"bytes"
	"io"
	"math/big"
)

// A Tape is a recording of the calls that went through a Taped suite. They can be made again
// with nothing between them: the time of that is the floor under the time of the recorded run.
// A Tape is for a single goroutine.
type Tape struct {
	suite Suite
	calls []func(Suite) result
	cut   int // how many calls there were when it was cut last
	sink  int
}

// A result is what the repeated call leaves to be encoded, or nil.
type result interface{ Bytes() []byte }

// Taped returns s with a tape of the calls made through it. Arguments that are
// byte slices are copied, and so is what a call draws from its reader.
//
// The encoding of a Point or a Scalar is lazy, so it happens outside the calls.
// It is charged to the call that made the value: when by the time of a Run the
// recorded result has been encoded, the replay encodes its own. Values made
// before, or by another suite, are not on the tape.
func Taped(s Suite) (Suite, *Tape) {
	t := &Tape{suite: s}
	return tapedSuite{s, t}, t
}

// Cut returns the calls recorded since the last Cut, nil when there were none.
func (t *Tape) Cut() *Tape {
	from := t.cut
	t.cut = len(t.calls)
	if from == t.cut {
		return nil
	}
	return &Tape{suite: t.suite, calls: t.calls[from:]}
}

// Len is the number of calls on the tape.
func (t *Tape) Len() int { return len(t.calls) }

// Run makes the calls again, in order, on the suite that was taped, and drops the
// results. Every call does its work afresh, from the arguments that were recorded.
func (t *Tape) Run() {
	for _, call := range t.calls {
		if r := call(t.suite); r != nil {
			t.sink += len(r.Bytes())
		}
	}
}

func (t *Tape) add(call func(Suite) result) { t.calls = append(t.calls, call) }

// addPoint records a call that made p, which is nil if it failed.
func (t *Tape) addPoint(p *Point, call func(Suite) *Point) {
	t.addEncoded(func() bool { return p != nil && p.bytes != nil },
		func(s Suite) result { return call(s) })
}

// addScalar records a call that made k, which is nil if it failed.
func (t *Tape) addScalar(k *Scalar, call func(Suite) *Scalar) {
	t.addEncoded(func() bool { return k != nil && k.bytes != nil },
		func(s Suite) result { return call(s) })
}

func (t *Tape) addEncoded(encoded func() bool, call func(Suite) result) {
	t.add(func(s Suite) result {
		if again := call(s); encoded() {
			return again
		}
		return nil
	})
}

// tapedSuite records calls; the methods that do no work are not recorded.
type tapedSuite struct {
	Suite
	t *Tape
}

// A recorder keeps a copy of what is read through it.
type recorder struct {
	from io.Reader
	read []byte
}

func (r *recorder) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	r.read = append(r.read, b[:n]...)
	return n, err
}

func (s tapedSuite) RandomScalar(rnd io.Reader) (*Scalar, error) {
	r := &recorder{from: rnd}
	k, err := s.Suite.RandomScalar(r)
	s.t.addScalar(k, func(s Suite) *Scalar {
		k, _ := s.RandomScalar(bytes.NewReader(r.read))
		return k
	})
	return k, err
}

func (s tapedSuite) HashScalar(domain string, msg []byte) *Scalar {
	k, msg := s.Suite.HashScalar(domain, msg), bytes.Clone(msg)
	s.t.addScalar(k, func(s Suite) *Scalar { return s.HashScalar(domain, msg) })
	return k
}

func (s tapedSuite) DecodeScalar(b []byte) (*Scalar, error) {
	b = bytes.Clone(b)
	k, err := s.Suite.DecodeScalar(b)
	s.t.addScalar(k, func(s Suite) *Scalar {
		k, _ := s.DecodeScalar(b)
		return k
	})
	return k, err
}

func (s tapedSuite) AddScalars(a, b *Scalar) *Scalar {
	k := s.Suite.AddScalars(a, b)
	s.t.addScalar(k, func(s Suite) *Scalar { return s.AddScalars(a, b) })
	return k
}

func (s tapedSuite) MulScalars(a, b *Scalar) *Scalar {
	k := s.Suite.MulScalars(a, b)
	s.t.addScalar(k, func(s Suite) *Scalar { return s.MulScalars(a, b) })
	return k
}

func (s tapedSuite) InvertScalar(a *Scalar) (*Scalar, error) {
	k, err := s.Suite.InvertScalar(a)
	s.t.addScalar(k, func(s Suite) *Scalar {
		k, _ := s.InvertScalar(a)
		return k
	})
	return k, err
}

func (s tapedSuite) ScalarFromInt(n *big.Int) *Scalar {
	n = new(big.Int).Set(n)
	k := s.Suite.ScalarFromInt(n)
	s.t.addScalar(k, func(s Suite) *Scalar { return s.ScalarFromInt(n) })
	return k
}

func (s tapedSuite) DecodePoint(b []byte) (*Point, error) {
	b = bytes.Clone(b)
	p, err := s.Suite.DecodePoint(b)
	s.t.addPoint(p, func(s Suite) *Point {
		p, _ := s.DecodePoint(b)
		return p
	})
	return p, err
}

func (s tapedSuite) BaseMul(k *Scalar) *Point {
	p := s.Suite.BaseMul(k)
	s.t.addPoint(p, func(s Suite) *Point { return s.BaseMul(k) })
	return p
}

func (s tapedSuite) Mul(k *Scalar, p *Point) *Point {
	q := s.Suite.Mul(k, p)
	s.t.addPoint(q, func(s Suite) *Point { return s.Mul(k, p) })
	return q
}

func (s tapedSuite) AddPoints(a, b *Point) *Point {
	p := s.Suite.AddPoints(a, b)
	s.t.addPoint(p, func(s Suite) *Point { return s.AddPoints(a, b) })
	return p
}

// addBytes records a call whose result needs no encoding afterwards.
func (t *Tape) addBytes(call func(Suite) []byte) {
	t.add(func(s Suite) result {
		t.sink += len(call(s))
		return nil
	})
}

func (s tapedSuite) Hash(domain string, msg []byte) []byte {
	msg = bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte { return s.Hash(domain, msg) })
	return s.Suite.Hash(domain, msg)
}

func (s tapedSuite) Pad(key []byte, n int) []byte {
	key = bytes.Clone(key)
	s.t.addBytes(func(s Suite) []byte { return s.Pad(key, n) })
	return s.Suite.Pad(key, n)
}

func (s tapedSuite) MAC(key, msg []byte) []byte {
	key, msg = bytes.Clone(key), bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte { return s.MAC(key, msg) })
	return s.Suite.MAC(key, msg)
}

func (s tapedSuite) Extract(salt, secret []byte) []byte {
	salt, secret = bytes.Clone(salt), bytes.Clone(secret)
	s.t.addBytes(func(s Suite) []byte { return s.Extract(salt, secret) })
	return s.Suite.Extract(salt, secret)
}

func (s tapedSuite) Expand(key, info []byte) []byte {
	key, info = bytes.Clone(key), bytes.Clone(info)
	s.t.addBytes(func(s Suite) []byte { return s.Expand(key, info) })
	return s.Suite.Expand(key, info)
}

func (s tapedSuite) Stretch(password, salt []byte, memoryKiB int) []byte {
	password, salt = bytes.Clone(password), bytes.Clone(salt)
	s.t.addBytes(func(s Suite) []byte { return s.Stretch(password, salt, memoryKiB) })
	return s.Suite.Stretch(password, salt, memoryKiB)
}

func (s tapedSuite) NewKeys(rnd io.Reader) (*PrivateKeys, error) {
	r := &recorder{from: rnd}
	s.t.add(func(s Suite) result {
		if k, err := s.NewKeys(bytes.NewReader(r.read)); err == nil {
			return k
		}
		return nil
	})
	return s.Suite.NewKeys(r)
}

func (s tapedSuite) DecodePublicKeys(b []byte) (*PublicKeys, error) {
	b = bytes.Clone(b)
	s.t.add(func(s Suite) result {
		if k, err := s.DecodePublicKeys(b); err == nil {
			return k
		}
		return nil
	})
	return s.Suite.DecodePublicKeys(b)
}

func (s tapedSuite) DecodePrivateKeys(b []byte) (*PrivateKeys, error) {
	b = bytes.Clone(b)
	s.t.add(func(s Suite) result {
		if k, err := s.DecodePrivateKeys(b); err == nil {
			return k
		}
		return nil
	})
	return s.Suite.DecodePrivateKeys(b)
}

func (s tapedSuite) Seal(rnd io.Reader, to *PublicKeys, msg []byte) ([]byte, error) {
	r, msg := &recorder{from: rnd}, bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte {
		ct, _ := s.Seal(bytes.NewReader(r.read), to, msg)
		return ct
	})
	return s.Suite.Seal(r, to, msg)
}

func (s tapedSuite) Open(key *PrivateKeys, ct []byte) ([]byte, error) {
	ct = bytes.Clone(ct)
	s.t.addBytes(func(s Suite) []byte {
		msg, _ := s.Open(key, ct)
		return msg
	})
	return s.Suite.Open(key, ct)
}

func (s tapedSuite) Sign(key *PrivateKeys, msg []byte) []byte {
	msg = bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte { return s.Sign(key, msg) })
	return s.Suite.Sign(key, msg)
}

func (s tapedSuite) Verify(by *PublicKeys, msg, sig []byte) bool {
	msg, sig = bytes.Clone(msg), bytes.Clone(sig)
	s.t.add(func(s Suite) result { s.Verify(by, msg, sig); return nil })
	return s.Suite.Verify(by, msg, sig)
}

func (s tapedSuite) VerifyCert(by *PublicKeys, msg, sig []byte) bool {
	msg, sig = bytes.Clone(msg), bytes.Clone(sig)
	s.t.add(func(s Suite) result { s.VerifyCert(by, msg, sig); return nil })
	return s.Suite.VerifyCert(by, msg, sig)
}

func (s tapedSuite) Encrypt(rnd io.Reader, key, msg []byte) ([]byte, error) {
	r, key, msg := &recorder{from: rnd}, bytes.Clone(key), bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte {
		ct, _ := s.Encrypt(bytes.NewReader(r.read), key, msg)
		return ct
	})
	return s.Suite.Encrypt(r, key, msg)
}

func (s tapedSuite) Decrypt(key, ct []byte) ([]byte, error) {
	key, ct = bytes.Clone(key), bytes.Clone(ct)
	s.t.addBytes(func(s Suite) []byte {
		msg, _ := s.Decrypt(key, ct)
		return msg
	})
	return s.Suite.Decrypt(key, ct)
}

func (s tapedSuite) EncryptCTR(rnd io.Reader, key, msg []byte) ([]byte, error) {
	r, key, msg := &recorder{from: rnd}, bytes.Clone(key), bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte {
		ct, _ := s.EncryptCTR(bytes.NewReader(r.read), key, msg)
		return ct
	})
	return s.Suite.EncryptCTR(r, key, msg)
}

func (s tapedSuite) DecryptCTR(key, ct []byte) ([]byte, error) {
	key, ct = bytes.Clone(key), bytes.Clone(ct)
	s.t.addBytes(func(s Suite) []byte {
		msg, _ := s.DecryptCTR(key, ct)
		return msg
	})
	return s.Suite.DecryptCTR(key, ct)
}
