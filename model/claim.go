package model

// A ClaimKind is the property that a claim states of every run.
type ClaimKind string

// The kinds of claims; the four agreements are Lowe's (1997).
const (
	Secrecy        ClaimKind = "secrecy"
	ForwardSecrecy ClaimKind = "forward secrecy"
	Aliveness      ClaimKind = "aliveness"
	WeakAgreement  ClaimKind = "weak agreement"
	Agreement      ClaimKind = "non-injective agreement"
	Injective      ClaimKind = "injective agreement"
	IntendedPeer   ClaimKind = "intended peer"
	Freshness      ClaimKind = "freshness"
	Integrity      ClaimKind = "integrity"
	Authorization  ClaimKind = "authorization"
	NonRepudiation ClaimKind = "non-repudiation"
	Anonymity      ClaimKind = "anonymity"
	Unlinkability  ClaimKind = "unlinkability"
	Availability   ClaimKind = "availability"
)

// A Claim is a property that the description states; a monitor decides it from
// the trace of a run.
type Claim struct {
	ID   string
	Kind ClaimKind
	// Label names the claim steps that the claim is about.
	Label string
	// By is the party to whom the property is promised, and About the party that it is about.
	By, About Party
	// Row is the attribute of the paper's Table 3 that the claim stands for.
	Row string
	// Text says the claim in one sentence.
	Text string
	// Scope names the adversaries against whom the description only makes an attack harder,
	// such as "against who can receive a cookie"; empty: there are none. A violation by one of
	// them is out of scope.
	Scope string
}
