package suite

import (
	"fmt"

	"github.com/cloudflare/circl/group"
)

// A Point is an element of a suite's group, of prime order. Two points of
// different suites cannot be used together: that panics. Operations never change
// a Point, but encoding costs a tenth of a multiplication, so it is done at the
// first Bytes and remembered; hence a Point belongs to one goroutine.
type Point struct {
	suite *circlSuite
	p     group.Element
	bytes []byte // the encoding, once someone asked for it
}

// Bytes is the canonical encoding, Sizes.Point bytes long: RFC 9496 for
// ristretto255, SEC 1 compressed for p256. The identity element encodes to
// zeros, which no suite decodes. The caller must not change the result.
func (p *Point) Bytes() []byte {
	if p.bytes == nil {
		if p.isIdentity() {
			p.bytes = make([]byte, p.suite.sizes.Point)
		} else {
			p.bytes = encode(p.p.MarshalBinaryCompress())
		}
	}
	return p.bytes
}

// Equal reports whether p and q are the same point of the same suite.
func (p *Point) Equal(q *Point) bool {
	return p.suite == q.suite && p.p.IsEqual(q.p)
}

// isIdentity reports whether p is the identity element, 0·G. DecodePoint never
// returns it; BaseMul, Mul and AddPoints can.
func (p *Point) isIdentity() bool { return p.p.IsIdentity() }

func (s *circlSuite) point(p group.Element) *Point { return &Point{suite: s, p: p} }

// DecodePoint keeps a copy of b as the point's encoding.
func (s *circlSuite) DecodePoint(b []byte) (*Point, error) {
	// The length refuses what circl would take: P-256 uncompressed (65 bytes),
	// and its identity element (1 byte).
	if len(b) != s.sizes.Point {
		return nil, fmt.Errorf("suite: point of %d bytes: want %d", len(b), s.sizes.Point)
	}
	p := s.group.NewElement()
	if err := p.UnmarshalBinary(b); err != nil {
		return nil, fmt.Errorf("suite: point %x: want a canonical point of %s", b, s.name)
	}
	if p.IsIdentity() {
		return nil, fmt.Errorf("suite: point %x: want one other than the identity", b)
	}
	return &Point{suite: s, p: p, bytes: append([]byte(nil), b...)}, nil
}

func (s *circlSuite) BaseMul(k *Scalar) *Point {
	s.mustOwn(k.suite, "scalar")
	return s.point(s.group.NewElement().MulGen(k.k))
}

func (s *circlSuite) Mul(k *Scalar, p *Point) *Point {
	s.mustOwn(k.suite, "scalar")
	s.mustOwn(p.suite, "point")
	return s.point(s.group.NewElement().Mul(p.p, k.k))
}

func (s *circlSuite) AddPoints(a, b *Point) *Point {
	s.mustOwn(a.suite, "point")
	s.mustOwn(b.suite, "point")
	return s.point(s.group.NewElement().Add(a.p, b.p))
}
