package delay

import (
	"math"
	"math/rand/v2"
	"testing"

	"emrproof/sim/trace"
)

func testRand() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func TestLinkTakes(t *testing.T) {
	const mbit = 125_000 // bytes in a million bits
	for _, c := range []struct {
		name string
		link Link
		size int64
		want trace.Duration
	}{
		{"no limit", Link{}, 1 << 40, 0},
		{"delay alone", Link{Delay: 7}, 1 << 40, 7},
		{"10 ms for a million bits", Link{BitsPerSecond: 100e6}, mbit, 10e6},
		{"and a delay", Link{BitsPerSecond: 100e6, Delay: 10e6}, mbit, 20e6},
		{"50 µs for a million bits", Link{BitsPerSecond: 20e9}, mbit, 50e3},
		{"nothing to send", Link{BitsPerSecond: 1, Delay: 3}, 0, 3},
		{"a byte at a bit a second", Link{BitsPerSecond: 1}, 1, 8e9},
		{"less than a nanosecond", Link{BitsPerSecond: 20e9}, 1, 0},
		{"rounded down", Link{BitsPerSecond: 3e9}, 1, 2},
		{"the fastest link", Link{BitsPerSecond: math.MaxInt64}, 1 << 50, 976562},
		{"a product of more than 64 bits", Link{BitsPerSecond: 8e9}, 1 << 40, 1 << 40},
		{"more than 292 years", Link{BitsPerSecond: 1}, 1 << 31, math.MaxInt64},
		{"a quotient of more than 64 bits", Link{BitsPerSecond: 1}, 1 << 40, math.MaxInt64},
		{"the largest size", Link{BitsPerSecond: 1, Delay: 5}, math.MaxInt64 / 8, math.MaxInt64},
	} {
		if got := c.link.Takes(c.size, nil); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestLinkJitter(t *testing.T) {
	l := Link{Delay: 100, Jitter: 3}
	seen := map[trace.Duration]int{}
	rnd := testRand()
	for range 1000 {
		seen[l.Takes(1, rnd)]++
	}
	for d := trace.Duration(100); d <= 103; d++ {
		if seen[d] < 150 {
			t.Errorf("%d of 1000 messages took %d ns, want about 250", seen[d], d)
		}
	}
	if len(seen) != 4 {
		t.Errorf("messages took %v, want 100 to 103 ns", seen)
	}
	l.Jitter = 1
	seen = map[trace.Duration]int{}
	for range 100 {
		seen[l.Takes(1, rnd)]++
	}
	if seen[100]+seen[101] != 100 || len(seen) != 2 {
		t.Errorf("with a jitter of a nanosecond messages took %v", seen)
	}
	l.Jitter = math.MaxInt64
	for range 100 {
		if d := l.Takes(1, rnd); d < 100 {
			t.Errorf("with all the jitter there is: %d", d)
		}
	}
}

// Each loss costs one wait; the waits of a link that loses half of what is sent
// are as long as one on the average.
func TestLinkLoss(t *testing.T) {
	l := Link{Delay: 1, LossPPM: 500000, Resend: 10}
	rnd := testRand()
	losses := trace.Duration(0)
	for range 1000 {
		d := l.Takes(1, rnd) - 1
		if d < 0 || d%10 != 0 {
			t.Fatalf("a message took %d more than the delay, want a multiple of 10", d)
		}
		losses += d / 10
	}
	if losses < 900 || losses > 1100 {
		t.Errorf("1000 messages were lost %d times, want about 1000", losses)
	}
	l = Link{LossPPM: 999999, Resend: math.MaxInt64}
	if d := l.Takes(1, rnd); d != math.MaxInt64 {
		t.Errorf("with the longest wait: %d", d)
	}
}

// A link draws only where it needs to, so that a delay can be changed and nothing
// else moves.
func TestLinkDrawsWhatItNeeds(t *testing.T) {
	a, b := testRand(), testRand()
	Link{Delay: 5, BitsPerSecond: 7}.Takes(100, a)
	if a.Uint64() != b.Uint64() {
		t.Error("a link without jitter and loss draws")
	}
}

func TestLinksAreSound(t *testing.T) {
	for _, l := range Links() {
		if err := l.Check(""); err != nil || l.Source == "" {
			t.Errorf("%s: %v, source %q", l.Name, err, l.Source)
		}
		if got, err := LinkNamed(l.Name); err != nil || got != l {
			t.Errorf("%s: %+v, %v", l.Name, got, err)
		}
	}
	_, err := LinkNamed("6g")
	if want := `link "6g": want one of 4g, 5g, ideal, lan, or a file`; err == nil ||
		err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
