package trace

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

const (
	second = Duration(1e9)
	minute = 60 * second
	hour   = 60 * minute
	year   = 365 * 24 * hour
)

func TestClock(t *testing.T) {
	for _, c := range []struct {
		name  string
		clock Clock
		after Duration
		want  Duration
	}{
		{"exact", Clock{}, 5 * second, 5 * second},
		{"ahead", Clock{Skew: minute}, 5 * second, 65 * second},
		{"behind", Clock{Skew: -2 * minute}, 5 * second, -115 * second},
		{"fast", Clock{Drift: 100}, 10 * second, 10*second + 1e6},
		{"slow", Clock{Drift: -100}, 10 * second, 10*second - 1e6},
		{"ahead and slow", Clock{Skew: 3, Drift: -1}, 2e6, 2e6 + 1},
		{"less than a nanosecond", Clock{Drift: 999}, 1000, 1000},
		{"a nanosecond", Clock{Drift: 1000}, 1000, 1001},
		{"hardly moving", Clock{Drift: -999999}, 1e6, 1},
		{"a century, twice as fast", Clock{Drift: 999999}, 100 * year,
			200*year - 100*year/1e6},
		{"a century, hardly moving", Clock{Drift: -999999}, 100 * year, 100 * year / 1e6},
	} {
		if got := c.clock.Now(Epoch.Add(c.after)).Since(); got != c.want {
			t.Errorf("%s: %d ns after the beginning, want %d", c.name, got, c.want)
		}
	}
}

// Time is no time before 1970, which has no encoding, nor after the last moment.
func TestClockDoesNotOverflow(t *testing.T) {
	for _, c := range []struct {
		name  string
		clock Clock
		at    Time
		want  Time
	}{
		{"skew at the end", Clock{Skew: 1}, math.MaxInt64, math.MaxInt64},
		{"all the skew there is", Clock{Skew: math.MaxInt64}, Epoch, math.MaxInt64},
		{"drift at the end", Clock{Drift: 999999}, math.MaxInt64, math.MaxInt64},
		{"drift and skew", Clock{math.MaxInt64, 999999}, math.MaxInt64, math.MaxInt64},
		{"before 1970", Clock{Skew: -51 * year}, Epoch, 0},
		{"long before", Clock{Skew: math.MinInt64}, Epoch, 0},
		{"fast and far back", Clock{math.MinInt64, 999999}, math.MaxInt64, 0},
	} {
		if got := c.clock.Now(c.at); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	for _, d := range []Duration{0, 1, math.MaxInt64 - Duration(Epoch), math.MaxInt64} {
		if got := Epoch.Add(d); got < Epoch {
			t.Errorf("%s after the beginning is %d", d, got)
		}
	}
}

// slowClock is Clock.Now in integers without bounds.
func slowClock(c Clock, t Time) Time {
	n := new(big.Int).Mul(big.NewInt(int64(t-Epoch)), big.NewInt(c.Drift))
	n.Quo(n, big.NewInt(1e6)).Add(n, big.NewInt(int64(t)))
	if last := big.NewInt(math.MaxInt64); n.Cmp(last) > 0 {
		n = last
	}
	n.Add(n, big.NewInt(int64(c.Skew)))
	switch {
	case n.Sign() < 0:
		return 0
	case !n.IsInt64():
		return math.MaxInt64
	}
	return Time(n.Int64())
}

func TestClockAgainstBigIntegers(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 100000 {
		c := Clock{Duration(rnd.Uint64() >> rnd.UintN(64)), rnd.Int64N(2e6-1) - 999999}
		at := Epoch + Time(rnd.Int64N(int64(math.MaxInt64-Epoch)+1)>>rnd.UintN(63))
		if got, want := c.Now(at), slowClock(c, at); got != want {
			t.Fatalf("%+v at %d: %d, want %d", c, at, got, want)
		}
	}
}

func TestTimeText(t *testing.T) {
	at := Epoch.Add(25*hour + 1500)
	if got, want := at.String(), "09:00:00.000001"; got != want {
		t.Errorf("String: %s, want %s", got, want)
	}
	if got, want := at.Date(), "2020-05-02 09:00:00"; got != want {
		t.Errorf("Date: %s, want %s", got, want)
	}
	if got := at.Since(); got != 25*hour+1500 {
		t.Errorf("Since: %s", got)
	}
}

func TestDurationText(t *testing.T) {
	for _, c := range []struct {
		text string
		want Duration
	}{
		{"0s", 0}, {"1.5s", 15e8}, {"20ms", 20e6}, {"-1h2m", -62 * minute}, {"200µs", 200e3},
		{"2562047h47m16.854775807s", math.MaxInt64},
	} {
		var d Duration
		if err := d.UnmarshalText([]byte(c.text)); err != nil || d != c.want {
			t.Errorf("%q: %d, %v, want %d", c.text, d, err, c.want)
		}
		var again Duration
		text, err := d.MarshalText()
		if err != nil || again.UnmarshalText(text) != nil || again != d {
			t.Errorf("%q: written as %q, read as %d, %v", c.text, text, again, err)
		}
	}
	for _, text := range []string{"", "5", "s", "5 s", "1d", "1s\n"} {
		d := Duration(7)
		err := d.UnmarshalText([]byte(text))
		want := "duration " + strconv.Quote(text) + ": want a number and a unit, such as 1.5s or 20ms"
		if err == nil || err.Error() != want || d != 7 {
			t.Errorf("%q: %d, %v, want %s", text, d, err, want)
		}
	}
}

const atMost = `want at most 2562047h47m16.854775807s, which are 292 years`

func TestDurationsTooLong(t *testing.T) {
	for _, text := range []string{"9999999h", "-99999999h", "2562047h47m16.854775808s"} {
		var d Duration
		want := "duration " + strconv.Quote(text) + ": is too long: " + atMost
		if err := d.UnmarshalText([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// FuzzDuration: what is read is written as the same length, and every refusal is one of two.
func FuzzDuration(f *testing.F) {
	for _, text := range []string{"1.5s", "-20ms", "1h2m3s", "99999999h", "5", "", "1e3s", "0", "µs"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var d, again Duration
		if err := d.UnmarshalText([]byte(text)); err != nil {
			if !errors.Is(err, errTooLong) && !strings.HasSuffix(err.Error(), "1.5s or 20ms") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		written, err := d.MarshalText()
		if err == nil {
			err = again.UnmarshalText(written)
		}
		if err != nil || d != again {
			t.Errorf("%q: %s, again %s, %v", text, d, again, err)
		}
	})
}
