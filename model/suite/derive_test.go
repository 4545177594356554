package suite

import (
	"bytes"
	"encoding/hex"
	"testing"
)

func TestMACAgreesWithVectors(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		for _, v := range []struct{ key, msg, want string }{
			{"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
				"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
			{"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
				"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		} {
			if got := hex.EncodeToString(s.MAC(unhex(t, v.key), unhex(t, v.msg))); got != v.want {
				t.Errorf("MAC(%s, %s): got %s, want %s", v.key, v.msg, got, v.want)
			}
		}
	})
	// Reference: RFC 4231, test cases 1 and 2.
}

func TestKeyDerivationAgreesWithVectors(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		secret := bytes.Repeat([]byte{0x0b}, 22)
		key := s.Extract(unhex(t, "000102030405060708090a0b0c"), secret)
		const wantKey = "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
		if got := hex.EncodeToString(key); got != wantKey {
			t.Errorf("Extract: got %s, want %s", got, wantKey)
		}
		// The vector has 42 bytes; its first 32 do not depend on how many are asked for.
		const want = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
		if got := hex.EncodeToString(s.Expand(key, unhex(t, "f0f1f2f3f4f5f6f7f8f9"))); got != want {
			t.Errorf("Expand: got %s, want %s", got, want)
		}
	})
	// Reference: RFC 5869, A.1.
}

func TestStretchDependsOnAllOfItsInput(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		base := s.Stretch([]byte("B_P"), []byte("saltsalt"), 64)
		if len(base) != s.Sizes().Hash {
			t.Errorf("got %d bytes, want %d", len(base), s.Sizes().Hash)
		}
		for what, other := range map[string][]byte{
			"password": s.Stretch([]byte("B_Q"), []byte("saltsalt"), 64),
			"salt":     s.Stretch([]byte("B_P"), []byte("saltsals"), 64),
			"memory":   s.Stretch([]byte("B_P"), []byte("saltsalt"), 128),
		} {
			if bytes.Equal(base, other) {
				t.Errorf("another %s gives the same key", what)
			}
		}
		if !bytes.Equal(base, s.Stretch([]byte("B_P"), []byte("saltsalt"), 64)) {
			t.Error("the same input gives another key")
		}
	})
}
