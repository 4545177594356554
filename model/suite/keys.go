package suite

import (
	"fmt"
	"io"

	"github.com/cloudflare/circl/kem"
)

// PublicKeys are a principal's PUK: the key that messages to it are sealed with
// and the key that its signatures are verified with (erratum E10). Once made they
// never change, and any number of goroutines may use them.
type PublicKeys struct {
	suite  *circlSuite
	seal   kem.PublicKey
	verify verifyingKey
	bytes  []byte
}

// PrivateKeys are a principal's PRK. Once made they never change, and any number
// of goroutines may use them.
type PrivateKeys struct {
	suite  *circlSuite
	open   kem.PrivateKey
	sign   signingKey
	bytes  []byte
	public *PublicKeys
}

// Bytes is the HPKE public key before the signature public key, Sizes.PublicKeys
// bytes in all. The caller must not change it.
func (k *PublicKeys) Bytes() []byte { return k.bytes }

// equal reports whether k and l are the same keys of the same suite.
func (k *PublicKeys) equal(l *PublicKeys) bool {
	return k.suite == l.suite && string(k.bytes) == string(l.bytes)
}

// Bytes is the HPKE private key before the signature private key, 64 bytes in
// all. The caller must not change it.
func (k *PrivateKeys) Bytes() []byte { return k.bytes }

// Public returns the public keys that belong to k, always the same value.
func (k *PrivateKeys) Public() *PublicKeys { return k.public }

// NewKeys derives the HPKE key pair from a seed (RFC 9180, section 7.1.3), because
// the generators of circl and of the standard library ignore a reader.
func (s *circlSuite) NewKeys(rnd io.Reader) (*PrivateKeys, error) {
	kem := s.kem.Scheme()
	seed := make([]byte, kem.SeedSize())
	if err := draw(rnd, seed); err != nil {
		return nil, err
	}
	sign, err := s.scheme.newKey(rnd)
	if err != nil {
		return nil, err
	}
	_, open := kem.DeriveKeyPair(seed)
	return s.privateKeys(open, sign), nil
}

func (s *circlSuite) keyDraws() int { return s.kem.Scheme().SeedSize() + s.scheme.seedSize() }

func (s *circlSuite) DecodePrivateKeys(b []byte) (*PrivateKeys, error) {
	kem := s.kem.Scheme()
	n := kem.PrivateKeySize()
	if len(b) != n+signingKeySize {
		return nil, fmt.Errorf("suite: private keys of %d bytes: want %d", len(b), n+signingKeySize)
	}
	open, err := kem.UnmarshalBinaryPrivateKey(b[:n])
	if err != nil {
		return nil, fmt.Errorf("suite: private keys: not an HPKE key of %s", s.name)
	}
	sign, err := s.scheme.decodeSigning(b[n:])
	if err != nil {
		return nil, fmt.Errorf("suite: private keys: not a signature key of %s", s.name)
	}
	return s.privateKeys(open, sign), nil
}

// privateKeys makes the private keys and, at once, the public ones: circl's X25519 key
// computes its own on first use, and two goroutines would race.
func (s *circlSuite) privateKeys(open kem.PrivateKey, sign signingKey) *PrivateKeys {
	return &PrivateKeys{
		suite:  s,
		open:   open,
		sign:   sign,
		bytes:  append(encode(open.MarshalBinary()), sign.bytes()...),
		public: s.publicKeys(open.Public(), sign.public()),
	}
}

func (s *circlSuite) DecodePublicKeys(b []byte) (*PublicKeys, error) {
	if len(b) != s.sizes.PublicKeys {
		return nil, fmt.Errorf("suite: public keys of %d bytes: want %d",
			len(b), s.sizes.PublicKeys)
	}
	kem := s.kem.Scheme()
	n := kem.PublicKeySize()
	seal, err := kem.UnmarshalBinaryPublicKey(b[:n])
	if err != nil || !s.usable(b[:n]) {
		return nil, fmt.Errorf("suite: public keys %x: not an HPKE key of %s", b, s.name)
	}
	verify, err := s.scheme.decodeVerifying(b[n:])
	if err != nil {
		return nil, fmt.Errorf("suite: public keys %x: not a signature key of %s", b, s.name)
	}
	return s.publicKeys(seal, verify), nil
}

func (s *circlSuite) publicKeys(seal kem.PublicKey, verify verifyingKey) *PublicKeys {
	return &PublicKeys{
		suite:  s,
		seal:   seal,
		verify: verify,
		bytes:  append(encode(seal.MarshalBinary()), verify.bytes()...),
	}
}

// draw fills b from rnd. Nothing in this package has another source of
// randomness, so that a run is a function of its seed.
func draw(rnd io.Reader, b []byte) error {
	if rnd == nil {
		panic(internal("nil source of randomness"))
	}
	if _, err := io.ReadFull(rnd, b); err != nil {
		return fmt.Errorf("suite: drawing %d random bytes: %w", len(b), err)
	}
	return nil
}
