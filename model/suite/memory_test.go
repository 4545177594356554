package suite

import (
	"encoding/binary"
	"testing"
)

// agreeing takes every signature for good, and counts them.
type agreeing struct {
	Suite
	asked *int
}

func (a agreeing) Verify(*PublicKeys, []byte, []byte) bool { *a.asked++; return true }

// A memory that is full is emptied before it takes anything new, so that it holds no more
// than its size.
func TestAFullMemoryIsEmptied(t *testing.T) {
	asked := 0
	var m Memory
	s := m.Over(agreeing{mustNew(t, "ristretto255"), &asked})
	verify := func(i int) {
		s.Verify(&PublicKeys{}, binary.BigEndian.AppendUint64(nil, uint64(i)), nil)
	}
	for i := range memorySize {
		verify(i)
	}
	verify(0)
	if asked != memorySize || len(m.results) != memorySize {
		t.Errorf("up to its size: asked %d times for %d results, want %d for as many", asked,
			len(m.results), memorySize)
	}
	verify(memorySize)
	if len(m.results) != 1 {
		t.Errorf("%d results once it was full, want the new one", len(m.results))
	}
	verify(0)
	if asked != memorySize+2 || len(m.results) != 2 {
		t.Errorf("asked %d times for %d results, want %d for 2: what was forgotten is made again",
			asked, len(m.results), memorySize+2)
	}
}
