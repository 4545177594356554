package suite

import (
	"crypto/sha256"
	"crypto/sha3"
	"encoding/binary"
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
