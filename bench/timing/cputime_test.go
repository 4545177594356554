package timing

import (
	"reflect"
	"testing"
	"time"
)

// On a clock that moves on in long steps, a batch is long beside a step; on a fine one
// nothing changes.
func TestBatchesAreLongBesideTheClock(t *testing.T) {
	const step = time.Second / 64
	for _, p := range []Plan{{}, {Quick: true}} {
		if got, want := p.figures().onClock(0), p.figures(); !reflect.DeepEqual(got, want) {
			t.Errorf("quick %v, fine clock: got %+v, want %+v", p.Quick, got, want)
		}
		f := p.figures().onClock(step)
		for name, long := range map[string]time.Duration{"primitives": f.primitives.batch,
			"sessions": time.Duration(f.batch) * sessionTime, "growth": f.growth.batch} {
			if long < 20*step-sessionTime {
				t.Errorf("quick %v: %s: a batch of %v, want about %v", p.Quick, name, long, 20*step)
			}
		}
	}
}

// The process clock counts work that is done: it goes up, and never back.
func TestProcessTimeCountsWork(t *testing.T) {
	if thisClock.none {
		t.Skip("this system has no process clock")
	}
	begin, last := processTime(), time.Duration(0)
	for range 1 << 20 {
		now := processTime()
		if now < last {
			t.Fatalf("went back from %v to %v", last, now)
		}
		if last = now; now > begin+thisClock.step {
			return
		}
	}
	t.Errorf("a million readings took no time: %v", last-begin)
}
