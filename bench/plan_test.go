package bench

import (
	"slices"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// A plan takes as many steps as it says, and measures everything; what it measures is
// more than nothing and has an interval round it. Timings themselves are not looked at.
func TestPlanMeasuresEverything(t *testing.T) {
	simtest.Long(t)
	p := Plan{Profiles: Profiles()[:1], Suites: suite.Names(), Quick: true}
	steps := 0
	r, err := p.Run(func() { steps++ })
	if err != nil {
		t.Fatal(err)
	}
	if steps != p.Steps() {
		t.Errorf("%d steps, want %d", steps, p.Steps())
	}
	seen := map[string]bool{}
	for _, s := range r.Series {
		if seen[s.Name] || len(s.CPU) == 0 || len(s.CPU) != len(s.Wall) ||
			slices.Min(slices.Concat(s.CPU, s.Wall)) <= 0 {
			t.Errorf("%q is there twice, or has no figures: %+v", s.Name, s)
		}
		seen[s.Name] = true
	}
	for _, want := range []string{"ristretto255/sign", "p256/pairing", "published/p256/visit",
		"published/ristretto255/total floor", "published/ristretto255/cached/total"} {
		if !seen[want] {
			t.Errorf("%s was not measured", want)
		}
	}
	if len(r.Profiles) != 2 || len(r.Rates) != len(Workers()) || len(r.Records) != 4 ||
		len(r.Certificates) != 2 {
		t.Errorf("%d profiles, %d rates, %d records, %d certificates", len(r.Profiles), len(r.Rates),
			len(r.Records), len(r.Certificates))
	}
	for i := range r.Profiles {
		checkProfileResult(t, &r.Profiles[i])
	}
}

func checkProfileResult(t *testing.T, p *ProfileResult) {
	t.Helper()
	var shares float64
	for _, s := range p.Shares() {
		shares += s.Share.Median
	}
	if shares < 0.999 || shares > 1.001 {
		t.Errorf("%s: the shares add up to %v", p.Suite, shares)
	}
	low, high := p.Visit.Run[Whole].Quantity().Interval()
	if !(0 < low && low <= high) {
		t.Errorf("%s: a visit in [%v, %v] ns", p.Suite, low, high)
	}
	for _, l := range p.Links {
		if want := 1 + 39*btoi(l.Link.Jitter > 0); len(l.Total) != want {
			t.Errorf("%s: %d runs on %s, want %d", p.Suite, len(l.Total), l.Link.Name, want)
		}
		for _, ms := range l.Total {
			// Ten messages, none faster than the link's delay.
			if ms < 10*milliseconds(l.Link.Delay) {
				t.Errorf("%s: a visit of %v ms on %s", p.Suite, ms, l.Link.Name)
			}
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A visit cannot take less than its primitives in a straight line do. The floor is of
// the same machine and moment, so that this holds in any weather, with some room.
func TestVisitIsAboveItsFloor(t *testing.T) {
	simtest.Long(t)
	c := standard(t, "published")
	c.Cache = false
	v, err := Visits(c, 5, Effort{Rounds: 8}, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if r := v.Ratio(Whole).Median; r < 0.9 {
		t.Errorf("run ÷ floor is %v", r)
	}
}

// The time of a run that is counted is that of its calls.
func TestTimesOf(t *testing.T) {
	times := Times{}
	for i, k := range kinds {
		times[k.name] = Exactly(float64(i + 1))
	}
	n := suite.Counts{model.CallSign: 2, model.CallVerify: 3, model.CallHash: 5}
	if got, want := times.Of(n).Median, 2*times["sign"].Median+3*times["verify"].Median+
		5*times["hash"].Median; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	o := Ops{model.ClassSign: 2, model.ClassP: 3, model.ClassCert: 1}
	if got, want := times.OfOps(o).Median, times["sign"].Median+times["verify"].Median+
		3*times[Pairing].Median+times["verify cert"].Median; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	c := times.Computation()
	if c["sign"] != trace.Duration(times["sign"].Median) ||
		c["cert"] != trace.Duration(times["verify cert"].Median) {
		t.Errorf("got %+v", c)
	}
}

// Reference: Table 4, C2, C5, C6.
func TestPrintedTotals(t *testing.T) {
	differ := map[string]string{"Chiou et al.": "5Sign+4M+13P+10S+33H", "Li et al.": "7Sign+15S+39H"}
	for _, s := range Schemes {
		want, wrong := differ[s.Name]
		if !wrong {
			want = s.Total.String()
		}
		if got := s.Summed().String(); got != want {
			t.Errorf("%s: the phases add up to %s, want %s", s.Name, got, want)
		}
		if wrong == (s.Summed() == s.Total) {
			t.Errorf("%s: printed %s, summed %s", s.Name, s.Total, s.Summed())
		}
	}
	if got := Schemes[4].Total.String(); got != "12Sign+14A+6S+4H" {
		t.Errorf("the proposed scheme's total is printed as %s", got)
	}
}

func TestBounds(t *testing.T) {
	all, err := Bounds(DefaultLengths())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		if b.Scheme != Proposed {
			continue
		}
		// Used once each, the published scheme's own six signatures and ten ciphertexts.
		messages, err := Declared(library.Must("published"), DefaultLengths())
		if err != nil {
			t.Fatal(err)
		}
		if b.EachOnceSignatures != 6 || b.EachOnceCiphertexts != 10 {
			t.Errorf("%+v", b)
		}
		if sent := TrafficOf(messages, Whole).Bits; b.Bits > sent || b.EachOnceBits > sent {
			t.Errorf("a bound of %d and %d bits, and %d are sent", b.Bits, b.EachOnceBits, sent)
		}
	}
}
