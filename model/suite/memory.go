package suite

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"sync"
)

// memorySize bounds what a Memory holds, in results. A full one is emptied.
const memorySize = 1 << 16

// A Memory holds results of operations by their arguments, for runs that do nearly the same:
// those of one seed that differ in a few messages compute the same values again and again. A
// remembered result is what the suite underneath gave for the same arguments, and the same
// bytes of randomness. It is for adversaries' trials and not for measuring; whoever wants to
// know that a run repeats does without. Any number of goroutines may share one. The zero
// value is an empty one.
type Memory struct {
	mu      sync.Mutex
	results map[memoryKey]any
}

type memoryKey [sha256.Size]byte // the hash of an operation and its arguments

// Over returns s with the memory. A nil memory remembers nothing.
func (m *Memory) Over(s Suite) Suite {
	if m == nil {
		return s
	}
	return &rememberingSuite{s, m}
}

// rememberingSuite remembers results that take long. The rest is as fast as looking it up.
type rememberingSuite struct {
	Suite
	memory *Memory
}

// key hashes the suite, the operation, and each argument with its length before it.
func (s *rememberingSuite) key(op string, args ...[]byte) memoryKey {
	var room [512]byte
	b := append(append(room[:0], s.Name()...), op...)
	for _, a := range args {
		b = append(binary.BigEndian.AppendUint64(b, uint64(len(a))), a...)
	}
	return sha256.Sum256(b)
}

// remembered returns the result of an operation, and computes it when it is not known.
func remembered[T any](m *Memory, key memoryKey, compute func() (T, error)) (T, error) {
	m.mu.Lock()
	known, ok := m.results[key]
	m.mu.Unlock()
	if ok {
		return known.(T), nil
	}
	v, err := compute()
	if err == nil {
		m.keep(key, v)
	}
	return v, err
}

func (m *Memory) keep(key memoryKey, v any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.results == nil || len(m.results) >= memorySize {
		m.results = map[memoryKey]any{}
	}
	m.results[key] = v
}

// point returns a result that is a point. Each caller gets one of its own, since a Point
// belongs to one goroutine.
func (s *rememberingSuite) point(key memoryKey, compute func() *Point) *Point {
	p, _ := remembered(s.memory, key, func() (*Point, error) {
		p := compute()
		p.Bytes() // written now, and only read from now on
		return p, nil
	})
	return copied(p)
}

// copied returns a remembered point for one caller.
func copied(p *Point) *Point { return &Point{suite: p.suite, p: p.p.Copy(), bytes: p.bytes} }

func (s *rememberingSuite) BaseMul(k *Scalar) *Point {
	return s.point(s.key("BaseMul", k.Bytes()), func() *Point { return s.Suite.BaseMul(k) })
}

func (s *rememberingSuite) Mul(k *Scalar, p *Point) *Point {
	key := s.key("Mul", k.Bytes(), p.Bytes())
	return s.point(key, func() *Point { return s.Suite.Mul(k, p) })
}

func (s *rememberingSuite) DecodePoint(b []byte) (*Point, error) {
	p, err := remembered(s.memory, s.key("DecodePoint", b), func() (*Point, error) {
		return s.Suite.DecodePoint(b)
	})
	if err != nil {
		return nil, err
	}
	return copied(p), nil
}

func (s *rememberingSuite) NewKeys(rnd io.Reader) (*PrivateKeys, error) {
	seed := make([]byte, s.keyDraws())
	if err := draw(rnd, seed); err != nil {
		return nil, err
	}
	return remembered(s.memory, s.key("NewKeys", seed), func() (*PrivateKeys, error) {
		return s.Suite.NewKeys(bytes.NewReader(seed))
	})
}

// text returns a result that is bytes. Each caller gets bytes of its own.
func (s *rememberingSuite) text(key memoryKey, compute func() ([]byte, error)) ([]byte, error) {
	b, err := remembered(s.memory, key, compute)
	return bytes.Clone(b), err
}

func (s *rememberingSuite) Stretch(password, salt []byte, memoryKiB int) []byte {
	size := binary.BigEndian.AppendUint64(nil, uint64(memoryKiB))
	b, _ := s.text(s.key("Stretch", password, salt, size), func() ([]byte, error) {
		return s.Suite.Stretch(password, salt, memoryKiB), nil
	})
	return b
}

func (s *rememberingSuite) Sign(key *PrivateKeys, msg []byte) []byte {
	b, _ := s.text(s.key("Sign", key.Bytes(), msg), func() ([]byte, error) {
		return s.Suite.Sign(key, msg), nil
	})
	return b
}

func (s *rememberingSuite) Verify(by *PublicKeys, msg, sig []byte) bool {
	ok, _ := remembered(s.memory, s.key("Verify", by.Bytes(), msg, sig), func() (bool, error) {
		return s.Suite.Verify(by, msg, sig), nil
	})
	return ok
}

func (s *rememberingSuite) VerifyCert(by *PublicKeys, msg, sig []byte) bool {
	return s.Verify(by, msg, sig)
}

func (s *rememberingSuite) Open(key *PrivateKeys, ct []byte) ([]byte, error) {
	return s.text(s.key("Open", key.Bytes(), ct), func() ([]byte, error) {
		return s.Suite.Open(key, ct)
	})
}

// sealDraws is how many bytes Seal draws.
const sealDraws = 32

func (s *rememberingSuite) Seal(rnd io.Reader, to *PublicKeys, msg []byte) ([]byte, error) {
	seed := make([]byte, sealDraws)
	if err := draw(rnd, seed); err != nil {
		return nil, err
	}
	return s.text(s.key("Seal", seed, to.Bytes(), msg), func() ([]byte, error) {
		return s.Suite.Seal(bytes.NewReader(seed), to, msg)
	})
}
