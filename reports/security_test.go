package reports

import (
	"testing"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/monitor"
)

// made is an attack that was carried out, with one claim of a row.
func made(id, threat, row string, options []string, status monitor.Status) *Attack {
	return &Attack{Case: Case{ID: id, Threat: threat, Config: sim.Config{Options: options}},
		Outcome: &attacks.Outcome{}, Results: []Result{{Named: true, Verdict: monitor.Verdict{
			Claim: model.Claim{ID: id, Row: row}, Status: status}}}}
}

// Table 3's column: an attack counts against its own kind of adversary, a literal
// reading against nobody, and what an honest run violates needs no attack.
func TestAttributes(t *testing.T) {
	honest := made("W8", "dishonest receiver", "data non-repudiation", nil, monitor.Violated)
	honest.Results[0].Honest = true
	s := &Attacks{Profile: "published", All: []*Attack{
		made("W3", "insider doctor", "replay attack", nil, monitor.Violated),
		made("W1", "outsider", "replay attack", nil, monitor.Violated),
		made("W1-late", "outsider", "replay attack", nil, monitor.Holds),
		made("W5", "thief of the patient's device", "impersonation attack", nil, monitor.Violated),
		made("W18", "theft of PRK_D", "confidentiality", nil, monitor.Holds),
		made("W12", "outsider", "confidentiality", []string{"E12"}, monitor.Violated),
		honest,
	}, Games: []attacks.GameResult{
		{Claim: "anonymity: P", Tell: "size of visit 1", Violated: true},
		{Claim: "unlinkability: D"},
	}}
	rows := map[string]Attribute{}
	for _, a := range s.Attributes() {
		rows[a.Name] = a
	}
	if len(rows) != 11 {
		t.Fatalf("got %d attributes, want the 11 of Table 3", len(rows))
	}
	for _, c := range []struct{ row, who, want string }{
		{"replay attack", Insider, "✗ W3"},
		{"replay attack", Outsider, "✗ W1"},
		{"replay attack", Device, "–"},
		{"impersonation attack", Device, "✗ W5"},
		{"confidentiality", Theft, "not violated (1)"},
		{"confidentiality", Outsider, "–"},
		{"data non-repudiation", Insider, "✗ without any attack"},
		{"patient anonymity", Outsider, "✗ game: size of visit 1"},
		{"doctor unlinkability", Outsider, "not violated (1)"},
	} {
		if got := rows[c.row].Verdicts[c.who].cell(); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.row, c.who, got, c.want)
		}
	}
}

// A protocol that Table 3 does not speak of has no such column.
func TestAttributesOfAnotherProtocol(t *testing.T) {
	if rows := (&Attacks{Profile: "ns"}).Attributes(); len(rows) != 0 {
		t.Errorf("got %v", rows)
	}
}
