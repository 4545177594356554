package suite

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"

	"golang.org/x/crypto/argon2"
)

func (s *circlSuite) MAC(key, msg []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(msg)
	return m.Sum(nil)
}

func (s *circlSuite) Extract(salt, secret []byte) []byte {
	key, err := hkdf.Extract(sha256.New, secret, salt)
	if err != nil {
		panic(internal("HKDF-Extract: %v", err))
	}
	return key
}

func (s *circlSuite) Expand(key, info []byte) []byte {
	out, err := hkdf.Expand(sha256.New, key, string(info), hashSize)
	if err != nil {
		panic(internal("HKDF-Expand: %v", err))
	}
	return out
}

// Stretch makes one pass with one lane; a lane takes 8 KiB at least (RFC 9106, section
// 3.1), and less is rounded up to that.
func (s *circlSuite) Stretch(password, salt []byte, memoryKiB int) []byte {
	return argon2.IDKey(password, salt, 1, uint32(max(memoryKiB, 8)), 1, keySize)
}
