package suite

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Vectors of standards, one file each under testdata, in hexadecimal:
//
//	rfc9496.json     RFC 9496, A.1 and A.2: multiples of the generator, bad encodings
//	rfc9180.json     the RFC's vectors (cfrg, test-vectors.json), base mode, HKDF-SHA256,
//	                 AES-256-GCM, first message, as shipped with circl/hpke; not printed in it
//	rfc9497.json     RFC 9497, A.1 and A.3: DeriveKeyPair, that is, a hash to a scalar
//	rfc9380.json     RFC 9380, K.1 and K.3: expand_message_xmd
//	rfc8032.json     RFC 8032, 7.1
//	rfc6979.json     RFC 6979, A.2.5, SHA-256
//	p256.json        scalar multiplication; each entry names its source
//	gcm.json         McGrew and Viega, The Galois/Counter Mode of Operation, appendix B
//	sp800-38a.json   NIST SP 800-38A, F.5.5
func vectors[T any](t *testing.T, file string) T {
	t.Helper()
	var v T
	b, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return v
}

func TestRistrettoMultiplesOfTheGenerator(t *testing.T) {
	s := mustNew(t, "ristretto255")
	v := vectors[struct{ Multiples []string }](t, "rfc9496.json").Multiples
	if len(v) != 16 {
		t.Fatalf("vectors: got %d, want 16", len(v))
	}
	g := s.BaseMul(s.ScalarFromInt(big.NewInt(1)))
	sum := s.BaseMul(s.ScalarFromInt(new(big.Int)))
	for i, want := range v {
		k := s.ScalarFromInt(big.NewInt(int64(i)))
		for _, p := range []*Point{s.BaseMul(k), s.Mul(k, g), sum} {
			wantBytes(t, fmt.Sprintf("%d·G", i), p.Bytes(), unhex(t, want))
		}
		sum = s.AddPoints(sum, g)
		p, err := s.DecodePoint(unhex(t, want))
		switch {
		case i == 0 && err == nil:
			t.Error("the identity decodes")
		case i > 0 && err != nil:
			t.Error(err)
		case i > 0 && !p.Equal(s.BaseMul(k)):
			t.Errorf("decoded %s: want %d·G", want, i)
		}
	}
}

func TestRistrettoBadEncodingsAreRefused(t *testing.T) {
	s := mustNew(t, "ristretto255")
	v := vectors[struct{ Bad []string }](t, "rfc9496.json").Bad
	if len(v) != 29 {
		t.Fatalf("vectors: got %d, want 29", len(v))
	}
	for _, bad := range v {
		if p, err := s.DecodePoint(unhex(t, bad)); err == nil {
			t.Errorf("decoded %s: got %v, want an error", bad, p)
		}
	}
}

func TestP256ScalarMultiplication(t *testing.T) {
	s := mustNew(t, "p256")
	v := vectors[[]struct {
		Source, K, X, Y string
		XIn             string `json:"x_in"`
		YIn             string `json:"y_in"`
	}](t, "p256.json")
	if len(v) != 6 {
		t.Fatalf("vectors: got %d, want 6", len(v))
	}
	g := s.BaseMul(s.ScalarFromInt(big.NewInt(1)))
	for _, v := range v {
		k := must[*Scalar](t)(s.DecodeScalar(unhex(t, v.K)))
		p := must[*Point](t)(s.DecodePoint(compressed(t, v.XIn, v.YIn)))
		want := compressed(t, v.X, v.Y)
		wantBytes(t, v.Source, s.Mul(k, p).Bytes(), want)
		if p.Equal(g) {
			wantBytes(t, v.Source+", base", s.BaseMul(k).Bytes(), want)
		}
	}
}

// compressed is the SEC 1 encoding of the point with these coordinates.
func compressed(t *testing.T, x, y string) []byte {
	t.Helper()
	last := unhex(t, y)[31]
	return append([]byte{2 + last&1}, unhex(t, x)...)
}

func TestHashToScalarVectors(t *testing.T) {
	v := vectors[[]struct {
		Suite, Identifier, Seed, KeyInfo string
		Mode                             byte
		Sk                               string `json:"skSm"`
	}](t, "rfc9497.json")
	if len(v) != 6 {
		t.Fatalf("vectors: got %d, want 6", len(v))
	}
	for _, v := range v {
		s := mustNew(t, v.Suite).(*circlSuite)
		// DeriveKeyPair of RFC 9497, section 3.2.1, whose first try succeeds.
		info := unhex(t, v.KeyInfo)
		msg := binary.BigEndian.AppendUint16(unhex(t, v.Seed), uint16(len(info)))
		msg = append(append(msg, info...), 0)
		dst := "DeriveKeyPairOPRFV1-" + string(v.Mode) + "-" + v.Identifier
		got := s.scalar(s.group.HashToScalar(msg, []byte(dst)))
		wantBytes(t, v.Identifier, got.Bytes(), unhex(t, v.Sk))
	}
}

