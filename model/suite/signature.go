package suite

import "io"

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
