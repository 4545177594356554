package ban

// A Given is a formula that a theory takes for granted: an assumption, or that a
// principal sees a message.
type Given struct {
	ID      string
	Formula *Formula
}

// A Theory is what a proof may start from, and by which rules it may go on.
type Theory struct {
	Given []Given
	// Extensions are switched on beside the rules of 1990.
	Extensions []string
	// Families, when not nil, are the only families whose rules may be used.
	Families []string
	// Asked are the formulas that are to be looked for. Rules that build tuples build only
	// what occurs in Given or Asked.
	Asked []*Formula
}

// A Claim is a step of a proof that nobody has checked: that a formula is given, or that
// it follows from other claims by a rule. It proves nothing until the checker accepts it.
type Claim struct {
	Conclusion *Formula
	Rule       string // empty: it is given
	Given      string
	Premises   []*Claim // in the rule's order
}
