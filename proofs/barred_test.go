package proofs

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/proofs/ban"
	"emrproof/proofs/protocol"
)

// Each condition that can bar the way is named, with the step that it bars.
func TestWhatBarsTheWay(t *testing.T) {
	for _, c := range []struct {
		goal  string
		given []string
		want  string // rule, conclusion, and how the reason begins; empty: nothing bars it
	}{
		{"P ⊨ Q ⊨ X", []string{"P ⊨ #(X‖{Y}K)", "P ⊨ Q ∼ (X‖{Y}K)"},
			"nonce-verification P ⊨ Q ⊨ (X‖{Y}K): X is not cleartext"},
		{"P ⊨ Q ∼ X", []string{"P ⊨ Q ↔K P", "P ⊲ {X}K from P"},
			"message-meaning-shared P ⊨ Q ∼ X: R is P"},
		{"P ⊨ Q ⊨ X", []string{"P ⊨ #(K)", "P ⊨ Q ↔K P", "P ⊲ {X}K from P"},
			"fresh-key P ⊨ Q ⊨ X: R is P"},
		{"P ⊨ Q ⊨ {X}L", []string{"P ⊨ #(K)", "P ⊨ Q ↔K P", "P ⊲ {{X}L}K"},
			"fresh-key P ⊨ Q ⊨ {X}L: X is not cleartext"},
		{"P ⊲ X", []string{"P ∋ K", "P ⊲ {X}K", "P ⊨ K → Q"}, "sees-held P ⊲ X: K is half of a pair"},
		{"P ⊨ P ↔agreed(K‖L) P", []string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → P"},
			"key-agreement P ⊨ P ↔agreed(K‖L) P: Q is P"},
		{"P ⊨ P ↔agreed(K‖K) Q", []string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ K → Q"},
			"key-agreement P ⊨ P ↔agreed(K‖K) Q: L is K"},
		{"P ⊨ P ↔H(K‖L) Q", []string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → Q"},
			"key-agreement P ⊨ P ↔H(K‖L) Q: the conclusion is P ⊨ P ↔H(K‖L) Q: want the form"},
		// With two steps that are barred and a way round one of them, the fewest are taken.
		{"P ⊨ Q ⊨ X", []string{"P ⊨ Q ↔K P", "P ⊲ {X‖{Y}L}K from P", "P ⊲ {X‖{Y}L}K from Q",
			"P ⊨ #(X‖{Y}L)"}, "nonce-verification P ⊨ Q ⊨ (X‖{Y}L): X is not cleartext"},
		{"P ⊨ X", []string{"P ⊲ X"}, ""},
	} {
		th := ban.Theory{Extensions: []string{"possession", "key-freshness", "agreement"}}
		for i, text := range append(c.given, c.goal) {
			f, err := ban.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if i == len(c.given) {
				th.Asked = append(th.Asked, f)
				continue
			}
			th.Given = append(th.Given, ban.Given{ID: fmt.Sprint(i), Formula: f})
		}
		l, err := lift(th)
		if err != nil {
			t.Fatal(err)
		}
		b, err := l.barred(th.Asked[0])
		got := ""
		if b != nil {
			got = fmt.Sprintf("%s %s: %s", b.Rule, b.Conclusion, b.Why)
		}
		if err != nil || !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: got %q, %v, want %q", c.goal, got, err, c.want)
		}
	}
}

// What follows is barred by nothing, and to say so is a fault of the prover.
func TestWhatFollowsIsNotBarred(t *testing.T) {
	v := variantIn(t, "agreed-key.ban")
	l, err := lift(v.Theory())
	if err != nil {
		t.Fatal(err)
	}
	if b, err := l.barred(v.Goals[0].Formula); b != nil || err == nil {
		t.Errorf("%v, %v", b, err)
	}
}

// A text with a ciphertext in it is what a nonce does not verify: also where its freshness
// has to be added first.
func TestNonceVerificationBarsCiphertexts(t *testing.T) {
	v := variantIn(t, "minclear.ban")
	for _, assumptions := range [][]ban.Given{v.Assumptions, v.Assumptions[:1]} {
		w := *v
		w.Assumptions = assumptions
		all, err := prove(&w)
		if err != nil {
			t.Fatal(err)
		}
		if g := all[0]; g.Proof != nil || len(g.Additions) > 0 || g.Barred == nil ||
			g.Barred.Rule != "nonce-verification" || !strings.Contains(g.Barred.Why, "not cleartext") {
			t.Errorf("with %d assumptions: derivable %v, additions %v, barred %v", len(assumptions),
				g.Proof != nil, g.Additions, g.Barred)
		}
	}
}

// The statement about a secret has to be fresh, and that may be added.
func TestFreshnessOfASecret(t *testing.T) {
	v := variantIn(t, "nofresh.ban")
	all, err := prove(v)
	if err != nil {
		t.Fatal(err)
	}
	if a := all[0].Additions; len(a) != 1 || len(a[0].Candidates) != 1 ||
		a[0].Candidates[0].String() != "B ⊨ #(A ⇌Z B)" {
		t.Errorf("additions %v", a)
	}
}

// Whatever a proof of ours assumes is a candidate where it is left out, and found to be
// what is missing.
func TestWhatIsLeftOutIsFound(t *testing.T) {
	tried := 0
	for _, v := range []*protocol.Variant{variantIn(t, "agreed-key.ban"), variant(t, "hardened")} {
		whole, err := prove(v)
		if err != nil {
			t.Fatal(err)
		}
		for i, left := range v.Assumptions {
			for _, g := range whole {
				if !g.needs(left.ID) {
					continue
				}
				w := *v
				w.Assumptions = append(v.Assumptions[:i:i], v.Assumptions[i+1:]...)
				additions, _, err := abduce(&w, g.Formula)
				if err != nil {
					t.Fatal(err)
				}
				tried++
				found := false
				for _, a := range additions {
					found = found || len(a.Candidates) == 1 && a.Candidates[0].Formula.Equal(left.Formula)
				}
				if !found {
					t.Errorf("%s without %s: %s is not among what is missing for %s", v.Name, left.ID,
						left.Formula, g.ID)
				}
				break // one goal for each assumption
			}
		}
	}
	if tried < 30 {
		t.Errorf("%d assumptions were left out", tried)
	}
}

// A goal that wants an extension says so.
func TestExtensionThatIsMissing(t *testing.T) {
	v := variant(t, "hardened")
	v.Extensions = []string{"possession"}
	all, err := prove(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range all {
		key := strings.Contains(g.Formula.String(), "SEK")
		if key != (g.Extended != nil && g.Extended.IDs[0] == "agreement") ||
			key && g.Extended.Proof == nil {
			t.Errorf("%s: extended %v", g.ID, g.Extended)
		}
	}
}
