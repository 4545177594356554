package suite

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"io"
	"math/big"

	"github.com/cloudflare/circl/group"
)

// ecdsaScheme is ECDSA on P-256 with SHA-256, deterministic by RFC 6979. A
// signature is r ‖ s, 32 big-endian bytes each, since DER has no fixed length. A
// signing key is its scalar; a verifying key is a point, uncompressed (SEC 1).
type ecdsaScheme struct{}

type ecdsaPrivate struct{ key *ecdsa.PrivateKey }

type ecdsaPublic struct {
	key *ecdsa.PublicKey
	enc []byte
}

const (
	ecdsaPublicSize = 65
	ecdsaSeedSize   = 64
)

func (ecdsaScheme) publicSize() int { return ecdsaPublicSize }
func (ecdsaScheme) seedSize() int   { return ecdsaSeedSize }

// newKey reduces bytes of rnd: crypto/ecdsa's generator ignores its reader.
func (s ecdsaScheme) newKey(rnd io.Reader) (signingKey, error) {
	var seed [ecdsaSeedSize]byte
	for {
		if err := draw(rnd, seed[:]); err != nil {
			return nil, err
		}
		k := group.P256.HashToScalar(seed[:], []byte("emrproof v1 ecdsa key"))
		if !k.IsZero() {
			return s.decodeSigning(encode(k.MarshalBinary()))
		}
	}
}

func (ecdsaScheme) decodeSigning(b []byte) (signingKey, error) {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), b)
	if err != nil {
		return nil, err
	}
	return ecdsaPrivate{key}, nil
}

func (ecdsaScheme) decodeVerifying(b []byte) (verifyingKey, error) {
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), b)
	if err != nil {
		return nil, err
	}
	return ecdsaPublic{key, append([]byte(nil), b...)}, nil
}

// sign passes no reader to crypto/ecdsa, which is how one asks it for RFC 6979.
func (k ecdsaPrivate) sign(msg []byte) []byte {
	digest := sha256.Sum256(msg)
	der := encode(k.key.Sign(nil, digest[:], crypto.SHA256))
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(der, &rs); err != nil || len(rest) > 0 {
		panic(internal("crypto/ecdsa made the signature %x", der))
	}
	sig := make([]byte, signatureSize)
	rs.R.FillBytes(sig[:signatureSize/2])
	rs.S.FillBytes(sig[signatureSize/2:])
	return sig
}

func (k ecdsaPrivate) bytes() []byte { return encode(k.key.Bytes()) }

func (k ecdsaPrivate) public() verifyingKey {
	return ecdsaPublic{&k.key.PublicKey, encode(k.key.PublicKey.Bytes())}
}

// verify accepts (r, −s) where it accepts (r, s), as FIPS 186-5 does.
func (k ecdsaPublic) verify(msg, sig []byte) bool {
	if len(sig) != signatureSize {
		return false
	}
	digest := sha256.Sum256(msg)
	r := new(big.Int).SetBytes(sig[:signatureSize/2])
	s := new(big.Int).SetBytes(sig[signatureSize/2:])
	return ecdsa.Verify(k.key, digest[:], r, s)
}

func (k ecdsaPublic) bytes() []byte { return k.enc }
