package delay

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"sort"
	"strings"

	"emrproof/model/input"
	"emrproof/sim/trace"
)

// A Link is a connection between principals. A message is under way on it for size ÷ bandwidth
// + delay, and for a wait each time that it is lost and sent again.
type Link struct {
	Name string `json:"name,omitempty" toml:"name"`
	// BitsPerSecond is the bandwidth; 0 means no limit.
	BitsPerSecond int64 `json:"bits_per_second,omitempty" toml:"bits_per_second"`
	// Delay is how long the first bit is under way.
	Delay trace.Duration `json:"delay,omitempty" toml:"delay"`
	// Jitter is the longest random wait of a message beyond the delay, drawn evenly.
	Jitter trace.Duration `json:"jitter,omitempty" toml:"jitter"`
	// LossPPM is how many in a million messages are lost, each time they are sent.
	LossPPM int64 `json:"loss_ppm,omitempty" toml:"loss_ppm"`
	// Resend is how long a sender waits before it sends a lost message again.
	Resend trace.Duration `json:"resend,omitempty" toml:"resend"`
	// Source says where the figures come from.
	Source string `json:"source,omitempty" toml:"source"`
}

// Links are the links that come with the harness, by name. The rates of 4g and
// 5g are the paper's; the delays are the user-plane latencies that the standards
// bodies ask for, and so the least that a real network has.
func Links() []Link {
	return []Link{
		{Name: "ideal", Source: "no delay, no limit"},
		{Name: "lan", BitsPerSecond: 1e9, Delay: 200e3, Source: "gigabit Ethernet, one switch"},
		{Name: "4g", BitsPerSecond: 100e6, Delay: 10e6,
			Source: "100 Mbps: the paper; 10 ms: ITU-R M.2134, user-plane latency"},
		{Name: "5g", BitsPerSecond: 20e9, Delay: 4e6,
			Source: "20 Gbps: the paper; 4 ms: ITU-R M.2410, user-plane latency of eMBB"},
	}
}

// LinkNamed returns a link by its name.
func LinkNamed(name string) (Link, error) {
	var names []string
	for _, l := range Links() {
		if l.Name == name {
			return l, nil
		}
		names = append(names, l.Name)
	}
	sort.Strings(names)
	return Link{}, fmt.Errorf("link %q: want one of %s, or a file", name, strings.Join(names, ", "))
}

// ErrEmpty is the error for the text of a link that says nothing.
var ErrEmpty = errors.New("is empty: want one of bits_per_second, delay, jitter, loss_ppm, " +
	"resend, name or source")

// ParseLink reads a Link from the text of a TOML file with the fields of Link.
func ParseLink(file string, data []byte) (Link, error) {
	var l Link
	fields, err := input.TOML(file, data, &l)
	switch {
	case err != nil:
		return l, err
	case l == (Link{}):
		return l, fields.Place("", ErrEmpty)
	}
	return l, fields.Place("", l.Check(""))
}

// Check reports the first field of a link that is wrong; at is where the link stands.
func (l Link) Check(at string) error {
	wrong := func(field, format string, args ...any) error {
		before := ""
		if at != "" {
			before, field = at+": ", at+"."+field
		}
		return input.Wrong(field, "%s%s", before, fmt.Sprintf(format, args...))
	}
	switch {
	case l.BitsPerSecond < 0:
		return wrong("bits_per_second", "bits_per_second %d: want 0 (no limit) or more",
			l.BitsPerSecond)
	case l.Delay < 0:
		return wrong("delay", "delay %s: want 0s or more", l.Delay)
	case l.Jitter < 0:
		return wrong("jitter", "jitter %s: want 0s or more", l.Jitter)
	case l.LossPPM < 0 || l.LossPPM >= 1e6:
		return wrong("loss_ppm", "loss_ppm %d: want 0 to 999999", l.LossPPM)
	case l.Resend < 0:
		return wrong("resend", "resend %s: want 0s or more", l.Resend)
	case l.LossPPM > 0 && l.Resend == 0:
		return wrong("loss_ppm", "resend: want how long to wait before a lost message is sent again")
	}
	return nil
}

// Takes is how long a message of this many bytes is under way, at most the longest Duration,
// 292 years.
func (l Link) Takes(size int64, draw *rand.Rand) trace.Duration {
	d := l.Delay
	if l.BitsPerSecond > 0 {
		ns := uint64(math.MaxInt64)
		if hi, lo := bits.Mul64(uint64(size)*8, 1e9); hi < uint64(l.BitsPerSecond) {
			ns, _ = bits.Div64(hi, lo, uint64(l.BitsPerSecond))
		}
		d = d.Plus(trace.Duration(min(ns, math.MaxInt64)))
	}
	if l.Jitter > 0 {
		d = d.Plus(trace.Duration(draw.Uint64N(uint64(l.Jitter) + 1)))
	}
	for l.LossPPM > 0 && draw.Int64N(1e6) < l.LossPPM {
		d = d.Plus(l.Resend)
	}
	return d
}
