package monitor

import (
	"testing"

	"emrproof/model"
	"emrproof/sim"
)

// A trace of a hundred sessions has about 13,000 events.
func BenchmarkDecide(b *testing.B) {
	c, p := world(b, "published",
		sim.Size{Of: map[model.Party]int{"P": 10, "D": 4, "HPC": 4}, Sessions: 100})
	events := run(b, c, nil)
	for b.Loop() {
		Decide(p, c.Head(), events)
	}
	b.ReportMetric(float64(len(events)), "events")
}
