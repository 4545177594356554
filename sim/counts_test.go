package sim

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/suite"
)

// The operations of one of each phase, by hand from the table "Operations by
// equation" of crypto-notes.md. BaseMul is its F, Mul its V, Add its A. The table's
// row of registration is for one patient, one hospital and one doctor together:
// each of the three takes a third of it, but for the certificate, which is the
// doctor's.
var (
	countsOfVisit = suite.Counts{model.CallSign: 2, model.CallVerify: 2, model.CallSeal: 2,
		model.CallOpen: 2, model.CallEncrypt: 1, model.CallDecrypt: 1,
		model.CallHash: 4, model.CallBaseMul: 2, model.CallMul: 8, model.CallAdd: 4,
		model.CallCert: 1}
	countsOfSearch = suite.Counts{model.CallSign: 4, model.CallVerify: 4, model.CallSeal: 4,
		model.CallOpen: 4, model.CallEncrypt: 2, model.CallDecrypt: 2,
		model.CallHash: 6, model.CallBaseMul: 2, model.CallMul: 8, model.CallAdd: 4,
		model.CallCert: 3}
	countsOfDiagnosis = suite.Counts{model.CallEncrypt: 1, model.CallDecrypt: 1,
		model.CallCert: 1}
	countsOfRegistration = suite.Counts{model.CallHash: 2, model.CallBaseMul: 2,
		model.CallMul: 1, model.CallAdd: 1, model.CallKeys: 1}
)

// What the table leaves out: making keys (Keys, above and here), PK = s·G of the
// cloud, and for each doctor the certificate's signature and the doctor's own look
// at it; and, where a record is filed, h(ID_P‖ID_DE) and h(s).
var (
	countsOfAuthority     = suite.Counts{model.CallKeys: 1}
	countsOfCloud         = suite.Counts{model.CallKeys: 1, model.CallBaseMul: 1}
	countsOfCertification = suite.Counts{model.CallSign: 1, model.CallCert: 1}
	countsOfFiling        = suite.Counts{model.CallHash: 2}
)

func timesCounts(n int, c suite.Counts) suite.Counts {
	var sum suite.Counts
	for range n {
		sum = sum.Plus(c)
	}
	return sum
}

func TestCountsAreThoseOfTheTable(t *testing.T) {
	for _, size := range []Size{{Each: 1, Sessions: 1}, DefaultSize,
		{Of: map[model.Party]int{"P": 3, "D": 2, "HPC": 4}, Sessions: 5}} {
		for _, options := range optionSets() {
			for _, name := range suite.Names() {
				c := standard(t, "published", size)
				c.Suite, c.Options = name, options
				checkCounts(t, c)
			}
		}
	}
}

func checkCounts(t *testing.T, c Config) {
	t.Helper()
	starts, people := map[string]int{}, map[model.Party]int{}
	for _, s := range c.Starts {
		starts[s.Phase]++
	}
	for _, p := range c.Principals {
		people[p.Party]++
	}
	r := mustRun(t, c, nil, nil)
	for _, w := range []struct {
		group string
		want  suite.Counts
	}{
		{"setup", countsOfAuthority.Plus(countsOfCloud).
			Plus(timesCounts(people["D"], countsOfCertification))},
		{"registration", timesCounts(people["P"]+people["HPC"]+people["D"], countsOfRegistration).
			Plus(timesCounts(people["D"], suite.Counts{model.CallCert: 1}))},
		{"filing", timesCounts(starts["filing"], countsOfFiling)},
		{"visit", timesCounts(starts["visit"], countsOfVisit)},
		{"search", timesCounts(starts["visit"], countsOfSearch)},
		{"diagnosis", timesCounts(starts["visit"], countsOfDiagnosis)},
	} {
		if got := r.Total(w.group); got != w.want {
			t.Errorf("%s, %v, %v: %s:\ngot  %+v\nwant %+v", c.Suite, c.Options, people,
				w.group, got, w.want)
		}
	}
}

// The default world has one hospital more than the table: its registration costs a
// third of the table's row, less the certificate, on top.
// Reference: crypto-notes.md, row "registration": 6 hashes, 6 F, 3 V, 3 A, 1 check.
func TestRegistrationOfTheDefaultWorld(t *testing.T) {
	r := mustRun(t, standard(t, "published", DefaultSize), nil, nil)
	got := r.Total("registration")
	want := suite.Counts{model.CallHash: 6, model.CallBaseMul: 6, model.CallMul: 3,
		model.CallAdd: 3, model.CallCert: 1, model.CallKeys: 3}.
		Plus(suite.Counts{model.CallHash: 2, model.CallBaseMul: 2, model.CallMul: 1,
			model.CallAdd: 1, model.CallKeys: 1})
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Whose work it is, of the round.
// Reference: Eq. 11–24.
func TestCountsByParty(t *testing.T) {
	r := mustRun(t, standard(t, "published", DefaultSize), nil, nil)
	for party, want := range map[model.Party]suite.Counts{
		// P: 11, 12, 13, opens 20, the certificate, 21, 22, encrypts 23.
		"P": {model.CallSign: 1, model.CallVerify: 1, model.CallSeal: 1, model.CallOpen: 1,
			model.CallEncrypt: 1, model.CallHash: 2, model.CallBaseMul: 1, model.CallMul: 4,
			model.CallAdd: 2, model.CallCert: 1},
		// D: opens 14, 15, 16, 17, 18, 19, opens 24.
		"D": {model.CallSign: 1, model.CallVerify: 1, model.CallSeal: 1, model.CallOpen: 1,
			model.CallDecrypt: 1, model.CallHash: 2, model.CallBaseMul: 1, model.CallMul: 4,
			model.CallAdd: 2},
	} {
		if got := r.Operations["visit"][party]; got != want {
			t.Errorf("%s: got %+v, want %+v", party, got, want)
		}
	}
}

// What goes over the network, in messages a phase.
// Reference: Fig. 2–6; certification and filing are ours.
func TestMessagesByPhase(t *testing.T) {
	size := Size{Of: map[model.Party]int{"P": 3, "D": 2, "HPC": 4}, Sessions: 5}
	r := mustRun(t, standard(t, "published", size), nil, nil)
	var got []string
	for _, p := range r.Phases {
		got = append(got, fmt.Sprint(p.Name, " ", p.Messages))
		if p.Bytes <= 0 {
			t.Errorf("%s: %d bytes", p.Name, p.Bytes)
		}
	}
	want := "setup 4, registration 18, filing 5, visit 15, search 30, diagnosis 5"
	if text := strings.Join(got, ", "); text != want {
		t.Errorf("got %s, want %s", text, want)
	}
}
