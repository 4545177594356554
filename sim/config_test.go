package sim

import (
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/delay"
)

// The default world's principals are authority, cloud, hospital-a, hospital-b, bob
// and alice; its starts are the filing and the round.
var badConfigs = []struct {
	name   string
	change func(c *Config)
	want   string
}{
	{"no schema", func(c *Config) { c.Schema = 0 }, `schema 0: this version reads schema 1`},
	{"a later schema", func(c *Config) { c.Schema = 2 }, `schema 2: this version reads schema 1`},
	{"no profile", func(c *Config) { c.Profile = "" },
		`profile "": want one of ` + strings.Join(library.Names(), ", ")},
	{"another profile", func(c *Config) { c.Profile = "pubished" },
		`profile "pubished": want one of ` + strings.Join(library.Names(), ", ")},
	{"another option", func(c *Config) { c.Options = []string{"E1"} },
		`option "E1": want one of E12, E13, E14, E17, E20`},
	{"an option twice", func(c *Config) { c.Options = []string{"E12", "E12"} },
		`option "E12" is given twice`},
	{"an option of ns", func(c *Config) { c.Profile = "ns"; c.Options = []string{"E12"} },
		`option "E12": profile "ns" has none`},
	{"another suite", func(c *Config) { c.Suite = "rsa" },
		`suite "rsa": want one of ristretto255, p256`},
	{"negative ΔT", func(c *Config) { c.DeltaT = -1 }, `delta_t -1ns: want more than 0s`},
	{"no ΔT", func(c *Config) { c.DeltaT = 0 }, `delta_t 0s: want more than 0s`},
	{"a bad link", func(c *Config) { c.Link.Delay = -second }, `link: delay -1s: want 0s or more`},

	{"no name", func(c *Config) { c.Principals[5].Name = "" },
		`principals[5]: name "": want 1 to 60 letters, digits, hyphens and full stops`},
	{"a slash", func(c *Config) { c.Principals[4].Name = "bob/x" },
		`principals[4]: name "bob/x": want 1 to 60 letters, digits, hyphens and full stops`},
	{"a session", func(c *Config) { c.Principals[4].Name = "alice.2" },
		`principals[4]: name "alice.2": sessions are called so: want no full stop before a ` +
			`number at the end`},
	{"a name twice", func(c *Config) { c.Principals[5].Name = "bob" },
		`principals[5]: name "bob" is taken`},
	{"no party", func(c *Config) { c.Principals[5].Party = "" },
		`principals[5]: party "": want one of P, D, HPC, PC, MA`},
	{"a party of ns", func(c *Config) { c.Principals[5].Party = "A" },
		`principals[5]: party "A": want one of P, D, HPC, PC, MA`},
	{"two clouds", func(c *Config) { c.Principals[2].Party = "PC" },
		`principals[2]: party PC: "hospital-a" is a second one, want one`},
	{"no cloud", func(c *Config) { c.Principals[1].Party = "HPC" },
		`principals: nobody plays PC, the public cloud`},
	{"nobody", func(c *Config) { c.Principals = nil },
		`principals: nobody plays PC, the public cloud`},
	{"validity", func(c *Config) { c.Principals[4].CertFrom = 2; c.Principals[4].CertUntil = 1 },
		`principals[4]: cert_until 1ns is before cert_from 2ns`},
	{"revocation", func(c *Config) { c.Principals[4].CertRevoked = -second },
		`principals[4]: cert_revoked -1s: want 0s (never) or more`},
	{"slow", func(c *Config) { c.Principals[4].Drift = -1e6 },
		`principals[4]: drift_ppm -1000000: want -999999 to 999999`},
	{"fast", func(c *Config) { c.Principals[4].Drift = 1e6 },
		`principals[4]: drift_ppm 1000000: want -999999 to 999999`},
	{"department", func(c *Config) { c.Principals[4].Department = strings.Repeat("ü", 128) },
		`principals[4]: department: want at most 255 bytes of UTF-8`},
	{"department's text", func(c *Config) { c.Principals[4].Department = "\xff" },
		`principals[4]: department: want at most 255 bytes of UTF-8`},
	{"biometric", func(c *Config) { c.Principals[5].Biometric = "\xff" },
		`principals[5]: biometric: want UTF-8`},

	{"route", func(c *Config) { c.Routes = []route{{Between: [2]string{"alice", "mallory"}}} },
		`routes[0]: between "alice" and "mallory": want two principals`},
	{"route's link", func(c *Config) {
		c.Routes = []route{{}, {Between: [2]string{"alice", "bob"}, Link: delay.Link{Jitter: -1}}}
		c.Routes[0].Between = c.Routes[1].Between
	}, `routes[1].link: jitter -1ns: want 0s or more`},

	{"phase", func(c *Config) { c.Starts[1].Phase = "vist" },
		`starts[1]: phase "vist": want one of filing, visit`},
	{"a phase that comes once", func(c *Config) { c.Starts[1].Phase = "registration of P" },
		`starts[1]: phase "registration of P": want one of filing, visit`},
	{"a phase that continues", func(c *Config) { c.Starts[1].Phase = "search" },
		`starts[1]: phase "search": want one of filing, visit`},
	{"by nobody", func(c *Config) { c.Starts[1].By = "" },
		`starts[1]: by "": want a principal who plays P`},
	{"by a doctor", func(c *Config) { c.Starts[1].By = "bob" },
		`starts[1]: by "bob": want a principal who plays P`},
	{"filed by a patient", func(c *Config) { c.Starts[0].By = "alice" },
		`starts[0]: by "alice": want a principal who plays HPC`},
	{"with a stranger", func(c *Config) { c.Starts[1].With = "mallory" },
		`starts[1]: with "mallory": want a principal`},
	{"too early", func(c *Config) { c.Starts[1].At = -1 }, `starts[1]: at -1ns: want 0s or more`},
	{"start's department", func(c *Config) { c.Starts[0].Department = strings.Repeat("x", 256) },
		`starts[0]: department: want at most 255 bytes of UTF-8`},
	{"records", func(c *Config) { c.Records = map[string][]byte{"patient": nil} },
		`records: kind "patient": want emr, signal or diagnosis`},
}

