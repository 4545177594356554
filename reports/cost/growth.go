package cost

import (
	"fmt"

	"emrproof/bench/timing"
	"emrproof/reports/table"
	"emrproof/sim/trace"
)

// linkSources returns a table that says where the figures of the links come from.
func linkSources(r *timing.Results) *table.Table {
	t := &table.Table{Title: "links", From: "as simulated",
		Columns: []table.Column{{Name: "link"}, {Name: "source", Wrap: 62}}}
	for _, l := range r.Profiles[0].Links {
		t.Rows = append(t.Rows, table.Words(LinkText(l.Link), l.Link.Source))
	}
	return t
}

// first names the profile and the suite with which the growth was measured.
func first(r *timing.Results) string { return r.Profiles[0].Profile + ", " + r.Profiles[0].Suite }

func ratesTable(r *timing.Results) *table.Table {
	t := &table.Table{Title: "runs per second, " + first(r),
		From: fmt.Sprintf("worlds of one session, registration included, by wall time, on %d cores",
			r.Machine.Cores),
		Columns: []table.Column{{Name: "workers"}, {Name: "runs per second"}, {Name: "of one worker"}}}
	for _, one := range r.Rates {
		t.Rows = append(t.Rows, []table.Cell{{Value: one.Workers, Source: table.Declared},
			quantity(one.Runs, 1, 0, ""), quantity(one.OfOne, 1, 2, "×")})
	}
	return t
}

func recordsTable(r *timing.Results) *table.Table {
	t := &table.Table{Title: "cost by size of " + r.Record + ", " + first(r),
		From: "one session: bytes on the wire, CPU time, and time at the paper's peak rates",
		Columns: []table.Column{{Name: r.Record}, {Name: "on the wire"}, {Name: "CPU time"},
			{Name: "4G, 100 Mbps"}, {Name: "5G, 20 Gbps"}}}
	for _, g := range r.Records {
		of4G, of5G := peakTimes(8 * g.Bytes)
		t.Rows = append(t.Rows, []table.Cell{{Value: g.Size, Unit: "B", Source: table.Declared},
			{Value: g.Bytes, Unit: "B", Source: table.Measured}, quantity(g.CPU, 1e6, 3, "ms"),
			milli(trace.Duration(of4G / 1e3)), milli(trace.Duration(of5G / 1e3))})
	}
	return t
}

func certificateBits(r *timing.Results) *table.Table {
	t := &table.Table{Title: "bits of a session by those of " + r.Certificate + ", " +
		r.Profiles[0].Profile,
		From:    "the description's messages under the default lengths, but for " + r.Certificate,
		Columns: []table.Column{{Name: r.Certificate}, {Name: "session"}}}
	for _, p := range r.CertificateBits {
		t.Rows = append(t.Rows, []table.Cell{{Value: p[0], Unit: "bit", Source: table.Declared},
			{Value: p[1], Unit: "bit", Source: table.Derived}})
	}
	return t
}
