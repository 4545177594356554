package timing

import (
	"slices"
	"testing"

	"emrproof/bench"
	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/delay"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// A plan takes as many steps as it says, and measures everything; what it measures is
// more than nothing and has an interval round it. Timings themselves are not looked at.
func TestPlanMeasuresEverything(t *testing.T) {
	simtest.Long(t)
	p := Plan{Profiles: bench.Profiles()[:1], Suites: suite.Names(), Quick: true}
	m := measuring{plan: p, figures: p.figures().onClock(thisClock.step)}
	steps := 0
	m.step = func() { steps++ }
	if err := m.all(); err != nil {
		t.Fatal(err)
	}
	if want := m.figures.steps(p); steps != want {
		t.Errorf("%d steps, want %d", steps, want)
	}
	seen := map[string]bool{}
	for _, s := range m.series {
		if seen[s.name] || len(s.cpu) == 0 || len(s.cpu) != len(s.wall) ||
			slices.Min(slices.Concat(s.cpu, s.wall)) <= 0 {
			t.Errorf("%q is there twice, or has no figures: %+v", s.name, s)
		}
		seen[s.name] = true
	}
	for _, want := range []string{"ristretto255/sign", "p256/pairing", "published/p256/visit",
		"published/ristretto255/total floor", "published/ristretto255/cached/total"} {
		if !seen[want] {
			t.Errorf("%s was not measured", want)
		}
	}
	r := &m.results
	if len(r.Profiles) != 2 || len(r.Rates) != len(workerCounts()) || len(r.Records) != 4 ||
		len(r.CertificateBits) != 6 {
		t.Errorf("%d profiles, %d rates, %d records, %d lengths of certificates", len(r.Profiles),
			len(r.Rates), len(r.Records), len(r.CertificateBits))
	}
	for i := range r.Profiles {
		checkProfileResult(t, &r.Profiles[i])
	}
}

func checkProfileResult(t *testing.T, p *ProfileResult) {
	t.Helper()
	var shares float64
	for _, s := range p.Shares {
		shares += s.Share.Median
	}
	if shares < 0.999 || shares > 1.001 {
		t.Errorf("%s: the shares add up to %v", p.Suite, shares)
	}
	if run := p.Session[bench.Whole].Run; !(0 < run.Low && run.Low <= run.High) {
		t.Errorf("%s: a visit in [%v, %v] ns", p.Suite, run.Low, run.High)
	}
	for _, l := range p.Links {
		if want := 1 + 39*btoi(l.Link.Jitter > 0); len(l.Total) != want {
			t.Errorf("%s: %d runs on %s, want %d", p.Suite, len(l.Total), l.Link.Name, want)
		}
		for _, ms := range l.Total {
			// Ten messages, none faster than the link's delay.
			if ms < 10*float64(l.Link.Delay)/1e6 {
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

// A session cannot take less than its primitives in a straight line do. The floor is of
// the same machine and moment, so that this holds in any weather, with some room.
func TestVisitIsAboveItsFloor(t *testing.T) {
	simtest.Long(t)
	c := standard(t, "published")
	c.Cache = false
	v, err := timeSessions(c, 5, 8, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if r := v.ratio(bench.Whole).median; r < 0.9 {
		t.Errorf("run ÷ floor is %v", r)
	}
}

// The time of a run that is counted is that of its calls.
func TestTimesOf(t *testing.T) {
	times := primitiveTimes{}
	for i, k := range kinds {
		times[k.name] = estimate{median: float64(i + 1)}
	}
	n := suite.Counts{model.CallSign: 2, model.CallVerify: 3, model.CallHash: 5}
	if got, want := times.of(n).median, 2*times["sign"].median+3*times["verify"].median+
		5*times["hash"].median; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	o := bench.Ops{Sign: 2, P: 3, Cert: 1}
	if got, want := times.ofOps(o).median, times["sign"].median+times["verify"].median+
		3*times[pairing].median+times["verify cert"].median; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	c := times.computation()
	if c["sign"] != trace.Duration(times["sign"].median) ||
		c["cert"] != trace.Duration(times["verify cert"].median) {
		t.Errorf("got %+v", c)
	}
}

// The time of an operation in a run is the median to the nearest nanosecond.
func TestComputationIsRounded(t *testing.T) {
	times := primitiveTimes{}
	for _, k := range kinds {
		times[k.name] = estimate{median: 10}
	}
	for median, want := range map[float64]int64{1.4: 1, 1.5: 2, 2.5: 3, 1999.6: 2000} {
		times["sign"] = estimate{median: median}
		if got := int64(times.computation()["sign"]); got != want {
			t.Errorf("%v ns: got %d, want %d", median, got, want)
		}
	}
}

// On a link without jitter a session takes its messages' times, and the computing's.
func TestTravel(t *testing.T) {
	c := standard(t, "published")
	link := delay.Link{BitsPerSecond: 1e6, Delay: 3e6}
	sent, err := bench.CostOf([]string{"published"}, suite.Names()[:1], nil)
	if err != nil {
		t.Fatal(err)
	}
	var want float64 // milliseconds: a bit takes a microsecond
	for _, m := range sent.Profiles[0].Wire[suite.Names()[0]] {
		want += 3 + float64(m.Bits)/1e3
	}
	steps := 0
	still, err := travel(c, link, 3, func() { steps++ })
	if err != nil {
		t.Fatal(err)
	}
	c.Computation = delay.Computation{"sign": 1e6} // six signatures
	busy, err := travel(c, link, 3, func() {})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if d := still.Total[i] - want; d > 1e-6 || d < -1e-6 {
			t.Errorf("run %d: %v ms, want %v", i, still.Total[i], want)
		}
		if d := busy.Total[i] - want - 6; d > 1e-6 || d < -1e-6 {
			t.Errorf("run %d: %v ms with signatures, want %v", i, busy.Total[i], want+6)
		}
	}
	if steps != 3 {
		t.Errorf("%d steps, want 3", steps)
	}
}

// Every link says where its figures come from, and can be run.
func TestLinks(t *testing.T) {
	for _, l := range allLinks() {
		c := standard(t, "published")
		c.Link = l
		if err := c.Check(); err != nil || l.Source == "" {
			t.Errorf("%s: %v, source %q", l.Name, err, l.Source)
		}
	}
}
