// Package suite gives the terms of a protocol their bytes: a Suite is a choice
// of real primitives, composed from cloudflare/circl and the standard library.
//
// A Suite has exactly the operations that the terms need: a prime-order group
// for r·P, S_X and the shared secrets; HPKE (RFC 9180, base mode) for E_PUK;
// signatures for S_PRK; authenticated encryption, and a counter mode without a
// tag for erratum E20, for E_SEK; hashes to 32 bytes (h of a session key) and to
// a scalar (H, and h inside S_X).
//
// Every operation that draws randomness takes an io.Reader, and the same bytes
// from the reader give the same result. All encodings are canonical: what
// decodes encodes to the same bytes. The identity element does not decode, since
// every point that a party receives is meant to be a public value.
package suite

import (
	"io"
	"math/big"
)

// A Suite gives terms their bytes. Implementations keep no state between calls
// and are safe for concurrent use; Counted, Cached and Taped wrap one for use by
// a single goroutine. The interface is sealed: a verdict about a run means
// something only for primitives that this package vouches for.
type Suite interface {
	// Name is what a user types to choose the suite, such as "ristretto255".
	Name() string
	// Primitives says what each operation is made of, for people to read.
	Primitives() []Primitive
	// Order is the order of the group. The caller may change the result.
	Order() *big.Int
	// Sizes are the lengths of the encodings, in bytes.
	Sizes() Sizes

	// RandomScalar draws a uniform scalar other than zero: it reads 64 bytes from
	// rnd and hashes them to a scalar, with a bias below 2^-128.
	RandomScalar(rnd io.Reader) (*Scalar, error)
	// HashScalar hashes msg to a scalar; distinct domains give independent hashes.
	HashScalar(domain string, msg []byte) *Scalar
	// DecodeScalar refuses anything but the canonical encoding of a scalar.
	DecodeScalar(b []byte) (*Scalar, error)
	AddScalars(a, b *Scalar) *Scalar
	MulScalars(a, b *Scalar) *Scalar
	// InvertScalar returns 1/a, or an error for zero.
	InvertScalar(a *Scalar) (*Scalar, error)
	// ScalarFromInt reduces n, which may be negative, modulo the order.
	ScalarFromInt(n *big.Int) *Scalar

	// DecodePoint refuses non-canonical encodings, points off the group, and the
	// identity element.
	DecodePoint(b []byte) (*Point, error)
	// BaseMul returns k·G (Eq. 1 with the generator, which the paper calls P).
	BaseMul(k *Scalar) *Point
	// Mul returns k·p (Eq. 1), in time that does not depend on k.
	Mul(k *Scalar, p *Point) *Point
	AddPoints(a, b *Point) *Point

	// Hash hashes msg to 32 bytes; distinct domains give independent hashes.
	Hash(domain string, msg []byte) []byte
	// Pad stretches a 32-byte key to n bytes, for the mask (ID_HPC‖ID_D) ⊕ h(s).
	Pad(key []byte, n int) []byte

	// MAC is HMAC-SHA256, 32 bytes (RFC 2104).
	MAC(key, msg []byte) []byte
	// Extract is HKDF-Extract with SHA-256, 32 bytes (RFC 5869, section 2.2).
	Extract(salt, secret []byte) []byte
	// Expand is HKDF-Expand with SHA-256 to 32 bytes (RFC 5869, section 2.3).
	Expand(key, info []byte) []byte
	// Stretch is argon2id with one pass over so many KiB of memory, to 32 bytes (RFC 9106).
	Stretch(password, salt []byte, memoryKiB int) []byte

	// NewKeys makes a principal's key pairs, one for encryption and one for
	// signatures (erratum E10).
	NewKeys(rnd io.Reader) (*PrivateKeys, error)
	// DecodePublicKeys reads what PublicKeys.Bytes wrote.
	DecodePublicKeys(b []byte) (*PublicKeys, error)
	// DecodePrivateKeys reads what PrivateKeys.Bytes wrote.
	DecodePrivateKeys(b []byte) (*PrivateKeys, error)
	// Seal is E_PUK(msg): HPKE single-shot, the encapsulated key before the
	// ciphertext.
	Seal(rnd io.Reader, to *PublicKeys, msg []byte) ([]byte, error)
	// Open is D_PRK(ct). Its error says only that ct does not open.
	Open(key *PrivateKeys, ct []byte) ([]byte, error)
	// Sign is S_PRK(msg), a signature with appendix; deterministic.
	Sign(key *PrivateKeys, msg []byte) []byte
	// Verify is V_PUK(sig) compared with msg.
	Verify(by *PublicKeys, msg, sig []byte) bool
	// VerifyCert is Verify for a certificate, which is counted apart and which
	// Cached remembers.
	VerifyCert(by *PublicKeys, msg, sig []byte) bool

	// Encrypt is E_SEK(msg) under a 32-byte key: AES-256-GCM, a random nonce
	// before the ciphertext (one key serves both directions, so counters would
	// collide).
	Encrypt(rnd io.Reader, key, msg []byte) ([]byte, error)
	// Decrypt is D_SEK(ct). Its error says only that ct does not open.
	Decrypt(key, ct []byte) ([]byte, error)
	// EncryptCTR is E_SEK(msg) without integrity, erratum E20: AES-256 in counter
	// mode, a random initial block before the ciphertext.
	EncryptCTR(rnd io.Reader, key, msg []byte) ([]byte, error)
	// DecryptCTR undoes EncryptCTR; it fails only on an input that is too short.
	DecryptCTR(key, ct []byte) ([]byte, error)

	keyDraws() int // how many bytes NewKeys draws
	sealed()
}

// A Primitive is what one kind of operation is made of.
type Primitive struct {
	Use  string // such as "group", "E_PUK", "signature"
	Name string // such as "HPKE(X25519, HKDF-SHA256, AES-256-GCM)"
	Ref  string // such as "RFC 9180"
}

// Sizes are lengths in bytes. An overhead is what encryption adds to its input.
type Sizes struct {
	Scalar, Point, Hash, Signature, PublicKeys int
	SealOverhead, EncryptOverhead, CTROverhead int
}

// Names are the suites that New knows, the default first.
func Names() []string { return []string{"ristretto255", "p256"} }
