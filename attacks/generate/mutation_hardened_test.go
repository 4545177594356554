package generate

import (
	"emrproof/sim/simtest"
	"testing"
)

// unnoticedOnHardened are the checks of the hardened description that no generated attack gets
// past the others to: see unnoticed. The mutation suite of sim has what each is good for.
var unnoticedOnHardened = map[string]string{
	"query/PC/within τ_C":                   "H57: the consent is older than the cookie",
	"search/HPC/near T_P1":                  "H93, before the record goes out",
	"query/PC/once h(ID_P‖ID_D‖ID_DE‖T_P1)": "H75: the hospital has seen the consent",
}

// unreachedOnHardened are the checks that refuse none of the generated attacks. Random play gets
// to some of them with an insider (random-hardened.txt), and the mutation suite of sim to all.
var unreachedOnHardened = map[string]string{
	"visit/P/certificate Cert_D":              "it stands in the directory, and no message carries it",
	"query/PC/certificate Cert_D":             "it stands in the directory, and no message carries it",
	"search/HPC/certificate Cert_D":           "it stands in the directory, and no message carries it",
	"diagnosis/P/certificate Cert_D":          "it stands in the directory, and no message carries it",
	"visit/D/once cookie_D":                   "to send visit 1 again to a new session is W1",
	"search/HPC/once h(ID_P‖ID_D‖ID_DE‖T_P1)": "to send search 1 again to a new session is W1",
	"search/HPC/near T_P1 again":              "H91, and H74 before it",
}

// Generated attacks that the checks of the hardened description refused are made again without
// them, one of each kind on each field: see testMutations.
func TestMutationsOfHardened(t *testing.T) {
	simtest.Long(t)
	testMutations(t, "hardened", 1, unnoticedOnHardened, unreachedOnHardened)
}

// someOfEach keeps so many cases of each kind, message and field for each check that refuses.
func someOfEach(r *Result, most int) *Result {
	thin := &Result{}
	seen := map[[4]string]int{}
	for _, c := range r.Cases {
		if c.Status != statusRefused {
			continue
		}
		if k := [4]string{c.Checks[0], c.Kind, c.Message, c.Field}; seen[k] < most {
			seen[k]++
			thin.Cases = append(thin.Cases, c)
		}
	}
	return thin
}
