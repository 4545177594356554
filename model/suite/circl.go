package suite

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/hpke"
)

// New returns the suite of that name; Names lists them. Two calls with the same
// name return the same value.
func New(name string) (Suite, error) {
	switch name {
	case ristretto255.name:
		return ristretto255, nil
	case p256.name:
		return p256, nil
	}
	return nil, fmt.Errorf("suite %q: want one of %s", name, strings.Join(Names(), ", "))
}

// circlSuite is a Suite put together from a prime-order group, a KEM for HPKE and
// a signature scheme. The hash, the KDF and the symmetric ciphers are the same in
// every suite. It has no state: one value serves all goroutines.
type circlSuite struct {
	name      string
	primitive []Primitive
	sizes     Sizes
	group     group.Group
	order     *big.Int
	kem       hpke.KEM
	hpke      hpke.Suite
	scheme    scheme
}

var ristretto255 = compose(circlSuite{
	name:   "ristretto255",
	group:  group.Ristretto255,
	order:  integer("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
	kem:    hpke.KEM_X25519_HKDF_SHA256,
	scheme: ed25519Scheme{},
	primitive: []Primitive{
		{"group", "ristretto255", "RFC 9496"},
		{"E_PUK", "HPKE(X25519, HKDF-SHA256, AES-256-GCM)", "RFC 9180"},
		{"signature", "Ed25519", "RFC 8032"},
		{"H, h to a scalar", "expand_message_xmd with SHA-512", "RFC 9380, RFC 9497"},
	},
})

var p256 = compose(circlSuite{
	name:   "p256",
	group:  group.P256,
	order:  integer("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
	kem:    hpke.KEM_P256_HKDF_SHA256,
	scheme: ecdsaScheme{},
	primitive: []Primitive{
		{"group", "P-256", "FIPS 186-5"},
		{"E_PUK", "HPKE(P-256, HKDF-SHA256, AES-256-GCM)", "RFC 9180"},
		{"signature", "ECDSA(P-256, SHA-256), deterministic", "FIPS 186-5, RFC 6979"},
		{"H, h to a scalar", "hash_to_field with SHA-256", "RFC 9380"},
	},
})

// compose fills in what follows from the choice of primitives.
func compose(s circlSuite) *circlSuite {
	s.hpke = hpke.NewSuite(s.kem, hpke.KDF_HKDF_SHA256, hpke.AEAD_AES256GCM)
	kem, params := s.kem.Scheme(), s.group.Params()
	s.sizes = Sizes{
		Scalar:          int(params.ScalarLength),
		Point:           int(params.CompressedElementLength),
		Hash:            hashSize,
		Signature:       signatureSize,
		PublicKeys:      kem.PublicKeySize() + s.scheme.publicSize(),
		SealOverhead:    kem.CiphertextSize() + tagSize,
		EncryptOverhead: nonceSize + tagSize,
		CTROverhead:     blockSize,
	}
	s.primitive = append(s.primitive,
		Primitive{"E_SEK", "AES-256-GCM, random nonce", "SP 800-38D"},
		Primitive{"E_SEK without a tag (E20)", "AES-256-CTR, random initial block", "SP 800-38A"},
		Primitive{"h to bytes", "SHA-256", "FIPS 180-4"},
		Primitive{"mask", "SHAKE256", "FIPS 202"},
		Primitive{"MAC", "HMAC-SHA256", "RFC 2104"},
		Primitive{"key derivation", "HKDF-SHA256", "RFC 5869"},
		Primitive{"stretching", "argon2id, one pass, one lane", "RFC 9106"},
	)
	return &s
}

func integer(hex string) *big.Int {
	n, ok := new(big.Int).SetString(hex, 16)
	if !ok {
		panic(internal("%q is no integer", hex))
	}
	return n
}

func (s *circlSuite) Name() string            { return s.name }
func (s *circlSuite) Primitives() []Primitive { return append([]Primitive(nil), s.primitive...) }
func (s *circlSuite) Order() *big.Int         { return new(big.Int).Set(s.order) }
func (s *circlSuite) Sizes() Sizes            { return s.sizes }
func (s *circlSuite) sealed()                 {}

// mustOwn panics when a value of another suite is used with s, or a nil one: the
// caller is wrong, and any result would be.
func (s *circlSuite) mustOwn(owner *circlSuite, what string) {
	if owner == s {
		return
	}
	name := "no suite"
	if owner != nil {
		name = owner.name
	}
	panic(internal("a %s of %s is used with %s", what, name, s.name))
}

// internal is the text of a panic: this package, or its caller, is at fault.
func internal(format string, args ...any) string {
	return "suite: internal error: " + fmt.Sprintf(format, args...)
}
