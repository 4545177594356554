package attacks

import (
	"slices"
	"testing"
	"time"

	"emrproof/sim"
)

// BenchmarkPassive runs ten sessions under an adversary that listens, only delivers
// and is asked at the end for every secret, and, interleaved with them, the same
// sessions on the honest network. It reports the median ratio of the times,
// which is to be at most 1.10.
func BenchmarkPassive(b *testing.B) {
	size := sim.DefaultSize
	size.Sessions = 10
	c, err := sim.Standard("published", size)
	if err != nil {
		b.Fatal(err)
	}
	honest := func() error {
		_, err := sim.Run(c, nil, nil)
		return err
	}
	passive := func() error {
		x := newExecutor(&fixed{})
		_, err := sim.Run(c, adversary{x}, x.watch)
		return err
	}
	var ratios []float64
	for b.Loop() {
		begin := time.Now()
		if err := honest(); err != nil {
			b.Fatal(err)
		}
		between := time.Now()
		if err := passive(); err != nil {
			b.Fatal(err)
		}
		ratios = append(ratios, float64(time.Since(between))/float64(between.Sub(begin)))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "cpu-ratio")
	b.ReportMetric(0, "ns/op")
}
