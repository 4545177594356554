package survey

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/attacktest"
	"emrproof/attacks/games"
	"emrproof/attacks/generate"
	"emrproof/attacks/kept"
	"emrproof/attacks/script"
	"emrproof/attacks/script/need"
	"emrproof/attacks/search"
	"emrproof/attacks/search/threats"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
	"slices"
)

// words are what became of a claim, in short.
func words(v Against) string {
	switch v.Verdict {
	case "violated":
		return "✗ " + strings.Join(v.Attacks, ", ")
	case "not violated":
		return fmt.Sprintf("not violated (%d)", v.Tried)
	}
	return "–"
}

// made is an attack that was carried out, with one claim of a row; of one principal the
// adversary was given what stands there, separated by commas.
func made(id, given, row string, options []string, status monitor.Status) *Attack {
	var events []*trace.Event
	for _, what := range strings.FieldsFunc(given, func(c rune) bool { return c == ',' }) {
		events = append(events, &trace.Event{Kind: trace.KindReveal, Who: "alice", Label: what})
	}
	return &Attack{Script: &script.Script{ID: id, Config: sim.Config{Options: options}},
		Outcome: &attacks.Outcome{Events: events}, Results: []ClaimResult{{Named: true,
			Verdict: monitor.Verdict{Claim: model.Claim{ID: id, Row: row}, Status: status}}}}
}

// Table 3's column: an attack counts against its own kind of adversary, a literal
// reading against nobody, and what an honest run violates needs no attack.
func TestAttributes(t *testing.T) {
	honest := made("W8", "all", "data non-repudiation", nil, monitor.Violated)
	honest.Results[0].Honest = true
	s := &Survey{Profile: "published", All: []*Attack{
		made("W3", "all", "replay attack", nil, monitor.Violated),
		made("W1", "", "replay attack", nil, monitor.Violated),
		made("W1-late", "", "replay attack", nil, monitor.Holds),
		made("W5", "keys,store", "impersonation attack", nil, monitor.Violated),
		made("W18", "keys", "confidentiality", nil, monitor.Holds),
		made("W12", "", "confidentiality", []string{"E12"}, monitor.Violated),
		honest,
	}, Games: []games.Result{
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
		{"replay attack", insider, "✗ W3"},
		{"replay attack", Outsider, "✗ W1"},
		{"replay attack", device, "–"},
		{"impersonation attack", device, "✗ W5"},
		{"confidentiality", theft, "not violated (1)"},
		{"confidentiality", Outsider, "–"},
		{"data non-repudiation", insider, "✗ without any attack"},
		{"patient anonymity", Outsider, "✗ game: size of visit 1"},
		{"doctor unlinkability", Outsider, "not violated (1)"},
	} {
		if got := words(rows[c.row].Verdicts[c.who]); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.row, c.who, got, c.want)
		}
	}
}

// A protocol that Table 3 does not speak of has no such column.
func TestAttributesOfAnotherProtocol(t *testing.T) {
	if rows := (&Survey{Profile: "ns"}).Attributes(); len(rows) != 0 {
		t.Errorf("got %v", rows)
	}
}

// generatedOn are cases of each kind of adversary, of which some broke claims.
func generatedOn(cases ...generate.Tried) *Survey {
	return &Survey{Profile: "hardened", Generated: &generate.Result{Cases: cases}}
}

func triedBy(corrupt []string, broken ...generate.Broken) generate.Tried {
	return generate.Tried{Case: generate.Case{Kind: "lie", Message: "visit", Corrupt: corrupt},
		Broken: broken}
}

// A case that was made from the description counts against the adversary that makes it, and
// what the description does not claim is out of scope, whoever breaks it.
func TestAttributesOfGeneratedCases(t *testing.T) {
	const replay = "injective agreement: P-D visit"
	s := generatedOn(
		triedBy(nil),
		triedBy(nil, generate.Broken{ID: "availability", Why: "W16-cookie"}),
		triedBy([]string{"bob"}),
		triedBy([]string{"bob"}, generate.Broken{ID: replay}),
		triedBy([]string{"bob", "dan"}, generate.Broken{ID: replay, Why: "W3, W21"}),
	)
	for _, c := range []struct{ row, who, want string }{
		{"replay attack", Outsider, "not violated (2)"},
		{"replay attack", insider, "✗ generated: lie visit, W3, W21"},
		{"replay attack", theft, "–"},
		{"replay attack", Beyond, "–"},
		{"availability", Outsider, "not violated (2)"},
		{"availability", insider, "not violated (3)"},
		{"availability", Beyond, "✗ W16-cookie"},
		{"patient anonymity", Outsider, "–"}, // a game decides it
	} {
		if got := words(s.attribute(c.row, c.who)); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.row, c.who, got, c.want)
		}
	}
}

// Generated attacks count against the goals that are about what they broke, and no others, and
// against the adversary that makes them alone.
func TestGoalsOfGeneratedCases(t *testing.T) {
	const one, other = "injective agreement: P-D visit", "injective agreement: D-P visit"
	s := generatedOn(triedBy(nil), triedBy([]string{"bob"}, generate.Broken{ID: one, Why: "W3"}))
	for _, c := range []struct{ claim, who, want string }{
		{one, insider, "✗ W3"}, {other, insider, "not violated (1)"},
		{one, Outsider, "not violated (1)"}, {other, Outsider, "not violated (1)"},
		{one, theft, "–"},
	} {
		if got := words(s.Goal([]model.Claim{{ID: c.claim}}, c.who)); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.claim, c.who, got, c.want)
		}
	}
}

