package attacks

import (
	"slices"
	"strings"

	"emrproof/model"
)

// A knownBreach is what cases are known to violate, and the weakness that explains
// it. Whatever else they violate is a finding.
type knownBreach struct {
	why     string
	profile string
	option  string // that must be on; empty: none
	kind    string // of the cases, or how it begins
	message string // empty: any
	claim   string // its id, or how it begins
}

// Of the attacks of an outsider that the paper speaks of, only W7 and, where messages
// cost more to refuse than to send, W16 succeed on the reading most favourable to it. On
// the hardened description nothing does but what cookies leave of W16.
var knownBreaches = []knownBreach{
	// The answer does not name the patient: it makes no difference whether it is the
	// questions that change places or the answers.
	{"W7", "published", "", CaseSwap, "search 1", "non-injective agreement: PC-D answer"},
	{"W7", "published", "", CaseSwap, "search 1", "injective agreement: PC-D answer"},
	{"W7", "published", "", CaseSwap, "search 2", "non-injective agreement: PC-D answer"},
	{"W7", "published", "", CaseSwap, "search 2", "injective agreement: PC-D answer"},

	// A message that opens a session is decrypted before anything is known of its sender.
	{"W16", "published", "", "", "visit 1", "availability"},
	{"W16", "published", "", "", "search 1", "availability"},
	{"W16", "published", "", "", "search 3", "availability"},

	// W16, reduced: a cookie tells a stranger who gets answers from one who does not, and an
	// outsider who hears the answers gets them. Junk behind an honest party's cookie costs the
	// receiver an opening that fails; to keep that from everybody on the path takes a path
	// that nobody is on.
	{reduced, "hardened", "", CaseFlip, "visit 1", "availability"},
	{reduced, "hardened", "", CaseFlip, "query 1", "availability"},
	{reduced, "hardened", "", CaseFlip, "search 1", "availability"},
	{reduced, "hardened", "", CaseSubstitute, "visit 1", "availability"},
	{reduced, "hardened", "", CaseSubstitute, "query 1", "availability"},
	{reduced, "hardened", "", CaseSubstitute, "search 1", "availability"},

	// Who reads SEK1 off Sig_D1 makes what it seals.
	{"W12", "published", "E12", CaseSubstitute, "visit 3", "integrity: M_SD"},
	{"W12", "published", "E12", CaseSubstitute, "diagnosis 1", "integrity: M_DINF"},
	{"W12", "published", "E12", caseImpersonate + "P", "visit 3", "integrity: M_SD"},
	{"W12", "published", "E12", caseImpersonate + "D", "diagnosis 1", "integrity: M_DINF"},
	{"W12", "published", "E12", caseImpersonate + "P", "visit 3",
		"non-injective agreement: P-D SEK1"},
	{"W12", "published", "E12", caseImpersonate + "P", "visit 3", "injective agreement: P-D SEK1"},

	// A late message comes with a new clear time stamp.
	{"W13", "published", "E13", CaseLate, "", "freshness: "},
	{"W13", "published", "E13", CaseLate, "visit 1", "injective agreement: P-D visit"},
	{"W13", "published", "E13", CaseLate, "search 1", "injective agreement: D-PC query"},
	{"W13", "published", "E13", CaseLate, "search 3", "injective agreement: D-HPC search"},

	{"W14", "published", "E20", CaseFlip, "visit 3", "integrity: M_SD"},
	{"W14", "published", "E20", CaseFlip, "search 6", "integrity: M_EMR"},
	{"W14", "published", "E20", CaseFlip, "diagnosis 1", "integrity: M_DINF"},

	// Nonces do not tell when a message was sent.
	{"no time stamps", "ns", "", CaseLate, "exchange 2", "freshness: B-A"},
	{"no time stamps", "ns", "", CaseLate, "exchange 3", "freshness: A-B confirmed"},
	{"no time stamps", "nsl", "", CaseLate, "exchange 2", "freshness: B-A"},
	{"no time stamps", "nsl", "", CaseLate, "exchange 3", "freshness: A-B confirmed"},
}

// applies says whether a breach is to be seen where a case is played.
func (b knownBreach) applies(c Case) bool {
	return b.profile == c.Config.Profile &&
		(b.option == "" || slices.Contains(c.Config.Options, b.option))
}

func (b knownBreach) explains(c Case, claim string) bool {
	return b.applies(c) && strings.HasPrefix(c.Kind, b.kind) &&
		(b.message == "" || b.message == c.Message) && strings.HasPrefix(claim, b.claim)
}

func (b knownBreach) String() string {
	words := []string{b.why + ":"}
	for _, w := range []string{b.kind, b.message} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ") + " violates " + b.claim
}

// weaknessOf is what explains that a case violates a claim; empty when nothing does.
func weaknessOf(c Case, claim model.Claim) string {
	for _, b := range knownBreaches {
		if b.explains(c, claim.ID) {
			return b.why
		}
	}
	return ""
}

// Missing are the known breaches that none of the cases has shown. It means
// something for all cases of a description, not for some.
func (r *GeneratedResult) Missing() []string {
	var list []string
	for _, b := range knownBreaches {
		applies := slices.ContainsFunc(r.Cases, func(t Tried) bool { return b.applies(t.Case) })
		seen := slices.ContainsFunc(r.Cases, func(t Tried) bool {
			return slices.ContainsFunc(t.Broken, func(x BrokenClaim) bool {
				return b.explains(t.Case, x.ID)
			})
		})
		if applies && !seen {
			list = append(list, b.String())
		}
	}
	return list
}

// reduced is W16 as far as cookies leave it.
const reduced = "W16 reduced"

// OutOfScope says whether a weakness that explains a breach is one that the description does
// not claim to be without.
func OutOfScope(why string) bool { return why == reduced }
