package reports

import (
	"fmt"

	"emrproof/bench"
)

// linkSources say where the figures of the links come from.
func linkSources() *Table {
	t := &Table{Title: "links", From: "as simulated",
		Columns: []Column{{Name: "link"}, {Name: "source", Wrap: 62}}}
	for _, l := range bench.Links() {
		t.Rows = append(t.Rows, Words(LinkText(l), l.Source))
	}
	return t
}

// first names what the growth was measured with.
func first(r *bench.Results) string { return r.Profiles[0].Profile + ", " + r.Profiles[0].Suite }

func ratesTable(r *bench.Results) *Table {
	t := &Table{Title: "runs per second, " + first(r),
		From: fmt.Sprintf("worlds of one visit, registration included, by wall time, on %d cores",
			r.Machine.Cores),
		Columns: []Column{{Name: "workers"}, {Name: "runs per second"}, {Name: "of one worker"}}}
	for _, one := range r.Rates {
		t.Rows = append(t.Rows, []Cell{{Value: one.Workers, Source: Declared},
			quantity(one.Runs, 1, 0, ""), quantity(one.Runs.Over(r.Rates[0].Runs), 1, 2, "×")})
	}
	return t
}

func recordsTable(r *bench.Results) *Table {
	t := &Table{Title: "cost by size of M_EMR, " + first(r),
		From: "one visit: bytes on the wire, CPU time, and time at the paper's peak rates",
		Columns: []Column{{Name: "M_EMR"}, {Name: "on the wire"}, {Name: "CPU time"},
			{Name: "4G, 100 Mbps"}, {Name: "5G, 20 Gbps"}}}
	for _, g := range r.Records {
		t.Rows = append(t.Rows, []Cell{{Value: g.Size, Unit: "B", Source: Declared},
			{Value: g.Bytes, Unit: "B", Source: Measured}, quantity(g.CPU, 1e6, 3, "ms"),
			peak(g.Bytes, bench.Peak4G), peak(g.Bytes, bench.Peak5G)})
	}
	return t
}

// peak is the time of bytes at a rate, in milliseconds.
func peak(bytes, rate int64) Cell {
	return Cell{Value: float64(bench.Picoseconds(8*bytes, rate)) / 1e9, Digits: 3, Unit: "ms",
		Source: Derived}
}

func certificatesTable(r *bench.Results) *Table {
	t := &Table{Title: "cost by the name in Cert_D, " + first(r),
		From:    "one visit: bytes on the wire, CPU time; the name travels as ID_D too",
		Columns: []Column{{Name: "name"}, {Name: "on the wire"}, {Name: "CPU time"}}}
	for _, g := range r.Certificates {
		t.Rows = append(t.Rows, []Cell{{Value: g.Size, Unit: "B", Source: Declared},
			{Value: g.Bytes, Unit: "B", Source: Measured}, quantity(g.CPU, 1e6, 4, "ms")})
	}
	return t
}

func certificateBits(r *bench.Results) *Table {
	t := &Table{Title: "bits of a visit by those of Cert_D, " + r.Profiles[0].Profile,
		From:    "the description's messages under the default lengths, but for Cert_D",
		Columns: []Column{{Name: "Cert_D"}, {Name: "visit"}}}
	for _, p := range r.CertificateBits {
		t.Rows = append(t.Rows, []Cell{{Value: p[0], Unit: "bit", Source: Declared},
			{Value: p[1], Unit: "bit", Source: Derived}})
	}
	return t
}
