package suite

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/binary"

	"golang.org/x/crypto/argon2"
)

const hashSize = sha256.Size // 32 bytes

// Hash is SHA-256(n ‖ tag ‖ msg), where tag = "emrproof v1 hash: " ‖ domain and n
// is its length as two big-endian bytes. The length keeps apart the domain "a"
// with message "bc" from "ab" with "c".
func (s *circlSuite) Hash(domain string, msg []byte) []byte {
	sum := sha256.Sum256(tagged("emrproof v1 hash: "+domain, msg))
	return sum[:]
}

// Pad is SHAKE256(n ‖ tag ‖ key) cut at n bytes, tagged like Hash. An extendable
// output function has no limit on n, where HKDF ends at 8160 bytes.
func (s *circlSuite) Pad(key []byte, n int) []byte {
	return sha3.SumSHAKE256(tagged("emrproof v1 pad", key), n)
}

func tagged(tag string, msg []byte) []byte {
	b := make([]byte, 0, 2+len(tag)+len(msg))
	b = binary.BigEndian.AppendUint16(b, uint16(len(tag)))
	return append(append(b, tag...), msg...)
}

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
