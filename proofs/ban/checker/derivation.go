package checker

import (
	"slices"

	"emrproof/proofs/ban"
)

// A Derivation is a proof that the checker has accepted: a tree whose leaves are
// given, and in which a formula that is used twice is derived once. There is no way to
// make one but through a Checker, so that whoever holds one holds a proof.
type Derivation struct {
	conclusion *ban.Formula
	rule       string
	given      string
	premises   []*Derivation
}

// Conclusion is what is derived.
func (d *Derivation) Conclusion() *ban.Formula { return d.conclusion }

// Rule is the rule of the last step; false when the conclusion is given.
func (d *Derivation) Rule() (ban.Rule, bool) {
	s, known := schemas[d.rule]
	return s.rule, known
}

// Given is the ID of what is given, empty when a rule was used.
func (d *Derivation) Given() string { return d.given }

// Premises are the derivations of what the rule was used on, in the rule's order.
func (d *Derivation) Premises() []*Derivation { return slices.Clone(d.premises) }

// Walk calls visit on every step once, premises before conclusions.
func (d *Derivation) Walk(visit func(*Derivation)) {
	seen := map[*Derivation]bool{}
	var walk func(*Derivation)
	walk = func(d *Derivation) {
		if seen[d] {
			return
		}
		seen[d] = true
		for _, p := range d.premises {
			walk(p)
		}
		visit(d)
	}
	walk(d)
}

// Used are the rules that occur, each once, in the order of ban.Rules.
func (d *Derivation) Used() []ban.Rule {
	used := map[string]bool{}
	d.Walk(func(d *Derivation) { used[d.rule] = true })
	return slices.DeleteFunc(ban.Rules(), func(r ban.Rule) bool { return !used[r.ID] })
}
