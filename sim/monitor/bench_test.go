package monitor

import (
	"testing"

	"emrproof/sim"
)

// A trace of a hundred visits has about 13,000 events.
func BenchmarkDecide(b *testing.B) {
	c, p := world(b, "published", sim.Size{Patients: 10, Doctors: 4, Hospitals: 4, Visits: 100})
	events := run(b, c, nil)
	for b.Loop() {
		Decide(p, c.Head(), events)
	}
	b.ReportMetric(float64(len(events)), "events")
}
