package suite

import (
	"bytes"
	"slices"
	"testing"
)

// fuzzDecoder checks that a decoder of either suite does not panic, and that what
// decodes encodes to the same bytes, also when it is encoded afresh.
func fuzzDecoder(f *testing.F, seeds func(s Suite) [][]byte, again func(Suite, []byte) []byte) {
	for i, name := range Names() {
		for _, b := range seeds(mustNew(f, name)) {
			f.Add(i, b)
			f.Add(i, append(bytes.Clone(b), 0))
			f.Add(i, flipped(b, 8*len(b)-1))
		}
	}
	f.Fuzz(func(t *testing.T, i int, b []byte) {
		if i < 0 || i >= len(Names()) {
			return
		}
		got := again(mustNew(t, Names()[i]), slices.Clone(b))
		if got != nil && !bytes.Equal(got, b) {
			t.Errorf("%s: %x decodes and encodes to %x", Names()[i], b, got)
		}
	})
}

func FuzzDecodePoint(f *testing.F) {
	seeds := func(s Suite) [][]byte {
		k := s.HashScalar("seed", nil)
		return [][]byte{
			s.BaseMul(k).Bytes(), make([]byte, s.Sizes().Point), {0},
			encode(s.BaseMul(k).p.MarshalBinary()),
		}
	}
	fuzzDecoder(f, seeds, func(s Suite, b []byte) []byte {
		p, err := s.DecodePoint(b)
		if err != nil {
			return nil
		}
		p.bytes = nil
		return p.Bytes()
	})
}

func FuzzDecodeScalar(f *testing.F) {
	seeds := func(s Suite) [][]byte {
		return [][]byte{
			s.HashScalar("seed", nil).Bytes(), fixed(s, s.Order()), make([]byte, 32),
		}
	}
	fuzzDecoder(f, seeds, func(s Suite, b []byte) []byte {
		k, err := s.DecodeScalar(b)
		if err != nil {
			return nil
		}
		return k.Bytes()
	})
}

func FuzzDecodePublicKeys(f *testing.F) {
	seeds := func(s Suite) [][]byte {
		return [][]byte{must[*PrivateKeys](f)(s.NewKeys(stream(1))).Public().Bytes()}
	}
	fuzzDecoder(f, seeds, func(s Suite, b []byte) []byte {
		k, err := s.DecodePublicKeys(b)
		if err != nil {
			return nil
		}
		// What decodes is of use: it seals, and verifying with it does not panic.
		if _, err := s.Seal(stream(1), k, nil); err != nil {
			panic(err)
		}
		s.Verify(k, nil, make([]byte, signatureSize))
		return k.Bytes()
	})
}

func FuzzDecodePrivateKeys(f *testing.F) {
	seeds := func(s Suite) [][]byte {
		return [][]byte{must[*PrivateKeys](f)(s.NewKeys(stream(1))).Bytes()}
	}
	fuzzDecoder(f, seeds, func(s Suite, b []byte) []byte {
		k, err := s.DecodePrivateKeys(b)
		if err != nil {
			return nil
		}
		// Its public keys are ones that a peer would accept.
		if _, err := s.DecodePublicKeys(k.Public().Bytes()); err != nil {
			panic(err)
		}
		return k.Bytes()
	})
}
