package generate

import (
	"emrproof/attacks/attacktest"
	"emrproof/model/build"
	"emrproof/model/library"
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

// Each check of the hardened description is taken out in turn, and generated attacks that it
// refused are made again: one of each kind on each field. In full, all of them are.
func TestMutationsOfHardened(t *testing.T) {
	simtest.Long(t)
	base := triedOnce(t, "hardened")
	if !*attacktest.Everything {
		base = someOfEach(base, 1)
	}
	all, err := mutateAll("hardened", nil, base, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(all), len(build.Checks(library.Must("hardened"))); got != want {
		t.Fatalf("got %d mutations, want one a check: %d", got, want)
	}
	text := mutationsText(t, all, unnoticedOnHardened, unreachedOnHardened)
	if !*attacktest.Everything {
		simtest.Golden(t, "mutations-hardened.txt", text)
	}
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
