package proofs_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs"
	"emrproof/proofs/ban"
	"emrproof/proofs/ban/prover"
	"emrproof/sim/simtest"
)

func found(t testing.TB, v *proofs.Variant) []string {
	t.Helper()
	all, err := v.Wire()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range all {
		lines = append(lines, fmt.Sprintf("%s %d %s: %s", f.Message, f.Part, f.Kind, f.Text))
	}
	return lines
}

// As printed, and with the formula of B5 in each signature.
// Reference: M1 to M4.
func TestWireOfThePaper(t *testing.T) {
	var b strings.Builder
	for _, errata := range [][]string{nil, {"B5"}} {
		fmt.Fprintln(&b, "errata", errata)
		for _, line := range found(t, variant(t, "published", errata...)) {
			fmt.Fprintln(&b, line)
		}
	}
	simtest.Golden(t, "wire.txt", b.String())
}

// Of what B5 puts into the signatures, the wire bears M2's alone: Sig_D1 holds SEK1.
func TestBacked(t *testing.T) {
	v := variant(t, "published", "B1", "B5", "B10")
	all, err := v.Wire()
	if err != nil {
		t.Fatal(err)
	}
	backed, err := v.Backed(all)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range v.Goals {
		if backed[g.ID] != nil {
			got = append(got, g.ID)
		}
	}
	want := strings.Fields("G3 G4 G9 G10 G11 G12 G15 G16")
	if !slices.Equal(got, want) {
		t.Errorf("backed %v, want %v", got, want)
	}
}

// head begins a file about Needham and Schroeder's public-key protocol.
const head = `protocol ns: two messages
model ns
principal A, B
pair PUK_A PRK_A of A
pair PUK_B PRK_B of B
shared K of A, B
identity ID_A of A
identity ID_B of B
nonce NA, NB
stands NA: N_A
stands NB: N_B
goal G1: A ⊨ NB
`

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
			return strings.Contains(s, string(proofs.WireOther))
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
	p, err := proofs.Parse("m2.ban", `protocol m2: the doctor's answer
model published
principal P, D
pair PUK_D PRK_D of D
value R_D1, R_D2, ID_D, T_D1, Cert_D, SEK1, PK
message M2 from D to P: {R_D2‖ID_D‖T_D1‖Cert_D‖SEK1‖PK‖R_D1}PRK_D
  part 1 is visit/D/let Sig_D1
assume A1: P ⊨ PUK_D → D
assume A2: P ⊨ #(T_D1)
goal G1: P ⊨ D ⊨ R_D1
goal G2: P ⊨ D ⊨ R_D2
`)
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
	all, err := v.Wire()
	if err != nil {
		t.Fatal(err)
	}
	backed, err := v.Backed(all)
	if err != nil || backed["G1"] != nil || backed["G2"] == nil {
		t.Errorf("backed %v, %v", backed, err)
	}
	if g := prove(t, v)["G1"]; !g.Derivable() {
		t.Error("G1 does not follow from the idealised message")
	}
}

func small(t testing.TB, message string) *proofs.Variant {
	t.Helper()
	p, err := proofs.Parse("ns.ban", head+"message M1 from A to B: "+
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
		{"exchange/A/send M1", `want a step such as "visit/P/let Sig_P1"`},
	} {
		_, err := small(t, "{NA‖ID_A}PUK_B\n  part 1 is "+c.link).Wire()
		want := fmt.Sprintf("ns.ban:14:3: link %q: %s", c.link, c.want)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", c.link, err, want)
		}
	}
}

// Whatever a part says and is linked to, the comparison ends in findings or in an error
// with its place.
func FuzzWire(f *testing.F) {
	for _, seed := range [][2]string{
		{"{NA‖ID_A}PUK_B", "exchange/A/let M1"}, {"{NA‖ID_A‖NB}PUK_A", "exchange/A/let M1"},
		{"{NA‖(A ↔K B)‖{NB}K}PUK_B", "exchange/B/let M2"}, {"NA‖ID_A", "exchange/A/let M1"},
		{"⟨NA⟩NB", "exchange/A/send M1"}, {"{NA}PRK_A", "nowhere/A/let M1"}, {"#(NA)", "//"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, content, link string) {
		p, err := proofs.Parse("ns.ban", head+"message M1 from A to B: "+content+
			"\n  part 1 is "+link)
		if err != nil {
			return
		}
		v, err := p.Variant()
		if err != nil {
			t.Fatal(err)
		}
		all, err := v.Wire()
		var at *ban.SyntaxError
		if err != nil {
			if !errors.As(err, &at) || at.At.Line < 1 {
				t.Errorf("an error without its place: %v", err)
			}
			return
		}
		if _, err := v.Backed(all); err != nil && !errors.Is(err, prover.ErrTooMany) {
			t.Error(err)
		}
	})
}
