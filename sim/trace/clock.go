package trace

import (
	"fmt"
	"math"
	"regexp"
	"time"

	"emrproof/model/input"
)

// A Time is a moment of virtual time, in nanoseconds of Unix time.
type Time int64

// Epoch is when every run begins: 2020-05-01 08:00:00 UTC, the spring in which
// the paper came out.
const Epoch Time = 1588320000 * 1e9

// Add is the moment that lies d later. The last possible moment is in the year 2262; what
// would be past it is that moment.
func (t Time) Add(d Duration) Time {
	if d > 0 && t > math.MaxInt64-Time(d) {
		return math.MaxInt64
	}
	return t + Time(d)
}

// Since is the virtual time that has passed since the run began.
func (t Time) Since() Duration { return Duration(t - Epoch) }

// Date prints the day and the time of day, for a moment that may be years away.
func (t Time) Date() string {
	return time.Unix(0, int64(t)).UTC().Format("2006-01-02 15:04:05")
}

// String prints the time of day to the microsecond; virtual days are UTC.
func (t Time) String() string {
	return time.Unix(0, int64(t)).UTC().Format("15:04:05.000000")
}

// A Duration is a length of virtual time in nanoseconds; its text form is Go's,
// such as "1.5s".
type Duration int64

func (d Duration) String() string { return time.Duration(d).String() }

// Plus is the sum of two durations that are not negative, at most the longest.
func (d Duration) Plus(e Duration) Duration { return d + min(e, math.MaxInt64-d) }

// MarshalText writes the duration in Go's form.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// durationForm is the form of a duration: a number and a unit, several times over.
var durationForm = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?(ns|us|µs|μs|ms|s|m|h))+$`)

// errTooLong is the error for a duration that is longer than the longest.
var errTooLong = fmt.Errorf("is too long: want at most %s, which are 292 years",
	time.Duration(math.MaxInt64))

// UnmarshalText reads a duration in Go's form.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	switch {
	case err != nil && durationForm.Match(text):
		return fmt.Errorf("duration %s: %w", input.Quote(string(text)), errTooLong)
	case err != nil:
		return fmt.Errorf("duration %s: want a number and a unit, such as 1.5s or 20ms",
			input.Quote(string(text)))
	}
	*d = Duration(v)
	return nil
}

// A Clock is a principal's own clock: it shows virtual time, ahead by Skew and running fast by
// Drift.
type Clock struct {
	Skew  Duration `json:"skew,omitempty" toml:"skew"`
	Drift int64    `json:"drift_ppm,omitempty" toml:"drift_ppm"` // parts per million
}

// Steady is what the principal's steady clock shows, which nobody sets: the time since the run
// began, with the clock's drift.
func (c Clock) Steady(t Time) Time {
	c.Skew = 0
	return max(c.Now(t)-Epoch, 0)
}

// Now is what the clock shows at a moment of virtual time: never a time before 1970, and never
// one past the last moment.
func (c Clock) Now(t Time) Time {
	// Apart from each other, so that nothing overflows: a run may last for years.
	since := int64(t - Epoch)
	drifted := t.Add(Duration(since/1e6*c.Drift + since%1e6*c.Drift/1e6))
	return max(drifted.Add(c.Skew), 0)
}
