package library

import (
	"emrproof/model/build"
	"slices"
	"strings"
	"testing"
)

// Every check of the description can be taken out, what is left builds and runs
// between honest parties, and it has that one check fewer.
func TestEveryCheckCanBeTakenOut(t *testing.T) {
	for _, profile := range Profiles() {
		p, err := Profile(profile)
		if err != nil {
			t.Fatal(err)
		}
		checks := build.Checks(p)
		if len(checks) == 0 {
			t.Fatalf("%s: no checks", profile)
		}
		for _, c := range checks {
			q, err := Profile(profile, build.WithoutPrefix+c.ID)
			if err != nil {
				t.Errorf("%s: %v", c.ID, err)
				continue
			}
			if got, want := len(build.Checks(q)), len(checks)-1; got != want {
				t.Errorf("%s: got %d checks left, want %d", c.ID, got, want)
			}
			if !slices.Equal(q.Options, []string{build.WithoutPrefix + c.ID}) {
				t.Errorf("%s: got options %q", c.ID, q.Options)
			}
		}
	}
}

// The checks of Eq. 15: the age, what C_P1 is opened to against the clear stamp,
// and the signature.
func TestChecksOfTheFirstMessage(t *testing.T) {
	var got []string
	for _, c := range build.Checks(Must("published")) {
		if c.Phase == "visit" && c.Party == "D" && (c.Eq == 14 || c.Eq == 15 || c.Step < 4) {
			got = append(got, c.ID)
		}
	}
	want := []string{"visit/D/age T_P1", "visit/D/open C_P1: T_P1", "visit/D/verify Sig_P1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWithoutRefusesWhatIsNoCheck(t *testing.T) {
	_, err := Profile("published", "without:visit/D/age T_P9")
	const want = `check "visit/D/age T_P9": want one such as "visit/P/age T_D1"`
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}
