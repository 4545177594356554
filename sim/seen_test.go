package sim

import (
	"fmt"
	"testing"

	"emrproof/sim/trace"
)

func TestSeenRefusesWhatComesAgain(t *testing.T) {
	s := newSeen(2)
	for _, c := range []struct {
		value string
		now   trace.Time
		want  seenResult
	}{
		{"a", 0, seenNew},
		{"a", 5, seenBefore},
		{"b", 6, seenNew},
		{"c", 7, seenTooMany}, // and "a" is not forgotten for it
		{"a", 10, seenBefore},
		{"c", 11, seenNew}, // "a" is older than 10
		{"b", 12, seenBefore},
		{"a", 13, seenTooMany},
	} {
		if got := s.enter(c.value, c.now, 10); got != c.want {
			t.Errorf("enter(%s) at %d: got %d, want %d", c.value, c.now, got, c.want)
		}
	}
}

func TestSeenDoesNotGrowUnderAFlood(t *testing.T) {
	s := newSeen(100)
	fresh := 0
	for i := range 100_000 {
		if s.enter(fmt.Sprint(i), trace.Time(i), 1000) == seenNew {
			fresh++
		}
		if len(s.has) > 100 || len(s.order) > 100 {
			t.Fatalf("after %d values %d are remembered, want at most 100", i, len(s.has))
		}
	}
	// A hundred are taken in each 1001 moments: the room is free again when they are old.
	if fresh < 9000 || fresh > 10_100 {
		t.Errorf("%d values were new, want about 100 in 1001 of 100000", fresh)
	}
}
