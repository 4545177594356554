package suite

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

var messages = [][]byte{nil, []byte("m"), bytes.Repeat([]byte("long"), 1000)}

// flipped returns b with one bit changed.
func flipped(b []byte, bit int) []byte {
	b = bytes.Clone(b)
	b[bit/8] ^= 1 << (bit % 8)
	return b
}

func TestOpenUndoesSealAndNothingElse(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		keys := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		other := must[*PrivateKeys](t)(s.NewKeys(stream(2)))
		for _, msg := range messages {
			ct := must[[]byte](t)(s.Seal(stream(3), keys.Public(), msg))
			wantBytes(t, "opened", must[[]byte](t)(s.Open(keys, ct)), msg)
			wantRefused(t, "another key", ct, func(ct []byte) ([]byte, error) {
				return s.Open(other, ct)
			})
		}
		ct := must[[]byte](t)(s.Seal(stream(3), keys.Public(), []byte("m")))
		wantTamperingRefused(t, ct, func(ct []byte) ([]byte, error) { return s.Open(keys, ct) })
	})
}

func TestDecryptUndoesEncryptAndNothingElse(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		key := s.Hash("key", nil)
		for _, msg := range messages {
			ct := must[[]byte](t)(s.Encrypt(stream(3), key, msg))
			wantBytes(t, "decrypted", must[[]byte](t)(s.Decrypt(key, ct)), msg)
			wantRefused(t, "another key", ct, func(ct []byte) ([]byte, error) {
				return s.Decrypt(s.Hash("another key", nil), ct)
			})
		}
		ct := must[[]byte](t)(s.Encrypt(stream(3), key, []byte("m")))
		wantTamperingRefused(t, ct, func(ct []byte) ([]byte, error) { return s.Decrypt(key, ct) })
	})
}

func wantTamperingRefused(t *testing.T, ct []byte, open func([]byte) ([]byte, error)) {
	t.Helper()
	for bit := range 8 * len(ct) {
		// The top bit of an X25519 key is ignored (RFC 7748, section 5), but HPKE
		// hashes the encoding, so that not even that one can change.
		wantRefused(t, "a flipped bit", flipped(ct, bit), open)
	}
	for n := range ct {
		wantRefused(t, "a truncated ciphertext", ct[:n], open)
	}
	wantRefused(t, "a byte more", append(bytes.Clone(ct), 0), open)
}

func wantRefused(t *testing.T, what string, ct []byte, open func([]byte) ([]byte, error)) {
	t.Helper()
	if got, err := open(ct); got != nil || !errors.Is(err, errOpen) {
		t.Errorf("%s, ciphertext %x: got %x, %v, want %v", what, ct, got, err, errOpen)
	}
}

func TestCTRIsMalleable(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		key := s.Hash("key", nil)
		for _, msg := range messages {
			ct := must[[]byte](t)(s.EncryptCTR(stream(3), key, msg))
			wantBytes(t, "decrypted", must[[]byte](t)(s.DecryptCTR(key, ct)), msg)
			for bit := 0; bit < 8*len(msg); bit += 97 {
				got := must[[]byte](t)(s.DecryptCTR(key, flipped(ct, 8*blockSize+bit)))
				wantBytes(t, "decrypted after a flip", got, flipped(msg, bit))
			}
		}
		wantRefused(t, "less than a block", make([]byte, blockSize-1),
			func(ct []byte) ([]byte, error) { return s.DecryptCTR(key, ct) })
	})
}

func TestKeysOfTheWrongLengthAreRefused(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		ct := make([]byte, 64)
		for _, n := range []int{0, 16, 24, 31, 33} {
			key := make([]byte, n)
			_, err1 := s.Encrypt(stream(1), key, nil)
			_, err2 := s.Decrypt(key, ct)
			_, err3 := s.EncryptCTR(stream(1), key, nil)
			_, err4 := s.DecryptCTR(key, ct)
			for _, err := range []error{err1, err2, err3, err4} {
				if err == nil {
					t.Errorf("key of %d bytes: want an error", n)
				}
			}
		}
	})
}

func TestVerifyAcceptsWhatSignMadeAndNothingElse(t *testing.T) {
	eachSuite(t, func(t *testing.T, s Suite) {
		keys := must[*PrivateKeys](t)(s.NewKeys(stream(1)))
		other := must[*PrivateKeys](t)(s.NewKeys(stream(2)))
		for _, msg := range messages {
			sig := s.Sign(keys, msg)
			wantBytes(t, "signed again", s.Sign(keys, msg), sig)
			for _, verify := range []func(*PublicKeys, []byte, []byte) bool{s.Verify, s.VerifyCert} {
				if !verify(keys.Public(), msg, sig) {
					t.Errorf("message %.9x: signature refused", msg)
				}
				if verify(other.Public(), msg, sig) {
					t.Errorf("message %.9x: accepted under another key", msg)
				}
				if verify(keys.Public(), append(bytes.Clone(msg), 0), sig) {
					t.Errorf("message %.9x: accepted with a byte more", msg)
				}
			}
		}
		msg := []byte("m")
		sig := s.Sign(keys, msg)
		for bit := range 8 * len(sig) {
			if s.Verify(keys.Public(), msg, flipped(sig, bit)) {
				t.Errorf("accepted with bit %d flipped", bit)
			}
		}
		for _, bad := range [][]byte{
			nil, sig[:63], append(bytes.Clone(sig), 0), make([]byte, 64),
			slices.Concat(sig[:32], []byte{0}, sig[32:]), // the same r and s
		} {
			if s.Verify(keys.Public(), msg, bad) {
				t.Errorf("accepted %x", bad)
			}
		}
	})
}
