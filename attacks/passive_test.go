package attacks

import (
	"slices"
	"testing"

	"emrproof/bench"
	"emrproof/sim"
)

// BenchmarkPassive runs ten visits under an adversary that listens, only delivers
// and is asked at the end for every secret, and, interleaved with them, the same
// visits on the honest network. It reports the median ratio of CPU time, which is
// to be at most 1.10.
func BenchmarkPassive(b *testing.B) {
	size := sim.DefaultSize
	size.Visits = 10
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
		_, err := sim.Run(c, x, x.Watch)
		return err
	}
	var ratios []float64
	for b.Loop() {
		h, err := bench.Measure(honest)
		if err != nil {
			b.Fatal(err)
		}
		p, err := bench.Measure(passive)
		if err != nil {
			b.Fatal(err)
		}
		ratios = append(ratios, float64(p.CPU)/float64(h.CPU))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "cpu-ratio")
	b.ReportMetric(0, "ns/op")
}
