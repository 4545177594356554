package campaign

import (
	"reflect"
	"runtime"
	"sync/atomic"
	"testing"

	"emrproof/sim"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

func TestCampaignDoesNotDependOnWorkers(t *testing.T) {
	for _, profile := range []string{"published", "ns"} {
		c := world(t, profile, sim.Size{Each: 2, Sessions: 2})
		c.Link = delay.Link{Delay: 1e6, Jitter: 20e6, LossPPM: 200000, Resend: 40 * trace.Duration(1e9)}
		want := summed(t, c, 9, 1)
		refused := profile == "ns" || want.Sessions.Refused > 0 // no check of ns looks at the time
		if v := want.Sessions; v.Completed == 0 || !refused || v.Started != 18 {
			t.Errorf("%s: sessions %+v, want some of each", profile, v)
		}
		for _, workers := range []int{2, 8, 0, 100} {
			if got := summed(t, c, 9, workers); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %d workers:\ngot  %+v\nwant %+v", profile, workers, got, want)
			}
		}
	}
}

// summed runs a campaign and checks how often it says that a run is done.
func summed(t *testing.T, c sim.Config, runs, workers int) *sim.Result {
	t.Helper()
	var done atomic.Int64
	r, err := Run(c, runs, workers, func() { done.Add(1) })
	if err != nil {
		t.Fatal(err)
	}
	if done.Load() != int64(runs) {
		t.Errorf("done was called %d times, want %d", done.Load(), runs)
	}
	return r
}

// A campaign is the sum of its worlds, each of which can be run alone.
func TestCampaignIsTheSumOfItsWorlds(t *testing.T) {
	c := world(t, "published", sim.DefaultSize)
	c.Link.Jitter = 1e6
	var sum sim.Result
	for i := range 4 {
		one := c
		one.Seed = c.Seed.Run(i)
		add(&sum, alone(t, one))
	}
	if got := summed(t, c, 4, 2); !reflect.DeepEqual(*got, sum) {
		t.Errorf("got  %+v\nwant %+v", *got, sum)
	}
}

// The worlds of a campaign do the same work, each as much as one alone.
func TestCampaignCountsAllOperations(t *testing.T) {
	c := world(t, "published", sim.DefaultSize)
	one, four := alone(t, c), summed(t, c, 4, 2)
	found := 0
	for group, parties := range one.Operations {
		for party, n := range parties {
			want := n.Plus(n).Plus(n).Plus(n)
			if got := four.Operations[group][party]; got != want {
				t.Errorf("%s: %s: got %+v, want %+v", group, party, got, want)
			}
			found++
		}
	}
	if found < 5 || len(four.Operations) != len(one.Operations) {
		t.Errorf("%d counts of %d groups, want those of %d", found, len(four.Operations),
			len(one.Operations))
	}
}

func TestCampaignRefuses(t *testing.T) {
	c := world(t, "ns", sim.DefaultSize)
	for _, runs := range []int{0, -1} {
		_, err := Run(c, runs, 1, nil)
		want := map[int]string{0: "runs 0: want 1 or more", -1: "runs -1: want 1 or more"}[runs]
		wantError(t, err, want)
	}
	c.Suite = "rsa"
	want := `run 0 (seed 7192976895369383173): suite "rsa": want one of ristretto255, p256`
	for _, workers := range []int{1, 2, 8} {
		_, err := Run(c, 20, workers, nil)
		wantError(t, err, want)
	}
}

// A campaign keeps nothing of the worlds that are over.
func TestCampaignKeepsNothing(t *testing.T) {
	c := world(t, "ns", sim.DefaultSize)
	heap := func(runs int) int64 {
		summed(t, c, runs, 2)
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	heap(10)
	few, many := heap(50), heap(500)
	if grown := many - few; grown > 1<<20 {
		t.Errorf("after 450 runs more the heap holds %d KiB more", grown>>10)
	}
}

func world(t *testing.T, profile string, size sim.Size) sim.Config {
	t.Helper()
	c, err := sim.Standard(profile, size)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func alone(t *testing.T, c sim.Config) *sim.Result {
	t.Helper()
	r, err := sim.Run(c, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
