package suite

import (
	"bytes"
	"io"
)

// The calls of a tapedSuite that give bytes, keys or a verdict: their results need
// no encoding afterwards.

func (t *Tape) addBytes(call func(Suite) []byte) {
	t.add(func(s Suite) result {
		t.sink += len(call(s))
		return nil
	})
}

func (s tapedSuite) Hash(domain string, msg []byte) []byte {
	msg = bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte { return s.Hash(domain, msg) })
	return s.Suite.Hash(domain, msg)
}

func (s tapedSuite) Pad(key []byte, n int) []byte {
	key = bytes.Clone(key)
	s.t.addBytes(func(s Suite) []byte { return s.Pad(key, n) })
	return s.Suite.Pad(key, n)
}

func (s tapedSuite) MAC(key, msg []byte) []byte {
	key, msg = bytes.Clone(key), bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte { return s.MAC(key, msg) })
	return s.Suite.MAC(key, msg)
}

func (s tapedSuite) Extract(salt, secret []byte) []byte {
	salt, secret = bytes.Clone(salt), bytes.Clone(secret)
	s.t.addBytes(func(s Suite) []byte { return s.Extract(salt, secret) })
	return s.Suite.Extract(salt, secret)
}

func (s tapedSuite) Expand(key, info []byte) []byte {
	key, info = bytes.Clone(key), bytes.Clone(info)
	s.t.addBytes(func(s Suite) []byte { return s.Expand(key, info) })
	return s.Suite.Expand(key, info)
}

func (s tapedSuite) Stretch(password, salt []byte, memoryKiB int) []byte {
	password, salt = bytes.Clone(password), bytes.Clone(salt)
	s.t.addBytes(func(s Suite) []byte { return s.Stretch(password, salt, memoryKiB) })
	return s.Suite.Stretch(password, salt, memoryKiB)
}

func (s tapedSuite) NewKeys(rnd io.Reader) (*PrivateKeys, error) {
	r := &recorder{from: rnd}
	s.t.add(func(s Suite) result {
		if k, err := s.NewKeys(bytes.NewReader(r.read)); err == nil {
			return k
		}
		return nil
	})
	return s.Suite.NewKeys(r)
}

func (s tapedSuite) DecodePublicKeys(b []byte) (*PublicKeys, error) {
	b = bytes.Clone(b)
	s.t.add(func(s Suite) result {
		if k, err := s.DecodePublicKeys(b); err == nil {
			return k
		}
		return nil
	})
	return s.Suite.DecodePublicKeys(b)
}

func (s tapedSuite) DecodePrivateKeys(b []byte) (*PrivateKeys, error) {
	b = bytes.Clone(b)
	s.t.add(func(s Suite) result {
		if k, err := s.DecodePrivateKeys(b); err == nil {
			return k
		}
		return nil
	})
	return s.Suite.DecodePrivateKeys(b)
}

func (s tapedSuite) Seal(rnd io.Reader, to *PublicKeys, msg []byte) ([]byte, error) {
	r, msg := &recorder{from: rnd}, bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte {
		ct, _ := s.Seal(bytes.NewReader(r.read), to, msg)
		return ct
	})
	return s.Suite.Seal(r, to, msg)
}

func (s tapedSuite) Open(key *PrivateKeys, ct []byte) ([]byte, error) {
	ct = bytes.Clone(ct)
	s.t.addBytes(func(s Suite) []byte {
		msg, _ := s.Open(key, ct)
		return msg
	})
	return s.Suite.Open(key, ct)
}

func (s tapedSuite) Sign(key *PrivateKeys, msg []byte) []byte {
	msg = bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte { return s.Sign(key, msg) })
	return s.Suite.Sign(key, msg)
}

func (s tapedSuite) Verify(by *PublicKeys, msg, sig []byte) bool {
	msg, sig = bytes.Clone(msg), bytes.Clone(sig)
	s.t.add(func(s Suite) result { s.Verify(by, msg, sig); return nil })
	return s.Suite.Verify(by, msg, sig)
}

func (s tapedSuite) VerifyCert(by *PublicKeys, msg, sig []byte) bool {
	msg, sig = bytes.Clone(msg), bytes.Clone(sig)
	s.t.add(func(s Suite) result { s.VerifyCert(by, msg, sig); return nil })
	return s.Suite.VerifyCert(by, msg, sig)
}

func (s tapedSuite) Encrypt(rnd io.Reader, key, msg []byte) ([]byte, error) {
	r, key, msg := &recorder{from: rnd}, bytes.Clone(key), bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte {
		ct, _ := s.Encrypt(bytes.NewReader(r.read), key, msg)
		return ct
	})
	return s.Suite.Encrypt(r, key, msg)
}

func (s tapedSuite) Decrypt(key, ct []byte) ([]byte, error) {
	key, ct = bytes.Clone(key), bytes.Clone(ct)
	s.t.addBytes(func(s Suite) []byte {
		msg, _ := s.Decrypt(key, ct)
		return msg
	})
	return s.Suite.Decrypt(key, ct)
}

func (s tapedSuite) EncryptCTR(rnd io.Reader, key, msg []byte) ([]byte, error) {
	r, key, msg := &recorder{from: rnd}, bytes.Clone(key), bytes.Clone(msg)
	s.t.addBytes(func(s Suite) []byte {
		ct, _ := s.EncryptCTR(bytes.NewReader(r.read), key, msg)
		return ct
	})
	return s.Suite.EncryptCTR(r, key, msg)
}

func (s tapedSuite) DecryptCTR(key, ct []byte) ([]byte, error) {
	key, ct = bytes.Clone(key), bytes.Clone(ct)
	s.t.addBytes(func(s Suite) []byte {
		msg, _ := s.DecryptCTR(key, ct)
		return msg
	})
	return s.Suite.DecryptCTR(key, ct)
}
