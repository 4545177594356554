package ban

import (
	"slices"
	"testing"
)

// A twin is an inference that looks like a rule's and must be refused.
type twin struct {
	rule, why string
	given     []string
	not       string
	extension string // that is on
}

var twins = []twin{
	{"message-meaning-shared", "the key is somebody else's",
		[]string{"P ⊨ Q ↔K R", "P ⊲ {X}K"}, "P ⊨ Q ∼ X", ""},
	{"message-meaning-shared", "another key", []string{"P ⊨ Q ↔K P", "P ⊲ {X}L"}, "P ⊨ Q ∼ X", ""},
	{"message-meaning-shared", "the message is P's own",
		[]string{"P ⊨ Q ↔K P", "P ⊲ {X}K from P"}, "P ⊨ Q ∼ X", ""},
	{"message-meaning-shared", "another one believes in the key",
		[]string{"R ⊨ Q ↔K P", "P ⊲ {X}K"}, "P ⊨ Q ∼ X", ""},
	{"message-meaning-public", "the wrong owner",
		[]string{"P ⊨ K → R", "P ⊲ {X}K⁻¹"}, "P ⊨ Q ∼ X", ""},
	{"message-meaning-public", "encrypted to Q, by anybody",
		[]string{"P ⊨ K → Q", "P ⊲ {X}K"}, "P ⊨ Q ∼ X", ""},
	{"message-meaning-public", "encrypted to P, by anybody",
		[]string{"P ⊨ K → P", "P ⊲ {X}K"}, "P ⊨ Q ∼ X", ""},
	{"message-meaning-secret", "another secret",
		[]string{"P ⊨ Q ⇌Y P", "P ⊲ ⟨X⟩Z"}, "P ⊨ Q ∼ X", ""},
	{"nonce-verification", "fresh, but not said by anyone",
		[]string{"P ⊨ #(X)", "P ⊲ X"}, "P ⊨ Q ⊨ X", ""},
	{"nonce-verification", "said, but not fresh", []string{"P ⊨ Q ∼ X"}, "P ⊨ Q ⊨ X", ""},
	{"nonce-verification", "somebody else takes it for fresh",
		[]string{"R ⊨ #(X)", "P ⊨ Q ∼ X"}, "P ⊨ Q ⊨ X", ""},
	{"nonce-verification", "not cleartext",
		[]string{"P ⊨ #(N‖{X}K)", "P ⊨ Q ∼ (N‖{X}K)"}, "P ⊨ Q ⊨ (N‖{X}K)", ""},
	{"jurisdiction", "no control", []string{"P ⊨ Q ⊨ X"}, "P ⊨ X", ""},
	{"jurisdiction", "control of another", []string{"P ⊨ R ⇒ X", "P ⊨ Q ⊨ X"}, "P ⊨ X", ""},
	{"jurisdiction", "control of something else", []string{"P ⊨ Q ⇒ Y", "P ⊨ Q ⊨ X"}, "P ⊨ X", ""},
	{"jurisdiction", "said, not believed", []string{"P ⊨ Q ⇒ X", "P ⊨ Q ∼ X"}, "P ⊨ X", ""},
	{"belief-tuple", "one part is missing", []string{"P ⊨ X"}, "P ⊨ (X‖Y)", ""},
	{"belief-tuple", "not below another's belief",
		[]string{"P ⊨ Q ⊨ X", "P ⊨ Q ⊨ Y"}, "P ⊨ Q ⊨ (X‖Y)", ""},
	{"belief-part", "a belief from something only seen", []string{"P ⊲ (X‖Y)"}, "P ⊨ X", ""},
	{"belief-part", "not out of an encryption", []string{"P ⊨ {X‖Y}K"}, "P ⊨ X", ""},
	{"belief-part", "another one's belief", []string{"P ⊨ Q ⊨ (X‖Y)"}, "P ⊨ X", ""},
	{"said-part", "said does not compose", []string{"P ⊨ Q ∼ X", "P ⊨ Q ∼ Y"}, "P ⊨ Q ∼ (X‖Y)", ""},
	{"said-part", "not in another order", []string{"P ⊨ Q ∼ (X‖Y‖Z)"}, "P ⊨ Q ∼ (Z‖X)", ""},
	{"sees-part", "sees does not compose", []string{"P ⊲ X", "P ⊲ Y"}, "P ⊲ (X‖Y)", ""},
	{"sees-part", "another one sees it", []string{"Q ⊲ (X‖Y)"}, "P ⊲ X", ""},
	{"sees-combined", "the secret is not shown", []string{"P ⊲ ⟨X⟩Y"}, "P ⊲ Y", ""},
	{"sees-shared", "a key that P does not believe in", []string{"P ⊲ {X}K"}, "P ⊲ X", ""},
	{"sees-shared", "others' key", []string{"P ⊨ Q ↔K R", "P ⊲ {X}K"}, "P ⊲ X", ""},
	{"sees-public", "encrypted to another", []string{"P ⊨ K → Q", "P ⊲ {X}K"}, "P ⊲ X", ""},
	{"sees-signed", "no key to verify with", []string{"P ⊲ {X}K⁻¹"}, "P ⊲ X", ""},
	{"fresh-tuple", "freshness down into a part", []string{"P ⊨ #(X‖Y)"}, "P ⊨ #(X)", ""},
	{"fresh-tuple", "freshness through an encryption", []string{"P ⊨ #(X)"}, "P ⊨ #({X}K)", ""},
	{"fresh-tuple", "freshness by the key", []string{"P ⊨ #(K)"}, "P ⊨ #({X}K)", ""},
	{"fresh-tuple", "of a part's part", []string{"P ⊨ #(X)"}, "P ⊨ #({X}K‖Y)", ""},
	{"hash", "what was hashed is not seen", []string{"P ⊨ Q ∼ H(X)"}, "P ⊨ Q ∼ X", ""},
	{"hash", "another function", []string{"P ⊨ Q ∼ G(X)", "P ⊲ X"}, "P ⊨ Q ∼ X", ""},
	{"has-seen", "another one saw it", []string{"Q ⊲ X"}, "P ∋ X", Possession},
	{"has-part", "not out of an encryption", []string{"P ∋ {X}K"}, "P ∋ X", Possession},
	{"has-tuple", "one part is missing", []string{"P ∋ X"}, "P ∋ (X‖Y)", Possession},
	{"sees-held", "to hold a key is not to know who shares it",
		[]string{"P ∋ K", "P ⊲ {X}K"}, "P ⊨ Q ∼ X", Possession},
	{"sees-held", "a public key opens nothing",
		[]string{"P ∋ K", "P ⊲ {X}K", "P ⊨ K → Q"}, "P ⊲ X", Possession},
	{"sees-held-private", "the public half opens nothing",
		[]string{"P ∋ L", "P ⊲ {X}K"}, "P ⊲ X", Possession},
	{"fresh-envelope", "not out of it again", []string{"P ⊨ #({X}K)"}, "P ⊨ #(X)", Envelope},
	{"fresh-key", "the message is P's own",
		[]string{"P ⊨ #(K)", "P ⊨ Q ↔K P", "P ⊲ {X}K from P"}, "P ⊨ Q ⊨ X", KeyFreshness},
	{"fresh-key", "another key is fresh",
		[]string{"P ⊨ #(L)", "P ⊨ Q ↔K P", "P ⊲ {X}K"}, "P ⊨ Q ⊨ X", KeyFreshness},
	{"fresh-key", "not cleartext",
		[]string{"P ⊨ #(K)", "P ⊨ Q ↔K P", "P ⊲ {{X}L}K"}, "P ⊨ Q ⊨ {X}L", KeyFreshness},
	{"said-has", "to say is not to believe", []string{"P ⊨ Q ∼ X"}, "P ⊨ Q ⊨ X", Saying},
	{"key-agreement", "both halves are Q's",
		[]string{"P ⊨ #(K)", "P ⊨ K → Q", "P ⊨ L → Q"}, "P ⊨ P ↔F(K‖L) Q", KeyAgreement},
	{"key-agreement", "another half",
		[]string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ M → Q"}, "P ⊨ P ↔F(K‖L) Q", KeyAgreement},
	{"key-agreement", "P's own half is an old one",
		[]string{"P ⊨ K → P", "P ⊨ L → Q"}, "P ⊨ P ↔F(K‖L) Q", KeyAgreement},
	{"key-agreement", "the peer's half is fresh, and P's own is not",
		[]string{"P ⊨ #(L)", "P ⊨ K → P", "P ⊨ L → Q"}, "P ⊨ P ↔F(K‖L) Q", KeyAgreement},
	{"key-agreement", "the peer's half is only seen",
		[]string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊲ L"}, "P ⊨ P ↔F(K‖L) Q", KeyAgreement},
	{"key-agreement", "the peer's half was said to be its own once",
		[]string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ Q ∼ L → Q"}, "P ⊨ P ↔F(K‖L) Q", KeyAgreement},
	{"key-agreement", "the half is somebody else's",
		[]string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → R"}, "P ⊨ P ↔F(K‖L) Q", KeyAgreement},
	{"key-agreement", "another one knows whose half it is",
		[]string{"P ⊨ #(K)", "P ⊨ K → P", "R ⊨ L → Q"}, "P ⊨ P ↔F(K‖L) Q", KeyAgreement},
	{"key-agreement", "the peer's belief does not follow",
		[]string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → Q"}, "P ⊨ Q ⊨ P ↔F(K‖L) Q", KeyAgreement},
}

// Each rule has a twin that it must refuse: the prover, with all rules of 1990 and one
// extension, and the checker, when it is told that the rule leads there.
func TestTwins(t *testing.T) {
	read := func(text string) *Formula {
		f, err := Parse(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		return f
	}
	for _, c := range twins {
		not := read(c.not)
		th := Theory{Asked: []*Formula{not}, Extensions: []string{c.extension}}
		if c.extension == "" {
			th.Extensions = nil
		}
		k := &claim{conclusion: not, rule: c.rule}
		for _, text := range c.given {
			f := read(text)
			th.Given = append(th.Given, Given{text, f})
			if rule, _ := RuleNamed(c.rule); len(k.premises) < len(rule.Premises) {
				k.premises = append(k.premises, &claim{conclusion: f, given: text})
			}
		}
		closure, err := Close(th)
		if err != nil {
			t.Fatal(err)
		}
		if closure.Holds(not) {
			t.Errorf("%s: %s: the prover derives %s from %v", c.rule, c.why, c.not, c.given)
		}
		if _, err := check(&th, k); err == nil {
			t.Errorf("%s: %s: the checker accepts %s from %v", c.rule, c.why, c.not, c.given)
		}
	}
	for _, r := range rules {
		if !slices.ContainsFunc(twins, func(c twin) bool { return c.rule == r.ID }) {
			t.Errorf("%s has no twin", r.ID)
		}
	}
}
