package search

import (
	"slices"
	"testing"

	"emrproof/model"
)

// Claims of the paper's protocol and of its repair, with what has to be searched for each, and
// whether it is violated there.
var catalogued = []struct {
	name      string
	profile   string
	options   []string
	corrupt   []model.Party
	of        map[model.Party]int
	instances int // how many there are at least
	claim     string
	violated  bool
}{
	// A dishonest doctor passes a visit on: Sig_P1 does not say whom it is for.
	{"W3", "published", nil, []model.Party{"D"}, nil, 2, "non-injective agreement: P-D visit", true},
	{"W3, repaired", "hardened", nil, []model.Party{"D"},
		map[model.Party]int{"P": 1, "D": 2, "PC": 0, "HPC": 0}, 3,
		"non-injective agreement: P-D visit", false},
	{"a signature names its signer only", "hardened", []string{"H19"}, []model.Party{"D"},
		map[model.Party]int{"P": 1, "D": 2, "PC": 0, "HPC": 0}, 3,
		"non-injective agreement: P-D visit", true},
	// Neither C_C nor Sig_C says of whom the answer is.
	{"W7", "published", nil, []model.Party{"P"}, map[model.Party]int{"P": 1, "HPC": 0}, 4,
		"non-injective agreement: PC-D answer", true},
	// Eq. 22 is what keeps a key from being transplanted.
	{"a key without Eq. 22", "published", []string{"without:visit/P/equal SEK1"},
		[]model.Party{"D"}, map[model.Party]int{"PC": 0, "HPC": 0}, 2,
		"weak agreement: D-P SEK1", true},
	{"a secret without Eq. 22", "published", []string{"without:visit/P/equal SEK1"},
		[]model.Party{"D"}, map[model.Party]int{"PC": 0, "HPC": 0}, 2, "secrecy: SEK1 of P", true},
	{"a key with Eq. 22", "published", nil, []model.Party{"D"},
		map[model.Party]int{"PC": 0, "HPC": 0}, 2, "weak agreement: D-P SEK1", false},
	{"a secret with Eq. 22", "published", nil, []model.Party{"D"},
		map[model.Party]int{"PC": 0, "HPC": 0}, 2, "secrecy: SEK1 of P", false},
	// SEK2 takes S_D·R_HPC2, r7·S_HPC·G and r7·r8, and goes encrypted with PUK_D besides.
	{"SEK2", "published", nil, []model.Party{"P"}, map[model.Party]int{"P": 0}, 3,
		"secrecy: SEK2 of D", false},
	{"SEK2 and stolen keys", "published", nil, []model.Party{"P"}, map[model.Party]int{"P": 0}, 3,
		"forward secrecy: SEK2 of D", true},
	// SEK1 without r5·r6 stands as long as S_P is sealed; SEK2 falls.
	{"SEK1 and stolen keys", "hardened", []string{"H28"}, []model.Party{"D"},
		map[model.Party]int{"P": 1, "D": 2, "PC": 0, "HPC": 0}, 3, "forward secrecy: SEK1 of P", false},
}

func TestThePaperIsSearched(t *testing.T) {
	for _, c := range catalogued {
		t.Run(c.name, func(t *testing.T) {
			r, err := Search(Question{Profile: c.profile, Options: c.options, Corrupt: c.corrupt,
				Claims: []string{c.claim}, Bound: Bound{Instances: c.instances, Of: c.of}})
			if err != nil {
				t.Fatal(err)
			}
			a := r.Claims[slices.IndexFunc(r.Claims,
				func(a *Answer) bool { return a.Claim.ID == c.claim })]
			want := None
			if c.violated {
				want = Violated
			}
			if a.Verdict != want || a.Instances != c.instances {
				t.Errorf("%s: got %s at %d instances, want %s at %d", c.claim, a.Verdict, a.Instances,
					want, c.instances)
			}
			t.Logf("%d states", r.States)
			if a.Undecided > 0 {
				t.Errorf("%s: %d times undecided", c.claim, a.Undecided)
			}
		})
	}
}

// Without r7·r8 the keys that a hospital and a doctor keep give SEK2: two cookies have to be asked
// for, and six instances run.
func TestForwardSecrecyOfTheRepair(t *testing.T) {
	if testing.Short() {
		t.Skip("5,000 states")
	}
	r, err := Search(Question{Profile: "hardened", Options: []string{"H28"},
		Corrupt: []model.Party{"P"}, Claims: []string{"forward secrecy: SEK2 of D"},
		Bound: Bound{Instances: 6, Of: map[model.Party]int{"P": 0, "D": 2, "PC": 2, "HPC": 2}}})
	if err != nil {
		t.Fatal(err)
	}
	if a := r.Claims[0]; a.Verdict != Violated || a.Instances != 6 {
		t.Errorf("got %s at %d instances, want it violated at 6", a.Verdict, a.Instances)
	}
}
