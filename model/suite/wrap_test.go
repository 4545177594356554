package suite

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"reflect"
	"testing"

	"emrproof/model"
)

// everyCall calls each method of a suite once, but HashScalar, BaseMul and Mul
// twice, and returns all results in one text.
func everyCall(t *testing.T, s Suite, public *Point) string {
	t.Helper()
	rnd, msg := stream(1), []byte("message")
	k := must[*Scalar](t)(s.RandomScalar(rnd))
	h := s.HashScalar("h", msg)
	again := s.HashScalar("h", msg)
	scalars := []*Scalar{
		k, h, s.AddScalars(k, h), s.MulScalars(k, h), must[*Scalar](t)(s.InvertScalar(k)),
		must[*Scalar](t)(s.DecodeScalar(k.Bytes())), s.ScalarFromInt(big.NewInt(-5)),
	}
	p, q := s.Mul(h, public), s.Mul(again, public)
	points := []*Point{
		s.BaseMul(k), p, q, s.AddPoints(s.BaseMul(h), q),
		must[*Point](t)(s.DecodePoint(public.Bytes())),
	}
	keys := must[*PrivateKeys](t)(s.NewKeys(rnd))
	must[*PrivateKeys](t)(s.DecodePrivateKeys(keys.Bytes()))
	to := must[*PublicKeys](t)(s.DecodePublicKeys(keys.Public().Bytes()))
	key := s.Hash("key", msg)
	sealed := must[[]byte](t)(s.Seal(rnd, to, msg))
	gcm := must[[]byte](t)(s.Encrypt(rnd, key, msg))
	ctr := must[[]byte](t)(s.EncryptCTR(rnd, key, msg))
	opened := must[[]byte](t)(s.Open(keys, sealed))
	plain := must[[]byte](t)(s.Decrypt(key, gcm))
	plain2 := must[[]byte](t)(s.DecryptCTR(key, ctr))
	sig := s.Sign(keys, msg)
	derived := [][]byte{s.MAC(key, msg), s.Extract(key, msg), s.Expand(key, msg),
		s.Stretch(msg, key, 8)}
	return fmt.Sprintln(s.Name(), s.Primitives(), s.Order(), s.Sizes(), scalars, points,
		key, s.Pad(key, 9), keys.Bytes(), to.Bytes(), sealed, gcm, ctr, opened, plain, plain2,
		derived, sig, s.Verify(to, msg, sig), s.VerifyCert(to, msg, sig))
}

// calls is what everyCall calls, per method.
var calls = map[string]int{
	"RandomScalar": 1, "HashScalar": 2, "DecodeScalar": 1, "AddScalars": 1, "MulScalars": 1,
	"InvertScalar": 1, "ScalarFromInt": 1, "DecodePoint": 1, "BaseMul": 2, "Mul": 2,
	"AddPoints": 1, "Hash": 1, "Pad": 1, "NewKeys": 1, "DecodePublicKeys": 1,
	"DecodePrivateKeys": 1, "Seal": 1, "Open": 1, "Sign": 1, "Verify": 1, "VerifyCert": 1,
	"Encrypt": 1, "Decrypt": 1, "EncryptCTR": 1, "DecryptCTR": 1,
	"MAC": 1, "Extract": 1, "Expand": 1, "Stretch": 1,
}

var everyCallCounts = Counts{
	model.CallSign: 1, model.CallVerify: 1, model.CallCert: 1, model.CallSeal: 1, model.CallOpen: 1,
	model.CallEncrypt: 2, model.CallDecrypt: 2, model.CallHash: 3, model.CallBaseMul: 2,
	model.CallMul: 2, model.CallAdd: 1, model.CallKeys: 1, model.CallMAC: 3, model.CallStretch: 1,
}

