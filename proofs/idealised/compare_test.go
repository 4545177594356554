package idealised

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
	"emrproof/sim/simtest"
)

// text is a file of testdata.
func text(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func found(t testing.TB, v *protocol.Variant) []string {
	t.Helper()
	all, err := Compare(v)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range all {
		lines = append(lines, fmt.Sprintf("%s %d %s: %s", f.Message, f.Part, f.Kind, f.Text))
	}
	return lines
}

func published(t testing.TB, errata ...string) *protocol.Variant {
	t.Helper()
	p, err := protocol.Load("published")
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant(errata...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// As printed, and with the formula of B5 in each signature.
// Reference: M1 to M4.
func TestWireOfThePaper(t *testing.T) {
	var b strings.Builder
	for _, errata := range [][]string{nil, {"B5"}} {
		fmt.Fprintln(&b, "errata", errata)
		for _, line := range found(t, published(t, errata...)) {
			fmt.Fprintln(&b, line)
		}
	}
	simtest.Golden(t, "wire.txt", b.String())
}

// Every difference is found, and what is right is not taken for one.
func TestWireTwins(t *testing.T) {
	for _, c := range []struct {
		message string
		want    string // the beginning of the first difference; empty: there is none
	}{
		{"{NA‖ID_A}PUK_B\n  part 1 is exchange/A/let M1", ""},
		{"{NA‖ID_A}PUK_A\n  part 1 is exchange/A/let M1", "M1 1 other key: "},
		{"{NA‖ID_A‖NB}PUK_B\n  part 1 is exchange/A/let M1", "M1 1 absent: NB is nowhere in exchange 1"},
		{"{NA}PUK_B\n  part 1 is exchange/A/let M1", "M1 1 left out: M1 holds ID_A"},
		{"{NA‖ID_A‖(A ↔K B)}PUK_B\n  part 1 is exchange/A/let M1", "M1 1 unsaid: M1 is to say A ↔K B"},
		{"{NA‖ID_A}PUK_B", "M1 1 unlinked: "},
		{"NA‖ID_A\n  part 1 is exchange/A/let M1", "M1 1 other key: NA stands for "},
	} {
		v := small(t, c.message)
		lines := slices.DeleteFunc(found(t, v), func(s string) bool {
			return strings.Contains(s, notInIt)
		})
		first := ""
		if len(lines) > 0 {
			first = lines[0]
		}
		if !strings.HasPrefix(first, c.want) || c.want == "" && first != "" {
			t.Errorf("%q: got %q, want %q", c.message, first, c.want)
		}
	}
}

// R_D1 goes with Sig_D1, and the signature does not cover it.
func TestWireUnprotected(t *testing.T) {
	p, err := protocol.Parse("m2.ban", text(t, "m2.ban"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	const want = "M2 1 unprotected: R_D1 is in C_D1 of visit 2, not in Sig_D1"
	if got := found(t, v); got[0] != want {
		t.Errorf("got %q, want %q", got[0], want)
	}
}

func small(t testing.TB, message string) *protocol.Variant {
	t.Helper()
	p, err := protocol.Parse("ns.ban", text(t, "ns.ban")+"message M1 from A to B: "+
		message)
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A link that leads nowhere is an error with its place.
func TestLinksThatLeadNowhere(t *testing.T) {
	for _, c := range []struct{ link, want string }{
		{"nowhere/A/let M1", `phase "nowhere": want one of `},
		{"exchange/C/let M1", "C has no part in "},
		{"exchange/A/let C_9", `A computes no "C_9" in `},
		{"exchange/A/send M1", `want a step such as "exchange/A/let M1"`},
	} {
		_, err := Compare(small(t, "{NA‖ID_A}PUK_B\n  part 1 is "+c.link))
		want := fmt.Sprintf("ns.ban:14:3: link %q: %s", c.link, c.want)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", c.link, err, want)
		}
	}
}

// Whatever a part says and is linked to, the comparison ends in differences or in an error
// with its place.
func FuzzCompare(f *testing.F) {
	for _, seed := range [][2]string{
		{"{NA‖ID_A}PUK_B", "exchange/A/let M1"}, {"{NA‖ID_A‖NB}PUK_A", "exchange/A/let M1"},
		{"{NA‖(A ↔K B)‖{NB}K}PUK_B", "exchange/B/let M2"}, {"NA‖ID_A", "exchange/A/let M1"},
		{"⟨NA⟩NB", "exchange/A/send M1"}, {"{NA}PRK_A", "nowhere/A/let M1"}, {"#(NA)", "//"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, content, link string) {
		p, err := protocol.Parse("ns.ban", text(t, "ns.ban")+"message M1 from A to B: "+content+
			"\n  part 1 is "+link)
		if err != nil {
			return
		}
		v, err := p.Variant()
		if err != nil {
			t.Fatal(err)
		}
		_, err = Compare(v)
		var at *ban.SyntaxError
		if err != nil && (!errors.As(err, &at) || at.At.Line < 1) {
			t.Errorf("an error without its place: %v", err)
		}
	})
}

// The protocols of 1990 beside their descriptions: what the logic leaves out of each message, and
// where it speaks of another key. A relay passes on what somebody else made.
func TestWireOfTheProtocolsOf1990(t *testing.T) {
	var b strings.Builder
	for _, name := range []string{"andrew", "kerberos", "otway", "x509", "yahalom"} {
		p, err := protocol.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		v, err := p.Variant()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, name)
		for _, line := range found(t, v) {
			fmt.Fprintln(&b, line)
		}
	}
	simtest.Golden(t, "wire-1990.txt", b.String())
}
