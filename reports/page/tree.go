package page

import "emrproof/proofs/ban/checker"

// A treeView is a derivation as the page shows it: a conclusion, the rule by which it follows,
// and the derivations of the premises. Only derivations that the checker accepted are shown.
type treeView struct {
	Conclusion string
	Rule       string // such as "message-meaning-shared"; of a leaf, such as "A13"
	Note       string // "derived above", where it was
	Premises   []treeView
}

// treeOf returns a derivation for the page. A formula that is used twice is derived at its
// first use, and only named at later ones.
func treeOf(d *checker.Derivation, seen map[*checker.Derivation]bool) treeView {
	tree := treeView{Conclusion: d.Conclusion().String(), Rule: d.Given()}
	if rule, ok := d.Rule(); ok {
		tree.Rule = rule.ID
	}
	if seen[d] && d.Given() == "" {
		tree.Note = "derived above"
		return tree
	}
	seen[d] = true
	for _, p := range d.Premises() {
		tree.Premises = append(tree.Premises, treeOf(p, seen))
	}
	return tree
}
