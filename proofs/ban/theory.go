package ban

// A Given is a formula that a theory takes for granted: an assumption, or a statement that a
// principal sees a message.
type Given struct {
	ID      string
	Formula *Formula
}

// A Theory says from what a proof may start, and which rules it may use.
type Theory struct {
	Given []Given
	// Extensions are the extensions whose rules may be used in addition to those of 1990.
	Extensions []string
	// Families are the only families whose rules may be used; nil: all families.
	Families []string
	// Asked are the formulas whose proofs are looked for. Rules that build tuples build only
	// those that occur in Given or Asked.
	Asked []*Formula
}

// A Claim is a step of a proof that nobody has checked. It claims that a formula is given, or
// that it follows from other claims by a rule. It proves nothing until the checker accepts it.
type Claim struct {
	Conclusion *Formula
	Rule       string // empty: it is given
	Given      string
	Premises   []*Claim // in the rule's order
}
