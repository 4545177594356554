package suite

import (
	"bytes"
	"math/big"
	"slices"
	"strings"
	"testing"
)

func TestDecodeScalarRefuses(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		order := s.Order()
		for name, b := range map[string][]byte{
			"nothing":      nil,
			"a byte less":  make([]byte, 31),
			"a byte more":  make([]byte, 33),
			"the order":    fixed(s, order),
			"order plus 1": fixed(s, new(big.Int).Add(order, big.NewInt(1))),
			"all ones":     bytes.Repeat([]byte{255}, 32),
		} {
			if k, err := s.DecodeScalar(b); err == nil {
				t.Errorf("%s: got %v, want an error", name, k)
			}
		}
		last := new(big.Int).Sub(order, big.NewInt(1))
		k := must[*Scalar](t)(s.DecodeScalar(fixed(s, last)))
		if want := s.ScalarFromInt(big.NewInt(-1)); !k.equal(want) {
			t.Errorf("order minus 1: got %v, want %v", k, want)
		}
	})
}

// fixed is n as 32 bytes in the suite's byte order.
func fixed(s Suite, n *big.Int) []byte {
	b := n.FillBytes(make([]byte, 32))
	if s.Name() == "ristretto255" {
		slices.Reverse(b)
	}
	return b
}

func TestScalarFromIntReduces(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		n := new(big.Int).Lsh(big.NewInt(-3), 300)
		before := new(big.Int).Set(n)
		got := s.ScalarFromInt(n)
		want := must[*Scalar](t)(s.DecodeScalar(fixed(s, new(big.Int).Mod(n, s.Order()))))
		if !got.equal(want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if n.Cmp(before) != 0 {
			t.Errorf("the argument changed to %v", n)
		}
		if _, err := s.InvertScalar(s.ScalarFromInt(new(big.Int))); err == nil {
			t.Error("0 has an inverse")
		}
	})
}

func TestP256PointsAreCompressedAndCanonical(t *testing.T) {
	s := mustNew(t, "p256")
	g := s.BaseMul(s.ScalarFromInt(big.NewInt(1))).Bytes()
	uncompressed := encode(p256.group.Generator().MarshalBinary())
	hybrid := slices.Concat([]byte{6 + g[0]&1}, uncompressed[1:])
	// x = 5 is on P-256, so that x = p + 5 would be a second encoding of that point.
	prime := "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
	if _, err := s.DecodePoint(unhex(t, "02"+strings.Repeat("00", 31)+"05")); err != nil {
		t.Errorf("x = 5: %v", err)
	}
	second := integer(prime)
	second.Add(second, big.NewInt(5))
	for name, b := range map[string][]byte{
		"uncompressed":      uncompressed,
		"hybrid":            hybrid,
		"identity of SEC 1": {0},
		"zeros":             make([]byte, 33),
		"x without y":       g[1:],
		"uncompressed, cut": slices.Concat([]byte{4}, g[1:]),
		"x not reduced":     slices.Concat([]byte{2}, second.FillBytes(make([]byte, 32))),
		"x = p":             unhex(t, "02"+prime),
		"x of no point":     unhex(t, "02"+strings.Repeat("00", 31)+"01"),
	} {
		if p, err := s.DecodePoint(b); err == nil {
			t.Errorf("%s: got %v, want an error", name, p)
		}
	}
}

func TestIdentityIsRefused(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		zero := s.BaseMul(s.ScalarFromInt(new(big.Int)))
		if p, err := s.DecodePoint(zero.Bytes()); err == nil {
			t.Errorf("got %v, want an error", p)
		}
	})
}

