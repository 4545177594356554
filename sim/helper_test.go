package sim

import (
	"bytes"
	"reflect"
	"testing"

	"emrproof/sim/trace"
)

const (
	second = trace.Duration(1e9)
	minute = 60 * second
	hour   = 60 * minute
)

// Standard is the Config of a standard world.
func standard(t testing.TB, profile string, size Size) Config {
	t.Helper()
	c, err := Standard(profile, size)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// principalOf is where a Config has a principal, to be changed.
func principalOf(t testing.TB, c *Config, name string) *Principal {
	t.Helper()
	for i := range c.Principals {
		if c.Principals[i].Name == name {
			return &c.Principals[i]
		}
	}
	t.Fatalf("no principal %q", name)
	return nil
}

// MustRun runs c and wants no error.
func mustRun(t testing.TB, c Config, a Adversary, watch func(*trace.Event)) *Result {
	t.Helper()
	r, err := Run(c, a, watch)
	if err != nil {
		t.Fatalf("seed %d: %v", c.Seed, err)
	}
	return r
}

// eventsOf runs c and returns its events.
func eventsOf(t testing.TB, c Config, a Adversary) (*Result, []*trace.Event) {
	t.Helper()
	var events []*trace.Event
	r := mustRun(t, c, a, func(e *trace.Event) { events = append(events, e) })
	return r, events
}

// WantError compares an error's text; "" wants none.
func wantError(t testing.TB, what string, err error, want string) {
	t.Helper()
	if err == nil && want != "" || err != nil && err.Error() != want {
		t.Errorf("%s:\ngot  %v\nwant %s", what, err, want)
	}
}

func reflectType[T any]() reflect.Type { return reflect.TypeFor[T]() }

// traceOf runs c and returns the text of its trace.
func traceOf(t testing.TB, c Config) (*Result, string) {
	t.Helper()
	var b bytes.Buffer
	w := trace.NewWriter(&b, c)
	r := mustRun(t, c, nil, w.Event)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return r, b.String()
}