func TestCheckRefuses(t *testing.T) {
	for _, b := range badConfigs {
		c := standard(t, "published", DefaultSize)
		b.change(&c)
		wantError(t, b.name, c.Check(), b.want)
		if _, err := Run(c, nil, nil); err == nil || err.Error() != b.want {
			t.Errorf("%s: Run: %v, want %s", b.name, err, b.want)
		}
	}
}

// What passes at the edges.
func TestCheckTakes(t *testing.T) {
	long := strings.Repeat("x", 255)
	for name, change := range map[string]func(c *Config){
		"no starts":        func(c *Config) { c.Starts = nil },
		"with nobody":      func(c *Config) { c.Starts[1].With = "" },
		"with oneself":     func(c *Config) { c.Starts[1].With = "alice" },
		"255 bytes":        func(c *Config) { c.Principals[4].Department = long[:255] },
		"60 letters":       func(c *Config) { c.Principals[3].Name = long[:60] },
		"drift":            func(c *Config) { c.Principals[4].Drift = -999999 },
		"certificate":      func(c *Config) { c.Principals[4].CertFrom = -1 },
		"route to oneself": between("bob", "bob", delay.Link{}),
		"every option":     func(c *Config) { c.Options = library.OptionIDs("published") },
		"no emr":           func(c *Config) { c.Records = map[string][]byte{"emr": nil} },
	} {
		c := standard(t, "published", DefaultSize)
		change(&c)
		wantError(t, name, c.Check(), "")
		mustRun(t, c, nil, nil)
	}
}

func TestStandardRefuses(t *testing.T) {
	for _, c := range []struct {
		profile string
		size    Size
		want    string
	}{
		{"published", Size{Of: map[model.Party]int{"P": 0}}, `P=0: want 1 or more`},
		{"published", Size{Of: map[model.Party]int{"D": -1}}, `D=-1: want 1 or more`},
		{"published", Size{Of: map[model.Party]int{"PC": 2}},
			`PC=2: want 1, since one principal is the public cloud`},
		{"ns", Size{Of: map[model.Party]int{"P": 1}}, `party "P": want one of A, B`},
		{"ns", Size{Sessions: -1}, `sessions -1: want 0 or more`},
		{"x", DefaultSize, `profile "x": want one of ` + strings.Join(library.Names(), ", ")},
	} {
		_, err := Standard(c.profile, c.size)
		wantError(t, c.profile, err, c.want)
	}
}

// Names do not run out, and stay distinct.
func TestStandardOfManyPrincipals(t *testing.T) {
	for _, profile := range library.Profiles() {
		c := standard(t, profile, Size{Each: 30, Sessions: 40})
		wantError(t, profile, c.Check(), "")
	}
}

func TestMovesNeedAnAdversary(t *testing.T) {
	c := standard(t, "ns", DefaultSize)
	c.Moves = []string{"drop exchange 1"}
	_, err := Run(c, nil, nil)
	wantError(t, "moves", err,
		`the moves need the adversary that makes them: see package attacks`)
	_, err = Run(c, Passive{}, nil)
	wantError(t, "moves and an adversary", err, "")
}

// What is not said of the memory for stretching passwords is the default.
func TestStretchMemory(t *testing.T) {
	for said, want := range map[int]int{0: DefaultStretchKiB, 8: 8, 1024: 1024} {
		if got := (Config{StretchKiB: said}).memory(); got != want {
			t.Errorf("%d KiB: got %d, want %d", said, got, want)
		}
	}
}

// Who comes after the names that there are has a number, counted from 1.
func TestStandardNames(t *testing.T) {
	for profile, want := range map[string]string{
		"published": "hospital-0030 doctor-0030 patient-0030",
		"ns":        "responder-0030 initiator-0030",
	} {
		c := standard(t, profile, Size{Each: 30})
		last := map[model.Party]string{}
		for _, p := range c.Principals {
			last[p.Party] = p.Name
		}
		got := []string{last["HPC"], last["D"], last["P"]}
		if profile == "ns" {
			got = []string{last["B"], last["A"]}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: got %s, want %s", profile, s, want)
		}
	}
}
