package sim

import (
	"bytes"
	"testing"

	"emrproof/model"
	"emrproof/sim/record"
	"emrproof/sim/trace"
)

// inputs runs c and returns what each session took from outside, or accepted, by
// "session name".
func inputs(t *testing.T, c Config) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	mustRun(t, c, nil, func(e *trace.Event) {
		for _, d := range e.Data {
			if e.Do == model.StepInput.String() || e.Event == model.EventAccept {
				all[e.Session+" "+d.Name] = d.Value.Bytes()
			}
		}
	})
	return all
}

// The records that come with the harness are made out to the patient, and arrive.
func TestRecordsOfTheHarness(t *testing.T) {
	got := inputs(t, standard(t, "published", DefaultSize))
	for name, kind := range map[string]record.Kind{
		"hospital-a.2 M_EMR": record.EMR, "bob.3 M_EMR": record.EMR,
		"alice.2 M_SD": record.Signal, "bob.3 M_SD": record.Signal,
		"bob.3 M_DINF": record.Diagnosis, "alice.2 M_DINF": record.Diagnosis,
	} {
		if !bytes.Equal(got[name], record.For(kind, "alice")) {
			t.Errorf("%s is %.60q…", name, got[name])
		}
	}
}

// A user's own records take their place, empty ones too.
func TestRecordsOfTheUser(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	c.Records = map[string][]byte{"emr": []byte("mine"), "signal": {}}
	got := inputs(t, c)
	for name, want := range map[string]string{
		"bob.3 M_EMR": "mine", "bob.3 M_SD": "",
		"alice.2 M_DINF": string(record.For(record.Diagnosis, "alice")),
	} {
		if b, ok := got[name]; !ok || string(b) != want {
			t.Errorf("%s is %.60q, want %.60q", name, b, want)
		}
	}
}

// B_P is what the Config says, or else drawn from the seed, the same at each use.
func TestBiometric(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	drawn := inputs(t, c)
	if a, b := drawn["alice.1 B_P"], drawn["alice.2 B_P"]; len(a) != 32 || !bytes.Equal(a, b) {
		t.Errorf("B_P is %q at the registration, %q at the visit", a, b)
	}
	principalOf(t, &c, "alice").Biometric = "left thumb"
	given := inputs(t, c)
	for _, name := range []string{"alice.1 B_P", "alice.2 B_P"} {
		if string(given[name]) != "left thumb" {
			t.Errorf("%s is %q", name, given[name])
		}
	}
}

// ID_DE is the start's department, or else the principal's own.
func TestDepartment(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	principalOf(t, &c, "hospital-a").Department = "neurology"
	want := func(department string) {
		t.Helper()
		got := inputs(t, c)
		for _, session := range []string{"hospital-a.2", "bob.3"} {
			if d := string(got[session+" ID_DE"]); d != department {
				t.Errorf("the department of %s is %q, want %q", session, d, department)
			}
		}
	}
	want("cardiology")
	c.Starts[0].Department, c.Starts[1].Department = "", "neurology"
	principalOf(t, &c, "bob").Department = "neurology"
	want("neurology")
}
