package suite

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"fmt"
	"hash"
	"math/big"
	"slices"
	"strings"
	"testing"
)

var hashInputs = []struct{ domain, msg string }{
	{"", ""}, {"", "a"}, {"a", ""}, {"a", "bc"}, {"ab", "c"}, {"SEK", "message"},
	{strings.Repeat("long ", 100), strings.Repeat("x", 1000)},
}

func TestHashAgreesWithPlainVersion(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		for _, in := range hashInputs {
			tag := "emrproof v1 hash: " + in.domain
			h := sha256.New()
			h.Write([]byte{byte(len(tag) >> 8), byte(len(tag))})
			h.Write([]byte(tag + in.msg))
			wantBytes(t, "hash", s.Hash(in.domain, []byte(in.msg)), h.Sum(nil))
		}
	})
}

func TestPadAgreesWithPlainVersion(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		key := bytes.Repeat([]byte{7}, 32)
		xof := sha3.NewSHAKE256()
		xof.Write([]byte("\x00\x0femrproof v1 pad"))
		xof.Write(key)
		want := make([]byte, 10000) // more than HKDF could give
		xof.Read(want)
		for _, n := range []int{0, 1, 32, 33, 10000} {
			wantBytes(t, fmt.Sprintf("pad of %d bytes", n), s.Pad(key, n), want[:n])
		}
	})
}

// TestHashScalarAgreesWithPlainVersion computes RFC 9380's expand_message_xmd
// naively and reduces by division.
func TestHashScalarAgreesWithPlainVersion(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		for _, in := range hashInputs {
			dst := "emrproof v1 scalar: " + in.domain
			n := new(big.Int)
			if s.Name() == "p256" {
				n.SetBytes(expandXMD(sha256.New(), in.msg, dst, 48))
			} else {
				b := expandXMD(sha512.New(), in.msg, dst, 64)
				slices.Reverse(b)
				n.SetBytes(b)
			}
			got := s.HashScalar(in.domain, []byte(in.msg))
			if want := s.ScalarFromInt(n); !got.equal(want) {
				t.Errorf("HashScalar(%q, %q): got %v, want %v", in.domain, in.msg, got, want)
			}
		}
	})
}

func TestPlainExpandAgreesWithVectors(t *testing.T) {
	v := vectors[[]struct {
		Hash, DST, Msg string
		Len            int
		Uniform        string `json:"uniform_bytes"`
	}](t, "rfc9380.json")
	if len(v) != 12 {
		t.Fatalf("vectors: got %d, want 12", len(v))
	}
	for _, v := range v {
		h := sha256.New()
		if v.Hash == "SHA512" {
			h = sha512.New()
		}
		wantBytes(t, v.Hash, expandXMD(h, v.Msg, v.DST, v.Len), unhex(t, v.Uniform))
	}
}

// expandXMD is RFC 9380, section 5.3.1, as it is written there.
func expandXMD(h hash.Hash, msg, dst string, n int) []byte {
	sum := func(s string) string {
		h.Reset()
		h.Write([]byte(s))
		return string(h.Sum(nil))
	}
	if len(dst) > 255 {
		dst = sum("H2C-OVERSIZE-DST-" + dst)
	}
	dst += string([]byte{byte(len(dst))})
	zero := strings.Repeat("\x00", h.BlockSize())
	b0 := sum(zero + msg + string([]byte{byte(n >> 8), byte(n), 0}) + dst)
	out, b := "", strings.Repeat("\x00", h.Size())
	for i := 1; len(out) < n; i++ {
		x := []byte(b0)
		for j := range x {
			x[j] ^= b[j]
		}
		b = sum(string(x) + string([]byte{byte(i)}) + dst)
		out += b
	}
	return []byte(out[:n])
}

func TestDomainsAreIndependent(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		hashes, scalars := map[string]bool{}, map[string]bool{}
		for _, in := range hashInputs {
			hashes[string(s.Hash(in.domain, []byte(in.msg)))] = true
			scalars[string(s.HashScalar(in.domain, []byte(in.msg)).Bytes())] = true
		}
		if len(hashes) != len(hashInputs) || len(scalars) != len(hashInputs) {
			t.Errorf("distinct results: got %d hashes and %d scalars, want %d of each",
				len(hashes), len(scalars), len(hashInputs))
		}
	})
}
