package suite

import (
	"math/big"
	"testing"

	"emrproof/model"
)

func TestOnlyHashesTimesThePublicPointAreRemembered(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		public := testPublic(s)
		copied := must[*Point](t)(s.DecodePoint(public.Bytes()))
		h := s.HashScalar("h", nil)
		secret := must[*Scalar](t)(s.RandomScalar(stream(1)))
		decoded := must[*Scalar](t)(s.DecodeScalar(h.Bytes()))
		zero := s.ScalarFromInt(new(big.Int))
		for name, v := range map[string]struct {
			k    *Scalar
			p    *Point
			want int // multiplications for three calls
		}{
			"hash, public point":        {h, public, 1},
			"hash, copy of it":          {h, copied, 1},
			"hash, another point":       {h, s.BaseMul(h), 3},
			"random, public point":      {secret, public, 3},
			"decoded, public point":     {decoded, public, 3},
			"hash plus 0, public point": {s.AddScalars(h, zero), public, 3},
		} {
			inner, n := Counted(s)
			c, declare := Cached(inner)
			declare(public)
			want := s.Mul(v.k, v.p)
			for range 3 {
				if got := c.Mul(v.k, v.p); !got.Equal(want) {
					t.Errorf("%s: got %v, want %v", name, got, want)
				}
			}
			if n[model.CallMul] != v.want {
				t.Errorf("%s: multiplications: got %d, want %d", name, n[model.CallMul], v.want)
			}
		}
	})
}

func TestAnotherPublicPointForgetsTheFirst(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		h := s.HashScalar("h", nil)
		c, declare := Cached(s)
		for _, p := range []*Point{testPublic(s), s.BaseMul(h), testPublic(s)} {
			declare(p)
			if got, want := c.Mul(h, p), s.Mul(h, p); !got.Equal(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		}
		declare(nil)
		if got, want := c.Mul(h, testPublic(s)), s.Mul(h, testPublic(s)); !got.Equal(want) {
			t.Errorf("no public point: got %v, want %v", got, want)
		}
	})
}

func TestOnlyValidCertificatesAreRemembered(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		inner, n := Counted(s)
		c, _ := Cached(inner)
		keys := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		other := must[*PrivateKeys](t)(s.NewKeys(stream(2))).Public()
		msg := []byte("message")
		sig := s.Sign(keys, msg)
		for range 3 {
			for _, v := range []struct {
				by       *PublicKeys
				msg, sig []byte
				want     bool
			}{
				{keys.Public(), msg, sig, true},
				{other, msg, sig, false},
				{keys.Public(), msg[:6], append(msg[6:7:7], sig...), false}, // same bytes in all
				{keys.Public(), msg, flipped(sig, 9), false},
			} {
				if got := c.VerifyCert(v.by, v.msg, v.sig); got != v.want {
					t.Errorf("VerifyCert(%q): got %t, want %t", v.msg, got, v.want)
				}
			}
		}
		if want := 1 + 3*3; n[model.CallCert] != want {
			t.Errorf("checks made: got %d, want %d", n[model.CallCert], want)
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	s := mustNew(t, "ristretto255")
	cached, declare := Cached(fixedMul{s, testPublic(s)})
	declare(testPublic(s))
	c := cached.(*cachedSuite)
	for i := range cacheSize + 1 {
		c.Mul(s.HashScalar("h", big.NewInt(int64(i)).Bytes()), c.public)
		c.VerifyCert(&PublicKeys{}, big.NewInt(int64(i)).Bytes(), nil)
		if len(c.products) > cacheSize || len(c.certs) > cacheSize {
			t.Fatalf("entries: got %d and %d, want at most %d",
				len(c.products), len(c.certs), cacheSize)
		}
	}
	if len(c.products) != 1 || len(c.certs) != 1 {
		t.Errorf("entries after the table was emptied: got %d and %d, want 1 and 1",
			len(c.products), len(c.certs))
	}
}

// fixedMul saves the test above 4097 multiplications and certificate checks.
type fixedMul struct {
	Suite
	p *Point
}

func (f fixedMul) Mul(*Scalar, *Point) *Point                  { return f.p }
func (f fixedMul) VerifyCert(*PublicKeys, []byte, []byte) bool { return true }