// TestBadEd25519KeysAreRefused holds checkEd25519 to its reasons.
func TestBadEd25519KeysAreRefused(t *testing.T) {
	sign := strings.Repeat("00", 31) + "80"
	for _, v := range []struct{ key, want string }{
		{"02" + strings.Repeat("00", 31), "not on the curve"},
		{"ed" + strings.Repeat("ff", 30) + "7f", "not canonical"},
		{"ee" + strings.Repeat("ff", 30) + "ff", "not canonical"},
		{strings.Repeat("ff", 32), "not canonical"},
		// The eight points of order 1, 2, 4 and 8; x = 0 with a sign is not canonical.
		{"01" + strings.Repeat("00", 31), "of small order"},
		{"01" + sign[2:], "of small order"},
		{"ec" + strings.Repeat("ff", 30) + "7f", "of small order"},
		{"ec" + strings.Repeat("ff", 31), "of small order"},
		{strings.Repeat("00", 32), "of small order"},
		{sign, "of small order"},
		{"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "of small order"},
		{"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", "of small order"},
		{"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "of small order"},
		{"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", "of small order"},
	} {
		if err := checkEd25519(unhex(t, v.key)); err == nil || err.Error() != v.want {
			t.Errorf("key %s: got %v, want %s", v.key, err, v.want)
		}
	}
}

func TestBadX25519KeysAreRefused(t *testing.T) {
	s := mustNew(t, "ristretto255")
	good := must[*PrivateKeys](t)(s.NewKeys(stream(1))).Public().Bytes()
	must[*PublicKeys](t)(s.DecodePublicKeys(good))
	for name, u := range map[string]string{
		"small order 1":      strings.Repeat("00", 32),
		"small order 2":      "01" + strings.Repeat("00", 31),
		"small order 3":      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"small order 4":      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"small order 5":      "ec" + strings.Repeat("ff", 30) + "7f",
		"u = 2^255 − 19":     "ed" + strings.Repeat("ff", 30) + "7f",
		"u = 9 + 2^255 − 19": "f6" + strings.Repeat("ff", 30) + "7f",
		"u = 9, top bit set": "09" + strings.Repeat("00", 30) + "80",
		"all ones":           strings.Repeat("ff", 32),
	} {
		bad := slices.Concat(unhex(t, u), good[32:])
		if _, err := s.DecodePublicKeys(bad); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

// TestDecodedValuesKeepACopy reuses the buffer that they were decoded from.
func TestDecodedValuesKeepACopy(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		keys := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		sig := s.Sign(keys, nil)
		k, p := s.HashScalar("k", nil).Bytes(), testPublic(s).Bytes()

		buffer := bytes.Clone(k)
		k2 := must[*Scalar](t)(s.DecodeScalar(buffer))
		clear(buffer)
		wantBytes(t, "scalar", k2.Bytes(), k)

		buffer = bytes.Clone(p)
		p2 := must[*Point](t)(s.DecodePoint(buffer))
		clear(buffer)
		wantBytes(t, "point", p2.Bytes(), p)

		buffer = bytes.Clone(keys.Public().Bytes())
		public := must[*PublicKeys](t)(s.DecodePublicKeys(buffer))
		clear(buffer)
		wantBytes(t, "public keys", public.Bytes(), keys.Public().Bytes())
		if !s.Verify(public, nil, sig) {
			t.Error("signature refused")
		}

		buffer = bytes.Clone(keys.Bytes())
		private := must[*PrivateKeys](t)(s.DecodePrivateKeys(buffer))
		clear(buffer)
		wantBytes(t, "private keys", private.Bytes(), keys.Bytes())
		wantBytes(t, "signature", s.Sign(private, nil), sig)
	})
}

func TestKeysOutOfRangeAreRefused(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		good := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		private, public := good.Bytes(), good.Public().Bytes()
		n := s.(*circlSuite).kem.Scheme().PublicKeySize()
		for _, bad := range [][]byte{
			slices.Concat(make([]byte, n), public[n:]),
			slices.Concat(public[:n], make([]byte, len(public)-n)),
		} {
			if _, err := s.DecodePublicKeys(bad); err == nil {
				t.Errorf("public keys %x decode", bad)
			}
		}
		if s.Name() == "ristretto255" {
			return // any 32 bytes are a private key of X25519 and of Ed25519
		}
		for _, k := range [][]byte{make([]byte, 32), s.Order().Bytes()} {
			for _, bad := range [][]byte{
				slices.Concat(k, private[32:]), slices.Concat(private[:32], k),
			} {
				if _, err := s.DecodePrivateKeys(bad); err == nil {
					t.Errorf("private keys %x decode", bad)
				}
			}
		}
	})
}

func TestKeysSurviveEncoding(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		keys := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		private := must[*PrivateKeys](t)(s.DecodePrivateKeys(keys.Bytes()))
		public := must[*PublicKeys](t)(s.DecodePublicKeys(keys.Public().Bytes()))
		wantBytes(t, "private keys", private.Bytes(), keys.Bytes())
		wantBytes(t, "their public keys", private.Public().Bytes(), keys.Public().Bytes())
		wantBytes(t, "public keys", public.Bytes(), keys.Public().Bytes())
		if !public.equal(private.Public()) {
			t.Error("decoded public keys differ from those of the decoded private keys")
		}
		msg := []byte("message")
		ct := must[[]byte](t)(s.Seal(stream(2), public, msg))
		wantBytes(t, "opened", must[[]byte](t)(s.Open(private, ct)), msg)
		if !s.Verify(public, msg, s.Sign(private, msg)) {
			t.Error("signature refused")
		}
		for n := range keys.Bytes() {
			if _, err := s.DecodePrivateKeys(keys.Bytes()[:n]); err == nil {
				t.Errorf("%d bytes of private keys decode", n)
			}
		}
		for n := range public.Bytes() {
			if _, err := s.DecodePublicKeys(public.Bytes()[:n]); err == nil {
				t.Errorf("%d bytes of public keys decode", n)
			}
		}
	})
}
