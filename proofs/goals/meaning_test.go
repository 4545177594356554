package goals

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
)

// goalsOf are the goals of a protocol as it stands.
func goalsOf(t *testing.T, name string) []ban.Given {
	t.Helper()
	p, err := protocol.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	return v.Goals
}

// What each goal is decided by, written down by hand from the reading in Forms.
func TestWhatEachGoalMeans(t *testing.T) {
	present := func(label string) []string {
		return []string{"weak agreement: " + label, "non-injective agreement: " + label,
			"freshness: " + label}
	}
	with := func(label string) []string {
		return append(present(label), "intended peer: "+label)
	}
	want := map[string][]string{
		"G1": {"secrecy: SEK1 of D"}, "G2": present("P-D SEK1"),
		"G3": {"secrecy: SEK1 of P"}, "G4": present("D-P SEK1"),
		"G5": {"secrecy: SEK2 of HPC"}, "G6": present("D-HPC SEK2"),
		"G7": {"secrecy: SEK2 of D"}, "G8": present("HPC-D SEK2"),
		"G9": {"aliveness: P-D visit"}, "G10": with("P-D visit"),
		"G11": {"aliveness: D-P visit"}, "G12": with("D-P visit"),
		"G13": {"aliveness: D-HPC search"}, "G14": with("D-HPC search"),
		"G15": {"aliveness: HPC-D search"}, "G16": with("HPC-D search"),
	}
	for _, profile := range []string{"published", "hardened"} {
		p, err := library.Profile(profile)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range goalsOf(t, "published") {
			m, err := meaningOf(g, p)
			if err != nil {
				t.Errorf("%s: %v", profile, err)
				continue
			}
			var got []string
			for _, c := range m.Claims {
				got = append(got, c.ID)
			}
			slices.Sort(got)
			slices.Sort(want[g.ID])
			if !slices.Equal(got, want[g.ID]) {
				t.Errorf("%s: %s: got %q, want %q", profile, g.ID, got, want[g.ID])
			}
		}
	}
	if n := len(goalsOf(t, "published")); n != len(want) {
		t.Errorf("%d goals, want %d", n, len(want))
	}
	// Reference: ban.md, goals; B11.
}

func TestGoalsWithoutAMeaning(t *testing.T) {
	p, err := library.Profile("published")
	if err != nil {
		t.Fatal(err)
	}
	ns, err := library.Profile("ns")
	if err != nil {
		t.Fatal(err)
	}
	believes := func(p string, x *ban.Formula) *ban.Formula { return ban.New(ban.OpBelieves, p, x) }
	key := ban.Between(ban.OpShared, "D", ban.Name("SEK1"), "P")
	for _, c := range []struct {
		f    *ban.Formula
		p    *model.Protocol
		want string
	}{
		{ban.New(ban.OpSees, "D", key), p, "want a belief"},
		{believes("D", ban.New(ban.OpFresh, "", key)), p, "want a shared key or a name"},
		{believes("HPC", key), p, "want a key that HPC shares"},
		{believes("D", believes("HPC", key)), p, "want what P believes of a key of its own"},
		{believes("D", ban.Name("B_P")), p, "want the name of the peer"},
		{believes("D", key), ns, `description "ns" has no claim that stands for it`},
	} {
		_, err := meaningOf(ban.Given{ID: "G", Formula: c.f}, c.p)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.f, err, c.want)
		}
	}
}
