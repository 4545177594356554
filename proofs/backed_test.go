package proofs

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"emrproof/proofs/ban/prover"
	"emrproof/proofs/idealised"
	"emrproof/proofs/protocol"
)

// Of what B5 puts into the signatures, the wire bears M2's alone: Sig_D1 holds SEK1.
func TestBacked(t *testing.T) {
	v := variant(t, "published", "B1", "B5", "B10")
	all, err := idealised.Compare(v)
	if err != nil {
		t.Fatal(err)
	}
	on, err := backed(v, all)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range v.Goals {
		if on[g.ID] != nil {
			got = append(got, g.ID)
		}
	}
	want := strings.Fields("G3 G4 G9 G10 G11 G12 G15 G16")
	if !slices.Equal(got, want) {
		t.Errorf("backed %v, want %v", got, want)
	}
}

// A component that is there, but not protected so, backs nothing; the others do.
func TestBackedByWhatIsProtected(t *testing.T) {
	v := inFile(t, "idealised/testdata/m2.ban", "")
	if g := results(t, v)["G1"]; g.Proof == nil {
		t.Error("G1 does not follow from the idealised message")
	}
	all, err := idealised.Compare(v)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := backed(v, all); err != nil || got["G1"] != nil || got["G2"] == nil {
		t.Errorf("backed %v, %v", got, err)
	}
}

// inFile is the protocol of a file, with more behind it.
func inFile(t testing.TB, name, more string) *protocol.Variant {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := protocol.Parse(name, string(text)+more)
	if err != nil {
		t.Skip(err)
	}
	v, err := p.Variant()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Whatever a part says and is linked to, what the wire lacks can be taken out of it.
func FuzzBacked(f *testing.F) {
	for _, seed := range [][2]string{
		{"{NA‖ID_A}PUK_B", "exchange/A/let M1"}, {"{NA‖ID_A‖NB}PUK_A", "exchange/A/let M1"},
		{"{NA‖(A ↔K B)‖{NB}K}PUK_B", "exchange/B/let M2"}, {"NA‖ID_A", "exchange/A/let M1"},
		{"⟨NA⟩NB", "exchange/A/let M1"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, content, link string) {
		v := inFile(t, "idealised/testdata/ns.ban", "message M1 from A to B: "+content+
			"\n  part 1 is "+link)
		all, err := idealised.Compare(v)
		if err != nil {
			return
		}
		if _, err := backed(v, all); err != nil && !errors.Is(err, prover.ErrTooMany) {
			t.Error(err)
		}
	})
}
