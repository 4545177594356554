package sim

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

func suites(t testing.TB) []suite.Suite {
	t.Helper()
	var all []suite.Suite
	for _, name := range suite.Names() {
		s, err := suite.New(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// samples are a value of each sort that travels, encoded.
func samples(t testing.TB, s suite.Suite) map[model.Sort][]byte {
	t.Helper()
	k, err := s.RandomScalar(Seed(1).Stream("sample"))
	if err != nil {
		t.Fatal(err)
	}
	return map[model.Sort][]byte{
		model.Scalar: k.Bytes(), model.Point: s.BaseMul(k).Bytes(),
		model.Identity: []byte("alice"), model.Key: bytes.Repeat([]byte{1}, 32),
		model.Time: timeValue(trace.Epoch, nil).Bytes(), model.Data: []byte("data"),
		model.Certificate: []byte("cert"), model.Ciphertext: []byte("c"),
		model.Signature: []byte("s"), model.Masked: []byte("m"),
	}
}

// What decodes encodes back to the same bytes, and is the same value.
func TestDecodeTakes(t *testing.T) {
	for _, s := range suites(t) {
		for sort, raw := range samples(t, s) {
			v, err := decode(s, sort, raw)
			if err != nil {
				t.Errorf("%s: %s: %v", s.Name(), sort, err)
				continue
			}
			again, err := decode(s, sort, v.Bytes())
			if !bytes.Equal(v.Bytes(), raw) || err != nil || !same(v, again) || v.Sort != sort {
				t.Errorf("%s: %s: %x comes back as %x, %v", s.Name(), sort, raw, v.Bytes(), err)
			}
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	longName := strings.Repeat("x", 256)
	const identity = "not an identity: want 1 to 255 bytes of UTF-8"
	const time = "not a time: want 8 bytes, the first below 0x80"
	for _, s := range suites(t) {
		for _, c := range []struct {
			sort model.Sort
			raw  string
			want string // "" where the suite says it
		}{
			{model.Identity, "", identity},
			{model.Identity, longName, identity},
			{model.Identity, "al\xff", identity},
			{model.Identity, "\xed\xa0\x80", identity}, // half of a surrogate pair
			{model.Identity, "\xc0\x80", identity},     // more bytes than it takes
			{model.Key, "", "not a key: 0 bytes, want 32"},
			{model.Key, longName[:31], "not a key: 31 bytes, want 32"},
			{model.Key, longName[:33], "not a key: 33 bytes, want 32"},
			{model.Time, "", time},
			{model.Time, "1234567", time},
			{model.Time, "123456789", time},
			{model.Time, "\x80\x00\x00\x00\x00\x00\x00\x00", time},
			{model.Time, "\xff\xff\xff\xff\xff\xff\xff\xff", time},
			{model.Scalar, "", ""},
			{model.Scalar, longName[:s.Sizes().Scalar-1], ""},
			{model.Scalar, longName[:s.Sizes().Scalar+1], ""},
			{model.Scalar, strings.Repeat("\xff", s.Sizes().Scalar), ""}, // not below the order
			{model.Point, "", ""},
			{model.Point, strings.Repeat("\x00", s.Sizes().Point), ""}, // the identity element
			{model.Point, strings.Repeat("\xff", s.Sizes().Point), ""},
			{model.Point, longName[:s.Sizes().Point+1], ""},
		} {
			v, err := decode(s, c.sort, []byte(c.raw))
			if err == nil || v != nil || c.want != "" && err.Error() != c.want {
				t.Errorf("%s: %s %q: %v, %v, want %s", s.Name(), c.sort, c.raw, v, err, c.want)
			}
		}
	}
}

// Names at the edges of what is an identity.
func TestDecodeIdentity(t *testing.T) {
	s := suites(t)[0]
	for _, name := range []string{"x", strings.Repeat("x", 255), "Süd", "\x00", "病院", "\u0000a "} {
		if v, err := decode(s, model.Identity, []byte(name)); err != nil || v.Raw == nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestDecodeTime(t *testing.T) {
	s := suites(t)[0]
	for _, at := range []trace.Time{0, 1, trace.Epoch, 1<<63 - 1} {
		v, err := decode(s, model.Time, timeValue(at, nil).Bytes())
		if err != nil || timeOf(v) != at {
			t.Errorf("%d: %v, %v", at, v, err)
		}
	}
}

// Values of one sort are the same when their bytes are; those of two never are.
func TestSame(t *testing.T) {
	for _, s := range suites(t) {
		var all []*trace.Value
		for sort, raw := range samples(t, s) {
			v, err := decode(s, sort, raw)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, v)
		}
		all = append(all, &trace.Value{Sort: model.Data, Raw: []byte("alice")},
			&trace.Value{Sort: model.Data, Raw: nil}, identity("bob"))
		for i, a := range all {
			for j, b := range all {
				if same(a, b) != (i == j) {
					t.Errorf("%s: same(%s %x, %s %x) = %t", s.Name(), a.Sort, a.Bytes(), b.Sort,
						b.Bytes(), same(a, b))
				}
			}
		}
	}
}

// The lexicon finds a term by sort and bytes. The first name of a value stays, and
// what nobody made is told apart.
func TestLexicon(t *testing.T) {
	var l lexicon
	key := func(b byte) *trace.Value {
		return &trace.Value{Sort: model.Key, Term: model.Atom("k", string('a'+rune(b)), model.Key),
			Raw: bytes.Repeat([]byte{b}, 32)}
	}
	k, again := key(1), key(1)
	again.Term = model.Atom("other", "", model.Key)
	l.enter(k)
	l.enter(again)
	if again.Term != k.Term || l.lookup(model.Key, k.Raw) != k.Term {
		t.Errorf("the second name of a value is %s, want %s", again.Term, k.Term)
	}
	x, y := l.lookup(model.Key, key(2).Raw), l.lookup(model.Key, key(3).Raw)
	z := l.lookup(model.Data, k.Raw) // the same bytes, another sort
	if model.Equal(x, y) || model.Equal(z, k.Term) || l.lookup(model.Key, key(2).Raw) != x {
		t.Errorf("unknown values: %s, %s, %s", x, y, z)
	}
	if got := x.String(); got != "unknown[1]" {
		t.Errorf("the first unknown value is %s", got)
	}
}

// FuzzDecode: no panic, and what decodes encodes back to the same bytes.
func FuzzDecode(f *testing.F) {
	all := suites(f)
	for _, s := range all {
		for sort, raw := range samples(f, s) {
			f.Add(byte(sort), raw)
		}
	}
	f.Fuzz(func(t *testing.T, sort byte, raw []byte) {
		for _, s := range all {
			v, err := decode(s, model.Sort(sort), bytes.Clone(raw))
			if err == nil && !bytes.Equal(v.Bytes(), raw) {
				t.Errorf("%s: %s %x encodes as %x", s.Name(), model.Sort(sort), raw, v.Bytes())
			}
		}
	})
}

// Random changes to the encoding of a point or scalar give another value or none.
func TestDecodeIsInjective(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, s := range suites(t) {
		for _, sort := range []model.Sort{model.Point, model.Scalar} {
			raw := samples(t, s)[sort]
			v, err := decode(s, sort, raw)
			if err != nil {
				t.Fatal(err)
			}
			for range 500 {
				b := bytes.Clone(raw)
				b[rnd.IntN(len(b))] ^= 1 << rnd.IntN(8)
				if u, err := decode(s, sort, b); err == nil && same(u, v) {
					t.Errorf("%s: %x and %x are the same %s", s.Name(), b, raw, sort)
				}
			}
		}
	}
}
