package search

import (
	"testing"

	"emrproof/attacks/search/symbolic"
	"emrproof/model"
)

// A repair is a check or an option of a description, with what an adversary does where it is
// missing and cannot do where it is not.
type repair struct {
	profile, option, claim string
	corrupt                model.Party // empty: nobody
	stolen                 string      // of P before all sessions
	n                      int
}

var repairs = []repair{
	{"published", "without:visit/P/equal SEK1", "secrecy: ID_P of P", "D", "", 1},
	{"published", "without:visit/D/verify Sig_P1", "weak agreement: P-D visit", "", "", 1},
	{"published", "without:visit/D/age T_P1", "freshness: P-D visit", "", "", 2},
	{"published", "without:search/PC/verify Sig_D2", "weak agreement: D-PC query", "P", "", 2},
	{"published", "without:search/HPC/verify Sig_D3", "weak agreement: D-HPC search", "P", "", 2},
	{"hardened", "H6", "weak agreement: P-D visit", "", "device", 2},
	{"hardened", "H16", "secrecy: B_P of P", "D", "", 1},
	{"hardened", "H19", "weak agreement: P-D visit", "D", "", 3},
	{"hardened", "H42", "authorization: M_EMR", "D", "", 2},
	{"hardened", "H42", "authorization: index", "D", "", 2},
	{"hardened", "H46", "non-injective agreement: P-D SEK1", "", "", 3},
	{"hardened", "H48", "non-repudiation: M_SD", "", "", 3},
}

// What a repair is good for is found from nothing but the description without it.
func TestRepairs(t *testing.T) {
	for _, c := range repairs {
		t.Run(c.profile+" "+c.option+" "+c.claim, func(t *testing.T) {
			q := Question{Profile: c.profile, Claims: []string{c.claim}, Corrupt: []model.Party{},
				Bound: Bound{Instances: c.n, States: 20000}}
			if c.corrupt != "" {
				q.Corrupt = []model.Party{c.corrupt}
			}
			if c.stolen != "" {
				q.Steal = []symbolic.Theft{{Party: "P", What: c.stolen}}
			}
			if c.n > 2 { // in visits alone
				q.Of = map[model.Party]int{"P": 1, "D": 2, "PC": 0, "HPC": 0}
			}
			for _, options := range [][]string{{c.option}, nil} {
				q.Options = options
				r, err := Search(q)
				if err != nil {
					t.Fatal(err)
				}
				if a := r.Claims[0]; (a.Verdict == Violated) != (options != nil) {
					t.Errorf("options %q: got %s after %d states", options, a.Verdict, r.States)
				}
				q.States = 1000 // with the repair, more take long
			}
		})
	}
}
