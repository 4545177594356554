package sim

import (
	"testing"

	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// A route is the same in both directions, whichever way it is written.
func TestRouteIsBothWays(t *testing.T) {
	for _, between := range [][2]string{{"alice", "bob"}, {"bob", "alice"}} {
		c := standard(t, "ns", DefaultSize)
		c.Routes = []route{{between, delay.Link{Delay: second}}}
		if got := mustRun(t, c, nil, nil).Duration; got != 3*second {
			t.Errorf("%v: three messages take %s, want 3s", between, got)
		}
	}
}

// Links are independent: jitter on one route leaves the times on others alone, and
// each direction has a stream of its own.
func TestLinkStreams(t *testing.T) {
	times := func(jitter ...string) map[string]trace.Duration {
		c := standard(t, "ns", Size{Each: 2, Sessions: 2})
		for _, b := range jitter {
			c.Routes = append(c.Routes, route{[2]string{"alice", b},
				delay.Link{Delay: 200e3, Jitter: 50e6}})
		}
		ends := map[string]trace.Duration{}
		mustRun(t, c, nil, func(e *trace.Event) {
			if e.Kind == trace.KindEnd {
				ends[e.Session] = e.At.Since()
			}
		})
		return ends
	}
	still, moved, both := times(), times("bob"), times("bob", "dan")
	if still["alice.2"] == moved["alice.2"] {
		t.Error("jitter between alice and bob leaves their times as they were")
	}
	if still["carol.2"] != moved["carol.2"] || moved["alice.2"] != both["alice.2"] {
		t.Errorf("jitter on one route moves another: %v, %v, %v", still, moved, both)
	}
}
