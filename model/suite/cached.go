package suite

import (
	"crypto/sha256"
	"encoding/binary"
)

// cacheSize bounds what Cached remembers of each kind, in entries. A full
// table is emptied: a run repeats a few values often, or none at all.
const cacheSize = 4096

// A cachedSuite remembers results that are public and repeated: hashes times the
// declared public point, and certificates that it found valid.
type cachedSuite struct {
	Suite
	public   *Point
	products map[string]*Point     // of the public point, by the encoded scalar
	certs    map[[32]byte]struct{} // found valid, by the hash of key, message, signature
}

// Cached returns s with a memory of multiples of a public point and of certificates that
// were found valid, and a function that declares the point, such as PK: nil declares none,
// and the multiples of the former one are forgotten. Every result is what s would return.
// Nothing secret selects an entry, so that the time saved tells an observer nothing. For a
// single goroutine. To count operations, wrap the result in Counted.
func Cached(s Suite) (cached Suite, declare func(public *Point)) {
	c := &cachedSuite{
		Suite:    s,
		products: make(map[string]*Point),
		certs:    make(map[[32]byte]struct{}),
	}
	return c, func(public *Point) {
		c.public = public
		clear(c.products)
	}
}

// Mul looks up h(..)·PK, where the scalar came out of HashScalar and the point is
// the declared one. Any other product is computed afresh.
func (c *cachedSuite) Mul(k *Scalar, p *Point) *Point {
	if c.public == nil || !k.hashed || (p != c.public && !p.Equal(c.public)) {
		return c.Suite.Mul(k, p)
	}
	key := string(k.Bytes())
	if q, ok := c.products[key]; ok {
		return q
	}
	q := c.Suite.Mul(k, p)
	if len(c.products) >= cacheSize {
		clear(c.products)
	}
	c.products[key] = q
	return q
}

// VerifyCert remembers only success: an invalid certificate is checked each time.
func (c *cachedSuite) VerifyCert(by *PublicKeys, msg, sig []byte) bool {
	key := certKey(by, msg, sig)
	if _, ok := c.certs[key]; ok {
		return true
	}
	if !c.Suite.VerifyCert(by, msg, sig) {
		return false
	}
	if len(c.certs) >= cacheSize {
		clear(c.certs)
	}
	c.certs[key] = struct{}{}
	return true
}

// certKey hashes the key, whose length is fixed, the message with its length
// before it, and the signature.
func certKey(by *PublicKeys, msg, sig []byte) [32]byte {
	b := make([]byte, 0, len(by.bytes)+8+len(msg)+len(sig))
	b = append(b, by.bytes...)
	b = binary.BigEndian.AppendUint64(b, uint64(len(msg)))
	b = append(b, msg...)
	return sha256.Sum256(append(b, sig...))
}
