package proofs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/prover"
	"emrproof/proofs/protocol"
	"emrproof/sim/simtest"
)

func load(t testing.TB, name string) *protocol.Protocol {
	t.Helper()
	p, err := protocol.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func variant(t testing.TB, name string, errata ...string) *protocol.Variant {
	t.Helper()
	v, err := load(t, name).Variant(errata...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func allErrata(p *protocol.Protocol) []string {
	var ids []string
	for _, e := range p.Errata {
		ids = append(ids, e.ID)
	}
	return ids
}

func results(t testing.TB, v *protocol.Variant, extensions ...string) map[string]Goal {
	t.Helper()
	v.Extensions = append(v.Extensions, extensions...)
	all, err := prove(v)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]Goal{}
	for _, r := range all {
		if !r.Whole {
			t.Errorf("%s: the search met its bound", r.ID)
		}
		byID[r.ID] = r
	}
	return byID
}

// The paper's proof has 4 messages, 28 assumptions, 16 goals and 32 statements.
// Reference: section "Mutual authentication".
func TestPublishedIsWhole(t *testing.T) {
	v := variant(t, "published")
	if m, a, g, s := len(v.Messages), len(v.Assumptions), len(v.Goals), len(v.Statements); m != 4 ||
		a != 28 || g != 16 || s != 32 {
		t.Errorf("%d messages, %d assumptions, %d goals, %d statements", m, a, g, s)
	}
	for i, s := range v.Statements {
		if s.N != i+1 || len(s.Cites) == 0 || s.Rule == "" {
			t.Errorf("statement %d: number %d, cites %v, by %q", i+1, s.N, s.Cites, s.Rule)
		}
	}
	for i := range 16 {
		if v.Goals[i].ID != fmt.Sprintf("G%d", i+1) {
			t.Errorf("goal %d is %s", i+1, v.Goals[i].ID)
		}
	}
	for i := range 28 {
		if v.Assumptions[i].ID != fmt.Sprintf("A%d", i+1) {
			t.Errorf("assumption %d is %s", i+1, v.Assumptions[i].ID)
		}
	}
}

// Each statement that is a goal says what the goal says.
// Reference: Statements 5 to 8, 13 to 16, 21 to 24, 29 to 32.
func TestStatementsThatAreGoals(t *testing.T) {
	v := variant(t, "published")
	for i, id := range strings.Fields("G2 G1 G10 G9 G4 G3 G12 G11 G6 G5 G14 G13 G8 G7 G16 G15") {
		n := 8*(i/4) + 5 + i%4
		j := slices.IndexFunc(v.Goals, func(g ban.Given) bool { return g.ID == id })
		g := v.Goals[j]
		if s := v.Statements[n-1]; !s.Formula.Equal(g.Formula) {
			t.Errorf("Statement %d is %s, and %s is %s", n, s.Formula, id, g.Formula)
		}
	}
}

// Every file says what it expects, and gets it, under every set of its errata.
func TestExpectations(t *testing.T) {
	names := protocol.Names()
	if len(names) < 6 || names[0] != "published" {
		t.Fatalf("protocols %v: want the published one first, and five of 1990", names)
	}
	for _, name := range names {
		p := load(t, name)
		if p.Name != name {
			t.Errorf("file %s holds protocol %s", name, p.Name)
		}
		columns, err := matrix(variant(t, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range columns {
			if c.Differs != "" {
				t.Errorf("%s under %v:%s", name, c.Errata, c.Differs)
			}
			if !c.Expected {
				t.Errorf("%s under %v: the file does not say what to expect", name, c.Errata)
			}
		}
	}
}

// Session keys need B5, and what only SEK2 protects needs B10 as well.
func TestErrataOfThePaper(t *testing.T) {
	all := results(t, variant(t, "published", "B1", "B5", "B10"))
	for id, want := range map[string][][]string{
		"G1":  {{"A1", "A14", "A21"}},
		"G4":  {{"A4", "A15"}, {"A10", "A15"}}, // SEK1 is in Sig_D1, and P believes it fresh
		"G13": {{"A5", "A20", "A23", "A27", "B10-3"}},
		"G16": {{"A8", "A17"}},
	} {
		if got := Sets(all[id].Minimal); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%s: least sets %v, want %v", id, got, want)
		}
	}
	// An erratum can be applied in any order, and only once.
	if v := variant(t, "published", "B5", "B1"); !slices.Equal(v.Applied, []string{"B1", "B5"}) {
		t.Errorf("applied %v", v.Applied)
	}
	for _, errata := range [][]string{{"B1", "B1"}, {"B99"}} {
		if _, err := load(t, "published").Variant(errata...); err == nil {
			t.Errorf("%v were applied", errata)
		}
	}
}

// Original BAN has no rule by which a message is fresh because its key is: with that
// rule, B10 is not needed for G13 and G14.
// Reference: A11.
func TestKeyFreshnessInPlaceOfB10(t *testing.T) {
	without := results(t, variant(t, "published", "B1", "B5"))
	with := results(t, variant(t, "published", "B1", "B5"), "key-freshness")
	for _, id := range []string{"G13", "G14"} {
		r, s := without[id], with[id]
		if r.Proof != nil || s.Proof == nil {
			t.Errorf("%s: derivable %v, with key-freshness %v", id, r.Proof != nil, s.Proof != nil)
			continue
		}
		named := false
		for _, rule := range s.Proof.Used() {
			named = named || rule.Extension == "key-freshness"
		}
		if !named || !slices.Contains(s.Minimal[0].IDs, "A11") {
			t.Errorf("%s: the extension is not named in the proof, or A11 not used: %v", id, s.Minimal)
		}
	}
}

// As printed, the keys make each receiver the author of what it receives.
// Reference: A13 to A20.
func TestMistaken(t *testing.T) {
	printed, err := mistaken(variant(t, "published"))
	if err != nil {
		t.Fatal(err)
	}
	if len(printed) != 4 {
		t.Errorf("mistaken about %v, want all four messages", printed)
	}
	owned, err := mistaken(variant(t, "published", "B1"))
	if err != nil || len(owned) != 0 {
		t.Errorf("mistaken about %v, %v, after B1", owned, err)
	}
}

func TestAuditOfThePaper(t *testing.T) {
	simtest.Golden(t, "audit.txt", audited(t, variant(t, "published")))
}

// After all errata nothing is left to mend but what no rule gives.
func TestAuditAfterAllErrata(t *testing.T) {
	v := variant(t, "published", allErrata(load(t, "published"))...)
	results, err := statements(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		want := followsOtherwise
		switch r.N % 8 {
		case 1:
			want = followsAsCited
		case 2:
			want = followsExtension
		case 3, 4: // B10: what two messages say does not join
			want = doesNotFollow
			for i, c := range r.Contents {
				if len(c.Errata) == 0 {
					t.Errorf("Statement %d, part %d does not follow", r.N, i+1)
				}
			}
		case 0:
			want = followsAsCited
		case 6:
			if r.N != 6 { // Statement 6 cites 4, the others the one before them
				want = followsAsCited
			}
		}
		if r.Status != want {
			t.Errorf("Statement %d: %s, want %s", r.N, r.Status, want)
		}
	}
}

// audited is the audit in lines, for a golden file.
func audited(t testing.TB, v *protocol.Variant) string {
	t.Helper()
	results, err := statements(v)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	line := func(what string, f Result) {
		extension := ""
		if f.Extended != nil {
			extension = f.Extended.IDs[0]
		}
		fmt.Fprintf(&b, "%s  %s\n   %s; errata %v; as cited %v; extension %q; circles %v\n", what,
			v.Short(f.Formula), f.Status, Sets(f.Errata),
			Sets(f.AsCited), extension, f.Circles)
		for _, m := range f.Additions {
			fmt.Fprintf(&b, "   + %v\n", m.Candidates)
		}
	}
	for _, r := range results {
		line(fmt.Sprint(r.N), r.Result)
		for i, c := range r.Contents {
			line(fmt.Sprintf("%d, content of part %d", r.N, i+1), c)
		}
	}
	return b.String()
}

// What is derived stays small: the work grows with it.
func TestClosuresAreSmall(t *testing.T) {
	for _, name := range protocol.Names() {
		p := load(t, name)
		v := variant(t, name, allErrata(p)...)
		v.Extensions = ban.Extensions()
		c, err := prover.Close(v.Theory())
		if err != nil {
			t.Fatal(err)
		}
		if n := len(c.Facts); n == 0 || n > 1000 {
			t.Errorf("%s: %d formulas follow, want a thousand at most", name, n)
		}
	}
}

// All that prove says of the published proof.
func BenchmarkPublished(b *testing.B) {
	for b.Loop() {
		v := variant(b, "published")
		if _, err := matrix(v); err != nil {
			b.Fatal(err)
		}
		if _, err := prove(v); err != nil {
			b.Fatal(err)
		}
		if _, err := statements(v); err != nil {
			b.Fatal(err)
		}
	}
}
