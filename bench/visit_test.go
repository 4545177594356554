package bench

import (
	"runtime"
	"runtime/debug"
	"sort"
	"testing"

	"emrproof/sim"
)

// BenchmarkVisit runs one visit (consultation, search, diagnosis) through sim,
// and, interleaved with it, the same primitives in a straight line with no
// simulator. It reports the medians of both, and of their ratio by CPU time,
// which is to be at most 1.05 for ristretto255.
func BenchmarkVisit(b *testing.B) {
	for _, c := range []struct {
		name, suite string
		cache       bool
		watch       sim.Watcher
	}{
		{"ristretto255", "ristretto255", true, nil},
		{"ristretto255/nocache", "ristretto255", false, nil},
		{"ristretto255/traced", "ristretto255", true, func(*sim.Event) {}},
		{"p256", "p256", true, nil},
	} {
		b.Run(c.name, func(b *testing.B) {
			config, err := sim.Standard("published", sim.DefaultSize)
			if err != nil {
				b.Fatal(err)
			}
			config.Suite, config.Cache = c.suite, c.cache
			compareVisit(b, config, c.watch)
		})
	}
}

// batch is how many visits are timed at once.
const batch = 10

func compareVisit(b *testing.B, c sim.Config, watch sim.Watcher) {
	taped, err := sim.NewTapedStand(c)
	if err != nil {
		b.Fatal(err)
	}
	// The first visit fills what the suite remembers.
	if err := taped.Visit(); err != nil {
		b.Fatal(err)
	}
	tape, err := taped.Tape()
	if err != nil {
		b.Fatal(err)
	}
	// The collector's setting is the command's, for both.
	defer debug.SetGCPercent(debug.SetGCPercent(sim.GCPercent))
	var ratios, visits, lines, walls []float64
	for b.Loop() {
		stand, err := sim.NewStand(c, nil, watch)
		if err != nil {
			b.Fatal(err)
		}
		if err := stand.Visit(); err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		visit, err := Measure(func() error { return times(batch, stand.Visit) })
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		line, err := Measure(func() error {
			return times(batch, func() error { tape.Run(); return nil })
		})
		if err != nil {
			b.Fatal(err)
		}
		ratios = append(ratios, float64(visit.CPU)/float64(line.CPU))
		visits = append(visits, float64(visit.CPU)/batch/1e3)
		lines = append(lines, float64(line.CPU)/batch/1e3)
		walls = append(walls, float64(visit.Wall)/batch/1e3)
	}
	b.ReportMetric(median(visits), "cpu-µs/visit")
	b.ReportMetric(median(walls), "wall-µs/visit")
	b.ReportMetric(median(lines), "cpu-µs/line")
	b.ReportMetric(median(ratios), "cpu-ratio")
	b.ReportMetric(0, "ns/op")
}

func times(n int, f func() error) error {
	for range n {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func median(x []float64) float64 {
	sort.Float64s(x)
	return x[len(x)/2]
}
