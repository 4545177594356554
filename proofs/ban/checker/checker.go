// Package checker accepts or refuses proofs in the logic of package ban, step by step. It alone
// makes derivations, so that nothing can be shown as derived that it has not accepted.
//
// It reads each rule as ban.Rules has it: premises and conclusion are patterns in which P, Q,
// R, K, L, X and Y are variables. What the rule says beside them is a condition in this
// package. The prover looks for conclusions with code of its own. The two packages do not
// import each other, and share only the formulas and the list of rules.
package checker

import (
	"fmt"
	"slices"

	"emrproof/proofs/ban"
)

// A Refusal says which step of a proof the checker does not accept, and why.
type Refusal struct {
	Conclusion *ban.Formula
	Rule       string // by which it is said to follow; empty: it is said to be given
	Why        string
}

func (r *Refusal) Error() string {
	by := ""
	if r.Rule != "" {
		by = " by " + r.Rule
	}
	return fmt.Sprintf("the checker refuses %s%s: %s", r.Conclusion, by, r.Why)
}

// A Checker checks proofs in one theory. A step that occurs in several proofs is checked once.
type Checker struct {
	theory *ban.Theory
	public map[string]bool // keys that are half of a pair somewhere, by their Key
	done   map[*ban.Claim]*Derivation
	open   map[*ban.Claim]bool // being looked at: to meet one again is to go in a circle
}

// New returns a checker of proofs in a theory. The theory must not be changed afterwards.
func New(t ban.Theory) *Checker {
	k := &Checker{theory: &t, public: map[string]bool{}, done: map[*ban.Claim]*Derivation{},
		open: map[*ban.Claim]bool{}}
	look := func(f *ban.Formula) {
		f.Walk(func(g *ban.Formula) {
			if g.Op == ban.OpPublic || g.Op == ban.OpInverse || g.Op == ban.OpAgreed {
				for _, half := range g.Args {
					k.public[half.Key] = true
				}
			}
		})
	}
	for _, g := range t.Given {
		look(g.Formula)
	}
	for _, f := range t.Asked {
		look(f)
	}
	return k
}

// Check accepts a proof, or returns a *Refusal that says what is wrong with it.
func (k *Checker) Check(c *ban.Claim) (*Derivation, error) {
	refuse := func(why string, args ...any) (*Derivation, error) {
		return nil, &Refusal{c.Conclusion, c.Rule, fmt.Sprintf(why, args...)}
	}
	if d := k.done[c]; d != nil {
		return d, nil
	}
	if k.open[c] {
		return refuse("it is derived from itself")
	}
	if c.Rule == "" {
		if why := k.given(c); why != "" {
			return refuse("%s", why)
		}
		k.done[c] = &Derivation{conclusion: c.Conclusion, given: c.Given}
		return k.done[c], nil
	}
	rule, why := k.allowed(c)
	if why != "" {
		return refuse("%s", why)
	}
	k.open[c] = true
	defer delete(k.open, c)
	d := &Derivation{conclusion: c.Conclusion, rule: c.Rule}
	var from []*ban.Formula
	for _, p := range c.Premises {
		checked, err := k.Check(p)
		if err != nil {
			return nil, err
		}
		d.premises = append(d.premises, checked)
		from = append(from, checked.conclusion)
	}
	if why := k.follows(rule, from, c.Conclusion); why != "" {
		return refuse("%s", why)
	}
	k.done[c] = d
	return d, nil
}

// given says why a formula is not given by the theory; the result is empty when it is.
func (k *Checker) given(c *ban.Claim) string {
	if len(c.Premises) > 0 {
		return "it is given, and has premises"
	}
	if !slices.ContainsFunc(k.theory.Given, func(g ban.Given) bool {
		return g.ID == c.Given && g.Formula.Equal(c.Conclusion)
	}) {
		return fmt.Sprintf("%q does not give it", c.Given)
	}
	return ""
}

// allowed returns the rule that a claim names, or says why this rule may not be used.
func (k *Checker) allowed(c *ban.Claim) (r ban.Rule, why string) {
	s, known := schemas[c.Rule]
	t := k.theory
	r = s.rule
	switch {
	case !known:
		return r, fmt.Sprintf("there is no rule %q", c.Rule)
	case c.Given != "":
		return r, fmt.Sprintf("it is given by %q, and derived", c.Given)
	case r.Extension != "" && !slices.Contains(t.Extensions, r.Extension):
		return r, fmt.Sprintf("rule %q is of the extension %s, which is off", r.ID, r.Extension)
	case t.Families != nil && !slices.Contains(t.Families, r.Family):
		return r, fmt.Sprintf("rule %q is of the family %s, which may not be used", r.ID, r.Family)
	}
	return r, ""
}
