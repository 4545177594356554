package suite

import (
	"crypto/ed25519"
	"io"
)

const (
	signatureSize  = 64 // bytes, both schemes
	signingKeySize = 32 // bytes, both schemes
)

// A scheme is a deterministic signature scheme with appendix.
type scheme interface {
	newKey(rnd io.Reader) (signingKey, error)
	decodeSigning(b []byte) (signingKey, error)     // of signingKeySize bytes
	decodeVerifying(b []byte) (verifyingKey, error) // of publicSize bytes
	publicSize() int
	seedSize() int // that newKey draws
}

// Keys of both kinds are decoded once and are safe for concurrent use.
type signingKey interface {
	sign(msg []byte) []byte
	bytes() []byte
	public() verifyingKey
}

type verifyingKey interface {
	verify(msg, sig []byte) bool
	bytes() []byte
}

func (s *circlSuite) Sign(key *PrivateKeys, msg []byte) []byte {
	s.mustOwn(key.suite, "private key")
	return key.sign.sign(msg)
}

func (s *circlSuite) Verify(by *PublicKeys, msg, sig []byte) bool {
	s.mustOwn(by.suite, "public key")
	return by.verify.verify(msg, sig)
}

func (s *circlSuite) VerifyCert(by *PublicKeys, msg, sig []byte) bool {
	return s.Verify(by, msg, sig)
}

// ed25519Scheme is RFC 8032. A signing key is encoded as its seed.
type ed25519Scheme struct{}

type ed25519Private ed25519.PrivateKey

type ed25519Public ed25519.PublicKey

func (ed25519Scheme) publicSize() int { return ed25519.PublicKeySize }
func (ed25519Scheme) seedSize() int   { return ed25519.SeedSize }

func (ed25519Scheme) newKey(rnd io.Reader) (signingKey, error) {
	var seed [ed25519.SeedSize]byte
	if err := draw(rnd, seed[:]); err != nil {
		return nil, err
	}
	return ed25519Private(ed25519.NewKeyFromSeed(seed[:])), nil
}

// decodeSigning takes any 32 bytes: every seed is a key.
func (ed25519Scheme) decodeSigning(b []byte) (signingKey, error) {
	return ed25519Private(ed25519.NewKeyFromSeed(b)), nil
}

func (ed25519Scheme) decodeVerifying(b []byte) (verifyingKey, error) {
	if err := checkEd25519(b); err != nil {
		return nil, err
	}
	return ed25519Public(append([]byte(nil), b...)), nil
}

func (k ed25519Private) sign(msg []byte) []byte {
	return ed25519.Sign(ed25519.PrivateKey(k), msg)
}

func (k ed25519Private) bytes() []byte { return ed25519.PrivateKey(k).Seed() }

func (k ed25519Private) public() verifyingKey {
	return ed25519Public(ed25519.PrivateKey(k).Public().(ed25519.PublicKey))
}

func (k ed25519Public) verify(msg, sig []byte) bool {
	return ed25519.Verify(ed25519.PublicKey(k), msg, sig)
}

func (k ed25519Public) bytes() []byte { return k }
