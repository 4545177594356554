package suite

import (
	"errors"
	"math/big"
	"slices"

	"github.com/cloudflare/circl/dh/x25519"
	"github.com/cloudflare/circl/hpke"
)

// The prime of Curve25519 and of its Edwards form, 2^255 − 19, and the Edwards
// form's constant d = −121665/121666 (RFC 8032, section 5.1).
var (
	p25519 = integer("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed")
	d25519 = integer("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3")
)

// usable refuses X25519 public keys that circl's decoder lets through and that would leave two
// encodings for one key, or a shared secret known to all: u ≥ 2^255 − 19, and points of small
// order. P-256 keys need no more than decoding.
func (s *circlSuite) usable(b []byte) bool {
	if s.kem != hpke.KEM_X25519_HKDF_SHA256 {
		return true
	}
	if littleEndian(b).Cmp(p25519) >= 0 {
		return false
	}
	// Every scalar is a multiple of 8 once X25519 has clamped it, so that any
	// scalar takes a point of small order to zero, which Shared reports.
	var secret, public, shared x25519.Key
	copy(public[:], b)
	return x25519.Shared(&shared, &secret, &public)
}

// checkEd25519 refuses what is not the canonical encoding of a point of
// edwards25519, and points of small order, under which one signature is good for
// many messages. crypto/ed25519 checks the former only when it verifies, and the
// latter never. The key is public, so time may depend on it.
func checkEd25519(b []byte) error {
	y := littleEndian(b)
	y.SetBit(y, 255, 0) // the top bit is the sign of x
	if y.Cmp(p25519) >= 0 {
		return errors.New("not canonical")
	}
	x2 := edwardsX2(y)
	if big.Jacobi(x2, p25519) < 0 {
		return errors.New("not on the curve")
	}
	for range 3 {
		y = edwardsDouble(y)
	}
	if y.Cmp(big.NewInt(1)) == 0 {
		return errors.New("of small order")
	}
	return nil
}

// edwardsX2 is x² = (y² − 1) / (d·y² + 1) of the point with that y, if there is one.
func edwardsX2(y *big.Int) *big.Int {
	y2 := new(big.Int).Mul(y, y)
	den := new(big.Int).Mul(d25519, y2)
	den.Add(den, big.NewInt(1))
	return divide(y2.Sub(y2, big.NewInt(1)), den)
}

// edwardsDouble is the y of twice the point with that y, (y² + x²) / (1 − d·x²·y²);
// it does not depend on the sign of x.
func edwardsDouble(y *big.Int) *big.Int {
	x2 := edwardsX2(y)
	y2 := new(big.Int).Mul(y, y)
	den := new(big.Int).Mul(x2, y2)
	den.Mul(den, d25519)
	return divide(y2.Add(y2, x2), den.Sub(big.NewInt(1), den))
}

func divide(a, b *big.Int) *big.Int {
	q := new(big.Int).ModInverse(b.Mod(b, p25519), p25519)
	return q.Mul(q, a).Mod(q, p25519)
}

func littleEndian(b []byte) *big.Int {
	b = slices.Clone(b)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}
