package suite

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"
)

// randomised lists every operation that draws, each as bytes from a reader.
func randomised(t *testing.T, s Suite) map[string]func(io.Reader) ([]byte, error) {
	keys := must[*PrivateKeys](t)(s.NewKeys(stream(9)))
	key, msg := make([]byte, 32), []byte("message")
	return map[string]func(io.Reader) ([]byte, error){
		"RandomScalar": func(rnd io.Reader) ([]byte, error) {
			k, err := s.RandomScalar(rnd)
			if err != nil {
				return nil, err
			}
			return k.Bytes(), nil
		},
		"NewKeys": func(rnd io.Reader) ([]byte, error) {
			k, err := s.NewKeys(rnd)
			if err != nil {
				return nil, err
			}
			return append(bytes.Clone(k.Bytes()), k.Public().Bytes()...), nil
		},
		"Seal": func(rnd io.Reader) ([]byte, error) { return s.Seal(rnd, keys.Public(), msg) },
		"Encrypt": func(rnd io.Reader) ([]byte, error) {
			return s.Encrypt(rnd, key, msg)
		},
		"EncryptCTR": func(rnd io.Reader) ([]byte, error) {
			return s.EncryptCTR(rnd, key, msg)
		},
	}
}

func TestSameStreamSameBytes(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		for name, op := range randomised(t, s) {
			first := must[[]byte](t)(op(stream(1)))
			wantBytes(t, name+" again", must[[]byte](t)(op(stream(1))), first)
			slow := iotest.OneByteReader(stream(1))
			wantBytes(t, name+" from a slow reader", must[[]byte](t)(op(slow)), first)
			if other := must[[]byte](t)(op(stream(2))); bytes.Equal(other, first) {
				t.Errorf("%s: two streams gave the same bytes %x", name, first)
			}
			rnd := stream(1)
			must[[]byte](t)(op(rnd))
			if next := must[[]byte](t)(op(rnd)); bytes.Equal(next, first) {
				t.Errorf("%s: the same bytes twice from one stream: %x", name, first)
			}
		}
	})
}

func TestExhaustedReaderIsAnError(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		for name, op := range randomised(t, s) {
			all := &recorder{from: stream(1)}
			want := must[[]byte](t)(op(all))
			for n := range all.read {
				got, err := op(bytes.NewReader(all.read[:n]))
				if got != nil || !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("%s with %d of %d bytes: got %x, %v, want an error of end of input",
						name, n, len(all.read), got, err)
				}
			}
			wantBytes(t, name, must[[]byte](t)(op(bytes.NewReader(all.read))), want)
		}
	})
}

func TestRandomScalarReads64Bytes(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		r := &recorder{from: stream(1)}
		must[*Scalar](t)(s.RandomScalar(r))
		if len(r.read) != 64 {
			t.Errorf("bytes read: got %d, want 64", len(r.read))
		}
	})
}