// TestEveryMethodIsCalled keeps everyCall complete when Suite grows.
func TestEveryMethodIsCalled(t *testing.T) {
	all := reflect.TypeFor[Suite]()
	for i := range all.NumMethod() {
		name := all.Method(i).Name
		switch name {
		case "Name", "Primitives", "Order", "Sizes", "keyDraws", "sealed":
			continue
		}
		if calls[name] == 0 {
			t.Errorf("everyCall: want a call of %s", name)
		}
	}
}

func testPublic(s Suite) *Point { return s.BaseMul(s.HashScalar("PK", nil)) }

func TestWrappersDoNotChangeResults(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		public := testPublic(s)
		want := everyCall(t, s, public)
		cached, declare := Cached(s)
		declare(public)
		counted, _ := Counted(s)
		taped, _ := Taped(s)
		countedCached, _ := Counted(cached)
		tapedCounted, _ := Taped(counted)
		for name, w := range map[string]Suite{
			"Cached": cached, "Counted": counted, "Taped": taped,
			"Counted(Cached)": countedCached, "Taped(Counted)": tapedCounted,
		} {
			for range 2 {
				if got := everyCall(t, w, public); got != want {
					t.Errorf("%s: got\n%swant\n%s", name, got, want)
				}
			}
		}
	})
}

func TestCountsAreThoseOfTheCalls(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		public := testPublic(s)
		counted, n := Counted(s)
		everyCall(t, counted, public)
		if *n != everyCallCounts {
			t.Errorf("got %+v, want %+v", *n, everyCallCounts)
		}
	})
}

func TestCountsOfACachedSuiteAreThoseOfTheCalls(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		public := testPublic(s)
		inner, done := Counted(s)
		cached, declare := Cached(inner)
		declare(public)
		outer, n := Counted(cached)
		everyCall(t, outer, public)
		everyCall(t, outer, public)
		if want := everyCallCounts.Plus(everyCallCounts); *n != want {
			t.Errorf("counts outside: got %+v, want %+v", *n, want)
		}
		// Of four products h·PK three were remembered, of two certificates one.
		if got, want := n.Minus(*done), (Counts{model.CallMul: 3, model.CallCert: 1}); got != want {
			t.Errorf("work saved: got %+v, want %+v", got, want)
		}
	})
}

// TestAMemoryGivesWhatTheSuiteGives makes every call twice over one memory, and compares with
// the suite without one, also in how much randomness is drawn.
func TestAMemoryGivesWhatTheSuiteGives(t *testing.T) {
	memory := new(Memory)
	eachSuite(t, func(t *testing.T, s Suite) {
		public := testPublic(s)
		want := everyCall(t, s, public)
		inner, done := Counted(s)
		for i := range 2 {
			before := *done
			plain, remembering := &drawn{Reader: stream(1)}, &drawn{Reader: stream(1)}
			must[*PrivateKeys](t)(s.NewKeys(plain))
			must[*PrivateKeys](t)(memory.Over(s).NewKeys(remembering))
			if plain.bytes != remembering.bytes {
				t.Errorf("NewKeys draws %d bytes, and with a memory %d", plain.bytes, remembering.bytes)
			}
			for _, over := range []Suite{s, memory.Over(s)} {
				rnd := &drawn{Reader: stream(1)}
				must[[]byte](t)(over.Seal(rnd, must[*PrivateKeys](t)(s.NewKeys(stream(1))).Public(), nil))
				if rnd.bytes != sealDraws {
					t.Errorf("Seal draws %d bytes, want %d", rnd.bytes, sealDraws)
				}
			}
			if got := everyCall(t, memory.Over(inner), public); got != want {
				t.Errorf("call %d: got %s\nwant %s", i+1, got, want)
			}
			n := done.Minus(before)
			for _, c := range []model.Call{model.CallSign, model.CallVerify, model.CallCert,
				model.CallSeal, model.CallOpen, model.CallBaseMul, model.CallMul, model.CallStretch,
				model.CallKeys} {
				if i == 1 && n[c] != 0 {
					t.Errorf("call %d: %s computed again, %d times", i+1, c.Kind().Name, n[c])
				}
			}
		}
	})
}

