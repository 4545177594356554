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
	for _, cell := range row[4:6] {
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

// A search of Needham and Schroeder's protocol finds what is known of it: the table says so, and
// what it violates is a verdict.
func TestSearchInTheReport(t *testing.T) {
	s := &reports.Attacks{Survey: &survey.Survey{Profile: "ns", Suite: suite.Names()[0], Seed: 1}}
	q := &Question{Level: quickLevel, Seed: 1, Begin: silent}
	v := &Verification{Level: q.Level, Seed: 1, Calibration: []*reports.Attacks{s}}
	if err := v.catalogue(q, s); err != nil {
		t.Fatal(err)
	}
	if err := v.search(q, s, 2000); err != nil {
		t.Fatal(err)
	}
	row := v.literature().Rows[0]
	if violated, search := row[2].String(), row[6].String(); violated != "7 of 14" || search != "7" {
		t.Errorf("the catalogue violates %s, and a search %s", violated, search)
	}
	var found []string
	v.foundBySearch(func(suite, name, again, came string) {
		found = append(found, suite+"/"+name+" "+again+": "+came)
	})
	want := "search/ns emrproof search --profile ns --states 2000: outsider violates freshness: B-A, "
	if len(found) != 1 || !strings.HasPrefix(found[0], want) ||
		!strings.Contains(found[0], "; B corrupt violates weak agreement: A-B confirmed, ") {
		t.Errorf("got %q", found)
	}
	if words := v.scopes(); len(words) != 2 || !strings.HasPrefix(words[1],
		"ns, B corrupt: no other claim is violated in any run of at most 3 instances, by alice (A)") {
		t.Errorf("got %q", words)
	}
	s.Profile = "tmn"
	if err := v.search(q, s, 2000); err != nil {
		t.Fatal(err)
	}
	v.foundBySearch(func(_, name, _, _ string) {
		t.Errorf("%s is not searched, and has a verdict", name)
	})
	if got := v.literature().Rows[0][6].String(); got != "not searched" {
		t.Errorf("got %s", got)
	}
}
