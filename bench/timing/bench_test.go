package timing

import (
	"emrproof/bench"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/campaign"
	"emrproof/sim/trace"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// BenchmarkPrimitive times what Primitives does, in the form that benchstat reads.
func BenchmarkPrimitive(b *testing.B) {
	for _, name := range suite.Names() {
		x, err := newInputs(name)
		if err != nil {
			b.Fatal(err)
		}
		for _, k := range kinds {
			b.Run("suite="+name+"/op="+strings.ReplaceAll(k.name, " ", "_"), func(b *testing.B) {
				n, from := 0, processTime()
				for b.Loop() {
					k.call(x)
					n++
				}
				b.ReportMetric(float64(processTime()-from)/float64(n), "cpu-ns/op")
			})
		}
	}
}

// BenchmarkVisit runs one session (consultation, search, diagnosis) through sim,
// and, interleaved with it, the same primitives in a straight line with no
// simulator. It reports the medians of both, and of their ratio by CPU time,
// which is to be at most 1.05 for ristretto255.
func BenchmarkVisit(b *testing.B) {
	for _, c := range []struct {
		name, suite string
		cache       bool
	}{
		{"suite=ristretto255/cache=yes", "ristretto255", true},
		{"suite=ristretto255/cache=no", "ristretto255", false},
		{"suite=p256/cache=yes", "p256", true},
	} {
		b.Run(c.name, func(b *testing.B) {
			config := standard(b, "published")
			config.Suite, config.Cache = c.suite, c.cache
			v, err := timeSessions(config, 10, max(b.N, 5), func() {})
			if err != nil {
				b.Fatal(err)
			}
			for _, phase := range v.phases {
				b.ReportMetric(median(v.run[phase].cpu)/1e3, phase+"-cpu-µs")
			}
			b.ReportMetric(median(v.run[bench.Whole].wall)/1e3, "wall-µs/visit")
			b.ReportMetric(median(v.floor[bench.Whole].cpu)/1e3, "cpu-µs/line")
			b.ReportMetric(v.ratio(bench.Whole).median, "cpu-ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkRecord is a session by the size of M_EMR.
func BenchmarkRecord(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(sim.GCPercent))
	for _, size := range []int{1e3, 1e5, 1e7} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			c := standard(b, "published")
			c.Records = map[string][]byte{"emr": make([]byte, size)}
			stand, err := sim.NewStand(c, nil, nil)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := stand.Next(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRuns is whole worlds of one session, by the number of workers.
func BenchmarkRuns(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(sim.GCPercent))
	for _, workers := range workerCounts() {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			if _, err := campaign.Run(standard(b, "published"), b.N, workers, nil); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkTracedVisit is a session that somebody watches, which builds terms.
func BenchmarkTracedVisit(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(sim.GCPercent))
	stand, err := sim.NewStand(standard(b, "published"), nil, func(*trace.Event) {})
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	for b.Loop() {
		if err := stand.Next(); err != nil {
			b.Fatal(err)
		}
	}
}

func standard(t testing.TB, profile string) sim.Config {
	t.Helper()
	c, err := sim.Standard(profile, sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
