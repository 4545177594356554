package suite

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"testing"
)

// oracle is the KEM of a suite in the standard library, an implementation of RFC
// 9180 that shares no code with circl's but the curves.
func oracle(t *testing.T, s Suite) hpke.KEM {
	t.Helper()
	if s.Name() == "p256" {
		return hpke.DHKEM(ecdh.P256())
	}
	return hpke.DHKEM(ecdh.X25519())
}

func TestStandardLibraryOpensWhatSealMakes(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		keys := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		theirs := must[hpke.PrivateKey](t)(oracle(t, s).NewPrivateKey(keys.Bytes()[:32]))
		for _, msg := range [][]byte{nil, []byte("m"), bytes.Repeat([]byte("long"), 1000)} {
			ct := must[[]byte](t)(s.Seal(stream(2), keys.Public(), msg))
			got, err := hpke.Open(theirs, hpke.HKDFSHA256(), hpke.AES256GCM(), hpkeInfo, ct)
			if err != nil {
				t.Fatal(err)
			}
			wantBytes(t, "opened", got, msg)
		}
	})
}

func TestOpenTakesWhatTheStandardLibrarySeals(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		keys := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		public := keys.Public().Bytes()
		public = public[:s.(*circlSuite).kem.Scheme().PublicKeySize()]
		theirs := must[hpke.PublicKey](t)(oracle(t, s).NewPublicKey(public))
		for _, msg := range [][]byte{nil, []byte("m"), bytes.Repeat([]byte("long"), 1000)} {
			ct, err := hpke.Seal(theirs, hpke.HKDFSHA256(), hpke.AES256GCM(), hpkeInfo, msg)
			if err != nil {
				t.Fatal(err)
			}
			wantBytes(t, "opened", must[[]byte](t)(s.Open(keys, ct)), msg)
		}
	})
}
