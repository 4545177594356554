package suite

import (
	"bytes"
	"io"
	"math/big"
	"testing"
	"testing/iotest"

	"emrproof/model"
)

func TestReplayMakesTheSameCalls(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		inner, n := Counted(s)
		taped, tape := Taped(inner)
		everyCall(t, taped, testPublic(s))
		want := 0
		for _, n := range calls {
			want += n
		}
		if tape.Len() != want {
			t.Errorf("calls on the tape: got %d, want %d", tape.Len(), want)
		}
		recorded := *n
		tape.Run()
		if got := n.Minus(recorded); got != recorded {
			t.Errorf("counts of the replay: got %+v, want %+v", got, recorded)
		}
		if tape.Len() != want {
			t.Errorf("calls on the tape after a replay: got %d, want %d", tape.Len(), want)
		}
	})
}

// TestReplayGivesTheSameResults is about what is drawn, above all: the replay has
// no reader but the tape.
func TestReplayGivesTheSameResults(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		spied := &spy{Suite: s}
		taped, tape := Taped(spied)
		everyCall(t, taped, testPublic(s))
		first := spied.results
		spied.results = nil
		tape.Run()
		if len(first) != 7 || len(spied.results) != len(first) {
			t.Fatalf("results: got %d and again %d, want 7", len(first), len(spied.results))
		}
		for i := range first {
			wantBytes(t, "result again", spied.results[i], first[i])
		}
	})
}

func TestOnlyEncodingsThatWereUsedAreReplayed(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		spied := &spy{Suite: s}
		taped, tape := Taped(spied)
		for _, encoded := range []bool{false, true} {
			tape.Cut()
			k := taped.HashScalar("k", nil)
			p := taped.BaseMul(k)
			if encoded {
				k.Bytes()
				p.Bytes()
			}
			tape.Cut().Run()
			if spied.scalar == k || spied.point == p {
				t.Error("the replay returned a recorded result")
			}
			if got := spied.scalar.bytes != nil; got != encoded {
				t.Errorf("replayed scalar is encoded: got %t, want %t", got, encoded)
			}
			if got := spied.point.bytes != nil; got != encoded {
				t.Errorf("replayed point is encoded: got %t, want %t", got, encoded)
			}
		}
	})
}

func TestCutIsTheCallsSinceTheLastOne(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		inner, n := Counted(s)
		taped, tape := Taped(inner)
		if tape.Cut() != nil {
			t.Error("a tape of nothing is cut off")
		}
		k := taped.HashScalar("k", nil)
		tape.Cut()
		p := taped.BaseMul(k)
		taped.AddPoints(p, p)
		cut := tape.Cut()
		taped.Mul(k, p)
		before := *n
		cut.Run()
		if got, want := n.Minus(before), (Counts{model.CallBaseMul: 1, model.CallAdd: 1}); got != want {
			t.Errorf("replayed: got %+v, want %+v", got, want)
		}
		taped.Mul(k, p)
		if cut.Len() != 2 || tape.Len() != 5 {
			t.Errorf("lengths: got %d and %d, want 2 and 5", cut.Len(), tape.Len())
		}
	})
}

// TestTapeKeepsItsArguments changes every buffer after the call, and draws from a
// reader that gives a byte at a time.
func TestTapeKeepsItsArguments(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		spied := &spy{Suite: s}
		taped, tape := Taped(spied)
		key, msg := taped.Hash("key", nil), []byte("message")
		want := must[[]byte](t)(taped.Encrypt(iotest.OneByteReader(stream(1)), key, msg))
		clear(key)
		clear(msg)
		spied.results = nil
		tape.Run()
		wantBytes(t, "encrypted again", spied.results[len(spied.results)-1], want)
	})
}

func TestFailedCallsAreReplayed(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		taped, tape := Taped(s)
		keys := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		_, err1 := taped.DecodePoint([]byte("no point"))
		_, err2 := taped.DecodeScalar([]byte("no scalar"))
		_, err3 := taped.InvertScalar(s.ScalarFromInt(new(big.Int)))
		_, err4 := taped.DecodePublicKeys(nil)
		_, err5 := taped.DecodePrivateKeys(nil)
		_, err6 := taped.Open(keys, nil)
		_, err7 := taped.RandomScalar(bytes.NewReader(make([]byte, 63)))
		_, err8 := taped.NewKeys(bytes.NewReader(make([]byte, 63)))
		for _, err := range []error{err1, err2, err3, err4, err5, err6, err7, err8} {
			if err == nil {
				t.Error("want an error")
			}
		}
		tape.Run()
		if tape.Len() != 8 {
			t.Errorf("calls on the tape: got %d, want 8", tape.Len())
		}
	})
}

// A spy keeps the results of what is drawn, hashed to bytes or signed, and the last
// results of HashScalar and BaseMul.
type spy struct {
	Suite
	results [][]byte
	scalar  *Scalar
	point   *Point
}

func (s *spy) keep(b []byte, err error) ([]byte, error) {
	s.results = append(s.results, b)
	return b, err
}

func (s *spy) RandomScalar(rnd io.Reader) (*Scalar, error) {
	k, err := s.Suite.RandomScalar(rnd)
	if err == nil {
		s.results = append(s.results, k.Bytes())
	}
	return k, err
}

func (s *spy) NewKeys(rnd io.Reader) (*PrivateKeys, error) {
	k, err := s.Suite.NewKeys(rnd)
	if err == nil {
		s.results = append(s.results, k.Bytes())
	}
	return k, err
}

func (s *spy) HashScalar(domain string, msg []byte) *Scalar {
	s.scalar = s.Suite.HashScalar(domain, msg)
	return s.scalar
}

func (s *spy) BaseMul(k *Scalar) *Point {
	s.point = s.Suite.BaseMul(k)
	return s.point
}

func (s *spy) Hash(domain string, msg []byte) []byte {
	b, _ := s.keep(s.Suite.Hash(domain, msg), nil)
	return bytes.Clone(b)
}

func (s *spy) Sign(key *PrivateKeys, msg []byte) []byte {
	b, _ := s.keep(s.Suite.Sign(key, msg), nil)
	return b
}

func (s *spy) Seal(rnd io.Reader, to *PublicKeys, msg []byte) ([]byte, error) {
	return s.keep(s.Suite.Seal(rnd, to, msg))
}

func (s *spy) Encrypt(rnd io.Reader, key, msg []byte) ([]byte, error) {
	return s.keep(s.Suite.Encrypt(rnd, key, msg))
}

func (s *spy) EncryptCTR(rnd io.Reader, key, msg []byte) ([]byte, error) {
	return s.keep(s.Suite.EncryptCTR(rnd, key, msg))
}
