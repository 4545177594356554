package catalogue_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/simtest"
)

// attacksOnHardened are the attacks of the catalogue on the hardened profile with all its
// repairs: what becomes of each. Those that violate anything are out of its scope, each by
// a line of HARDENED.md under "What it assumes" or "What it does not claim".
var attacksOnHardened = []struct {
	name    string
	left    []int    // moves of the finding of each claim that it violates; nil: it violates none
	scope   string   // the words of HARDENED.md that put it out of scope
	refused []string // by which checks, in the whole attack
	costs   bool     // what is refused cost a party more than the adversary: W16, see there
}{
	{name: "w01-hardened", refused: []string{"H25", "H58", "H75", "H22", "H53", "H70"}},
	{name: "w02-hardened", refused: asPrinted},
	{name: "w02-ahead", refused: []string{"H103"}, left: []int{2, 2},
		scope: "Who can set dates can lengthen that"},
	{name: "w02-dates", left: []int{3, 4, 2},
		scope: "Who can set dates can lengthen that, and the age of a diagnosis, by as much."},
	{name: "w03-hardened", refused: []string{"H24"}, costs: true},
	{name: "w04-hardened", refused: asPrinted, costs: true},
	{name: "w05-hardened", refused: []string{"H24"}},
	{name: "w05-guess", left: []int{3, 3, 3, 3, 3},
		scope: "who steals the device can guess B_P offline"},
	{name: "w06-hardened"},
	{name: "w07-hardened", refused: []string{"H64", "H64", "H64"}},
	{name: "w08-hardened", refused: []string{"H48"}},
	{name: "w08-record-hardened", refused: []string{"H98"}},
	{name: "w08-diagnosis-hardened", refused: []string{"H102"}},
	{name: "w09-hardened"},
	{name: "w10-hardened"},
	{name: "w11-hardened"},
	{name: "w16-hardened", refused: []string{"H21", "H22", "H52", "H53", "H69", "H70"}},
	{name: "w16-cookie", left: []int{2},
		scope:   "against whoever can receive a cookie",
		refused: []string{"H23", "H54", "H71", "H25", "H58", "H75"}},
	{name: "w17"},
	{name: "w18-hardened", refused: asPrinted},
	{name: "w18-patient-hardened", refused: asPrinted},
	{name: "w18-cloud-hardened", left: []int{1},
		scope: "falls with the receiver's private key"},
	{name: "w18-hospital-hardened", left: []int{1},
		scope: "falls with the receiver's private key"},
	{name: "w19"},
	{name: "w19-active-hardened", refused: asPrinted},
	{name: "w20-hardened", refused: asPrinted},
	{name: "w20-phases-hardened", refused: asPrinted, costs: true},
	{name: "w20-sessions-hardened", refused: asPrinted},
	{name: "w21-hardened", refused: []string{"H87"}},
	{name: "w22-hardened", refused: []string{"H38"}},
	{name: "w23-hardened", refused: []string{"H72"}},
	{name: "w25-hardened", refused: []string{"H38", "H87"}},
	{name: "w24-hardened", refused: []string{"H48"}, costs: true},
}

func TestCatalogueOnHardened(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	var tried []string
	for _, w := range attacksOnHardened {
		tried = append(tried, w.name)
		t.Run(w.name, func(t *testing.T) {
			s := loadedScript(t, w.name, false, need.Overrides{Profile: "hardened"})
			o := runAttack(t, s)
			if err := s.Differs(o.Outcome); err != nil {
				t.Error(err)
			}
			want := strings.Join(w.refused, " ")
			if want == asPrinted[0] {
				want = strings.Join(strings.Fields(strings.Join(o.Log, " ")), " ")
			}
			if got := strings.Join(attacks.Refusals(o.Outcome), " "); got != want {
				t.Errorf("refused by %q, want %q", got, want)
			}
			nothingElseBreaks(t, s, o.Outcome, w.costs)
			if w.left == nil {
				allExercised(t, s, o.Outcome)
				return
			}
			for i, id := range s.Violates {
				wantFinding(t, o.Outcome, id, w.left[i])
			}
		})
	}
	for _, name := range catalogue.Names() {
		if attacktest.Script(t, name, need.Overrides{}).Expect["hardened"] != "" &&
			!slices.Contains(tried, name) {
			t.Errorf("%s is not in the table", name)
		}
	}
}

// What is violated on the hardened profile is what its document says is not claimed.
func TestOutOfScopeIsWrittenDown(t *testing.T) {
	raw, err := os.ReadFile("../../../model/HARDENED.md")
	if err != nil {
		t.Fatal(err)
	}
	_, limits, _ := strings.Cut(string(raw), "\n## What it assumes\n")
	limits = strings.Join(strings.Fields(limits), " ")
	for _, w := range attacksOnHardened {
		expected := loadedScript(t, w.name, false,
			need.Overrides{Profile: "hardened"}).Expect["hardened"]
		if (expected == "violated") != (w.scope != "") || w.left != nil && w.scope == "" {
			t.Errorf("%s: it is expected to be %q, want it violated where it is out of scope", w.name,
				expected)
		}
		if !strings.Contains(limits, w.scope) {
			t.Errorf("%s: HARDENED.md does not say %q", w.name, w.scope)
		}
	}
}

