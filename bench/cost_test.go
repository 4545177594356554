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
			c := &Cost{Profile: "published", Protocol: p, Counts: mustCount(t, p),
				Wire: map[string][]Message{}}
			n[model.CallHash]++
			c.Counts[group][party] = n
			err := c.wire(suite.Names()[0])
			if want := group + " by " + string(party) + ": read off the description"; err == nil ||
				!strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want %q", err, want)
			}
		}
	}
	c := &Cost{Profile: "published", Protocol: p, Counts: mustCount(t, p),
		Wire: map[string][]Message{}}
	if err := c.wire(suite.Names()[0]); err != nil {
		t.Errorf("the right counts are refused: %v", err)
	}
}

func mustCount(t *testing.T, p *model.Protocol) map[string]map[model.Party]suite.Counts {
	t.Helper()
	c, err := countCalls(p)
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
	for phase, want := range map[string]traffic{
		"visit":  {Messages: 3, Trips: 2, Bits: 321, Records: 87},
		"search": {Messages: 2, Trips: 2, Bits: 54000, Records: 900},
		Whole:    {Messages: 5, Trips: 3, Bits: 54321, Records: 987},
		"none":   {},
	} {
		if got := TrafficOf(all, phase); got != want {
			t.Errorf("%s: got %+v, want %+v", phase, got, want)
		}
	}
	// The records of a session are M_SD, M_EMR and M_DINF, and nothing else.
	declared, err := messagesOf(library.Must("published"), defaultLengths())
	if err != nil {
		t.Fatal(err)
	}
	if got := TrafficOf(declared, Whole); got.Records != 63416+470864+9640 || got.Messages != 10 {
		t.Errorf("got %+v, want the lengths of the three records in 10 messages", got)
	}
}

// Of several profiles and suites the first is what a table falls back to.
func TestProfilesWithCosts(t *testing.T) {
	if got := Profiles(); !slices.Contains(got, "hardened") || got[0] != "published" {
		t.Errorf("got %v, want published first, and hardened", got)
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
		if got := s.Ops[Whole].String(); got != want {
			t.Errorf("%s: the phases add up to %s, want %s", s.Name, got, want)
		}
		if wrong == (s.Ops[Whole] == s.Total) {
			t.Errorf("%s: printed %s, summed %s", s.Name, s.Total, s.Ops[Whole])
		}
	}
	if got := Schemes[4].Total.String(); got != "12Sign+14A+6S+4H" {
		t.Errorf("the proposed scheme's total is printed as %s", got)
	}
}

func TestBounds(t *testing.T) {
	all, err := boundsOf(defaultLengths())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		if b.Scheme != Proposed {
			continue
		}
		// Used once each, the published scheme's own six signatures and ten ciphertexts.
		messages, err := messagesOf(library.Must("published"), defaultLengths())
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
