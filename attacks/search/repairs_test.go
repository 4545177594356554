package search

import (
	"strings"
	"testing"

	"emrproof/attacks/search/symbolic"
	"emrproof/model"
)

// A repair is a check or an option of a description, with what an adversary does where it is
// missing and cannot do where it is not.
type repair struct {
	profile, option, claim string
	corrupt                model.Party // empty: nobody
	stolen                 string      // before all sessions, such as "P.device"
	n                      int
	of                     bound
}

// A bound says how many instances of a party there are at most.
type bound = map[model.Party]int

var (
	visits  = bound{"PC": 0, "HPC": 0, "P": 1, "D": 2}
	again   = bound{"PC": 0, "HPC": 0, "P": 1, "D": 3}
	atD     = bound{"P": 0, "D": 1, "PC": 1, "HPC": 2}
	queries = bound{"D": 0, "HPC": 0, "P": 1}
)

var repairs = []repair{
	{"published", "without:visit/P/equal SEK1", "secrecy: ID_P of P", "D", "", 1, nil},
	{"published", "without:visit/D/verify Sig_P1", "weak agreement: P-D visit", "", "", 1, nil},
	{"published", "without:visit/D/age T_P1", "freshness: P-D visit", "", "", 2, nil},
	{"published", "without:search/PC/verify Sig_D2", "weak agreement: D-PC query", "P", "", 2, nil},
	{"published", "without:search/HPC/verify Sig_D3", "weak agreement: D-HPC search", "P", "", 2, nil},
	{"published", "without:search/PC/age T_D2", "freshness: D-PC query", "P", "", 2, nil},
	{"published", "without:search/D/age T_C", "freshness: PC-D answer", "P", "", 2, atD},
	{"published", "without:search/D/age T_HPC1", "freshness: HPC-D search", "P", "", 3, atD},
	{"published", "without:search/HPC/age T_D4", "freshness: D-HPC SEK2", "P", "", 3, atD},
	{"published", "E12", "secrecy: B_P of P", "", "", 1, nil},
	{"published", "E13", "freshness: P-D visit", "", "", 2, nil},
	{"hardened", "H3", "secrecy: SEK1 of P", "", "D.keys", 1, nil},
	{"hardened", "H6", "weak agreement: P-D visit", "", "P.device", 2, nil},
	{"hardened", "H16", "secrecy: B_P of P", "D", "", 1, nil},
	{"hardened", "H19", "weak agreement: P-D visit", "D", "", 3, visits},
	{"hardened", "H22", "freshness: P-D visit", "", "", 3, visits},
	{"hardened", "H25", "injective agreement: P-D visit", "", "", 4, again},
	{"hardened", "H25", "authorization: index", "D", "", 5, queries},
	{"hardened", "H32", "non-injective agreement: P-D SEK1", "", "", 3, visits},
	{"hardened", "H42", "authorization: M_EMR", "D", "", 2, nil},
	{"hardened", "H42", "authorization: index", "D", "", 2, nil},
	{"hardened", "H42e", "authorization: index", "D", "", 3, queries},
	{"hardened", "H46", "non-injective agreement: P-D SEK1", "", "", 3, visits},
	{"hardened", "H48", "non-repudiation: M_SD", "", "", 3, visits},
	{"hardened", "H57", "authorization: index", "D", "", 3, queries},
}

// What a repair is good for is found from nothing but the description without it.
func TestRepairs(t *testing.T) {
	for _, c := range repairs {
		t.Run(c.profile+" "+c.option+" "+c.claim, func(t *testing.T) {
			q := Question{Profile: c.profile, Claims: []string{c.claim}, Corrupt: []model.Party{},
				Bound: Bound{Instances: c.n, Of: c.of, States: 20000}}
			if c.corrupt != "" {
				q.Corrupt = []model.Party{c.corrupt}
			}
			if c.stolen != "" {
				party, what, _ := strings.Cut(c.stolen, ".")
				q.Steal = []symbolic.Theft{{Party: model.Party(party), What: what}}
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
