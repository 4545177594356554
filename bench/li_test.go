package bench

import (
	"errors"
	"testing"

	"emrproof/model/library"
	"emrproof/model/suite"
)

// Li et al. counted, by the rows that the paper prints: C5. The total is the printed one, to the
// operation.
func TestLiCounted(t *testing.T) {
	all, err := CostOf([]string{"published"}, suite.Names()[:1], nil)
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string]string{"HUP": "1Sign+3S+10H", "PUP": "2Sign+4S+10H",
		"TP": "3Sign+6S+10H", "CP": "1Sign+2S+6H", "visit": "1Sign+3S+10H", "search": "5Sign+10S+20H",
		"diagnosis": "1Sign+2S+6H", Whole: "7Sign+15S+36H"} {
		if got := all.Li.Ops[row].String(); got != want {
			t.Errorf("%s: got %s, want %s", row, got, want)
		}
	}
	for _, s := range Schemes {
		if s.Name == "Li et al." && s.Total != all.Li.Ops[Whole] {
			t.Errorf("counted %s, printed %s", all.Li.Ops[Whole], s.Total)
		}
	}
	// Reference: Table 4 and the specification of Li et al. 2018.
}

// By the convention of such papers the proposed scheme sends more than Li et al., as the paper
// says; with standard encodings, and on the wire, it sends less.
func TestWhoSendsMore(t *testing.T) {
	all, err := CostOf([]string{"published"}, suite.Names()[:1], nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := func(m []Message) int64 { return TrafficOf(m, Whole).Bits }
	ours, li := all.Profiles[0], all.Li
	if a, b := sum(ours.ByRule), sum(li.ByRule); a != 14112 || b != 4640 {
		t.Errorf("by convention: %d and %d", a, b)
	}
	if a, b := sum(ours.Declared), sum(li.Declared); a >= b || b == 0 {
		t.Errorf("declared: %d and %d", a, b)
	}
	name := suite.Names()[0]
	if a, b := sum(ours.Wire[name]), sum(li.Wire[name]); a >= b || b == 0 {
		t.Errorf("on the wire: %d and %d", a, b)
	}
	// Reference: the paper, "Communication cost".
}

// By the convention a ciphertext has its length whatever is in it; elsewhere it must be as long as
// its text.
func TestUncheckedLengths(t *testing.T) {
	l := convention()
	if _, err := messagesOf(library.Must(Li), l); err != nil {
		t.Error(err)
	}
	l.Unchecked = false
	short := (*tooShort)(nil)
	if _, err := messagesOf(library.Must(Li), l); !errors.As(err, &short) {
		t.Errorf("got %v, want that it is too short", err)
	}
}

// Lengths that do not have what Li's messages hold are good for the rest.
func TestLengthsWithoutLi(t *testing.T) {
	l := defaultLengths()
	l.All = append(l.All[:0:0], l.All...)
	for i := range l.All {
		if l.All[i].Overhead == eSEK {
			l.All[i].Overhead, l.All[i].Whole, l.All[i].Bits = "", eSEK, 480000
		}
	}
	all, err := CostOf([]string{"published"}, nil, l)
	if err != nil || all.Li.Declared != nil || all.Profiles[0].Declared == nil {
		t.Errorf("got %v, %v", all, err)
	}
}
