package bench

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"emrproof/model"
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
		if err := s.check(seen); err != nil {
			t.Error(err)
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
		messages, err := Declared(model.Published(), DefaultLengths())
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

func TestSaved(t *testing.T) {
	all := []Series{{Name: "a", CPU: []float64{1, 2, 3}, Wall: []float64{2, 3, 4}},
		{Name: "b", CPU: []float64{5}, Wall: []float64{5}}}
	var b bytes.Buffer
	if err := NewSaved(ThisMachine(), all).Write(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	s, err := ParseSaved("f", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Series) != 2 || s.Series[0].CPU[2] != 3 {
		t.Errorf("got %+v", s.Series)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"an unknown field", `"series"`, `"serie"`,
			`field "serie" is not known: did you mean series?; want a file of `},
		{"a name twice", `"b"`, `"a"`, `series[1]: "a" is there twice`},
		{"no name", `"b"`, `""`, `series[1]: field "name": want one`},
		{"no time", "5", "0", `series[1]: "b": 0 ns: want more than 0`},
		{"another kind", "emrproof bench", "emrproof", "kind \"emrproof\", schema 1: want"},
		{"more", "\n}\n", "\n}{}\n", "'{' after the value: want one JSON value"},
	} {
		changed := strings.ReplaceAll(text, c.old, c.new)
		if _, err := ParseSaved("f", []byte(changed)); err == nil ||
			!strings.HasPrefix(err.Error(), "f:") || !strings.Contains(err.Error(), ": "+c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

func FuzzSaved(f *testing.F) {
	f.Add(`{"kind":"emrproof bench","schema":1,"machine":{"load":1},"series":[{"name":"a",` +
		`"cpu_ns":[1],"wall_ns":[2]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSaved("f", []byte(text))
		if err != nil {
			return
		}
		if all, alone := Compare(s.Series, s.Series); len(all) != len(s.Series) || alone != nil {
			t.Errorf("compared with itself: %d of %d, alone %v", len(all), len(s.Series), alone)
		}
	})
}

func TestCompare(t *testing.T) {
	series := func(name string, from float64) Series {
		s := Series{Name: name}
		for i := range 10 {
			s.add(Spent{CPU: time.Duration(100 * (from + float64(i)/10)), Wall: 1}, 1)
		}
		return s
	}
	all, alone := Compare([]Series{series("same", 1), series("slower", 1), series("gone", 1)},
		[]Series{series("same", 1), series("slower", 3), series("new", 1)})
	if len(all) != 2 || all[0].Significant() || !all[1].Significant() || all[1].Change < 1 {
		t.Errorf("got %+v", all)
	}
	if got := strings.Join(alone, ", "); got != "new (new), gone (old)" {
		t.Errorf("alone: %s", got)
	}
}
