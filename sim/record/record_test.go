package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

var kinds = []Kind{EMR, Signal, Diagnosis, patient}

// names are patients of simulations, and the shortest and the longest that there can be.
var names = []string{
	"alice", "patient-0007", "Bob.b", subject, "p", strings.Repeat("x", nameMax),
}

func TestEveryBuiltInRecordPassesCheck(t *testing.T) {
	for _, kind := range kinds {
		for _, name := range names {
			data := For(kind, name)
			if !json.Valid(data) {
				t.Errorf("For(%s, %s) is no JSON", kind, name)
			}
			if err := Check(kind, string(kind)+".json", data); err != nil {
				t.Errorf("For(%s, %s): %v", kind, name, err)
			}
		}
	}
}

func TestARecordIsOfThePatientNamed(t *testing.T) {
	for _, kind := range kinds {
		alice, bob := For(kind, "alice"), For(kind, "bob")
		if bytes.Equal(alice, bob) {
			t.Errorf("%s: alice's and bob's are the same bytes", kind)
		}
		if got := bytes.ReplaceAll(alice, []byte("alice"), []byte("bob")); !bytes.Equal(got, bob) {
			t.Errorf("%s: alice's and bob's differ in more than the name", kind)
		}
		if !bytes.Equal(For(kind, "alice"), alice) {
			t.Errorf("%s: a second record of alice's differs from the first", kind)
		}
		if bytes.Contains(alice, []byte(subject)) {
			t.Errorf("%s: alice's record mentions %s", kind, subject)
		}
	}
	if !bytes.Contains(For(Signal, "alice"), []byte(`"subject": {"reference": "Patient/alice"}`)) {
		t.Error("the signal of alice's is not about Patient/alice")
	}
}

func TestForGivesBytesThatTheCallerMayChange(t *testing.T) {
	want := string(For(EMR, "alice"))
	changed := For(EMR, "alice")
	for i := range changed {
		changed[i] = 'x'
	}
	if got := string(For(EMR, "alice")); got != want {
		t.Error("a change to one record shows in the next")
	}
}

func TestForAllocatesTheRecordAndNoMore(t *testing.T) {
	For(EMR, "alice")
	// The bytes themselves, and the name's as a slice.
	if got := testing.AllocsPerRun(10, func() { For(EMR, "alice") }); got > 2 {
		t.Errorf("For allocates %v times, want at most 2", got)
	}
}

func BenchmarkFor(b *testing.B) {
	for b.Loop() {
		For(EMR, "patient-0007")
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range names {
		if err := CheckName(name); err != nil {
			t.Errorf("CheckName(%q): %v", name, err)
		}
	}
	for _, name := range []string{
		"", "alice bob", "alice\"", "alice\n", "zoë", "a_b", strings.Repeat("x", nameMax+1),
	} {
		if CheckName(name) == nil {
			t.Errorf("CheckName(%q) = nil, want an error", name)
		}
	}
	const want = `name "alice bob": want 1 to 60 letters, digits, hyphens and full stops`
	if got := CheckName("alice bob").Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestForPanicsOnAMistakeOfTheProgram(t *testing.T) {
	panics := func(kind Kind, patient string) (reason any) {
		defer func() { reason = recover() }()
		For(kind, patient)
		return nil
	}
	if panics("xray", "alice") == nil || panics(EMR, `"`) == nil {
		t.Error("For takes an unknown kind or a name that is no FHIR id")
	}
}
