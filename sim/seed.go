package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"math/rand/v2"
)

// A Seed is the number from which all randomness of a run comes.
type Seed uint64

// Stream returns the stream of random bytes with that name, ChaCha8 keyed with a hash of seed
// and name. Streams are independent: one more draw from one moves nothing in another.
func (s Seed) Stream(name string) io.Reader {
	return rand.NewChaCha8(s.key(name))
}

// Run returns the seed of the i-th world of a campaign, counted from 0. It is below 2^63, so
// that it can be written in a Config: TOML has no larger integers.
func (s Seed) Run(i int) Seed {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(i))
	k := s.key("run " + string(n[:]))
	return Seed(binary.BigEndian.Uint64(k[:8]) >> 1)
}

func (s Seed) key(name string) [32]byte {
	b := make([]byte, 8, 8+len(name))
	binary.BigEndian.PutUint64(b, uint64(s))
	return sha256.Sum256(append(b, name...))
}