func TestHPKEVectors(t *testing.T) {
	v := vectors[[]struct {
		Suite, Info, IkmE, IkmR, SkRm, PkRm, Enc, AAD, PT, CT string
	}](t, "rfc9180.json")
	if len(v) != 2 {
		t.Fatalf("vectors: got %d, want 2", len(v))
	}
	for _, v := range v {
		s := mustNew(t, v.Suite).(*circlSuite)
		public, private := s.kem.Scheme().DeriveKeyPair(unhex(t, v.IkmR))
		wantBytes(t, "public key", encode(public.MarshalBinary()), unhex(t, v.PkRm))
		wantBytes(t, "private key", encode(private.MarshalBinary()), unhex(t, v.SkRm))

		info, aad, msg := unhex(t, v.Info), unhex(t, v.AAD), unhex(t, v.PT)
		got, err := s.seal(bytes.NewReader(unhex(t, v.IkmE)), public, info, aad, msg)
		if err != nil {
			t.Fatal(err)
		}
		wantBytes(t, "ciphertext", got, unhex(t, v.Enc+v.CT))
		opened, err := s.open(private, info, aad, got)
		if err != nil {
			t.Fatal(err)
		}
		wantBytes(t, "opened", opened, msg)
	}
}

func TestEd25519Vectors(t *testing.T) {
	s := mustNew(t, "ristretto255")
	v := vectors[[]struct{ Name, Seed, Public, Msg, Sig string }](t, "rfc8032.json")
	if len(v) != 4 {
		t.Fatalf("vectors: got %d, want 4", len(v))
	}
	hpkeKey := must[*PrivateKeys](t)(s.NewKeys(stream(1))).Bytes()[:32]
	for _, v := range v {
		key := must[*PrivateKeys](t)(s.DecodePrivateKeys(slices.Concat(hpkeKey, unhex(t, v.Seed))))
		wantBytes(t, v.Name+", public key", key.Public().Bytes()[32:], unhex(t, v.Public))
		wantBytes(t, v.Name, s.Sign(key, unhex(t, v.Msg)), unhex(t, v.Sig))
		if !s.Verify(key.Public(), unhex(t, v.Msg), unhex(t, v.Sig)) {
			t.Errorf("%s: signature refused", v.Name)
		}
	}
}

func TestECDSAVectors(t *testing.T) {
	s := mustNew(t, "p256")
	v := vectors[[]struct{ Private, X, Y, Msg, R, S string }](t, "rfc6979.json")
	if len(v) != 2 {
		t.Fatalf("vectors: got %d, want 2", len(v))
	}
	hpkeKey := must[*PrivateKeys](t)(s.NewKeys(stream(1))).Bytes()[:32]
	for _, v := range v {
		key := must[*PrivateKeys](t)(
			s.DecodePrivateKeys(slices.Concat(hpkeKey, unhex(t, v.Private))))
		wantBytes(t, "public key", key.Public().Bytes()[65:], unhex(t, "04"+v.X+v.Y))
		wantBytes(t, v.Msg, s.Sign(key, []byte(v.Msg)), unhex(t, v.R+v.S))
		if !s.Verify(key.Public(), []byte(v.Msg), unhex(t, v.R+v.S)) {
			t.Errorf("%s: signature refused", v.Msg)
		}
	}
}

func TestGCMVectors(t *testing.T) {
	s := mustNew(t, "ristretto255")
	v := vectors[[]struct{ Name, Key, IV, PT, CT, Tag string }](t, "gcm.json")
	if len(v) != 3 {
		t.Fatalf("vectors: got %d, want 3", len(v))
	}
	for _, v := range v {
		nonce, key, msg := bytes.NewReader(unhex(t, v.IV)), unhex(t, v.Key), unhex(t, v.PT)
		got := must[[]byte](t)(s.Encrypt(nonce, key, msg))
		wantBytes(t, v.Name, got, unhex(t, v.IV+v.CT+v.Tag))
		wantBytes(t, v.Name, must[[]byte](t)(s.Decrypt(key, got)), msg)
	}
}

func TestCTRVectors(t *testing.T) {
	s := mustNew(t, "ristretto255")
	v := vectors[[]struct{ Name, Key, Counter, PT, CT string }](t, "sp800-38a.json")
	if len(v) != 1 {
		t.Fatalf("vectors: got %d, want 1", len(v))
	}
	for _, v := range v {
		counter, key, msg := bytes.NewReader(unhex(t, v.Counter)), unhex(t, v.Key), unhex(t, v.PT)
		got := must[[]byte](t)(s.EncryptCTR(counter, key, msg))
		wantBytes(t, v.Name, got, unhex(t, v.Counter+v.CT))
		wantBytes(t, v.Name, must[[]byte](t)(s.DecryptCTR(key, got)), msg)
	}
}