// What the adversary was given in the run says what kind it is of.
func TestAdversaryByWhatItWasGiven(t *testing.T) {
	for _, c := range []struct {
		scope, profile string
		given          string // such as "alice keys, bob all"
		want           string
	}{
		{"", "published", "", Outsider},
		{"", "published", "mallory all", insider},
		{"", "published", "alice keys, mallory all", insider},
		{"", "published", "alice keys", theft},
		{"", "published", "alice store, alice keys", device},
		{"", "hardened", "alice store", device},
		{"", "hardened", "alice store, alice keys", theft}, // its keys lie sealed
		{"", "published", "alice store, bob store", theft},
		{"", "published", "alice store, alice biometric", theft},
		{"", "published", "alice biometric", theft},
		{"", "published", "mallory all, cloud table index", insider},
		{"clocks", "published", "mallory all", Beyond},
	} {
		o := &attacks.Outcome{}
		for _, one := range strings.Split(c.given, ", ") {
			if who, what, ok := strings.Cut(one, " "); ok {
				o.Events = append(o.Events, &trace.Event{Kind: trace.KindReveal, Who: who, Party: "P",
					Label: what})
			}
		}
		a := &Attack{Script: &script.Script{Scope: c.scope,
			Config: sim.Config{Profile: c.profile}}, Outcome: o}
		if got := a.By(); got != c.want {
			t.Errorf("%s, %q given: got %s, want %s", c.profile, c.given, got, c.want)
		}
	}
}

// A finding that was saved is the one that is had again: at its commit point, or not at all.
func TestSavedFinding(t *testing.T) {
	script := attacktest.Script(t, "lowe", need.Overrides{})
	a, err := CarryOut(script)
	if err != nil {
		t.Fatal(err)
	}
	s := Save(a)
	b, err := s.Again(script)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Results {
		if f, g := a.Results[i].Finding, b.Results[i].Finding; f.Breach.Commit != g.Breach.Commit {
			t.Errorf("%s: event %d, and again %d", f.Claim.ID, f.Breach.Commit, g.Breach.Commit)
		}
	}
	s.Findings[0].Commit++
	if _, err := s.Again(script); err == nil || !strings.Contains(err.Error(), "does not repeat") {
		t.Errorf("another commit point: got %v, want an error", err)
	}
}

// What one adversary was tried on says nothing of another.
func TestAgainstOneAdversary(t *testing.T) {
	s := &Survey{Profile: "published", All: []*Attack{
		made("W3", "all", "replay attack", nil, monitor.Holds)}}
	for _, who := range Adversaries {
		want := "–"
		if who == insider {
			want = "not violated (1)"
		}
		if got := words(s.Goal([]model.Claim{{ID: "W3"}}, who)); got != want {
			t.Errorf("goal, %s: got %q, want %q", who, got, want)
		}
		if got := words(s.attribute("replay attack", who)); got != want {
			t.Errorf("attribute, %s: got %q, want %q", who, got, want)
		}
	}
}

// What a search says counts against its kind of adversary: that no run violates a claim; or one
// that does, by the attacks that explain it, or by itself.
func TestSearched(t *testing.T) {
	p := library.Must("published")
	one, other := p.Claims[0], p.Claims[1]
	said := func(outsider, insider []threats.Said) *threats.Result {
		return &threats.Result{Under: []threats.Under{{Claims: outsider},
			{Corrupt: []model.Party{"D"}, Claims: insider}}}
	}
	none := func(c model.Claim, n int) threats.Said {
		return threats.Said{Claim: c.ID, Verdict: search.None, Instances: n}
	}
	broken := threats.Said{Claim: one.ID, Verdict: search.Violated, Run: &kept.Finding{}, How: "so"}
	s := &Survey{Profile: "published", known: map[string][]string{},
		Searched: said([]threats.Said{none(one, 4), none(other, 5)}, []threats.Said{broken})}
	both := []model.Claim{one, other}
	if v := s.Goal(both, Outsider); v.Within != 4 || len(v.Attacks) > 0 {
		t.Errorf("outsider: got %+v", v)
	}
	if v := s.Goal(both[1:], Outsider); v.Within != 5 {
		t.Errorf("outsider, one claim: got %+v", v)
	}
	if v := s.Goal(both, theft); v.Within != 0 || v.Verdict != "not tried" {
		t.Errorf("theft: got %+v", v)
	}
	if v := s.Goal(both, insider); v.Verdict != "violated" || v.Within != 0 ||
		!slices.Equal(v.Attacks, []string{bySearch}) {
		t.Errorf("insider: got %+v", v)
	}
	i := slices.IndexFunc(p.Claims, func(c model.Claim) bool { return c.Kind == model.ForwardSecrecy })
	past := []model.Claim{p.Claims[i]}
	lost := broken
	lost.Claim = past[0].ID
	s.Searched.Under[0].Claims = append(s.Searched.Under[0].Claims, lost)
	if v := s.Goal(past, Outsider); v.Verdict != "not tried" {
		t.Errorf("a secret of the past, outsider: got %+v", v)
	}
	if v := s.Goal(past, theft); v.Verdict != "violated" {
		t.Errorf("a secret of the past, theft: got %+v", v)
	}
	if v := s.Goal(append(past, both...), Outsider); v.Within != 4 {
		t.Errorf("with a secret of the past: got %+v", v)
	}
	s.All = []*Attack{made("W9", "all", "", nil, monitor.Violated)}
	s.All[0].Results[0].Verdict.Claim = one
	if v := s.Goal(both, insider); !slices.Equal(v.Attacks, []string{"W9"}) {
		t.Errorf("with an attack that is known: got %+v", v)
	}
	s.All, s.known["so"] = nil, []string{"W3"}
	if v := s.Goal(both, insider); !slices.Equal(v.Attacks, []string{"W3"}) {
		t.Errorf("explained: got %+v", v)
	}
}
