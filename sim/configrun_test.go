package sim

import (
	"fmt"
	"math"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// durations are generated at the edges and between.
func durations(edges ...trace.Duration) gopter.Gen {
	var all []any
	for _, d := range edges {
		all = append(all, d)
	}
	return gen.Weighted([]gen.WeightedGen{
		{Weight: 2, Gen: gen.OneConstOf(all...)},
		{Weight: 1, Gen: gen.Int64Range(0, int64(hour)).Map(func(n int64) trace.Duration {
			return trace.Duration(n)
		})},
	})
}

var (
	spans = durations(0, 1, 200e3, second, minute, year, math.MaxInt64)
	skews = durations(0, 1, -1, 2*minute, -2*minute, -60*year, math.MaxInt64, math.MinInt64)
	sizes = gen.Struct(reflectType[Size](), map[string]gopter.Gen{
		"Patients": gen.IntRange(1, 3), "Doctors": gen.IntRange(1, 3),
		"Hospitals": gen.IntRange(1, 3), "Visits": gen.IntRange(0, 3),
	})
	links = gen.Struct(reflectType[delay.Link](), map[string]gopter.Gen{
		"BitsPerSecond": gen.OneConstOf(int64(0), int64(1), int64(1e6), int64(math.MaxInt64)),
		"Delay":         spans, "Jitter": spans,
		"LossPPM": gen.OneConstOf(int64(0), int64(0), int64(1), int64(900000)),
		"Resend":  durations(trace.Duration(1), minute, trace.Duration(math.MaxInt64)),
	})
	clocks = gen.Struct(reflectType[trace.Clock](), map[string]gopter.Gen{
		"Skew":  skews,
		"Drift": gen.OneConstOf(int64(0), int64(1), int64(-100), int64(999999), int64(-999999)),
	})
)

// drawnConfig is a Config out of what a generator drew.
func drawnConfig(profile string, size Size, options, pick int, link delay.Link, clock trace.Clock,
	span trace.Duration) Config {
	c, err := Standard(profile, size)
	if err != nil {
		panic(err)
	}
	c.Suite = suite.Names()[pick%len(suite.Names())]
	c.Cache = pick%3 == 0
	for i, id := range library.OptionIDs("published") {
		if profile == "published" && options>>i&1 == 1 {
			c.Options = append(c.Options, id)
		}
	}
	// One thing at a time is strange, or else nothing ever gets far.
	switch pick % 5 {
	case 0:
		c.Link = link
	case 1:
		c.Routes = []route{{Between: [2]string{c.Principals[0].Name,
			c.Principals[len(c.Principals)-1].Name}, Link: link}}
	case 2:
		c.Principals[pick%len(c.Principals)].Clock = clock
	case 3:
		c.DeltaT = max(span, 1)
	case 4:
		who := &c.Principals[pick%len(c.Principals)]
		who.CertFrom, who.CertUntil, who.CertRevoked = -span/2, span/2, span
		if len(c.Starts) > 0 {
			c.Starts[pick%len(c.Starts)].At = span
		}
	}
	return c
}

// soundRun says what is wrong with the run of c; "" when nothing is.
func soundRun(c Config) string {
	if err := c.Check(); err != nil {
		return "Check: " + err.Error()
	}
	at, seq, reason := trace.Epoch, 0, ""
	r, err := Run(c, nil, func(e *trace.Event) {
		if e.At < at || e.Seq != seq+1 {
			reason = fmt.Sprintf("event %d at %d comes after event %d at %d", e.Seq, e.At, seq, at)
		}
		at, seq = e.At, e.Seq
	})
	switch v := r.Sessions; {
	case err != nil:
		return err.Error()
	case reason != "":
		return reason
	case v.Completed+v.Refused != v.Started: // on this network a round ends one way or another
		return fmt.Sprintf("%+v", v)
	case r.Duration < 0:
		return fmt.Sprintf("it takes %s", r.Duration)
	}
	return ""
}

func TestWhatPassesCheckRuns(t *testing.T) {
	params := gopter.DefaultTestParametersWithSeed(20200501)
	params.MinSuccessfulTests = 200
	params.Workers = 1
	properties := gopter.NewProperties(params)
	properties.Property("a Config that passes Check runs without error or panic, time going on",
		prop.ForAll(func(profile string, size Size, options, pick int, link delay.Link, clock trace.Clock,
			span trace.Duration) string {
			return soundRun(drawnConfig(profile, size, options, pick, link, clock, span))
		}, gen.OneConstOf("published", "published", "ns", "nsl"), sizes, gen.IntRange(0, 31),
			gen.IntRange(0, 59), links, clocks, spans))
	properties.TestingRun(t)
}
