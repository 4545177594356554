package ban

import (
	"fmt"
	"strings"
)

// A Rule is a rule of inference, written in the signs of the language. In it P, Q and R stand
// for principals, K and L for keys that are not private halves, and X and Y for any formulas.
// The checker reads the rule as it is written here.
type Rule struct {
	ID         string
	Family     string   // the name that the literature cites it by
	Extension  string   // empty for the rules of 1990
	Premises   []string // what must be derived
	Conclusion string
	Side       string // what else must hold; may be empty
	Source     string
}

// The families of the rules of 1990, by the names that the literature gives them.
const (
	messageMeaning    = "message meaning"
	nonceVerification = "nonce verification"
	jurisdiction      = "jurisdiction"
	belief            = "belief"
	seeing            = "seeing"
	freshness         = "freshness"
	hashing           = "hashing"
)

// The extensions of the logic, whose rules may be used only if a Theory names the extension.
const (
	possession   = "possession"
	envelope     = "envelope"
	keyFreshness = "key-freshness"
	saying       = "saying"
	keyAgreement = "agreement"
)

const postulates = "BAN 1990, Logical Postulates"

// Rules returns all rules, those of 1990 first.
func Rules() []Rule { return append([]Rule(nil), rules...) }

var rules = []Rule{
	{"message-meaning-shared", messageMeaning, "", []string{"P ⊨ Q ↔K P", "P ⊲ {X}K from R"},
		"P ⊨ Q ∼ X", "R is not P; who sent it need not be named", postulates},
	{"message-meaning-public", messageMeaning, "", []string{"P ⊨ K → Q", "P ⊲ {X}K⁻¹"},
		"P ⊨ Q ∼ X", "", postulates},
	{"message-meaning-secret", messageMeaning, "", []string{"P ⊨ Q ⇌Y P", "P ⊲ ⟨X⟩Y"},
		"P ⊨ Q ∼ X", "", postulates},
	{"nonce-verification", nonceVerification, "", []string{"P ⊨ #(X)", "P ⊨ Q ∼ X"},
		"P ⊨ Q ⊨ X", "X is cleartext: it contains no {Y}K", postulates},
	{"jurisdiction", jurisdiction, "", []string{"P ⊨ Q ⇒ X", "P ⊨ Q ⊨ X"},
		"P ⊨ X", "", postulates},
	{"belief-tuple", belief, "", []string{"P ⊨ X", "P ⊨ Y"},
		"P ⊨ (X‖Y)", "one premise for each part", postulates},
	{"belief-part", belief, "", []string{"P ⊨ (X‖Y)"},
		"P ⊨ X", "also P ⊨ Q ⊨ …, at any depth; X is one part or several, in their order",
		postulates},
	{"said-part", belief, "", []string{"P ⊨ Q ∼ (X‖Y)"},
		"P ⊨ Q ∼ X", "X is one part or several, in their order", postulates},
	{"sees-part", seeing, "", []string{"P ⊲ (X‖Y)"},
		"P ⊲ X", "X is one part or several, in their order", postulates},
	{"sees-combined", seeing, "", []string{"P ⊲ ⟨X⟩Y"}, "P ⊲ X", "", postulates},
	{"sees-shared", seeing, "", []string{"P ⊨ Q ↔K P", "P ⊲ {X}K"}, "P ⊲ X", "", postulates},
	{"sees-public", seeing, "", []string{"P ⊨ K → P", "P ⊲ {X}K"}, "P ⊲ X", "", postulates},
	{"sees-signed", seeing, "", []string{"P ⊨ K → Q", "P ⊲ {X}K⁻¹"}, "P ⊲ X", "", postulates},
	{"fresh-tuple", freshness, "", []string{"P ⊨ #(X)"}, "P ⊨ #(X‖Y)",
		"X is one part or several, in their order", postulates},
	{"hash", hashing, "", []string{"P ⊨ Q ∼ H(X)", "P ⊲ X"}, "P ⊨ Q ∼ X", "",
		"BAN 1990, on hash functions"},

	{"has-seen", possession, possession, []string{"P ⊲ X"}, "P ∋ X", "", "GNY 1990, T1 and P1"},
	{"has-part", possession, possession, []string{"P ∋ (X‖Y)"}, "P ∋ X",
		"X is one part or several, in their order", "GNY 1990, P3"},
	{"has-tuple", possession, possession, []string{"P ∋ X", "P ∋ Y"}, "P ∋ (X‖Y)",
		"one premise for each part", "GNY 1990, P2"},
	{"sees-held", possession, possession, []string{"P ∋ K", "P ⊲ {X}K"}, "P ⊲ X",
		"K is no public key: nowhere is it half of a pair", "GNY 1990, T3"},
	{"sees-held-private", possession, possession, []string{"P ∋ K⁻¹", "P ⊲ {X}K"}, "P ⊲ X",
		"", "GNY 1990, T4"},
	{"fresh-envelope", freshness, envelope, []string{"P ⊨ #(X)"}, "P ⊨ #({X}Y)",
		"Y is any key, also a private half; that P has it, as GNY ask, is not asked for",
		"GNY 1990, F2 to F4"},
	{"fresh-key", nonceVerification, keyFreshness,
		[]string{"P ⊨ #(K)", "P ⊨ Q ↔K P", "P ⊲ {X}K from R"}, "P ⊨ Q ⊨ X",
		"R is not P; X is cleartext: what is under a fresh key was said in this run",
		"after GNY 1990, I1, which asks for #(X, K)"},
	{"said-has", saying, saying, []string{"P ⊨ Q ∼ X"}, "P ⊨ Q ∋ X", "",
		"SVO 1994, saying axiom: who says X sees X"},
	{"key-agreement", keyAgreement, keyAgreement,
		[]string{"P ⊨ #(K)", "P ⊨ K → P", "P ⊨ L → Q"}, "P ⊨ P ↔agreed(K‖L) Q",
		"Q is not P, and L is not K; no other function of the two is an agreed key",
		"after SVO 1994, key agreement axiom, which does not ask for #(K)"},
}

// Extensions returns the names of the extensions, in the order of their rules.
func Extensions() []string {
	var names []string
	for _, r := range rules {
		if r.Extension != "" && (names == nil || names[len(names)-1] != r.Extension) {
			names = append(names, r.Extension)
		}
	}
	return names
}

// Schema is the rule in one line: premises ⊢ conclusion.
func (r Rule) Schema() string {
	return fmt.Sprintf("%s ⊢ %s", strings.Join(r.Premises, ", "), r.Conclusion)
}
