package reports

import "emrproof/proofs/ban"

// A Derivation is a conclusion, the rule by which it follows, and what from.
type Derivation struct {
	Conclusion string
	Rule       string // such as "message meaning"; of a leaf, such as "A13"
	Note       string // such as what is wrong with the step
	Premises   []Derivation
}

// NewDerivation is a checked derivation as the page shows it. A formula that is used
// twice is derived where it comes first, and named from then on.
func NewDerivation(d *ban.Derivation) Derivation {
	return shownDerivation(d, map[*ban.Derivation]bool{})
}

func shownDerivation(d *ban.Derivation, seen map[*ban.Derivation]bool) Derivation {
	tree := Derivation{Conclusion: d.Conclusion().String(), Rule: d.Given()}
	if rule, ok := d.Rule(); ok {
		tree.Rule = rule.ID
	}
	if seen[d] && d.Given() == "" {
		tree.Note = "derived above"
		return tree
	}
	seen[d] = true
	for _, p := range d.Premises() {
		tree.Premises = append(tree.Premises, shownDerivation(p, seen))
	}
	return tree
}
