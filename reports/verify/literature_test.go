package verify

import (
	"strings"
	"testing"

	"emrproof/attacks/survey"
	"emrproof/model/suite"
	"emrproof/reports"
	"emrproof/reports/expect"
)

// What is known of TMN comes out, generated attacks find some of it, and no more; without the
// catalogue, what they find is new.
func TestLiterature(t *testing.T) {
	s := &reports.Attacks{Survey: &survey.Survey{Profile: "tmn", Suite: suite.Names()[0], Seed: 1}}
	q := &Question{Level: defaultLevel, Seed: 1, Begin: silent}
	v := &Verification{Level: q.Level, Seed: 1, Calibration: []*reports.Attacks{s}}
	for _, do := range []func(*Question, *reports.Attacks) error{v.catalogue, v.calibrate} {
		if err := do(q, s); err != nil {
			t.Fatal(err)
		}
	}
	row := v.literature().Rows[0]
	if got := row[2].String(); got != "8 of 8" {
		t.Errorf("violated are %s, want 8 of 8", got)
	}
	if by := row[3].String(); !strings.Contains(by, "tmn-insiders (Simmons 1994") {
		t.Errorf("violated by %s", by)
	}
	for _, cell := range row[4:] {
		if text := cell.String(); text == "0" || strings.Contains(text, "and") {
			t.Errorf("attacks that no script makes violate %s, want some, and no other", text)
		}
	}
	came := func() (came string) {
		v.foundLiterature(func(_, _, _, words string) { came = words })
		return came
	}
	if got := came(); got != expect.NothingNew {
		t.Errorf("got %q", got)
	}
	s.All = nil
	if got := came(); !strings.HasPrefix(got, "generated attacks violate, and no script does: ") {
		t.Errorf("without the catalogue: got %q", got)
	}
}