// Another argument, another key, other randomness: another result. What one caller does to
// bytes that it got is not seen by the next.
func TestAMemoryKeepsArgumentsApart(t *testing.T) {
	eachSuite(t, func(t *testing.T, plain Suite) {
		s := new(Memory).Over(plain)
		one := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		two := must[*PrivateKeys](t)(s.NewKeys(stream(2)))
		seen := map[string]bool{}
		k, l := s.HashScalar("k", nil), s.HashScalar("l", nil)
		if !s.Mul(k, s.BaseMul(l)).Equal(plain.Mul(k, plain.BaseMul(l))) ||
			!s.Mul(l, s.BaseMul(l)).Equal(plain.Mul(l, plain.BaseMul(l))) {
			t.Error("another scalar or point has the same product")
		}
		for _, b := range [][]byte{
			s.BaseMul(k).Bytes(), s.BaseMul(l).Bytes(), s.Mul(k, s.BaseMul(k)).Bytes(),
			s.Mul(k, s.BaseMul(l)).Bytes(), s.Mul(l, s.BaseMul(l)).Bytes(),
			s.Sign(one, []byte("a")), s.Sign(one, []byte("b")), s.Sign(two, []byte("a")),
			must[[]byte](t)(s.Seal(stream(1), one.Public(), []byte("a"))),
			must[[]byte](t)(s.Seal(stream(2), one.Public(), []byte("a"))),
			must[[]byte](t)(s.Seal(stream(1), two.Public(), []byte("a"))),
			s.Stretch([]byte("ab"), []byte("saltsalt"), 8), s.Stretch([]byte("a"), []byte("bsaltsalt"), 8),
			s.Stretch([]byte("ab"), []byte("saltsalt"), 16), one.Bytes(), two.Bytes(),
		} {
			if seen[string(b)] {
				t.Errorf("%x: twice", b)
			}
			seen[string(b)] = true
		}
		sig := s.Sign(one, []byte("a"))
		clear(sig)
		if sig := s.Sign(one, []byte("a")); !s.Verify(one.Public(), []byte("a"), sig) {
			t.Error("a signature that a caller cleared was given to the next")
		}
		if s.Verify(one.Public(), []byte("b"), s.Sign(one, []byte("a"))) {
			t.Error("a signature of another text is taken")
		}
		if s.Verify(two.Public(), []byte("a"), s.Sign(one, []byte("a"))) {
			t.Error("a signature of another key is taken")
		}
	})
}

func TestCountsAddAndSubtract(t *testing.T) {
	// Every kind is different, so that none is mixed up with another.
	var c, twice Counts
	for i := range c {
		c[i], twice[i] = i+1, 2*(i+1)
	}
	if got := c.Plus(c); got != twice {
		t.Errorf("c+c: got %+v, want %+v", got, twice)
	}
	if got := twice.Minus(c); got != c {
		t.Errorf("2c−c: got %+v, want %+v", got, c)
	}
}

// Counts are written in the order of the kinds, what is zero left out, and read again.
func TestCountsInJSON(t *testing.T) {
	c := Counts{model.CallSign: 3, model.CallMul: 5, model.CallSeal: 7}
	text, err := json.Marshal(c)
	if want := `{"sign":3,"aenc":7,"mul":5}`; err != nil || string(text) != want {
		t.Errorf("got %s, %v, want %s", text, err, want)
	}
	var again Counts
	if err := json.Unmarshal(text, &again); err != nil || again != c {
		t.Errorf("read again %v, %v, want %v", again, err, c)
	}
}

// drawn counts the bytes that are read.
type drawn struct {
	io.Reader
	bytes int
}

func (d *drawn) Read(b []byte) (int, error) {
	n, err := d.Reader.Read(b)
	d.bytes += n
	return n, err
}
