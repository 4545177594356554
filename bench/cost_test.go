package bench

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
)

// What is read off a description is held against what a run counts: a count that is off by
// one, of any party in any phase, is an error that says where.
func TestCostRefusesAnotherCount(t *testing.T) {
	p := library.Must("published")
	for group, parties := range mustCount(t, p) {
		for party, n := range parties {
			c := &Cost{Profile: "published", Protocol: p, Counts: mustCount(t, p)}
			n[model.CallHash]++
			c.Counts[group][party] = n
			err := c.wire(suite.Names()[0])
			if want := group + " by " + string(party) + ": read off the description"; err == nil ||
				!strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want %q", err, want)
			}
		}
	}
	c := &Cost{Profile: "published", Protocol: p, Counts: mustCount(t, p)}
	if err := c.wire(suite.Names()[0]); err != nil {
		t.Errorf("the right counts are refused: %v", err)
	}
}

func mustCount(t *testing.T, p *model.Protocol) Counts {
	t.Helper()
	c, err := Count(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Traffic is the sum of the messages of a phase; what a party sends at a time is one trip.
func TestTraffic(t *testing.T) {
	all := []Message{
		{Phase: "visit", From: "P", To: "D", Bits: 1},
		{Phase: "visit", From: "P", To: "PC", Bits: 20, Records: 7},
		{Phase: "visit", From: "D", To: "P", Bits: 300, Records: 80},
		{Phase: "search", From: "D", To: "PC", Bits: 4000, Records: 900},
		{Phase: "search", From: "PC", To: "D", Bits: 50000},
	}
	for phase, want := range map[string]Traffic{
		"visit":  {Messages: 3, Trips: 2, Bits: 321, Records: 87},
		"search": {Messages: 2, Trips: 2, Bits: 54000, Records: 900},
		Whole:    {Messages: 5, Trips: 3, Bits: 54321, Records: 987},
		"none":   {},
	} {
		if got := TrafficOf(all, phase); got != want {
			t.Errorf("%s: got %+v, want %+v", phase, got, want)
		}
	}
	// The records of a visit are M_SD, M_EMR and M_DINF, and nothing else.
	declared, err := Declared(library.Must("published"), DefaultLengths())
	if err != nil {
		t.Fatal(err)
	}
	if got := TrafficOf(declared, Whole); got.Records != 63416+470864+9640 || got.Messages != 10 {
		t.Errorf("got %+v, want the lengths of the three records in 10 messages", got)
	}
}

// A length ÷ a rate is exact to the picosecond, also of the longest that can be declared.
func TestPicoseconds(t *testing.T) {
	for _, c := range []struct{ bits, rate, want int64 }{
		{0, Peak4G, 0}, {1, Peak4G, 10000}, {1, Peak5G, 50}, {559856, Peak4G, 5598560000},
		{559856, Peak5G, 27992800}, {longest, Peak4G, 8e16}, {3, 1e12, 3},
	} {
		if got := Picoseconds(c.bits, c.rate); got != c.want {
			t.Errorf("%d bits at %d: %d ps, want %d", c.bits, c.rate, got, c.want)
		}
	}
}

// The time of an operation in a run is the median to the nearest nanosecond.
func TestComputationIsRounded(t *testing.T) {
	times := Times{}
	for _, k := range kinds {
		times[k.name] = Exactly(10)
	}
	for median, want := range map[float64]int64{1.4: 1, 1.5: 2, 2.5: 3, 1999.6: 2000} {
		times["sign"] = Exactly(median)
		if got := int64(times.Computation()["sign"]); got != want {
			t.Errorf("%v ns: got %d, want %d", median, got, want)
		}
	}
}

// Of several profiles and suites the first is what a table falls back to.
func TestProfilesWithCosts(t *testing.T) {
	if got := Profiles(); !slices.Contains(got, "hardened") || got[0] != "published" {
		t.Errorf("got %v, want published first, and hardened", got)
	}
}