// twins are, for each attack that succeeds on the published profile, the attacks that try
// the same on the hardened one; or why there is nothing to try.
var twins = []struct {
	of, why string
	tried   []string
}{
	{of: "w01", tried: []string{"w01-hardened"}},
	{of: "w02-clock", tried: []string{"w02-hardened"}},
	{of: "w02-clocks", tried: []string{"w02-hardened"}},
	{of: "w03", tried: []string{"w03-hardened"}},
	{of: "w04", tried: []string{"w04-hardened"}},
	{of: "w05", tried: []string{"w05-hardened"}},
	{of: "w06", tried: []string{"w06-hardened"}},
	{of: "w07", tried: []string{"w07-hardened"}},
	{of: "w08", tried: []string{"w08-hardened"}},
	{of: "w08-record", tried: []string{"w08-record-hardened"}},
	{of: "w08-diagnosis", tried: []string{"w08-diagnosis-hardened"}},
	{of: "w11", tried: []string{"w11-hardened"}},
	{of: "w12", why: "with E12; no signature carries its text"},
	{of: "w12-relay", why: "with E12; no signature carries its text"},
	{of: "w13", why: "with E13; no time stamp goes in clear"},
	{of: "w13-answers", why: "with E13; no time stamp goes in clear"},
	{of: "w14", why: "with E20; all encryption is authenticated"},
	{of: "w14-late", why: "with E20; all encryption is authenticated"},
	{of: "w15", why: "with E17; the encoding is injective"},
	{of: "w16", tried: []string{"w16-hardened"}},
	{of: "w16-replay", tried: []string{"w16-hardened", "w01-hardened"}},
	{of: "w18-record", tried: []string{"w18-hardened", "w11-hardened"}},
	{of: "w18-diagnosis", tried: []string{"w18-patient-hardened"}},
	{of: "w18-cloud", tried: []string{"w18-cloud-hardened"}},       // out of scope
	{of: "w18-hospital", tried: []string{"w18-hospital-hardened"}}, // out of scope
	{of: "w21", tried: []string{"w21-hardened"}},
	{of: "w07-questions", tried: []string{"w07-hardened"}},
	{of: "w16-search", tried: []string{"w16-hardened", "w01-hardened"}},
	{of: "w25", tried: []string{"w25-hardened"}},
	{of: "w22", tried: []string{"w22-hardened"}},
	{of: "w23", tried: []string{"w23-hardened"}},
}

// Every claim that an attack violates on the published profile is tried on the hardened one,
// and holds.
func TestEverySuccessHasARefusedTwin(t *testing.T) {
	simtest.Long(t)
	var paired []string
	for _, w := range twins {
		paired = append(paired, w.of)
		s := attacktest.Script(t, w.of, need.Overrides{})
		if (w.why != "") != (len(s.Config.Options) > 0) || (w.why != "") != (w.tried == nil) {
			t.Errorf("%s: want a twin, or a literal reading that the profile does not have", w.of)
		}
		if w.why != "" {
			continue
		}
		var claims []string
		for _, name := range w.tried {
			twin := attacktest.Script(t, name, need.Overrides{Profile: "hardened"})
			if e := twin.Expect["hardened"]; e == "" || e == "violated" && twin.Scope == "" {
				t.Errorf("%s: %s is expected to be %q", w.of, name, e)
			}
			claims = append(claims, twin.Violates...)
		}
		for _, id := range s.Violates {
			if !slices.Contains(claims, id) {
				t.Errorf("%s violates %s: %q do not try to", w.of, id, w.tried)
			}
		}
	}
	for _, name := range catalogue.Names() {
		if attacktest.Script(t, name, need.Overrides{}).Expect["published"] == "violated" &&
			!slices.Contains(paired, name) {
			t.Errorf("%s succeeds on the published profile, and has no twin", name)
		}
	}
}

// Neither another suite nor another seed changes what becomes of any of them.
func TestHardenedOnEverySuite(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	for _, w := range attacksOnHardened {
		for i, name := range suite.Names() {
			seed := sim.Seed(300 + i)
			s := loadedScript(t, w.name, false, need.Overrides{Profile: "hardened", Suite: name,
				Seed: &seed})
			if err := s.Differs(runAttack(t, s).Outcome); err != nil {
				t.Errorf("%s, suite %q: %v", w.name, name, err)
			}
		}
	}
}

// W6: with alice's finger beside all that is stolen, what her device keeps sealed is open
// too. B_P itself is what is stolen then, and nothing else; without r5·r6 and r7·r8, all is.
func TestLaterTheftOfTheFingerToo(t *testing.T) {
	const all = 7 // SEK1 twice, SEK2 twice, M_SD, M_EMR, M_DINF
	for _, options := range [][]string{nil, {"H28"}} {
		_, raw := catalogue.Source("w06-hardened")
		src := strings.Replace(string(raw), "    for secret in [", `    reveal("alice", "biometric")
    if not can_open(own("alice", "C_P0"), stretch(own("alice", "B_P"), own("alice", "salt")), 2):
        fail("the device stays shut")
    for secret in [`, 1)
		s, err := script.Load("w06-hardened.star", []byte(src), need.Overrides{Options: options})
		if err != nil {
			t.Fatal(err)
		}
		o := runAttack(t, s)
		got := slices.DeleteFunc(violatedIDs(o.Outcome), func(id string) bool {
			return id == "forward secrecy: B_P of P"
		})
		if len(got) == len(violatedIDs(o.Outcome)) {
			t.Error("B_P was not stolen")
		}
		if want := all * len(options); len(got) != want {
			t.Errorf("options %q: violated: %q, want %d", options, got, want)
		}
	}
}
