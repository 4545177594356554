package sim

import "testing"

// The tags of what is not sent: nobody can change a bit of it on the way, and with another
// key there is nothing to open it to.
var atRest = map[string]string{
	"visit, P, open C_P0 (17), tag":   "it lies in the device",
	"query, PC, open entry (59), tag": "it lies in the index",
}

// The checks of the hardened description that never decide alone: see backed. Where the
// other one comes too late, it says what is lost by then.
var backedHardened = map[string]string{
	"certification, D, certificate Cert_D": "the cloud checks it when the doctor registers",
	"registration of P, P, equal (4)": "MAC_D does not agree (38): but then the patient blames " +
		"the doctor for what the cloud did",
	"registration of HPC, HPC, equal (9)":            "MAC_HPC does not agree (87)",
	"registration of D, D, equal (12)":               "MAC_D does not agree (38)",
	"registration of D, PC, certificate Cert_D":      "patients check it at every visit",
	"visit, P, open C_P0 (17), tag":                  "there is no key to sign with",
	"visit, P, certificate Cert_D":                   "the cloud checks it: after M_SD is out",
	"visit, P, within t_P (36)":                      "(45): after M_SD is out",
	"visit, D, open C_P1 (23), tag":                  "TH1 is on C_P1 (38)",
	"visit, D, once cookie_D (25)":                   "P takes one answer: D has two sessions",
	"visit, D, within t_D1 (45)":                     "the consent is too old by then (57)",
	"query, D, within t_D2 (62)":                     "the consent is too old by then (74)",
	"query, PC, certificate Cert_D":                  "HPC checks it: after the index is read",
	"query, PC, verify Tok (56)":                     "(73): after the index is read",
	"query, PC, once h(ID_P‖ID_D‖ID_DE‖T_P1) (58)":   "D takes one answer: the index is read twice",
	"query, PC, open entry (59), tag":                "there is no hospital to go to",
	"search, D, within t_D3 (85)":                    "(91)",
	"search, HPC, open C_D3 (71), tag":               "TH2 is on C_D3 (87)",
	"search, HPC, certificate Cert_D":                "P checks it: after the record is out",
	"search, HPC, verify Tok (73)":                   "where only T_P1 is another, (74)",
	"search, HPC, near T_P1 (74)":                    "(93)",
	"search, HPC, once h(ID_P‖ID_D‖ID_DE‖T_P1) (75)": "D takes one answer: HPC has two sessions",
	"search, HPC, within t_HPC (91)":                 "the consent is too old by then (93)",
}

func hardenedChecksText(t testing.TB) string { return hardenedStudy(t).checksText() }

// Remove each check of the hardened description in turn and see a run go through that it
// refused.
func TestEveryCheckOfHardenedIsNeeded(t *testing.T) {
	testChecks(t, hardenedStudy(t), nil)
}

func TestChecksOfHardenedThatAreBacked(t *testing.T) {
	testBacked(t, hardenedStudy(t), backedHardened)
}
