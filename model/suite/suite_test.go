package suite

import (
	"bytes"
	"encoding/hex"
	"math/big"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// EachSuite runs a test once for every suite that New knows.
func eachSuite(t *testing.T, test func(t *testing.T, s Suite)) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) { test(t, mustNew(t, name)) })
	}
}

func mustNew(t testing.TB, name string) Suite {
	t.Helper()
	s, err := New(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Stream is a source of randomness: the same seed gives the same bytes.
func stream(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	return must[[]byte](t)(hex.DecodeString(s))
}

func wantBytes(t testing.TB, what string, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got %x, want %x", what, got, want)
	}
}

func TestNew(t *testing.T) {
	for _, name := range Names() {
		if got := mustNew(t, name).Name(); got != name {
			t.Errorf("name of New(%q): got %q", name, got)
		}
	}
	_, err := New("x")
	want := `suite "x": want one of ristretto255, p256`
	if err == nil || err.Error() != want {
		t.Errorf("error: got %v, want %s", err, want)
	}
}

func TestSizesAreThoseOfTheEncodings(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		rnd, msg, key := stream(1), []byte("message"), make([]byte, 32)
		k := must[*Scalar](t)(s.RandomScalar(rnd))
		keys := must[*PrivateKeys](t)(s.NewKeys(rnd))
		got := Sizes{
			Scalar:          len(k.Bytes()),
			Point:           len(s.BaseMul(k).Bytes()),
			Hash:            len(s.Hash("", msg)),
			Signature:       len(s.Sign(keys, msg)),
			PublicKeys:      len(keys.Public().Bytes()),
			SealOverhead:    len(must[[]byte](t)(s.Seal(rnd, keys.Public(), msg))) - len(msg),
			EncryptOverhead: len(must[[]byte](t)(s.Encrypt(rnd, key, msg))) - len(msg),
			CTROverhead:     len(must[[]byte](t)(s.EncryptCTR(rnd, key, msg))) - len(msg),
		}
		if want := s.Sizes(); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		for _, n := range []int64{0, 1, -1} { // the identity is as long as any other
			p := s.BaseMul(s.ScalarFromInt(big.NewInt(n)))
			if got, want := len(p.Bytes()), s.Sizes().Point; got != want {
				t.Errorf("bytes of %d·G: got %d, want %d", n, got, want)
			}
		}
	})
}

func TestOrderTimesGeneratorIsIdentity(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		n := s.Order()
		if !n.ProbablyPrime(20) {
			t.Errorf("order %v: want a prime", n)
		}
		last := s.BaseMul(s.ScalarFromInt(new(big.Int).Sub(n, big.NewInt(1))))
		g := s.BaseMul(s.ScalarFromInt(big.NewInt(1)))
		if sum := s.AddPoints(last, g); !sum.isIdentity() {
			t.Errorf("(order−1)·G + G: got %v, want the identity", sum)
		}
		n.SetInt64(0) // the caller may change it
		if s.Order().Sign() == 0 {
			t.Error("changing the result of Order changed the suite")
		}
	})
}

func TestPrimitivesBelongToTheCaller(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		p := s.Primitives()
		for _, x := range p {
			if x.Use == "" || x.Name == "" || x.Ref == "" {
				t.Errorf("primitive %+v has an empty field", x)
			}
		}
		p[0].Name = "changed"
		if got := s.Primitives()[0].Name; got == "changed" {
			t.Error("changing the result of Primitives changed the suite")
		}
	})
}

func TestValuesOfAnotherSuitePanic(t *testing.T) {
	s, o := mustNew(t, "ristretto255"), mustNew(t, "p256")
	k, kk := s.HashScalar("", nil), o.HashScalar("", nil)
	p, pp := s.BaseMul(k), o.BaseMul(kk)
	keys := must[*PrivateKeys](t)(o.NewKeys(stream(1)))
	calls := map[string]func(){
		"AddScalars":     func() { s.AddScalars(k, kk) },
		"AddScalars 1st": func() { s.AddScalars(kk, k) },
		"MulScalars":     func() { s.MulScalars(k, kk) },
		"InvertScalar":   func() { _, _ = s.InvertScalar(kk) },
		"BaseMul":        func() { s.BaseMul(kk) },
		"Mul scalar":     func() { s.Mul(kk, p) },
		"Mul point":      func() { s.Mul(k, pp) },
		"AddPoints":      func() { s.AddPoints(p, pp) },
		"AddPoints 1st":  func() { s.AddPoints(pp, p) },
		"Seal":           func() { _, _ = s.Seal(stream(1), keys.Public(), nil) },
		"Open":           func() { _, _ = s.Open(keys, nil) },
		"Sign":           func() { s.Sign(keys, nil) },
		"Verify":         func() { s.Verify(keys.Public(), nil, nil) },
		"VerifyCert":     func() { s.VerifyCert(keys.Public(), nil, nil) },
		"zero Scalar":    func() { s.BaseMul(new(Scalar)) },
		"nil reader":     func() { _, _ = s.RandomScalar(nil) },
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			defer func() {
				got, _ := recover().(string)
				if !strings.HasPrefix(got, "suite: internal error: ") {
					t.Errorf("panic: got %q, want suite: internal error: …", got)
				}
			}()
			call()
		})
	}
	if k.equal(kk) || p.Equal(pp) || keys.Public().equal(&PublicKeys{bytes: keys.bytes}) {
		t.Error("values of two suites are equal")
	}
}

// TestGoroutinesShareASuite is for the race detector: goroutines with their own
// points may use one suite and the same keys, decoded ones included.
func TestGoroutinesShareASuite(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		made := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		keys := must[*PrivateKeys](t)(s.DecodePrivateKeys(made.Bytes()))
		public := must[*PublicKeys](t)(s.DecodePublicKeys(made.Public().Bytes()))
		var all sync.WaitGroup
		results := make([][]byte, 4)
		for i := range results {
			all.Go(func() {
				msg, rnd := []byte("message"), stream(2)
				k, err := s.RandomScalar(rnd)
				if err != nil {
					t.Error(err)
					return
				}
				p := s.AddPoints(s.BaseMul(k), s.Mul(k, s.BaseMul(k)))
				ct, err := s.Seal(rnd, public, msg)
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := s.Open(keys, ct); err != nil || !bytes.Equal(got, msg) {
					t.Errorf("Open: got %q, %v", got, err)
				}
				sig := s.Sign(keys, msg)
				if !s.Verify(public, msg, sig) || !s.Verify(keys.Public(), msg, sig) {
					t.Error("signature refused")
				}
				results[i] = append(p.Bytes(), sig...)
			})
		}
		all.Wait()
		for _, got := range results[1:] {
			wantBytes(t, "result of another goroutine", got, results[0])
		}
	})
}
