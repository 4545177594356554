package checker

import (
	"slices"

	"emrproof/proofs/ban"
)

// A Derivation is a proof that the checker has accepted. It is a tree whose leaves are given,
// and in which a formula that is used twice is derived once. Only a Checker can make one, so
// that whoever holds a Derivation holds a proof.
type Derivation struct {
	conclusion *ban.Formula
	rule       string
	given      string
	premises   []*Derivation
}

// Conclusion is the formula that is derived.
func (d *Derivation) Conclusion() *ban.Formula { return d.conclusion }

// Rule returns the rule of the last step; the result is false when the conclusion is given.
func (d *Derivation) Rule() (ban.Rule, bool) {
	s, known := schemas[d.rule]
	return s.rule, known
}

// Given is the ID of the given formula; it is empty when a rule was used.
func (d *Derivation) Given() string { return d.given }

// Premises are the derivations of the premises of the last step, in the rule's order.
func (d *Derivation) Premises() []*Derivation { return slices.Clone(d.premises) }

// Walk calls visit once on every step, premises before conclusions.
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

// Used returns the rules that the derivation uses, each once, in the order of ban.Rules.
func (d *Derivation) Used() []ban.Rule {
	used := map[string]bool{}
	d.Walk(func(d *Derivation) { used[d.rule] = true })
	return slices.DeleteFunc(ban.Rules(), func(r ban.Rule) bool { return !used[r.ID] })
}
