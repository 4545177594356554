package attacks

import (
	"testing"

	"emrproof/model"
	"emrproof/sim/simtest"
)

// unnoticedOnHardened are the checks of the hardened description that an outsider never gets
// past the others to: see unnoticed. The mutation suite of sim has what each is good for.
var unnoticedOnHardened = map[string]string{
	"query/PC/within τ_C":      "H57: the consent is older than the cookie",
	"query/PC/verify Sig_D2":   "H58: the consent was seen",
	"search/HPC/within τ_HPC":  "H74: the consent is older than the cookie",
	"search/HPC/verify Sig_D3": "H75: the consent was seen",
	"search/HPC/near T_P1":     "H93, before the record goes out",
}

// unreachedOnHardened are the checks that refuse none of an outsider's generated attacks.
// Random play gets to some of them with an insider (random-hardened.txt), and the mutation
// suite of sim to all.
var unreachedOnHardened = map[string]string{
	"visit/P/certificate Cert_D":              "it stands in the directory, and no message carries it",
	"query/PC/certificate Cert_D":             "it stands in the directory, and no message carries it",
	"search/HPC/certificate Cert_D":           "it stands in the directory, and no message carries it",
	"diagnosis/P/certificate Cert_D":          "it stands in the directory, and no message carries it",
	"visit/P/verify Sig_D1":                   "H39: an outsider cannot seal under k_D",
	"visit/D/verify Sig_SD":                   "H47: an outsider cannot seal under k_P",
	"search/D/verify Sig_HPC1":                "H88: an outsider cannot seal under k_HPC",
	"search/D/verify Sig_EMR":                 "H97: an outsider cannot seal under k_HPC",
	"diagnosis/P/verify Sig_DINF":             "H101: an outsider cannot seal under k_D",
	"visit/D/once cookie_D":                   "to send visit 1 again to a new session is W1",
	"query/PC/once h(ID_P‖ID_D‖ID_DE‖T_P1)":   "to send query 1 again to a new session is W1",
	"search/HPC/once h(ID_P‖ID_D‖ID_DE‖T_P1)": "to send search 1 again to a new session is W1",
	"query/PC/verify Tok":                     "H55: Sig_D2 is on it",
	"search/HPC/verify Tok":                   "H72: Sig_D3 is on it",
	"search/HPC/near T_P1 again":              "H91, and H74 before it",
}

// Each check of the hardened description is taken out in turn, and generated attacks that it
// refused are made again: one of each kind on each field. In full, all of them are.
func TestMutationsOfHardened(t *testing.T) {
	simtest.Long(t)
	base := triedOnce(t, "hardened")
	if !*everything {
		base = oneOfEach(base)
	}
	all, err := Mutate("hardened", nil, base, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(all), len(model.Hardened().Checks()); got != want {
		t.Fatalf("got %d mutations, want one a check: %d", got, want)
	}
	text := mutationsText(t, all, unnoticedOnHardened, unreachedOnHardened)
	if !*everything {
		simtest.Golden(t, "mutations-hardened.txt", text)
	}
}

// oneOfEach keeps one case of each kind, message and field for each check that refuses.
func oneOfEach(r *GeneratedResult) *GeneratedResult {
	thin := &GeneratedResult{}
	seen := map[[4]string]bool{}
	for _, c := range r.Cases {
		if c.Status != CaseRefused {
			continue
		}
		if k := [4]string{c.Checks[0], c.Kind, c.Message, c.Field}; !seen[k] {
			seen[k] = true
			thin.Cases = append(thin.Cases, c)
		}
	}
	return thin
}
