package suite

import (
	"fmt"
	"io"
	"math/big"
	"slices"

	"github.com/cloudflare/circl/group"
)

// A Scalar is an integer modulo the order of a suite's group. Two scalars of
// different suites cannot be used together: that panics. Operations never change
// a Scalar, but its first Bytes remembers the encoding, so that a Scalar belongs
// to one goroutine.
type Scalar struct {
	suite  *circlSuite
	k      group.Scalar
	bytes  []byte // the encoding, once someone asked for it
	hashed bool   // made by HashScalar, hence public and repeated: see Cached
}

// Bytes is the canonical encoding, Sizes.Scalar bytes long: little-endian for
// ristretto255, big-endian for p256. The caller must not change it.
func (a *Scalar) Bytes() []byte {
	if a.bytes == nil {
		a.bytes = encode(a.k.MarshalBinary())
	}
	return a.bytes
}

// Int is the integer below the group's order that a stands for.
func (a *Scalar) Int() *big.Int {
	b := slices.Clone(a.Bytes())
	if a.suite.group == group.Ristretto255 {
		slices.Reverse(b)
	}
	return new(big.Int).SetBytes(b)
}

// equal reports whether a and b are the same scalar of the same suite, in time
// that does not depend on their values.
func (a *Scalar) equal(b *Scalar) bool {
	return a.suite == b.suite && a.k.IsEqual(b.k)
}

func (s *circlSuite) scalar(k group.Scalar) *Scalar { return &Scalar{suite: s, k: k} }

// RandomScalar hashes 64 bytes of rnd to a scalar. circl's own RandomScalar is no
// use here: for ristretto255 it ignores the reader.
func (s *circlSuite) RandomScalar(rnd io.Reader) (*Scalar, error) {
	var seed [64]byte
	for {
		if err := draw(rnd, seed[:]); err != nil {
			return nil, err
		}
		k := s.group.HashToScalar(seed[:], []byte("emrproof v1 random scalar"))
		if !k.IsZero() {
			return s.scalar(k), nil
		}
	}
}

// HashScalar hashes msg with the domain in the separation tag of RFC 9380.
func (s *circlSuite) HashScalar(domain string, msg []byte) *Scalar {
	k := s.group.HashToScalar(msg, []byte("emrproof v1 scalar: "+domain))
	return &Scalar{suite: s, k: k, hashed: true}
}

func (s *circlSuite) DecodeScalar(b []byte) (*Scalar, error) {
	if len(b) != s.sizes.Scalar {
		return nil, fmt.Errorf("suite: scalar of %d bytes: want %d", len(b), s.sizes.Scalar)
	}
	k := s.group.NewScalar()
	if err := k.UnmarshalBinary(b); err != nil {
		return nil, fmt.Errorf("suite: scalar %x: want one below the order of %s", b, s.name)
	}
	return s.scalar(k), nil
}

func (s *circlSuite) AddScalars(a, b *Scalar) *Scalar {
	s.mustOwn(a.suite, "scalar")
	s.mustOwn(b.suite, "scalar")
	return s.scalar(s.group.NewScalar().Add(a.k, b.k))
}

func (s *circlSuite) MulScalars(a, b *Scalar) *Scalar {
	s.mustOwn(a.suite, "scalar")
	s.mustOwn(b.suite, "scalar")
	return s.scalar(s.group.NewScalar().Mul(a.k, b.k))
}

func (s *circlSuite) InvertScalar(a *Scalar) (*Scalar, error) {
	s.mustOwn(a.suite, "scalar")
	if a.k.IsZero() {
		return nil, fmt.Errorf("suite: 0 has no inverse modulo the order of %s", s.name)
	}
	return s.scalar(s.group.NewScalar().Inv(a.k)), nil
}

// ScalarFromInt takes time that depends on n. It hands circl a reduced copy,
// because SetBigInt for P-256 changes its argument.
func (s *circlSuite) ScalarFromInt(n *big.Int) *Scalar {
	reduced := new(big.Int).Mod(n, s.order)
	return s.scalar(s.group.NewScalar().SetBigInt(reduced))
}

// encode unwraps what circl's encoders return; they do not fail on valid values.
func encode(b []byte, err error) []byte {
	if err != nil {
		panic(internal("encoding: %v", err))
	}
	return b
}
