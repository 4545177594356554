package proofs

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/idealised"
	"emrproof/proofs/protocol"
)

// hardenedText is hardened.ban, which a test may change.
func hardenedText(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("protocol/hardened.ban")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// changed is hardened.ban with something else in the place of a text that it has once.
func changed(t testing.TB, old, new string) *protocol.Variant {
	t.Helper()
	text := hardenedText(t)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times in hardened.ban, want once", old, strings.Count(text, old))
	}
	p, err := protocol.Parse("hardened.ban", strings.Replace(text, old, new, 1))
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// found is the comparison with the wire, in lines.
func found(t testing.TB, v *protocol.Variant) []string {
	t.Helper()
	all, err := idealised.Compare(v)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range all {
		lines = append(lines, fmt.Sprintf("%s %d %s: %s", d.Message, d.Part, d.Kind, d.Text))
	}
	return lines
}

// held are the goals that follow, in words.
func held(t testing.TB, v *protocol.Variant) string {
	t.Helper()
	on, err := backed(v, nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, g := range v.Goals {
		if on[g.ID] != nil {
			ids = append(ids, g.ID)
		}
	}
	return strings.Join(ids, " ")
}

const (
	keyGoals  = "G1 G2 G3 G4 G5 G6 G7 G8"
	nameGoals = "G9 G10 G11 G12 G13 G14 G15 G16"
)

// The goals are the paper's; all follow, each from one least set of assumptions, and from
// what the wire bears; and no assumption is a goal or more than is needed.
func TestHardened(t *testing.T) {
	v := variant(t, "hardened")
	published := variant(t, "published")
	for i, g := range published.Goals {
		if v.Goals[i].ID != g.ID || v.Goals[i].Formula.String() != g.Formula.String() {
			t.Errorf("%s: %s, want %s", v.Goals[i].ID, v.Goals[i].Formula, g.Formula)
		}
	}
	if got := held(t, v); got != keyGoals+" "+nameGoals {
		t.Errorf("only %s follow", got)
	}
	a, err := NewAudit(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range a.Goals {
		if len(r.Minimal) != 1 || len(r.Minimal[0].IDs) > 6 || !r.Whole {
			t.Errorf("%s: least sets %v, whole %v: want one of six at most", r.ID, r.Minimal, r.Whole)
		}
	}
	for _, assumption := range v.Assumptions {
		if len(a.Needed[assumption.ID]) == 0 {
			t.Errorf("no goal needs %s", assumption.ID)
		}
	}
	if len(a.Circular) > 0 || len(a.Mistaken) > 0 || len(a.Wire) > 0 {
		t.Errorf("circular %v; mistaken about %v; not as on the wire: %v", a.Circular, a.Mistaken,
			a.Wire)
	}
	if len(a.Backed) != 16 {
		t.Errorf("backed %v", a.Backed)
	}
}

// Without an assumption, the goals that have it in their least set do not follow, and all
// others do.
func TestHardenedNeedsEachAssumption(t *testing.T) {
	whole := results(t, variant(t, "hardened"))
	for _, line := range strings.Split(hardenedText(t), "\n") {
		rest, is := strings.CutPrefix(line, "assume ")
		if !is {
			continue
		}
		id, _, _ := strings.Cut(rest, ":")
		without := changed(t, line+"\n", "\n")
		var want []string
		for _, g := range without.Goals {
			if !slices.Contains(whole[g.ID].Minimal[0].IDs, id) {
				want = append(want, g.ID)
			}
		}
		if got := held(t, without); got != strings.Join(want, " ") || len(want) == 16 {
			t.Errorf("without %s: %s, want %s", id, got, strings.Join(want, " "))
		}
	}
}

// What each extension is for: agreement for the keys; possession for what P and D open
// before they believe in the key.
func TestHardenedNeedsItsExtensions(t *testing.T) {
	const line = "extension agreement, possession\n"
	for _, c := range []struct{ with, want string }{
		{"extension possession\n", nameGoals},
		{"extension agreement\n", "G1 G2 G5 G6 G9 G10 G13 G14"},
		{"", "G9 G10 G13 G14"},
	} {
		if got := held(t, changed(t, line, c.with)); got != c.want {
			t.Errorf("with %q: %s, want %s", c.with, got, c.want)
		}
	}
	v := changed(t, line, "")
	v.Extensions = []string{"agreement", "possession"}
	all, err := derivable(v)
	if err != nil || all[v.Goals[0].ID] == nil {
		t.Errorf("the extensions are of no use when they are not named in the file: %v", err)
	}
}

// Each statement in a message is needed: without the MACs' nobody knows that the peer has
// the key, without the signatures' there is no key.
func TestHardenedNeedsItsStatements(t *testing.T) {
	for _, c := range []struct{ old, new, lost string }{
		{"R_P2‖cookie_D‖(R_P2 → P)}", "R_P2‖cookie_D}", "G1 G2"},
		{"R_D2‖(R_D2 → D)}", "R_D2}", "G3 G4"},
		{"cookie_HPC‖(R_D3 → D)}", "cookie_HPC}", "G5 G6"},
		{"R_HPC2‖(R_HPC2 → HPC)}", "R_HPC2}", "G7 G8"},
		{"‖(D ↔SEK1 P)}SEK1 from P", "}SEK1 from P", "G2"},
		{"‖(D ↔SEK1 P)}SEK1 from D", "}SEK1 from D", "G4"},
		{"‖(HPC ↔SEK2 D)}SEK2 from D", "}SEK2 from D", "G6"},
		{"‖(HPC ↔SEK2 D)}SEK2 from HPC", "}SEK2 from HPC", "G8"},
		// A MAC that could be one's own says nothing (H32).
		{"{cookie_D‖C_P1‖R_D2‖(D ↔SEK1 P)}SEK1 from P",
			"{cookie_D‖C_P1‖R_D2‖(D ↔SEK1 P)}SEK1 from D", "G2"},
	} {
		var want []string
		for _, g := range strings.Fields(keyGoals + " " + nameGoals) {
			if !slices.Contains(strings.Fields(c.lost), g) {
				want = append(want, g)
			}
		}
		if got := held(t, changed(t, c.old, c.new)); got != strings.Join(want, " ") {
			t.Errorf("%s: %s, want all but %s", c.new, got, c.lost)
		}
	}
}

// What is put into an idealised message and is not there on the wire is found, and the
// goals that hang on it are not backed.
func TestHardenedWireTwins(t *testing.T) {
	for _, c := range []struct{ old, new, want, lost string }{
		{"{ID_P‖ID_D‖R_P2‖cookie_D‖", "{ID_P‖ID_D‖R_P2‖cookie_D‖M_SD‖",
			"M1 1 absent: M_SD is nowhere", ""},
		{"{ID_P‖ID_D‖R_P2‖cookie_D‖", "{ID_P‖R_P2‖cookie_D‖", "M1 1 left out: Sig_P1 holds ID_D", ""},
		{"‖(R_D2 → D)}PRK_D", "‖(R_D3 → D)}PRK_D", "M2 1 unsaid: Sig_D1 is to say R_D3 → D", "G3 G4"},
		{"‖(D ↔SEK1 P)}SEK1 from P", "‖(HPC ↔SEK2 D)}SEK1 from P", "M3 1 unsaid: MAC_P is to say", "G2"},
		{"pair R_P2 r5 of P", "pair R_P2 r9 of P", " 0 not agreed: P draws no r9", keyGoals},
		{"pair R_P2 r5 of P", "pair R_P2 r5 of P\nstands r5: salt",
			" 0 not agreed: P does not make R_P2 from salt", keyGoals},
		{"agreed SEK1 of D, P from R_D2, R_P2", "agreed SEK1 of D, P from R_D3, R_P2",
			" 0 not agreed: D makes SEK1 without r7·R_P2", keyGoals},
		{"omits search 4, diagnosis 1:", "omits search 4:",
			" 0 not in it: no idealised message stands for diagnosis 1 (D → P)", ""},
	} {
		v := changed(t, c.old, c.new)
		all, err := idealised.Compare(v)
		if err != nil {
			t.Fatal(err)
		}
		if lines := found(t, v); len(lines) == 0 || !strings.HasPrefix(lines[0], c.want) {
			t.Errorf("%s: found %q, want %q", c.new, lines, c.want)
		}
		on, err := backed(v, all)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range strings.Fields(c.lost) {
			if on[id] != nil {
				t.Errorf("%s: %s is backed", c.new, id)
			}
		}
	}
}

// The paper's SEK1 is no Diffie–Hellman key: it takes r5 and r6 to different points.
// Reference: Eq. 17, 22.
func TestPublishedKeyIsNotAgreed(t *testing.T) {
	v := changed(t, "model hardened", "model published")
	v.Messages, v.Omissions = nil, nil
	lines := found(t, v)
	for _, want := range []string{" 0 not agreed: D makes SEK1 without r6·R_P2",
		" 0 not agreed: P makes SEK1 without r5·R_D2"} {
		if !slices.Contains(lines, want) {
			t.Errorf("found %q, want %q", lines, want)
		}
	}
}

// An omission is about messages that are there, and that nothing is linked to.
func TestOmissionsThatAreWrong(t *testing.T) {
	for _, c := range []struct{ new, want string }{
		{"omits search 9:", `message "search 9": want one of hello 1, `},
		{"omits visit 1:", "visit 1 is not omitted: a part is linked to it"},
	} {
		_, err := idealised.Compare(changed(t, "omits search 4, diagnosis 1:", c.new))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.new, err, c.want)
		}
	}
}

// Whatever is assumed has a reason above it, and whatever is linked says which equations
// of the description it is.
func TestHardenedGivesReasons(t *testing.T) {
	above := ""
	n := 0
	for i, line := range strings.Split(hardenedText(t), "\n") {
		word, _, _ := strings.Cut(line, " ")
		switch {
		case word == "//":
			above = "//"
		case word == "assume" || word == "message":
			n++
			if above == "" {
				t.Errorf("line %d: no comment above %q", i+1, line)
			}
		case !strings.HasPrefix(line, "  "):
			above = ""
		}
		if word == "message" {
			above = ""
		}
	}
	if n != 28+6 {
		t.Errorf("%d assumptions and messages, want 34", n)
	}
}
