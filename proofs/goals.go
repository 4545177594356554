package proofs

import (
	"fmt"
	"slices"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
)

// A GoalResult is what becomes of a goal in a variant.
type GoalResult struct {
	Goal
	// Proof is the smallest derivation; nil when there is none.
	Proof *checker.Derivation
	// Minimal are all least sets of assumptions from which the goal follows, when the
	// messages are seen; nil when it does not follow.
	Minimal []Least
	// Additions are all least sets of additions, out of the space, that make the goal
	// follow; nil when it follows anyway.
	Additions []Addition
	// Extended is an extension with which it follows, and Barred the condition of a rule
	// that bars the way, when it does not follow; nil when there is none.
	Extended *Extended
	Barred   *Barred
	// Whole says that Minimal and Additions are complete: no bound was met.
	Whole bool
}

// Derivable says whether the goal follows.
func (g *GoalResult) Derivable() bool { return g.Proof != nil }

// Needs says whether an assumption is in a least set of the goal.
func (g *GoalResult) Needs(assumption string) bool {
	return slices.ContainsFunc(g.Minimal, func(l Least) bool {
		return slices.Contains(l.IDs, assumption)
	})
}

// Prove answers for each goal of a variant whether it is derivable, from what, and
// what is missing.
func (v *Variant) Prove(extensions ...string) ([]GoalResult, error) {
	c, err := closed(v.Theory(extensions...))
	if err != nil {
		return nil, err
	}
	var results []GoalResult
	for _, g := range v.Goals {
		r := GoalResult{Goal: g}
		if r.Proof, err = c.derive(g.Formula); err != nil {
			return nil, err
		}
		if r.Derivable() {
			if r.Minimal, r.Whole, err = c.least(g.Formula, v.assumption); err != nil {
				return nil, err
			}
		}
		results = append(results, r)
	}
	b := v.beyond(extensions)
	for i := range results {
		if r := &results[i]; !r.Derivable() {
			if err := r.lacks(b); err != nil {
				return nil, err
			}
		}
	}
	return results, nil
}

// lacks says what is missing for a goal that does not follow.
func (g *GoalResult) lacks(b *beyond) error {
	var err error
	if g.Additions, g.Whole, err = b.variant.Abduce(g.Formula, b.extensions...); err != nil {
		return err
	}
	if g.Extended, err = b.extended(g.Formula); err != nil {
		return err
	}
	g.Barred, err = b.barred(g.Formula, g.Additions)
	return err
}

// Unused are the assumptions that stand in no least set of any goal.
func (v *Variant) Unused(results []GoalResult) []string {
	var unused []string
	for _, a := range v.Assumptions {
		used := slices.ContainsFunc(results, func(r GoalResult) bool {
			return r.Needs(a.ID)
		})
		if !used {
			unused = append(unused, a.ID)
		}
	}
	return unused
}

// A Column says which goals are derivable under a set of errata.
type Column struct {
	Errata   []string
	Proved   []Proved // the goals that are derivable, in their order
	Differs  string   // how that differs from what the file expects; empty: it does not
	Expected bool     // the file says what to expect
}

// A Proved is a goal with its derivation.
type Proved struct {
	Goal  string
	Proof *checker.Derivation
}

// Derivable are the ids of the goals that are.
func (c *Column) Derivable() []string {
	var ids []string
	for _, p := range c.Proved {
		ids = append(ids, p.Goal)
	}
	return ids
}

// ProofOf is the derivation of a goal; nil when there is none.
func (c *Column) ProofOf(goal string) *checker.Derivation {
	for _, p := range c.Proved {
		if p.Goal == goal {
			return p.Proof
		}
	}
	return nil
}

// mostColumns bounds the sets of errata that Matrix goes through.
const mostColumns = 64

// Matrix says which goals are derivable under each set of the errata that can change
// that: all sets, smaller ones first, or, when there are too many, those that the
// file speaks of.
func (p *Protocol) Matrix(extensions ...string) ([]Column, error) {
	sets := subsets(p.GoalErrata())
	if len(sets) > mostColumns {
		sets = [][]string{nil}
	}
	for _, e := range p.Expected {
		if !slices.ContainsFunc(sets, func(s []string) bool { return same(s, e.Errata) }) {
			sets = append(sets, e.Errata)
		}
	}
	var columns []Column
	for _, set := range sets {
		v, err := p.Variant(set...)
		if err != nil {
			return nil, err
		}
		col := Column{Errata: set}
		if col.Proved, err = v.proved(v.Theory(extensions...)); err != nil {
			return nil, err
		}
		// What a file expects, it expects of the rules of 1990.
		if len(extensions) == 0 {
			p.compare(&col)
		}
		columns = append(columns, col)
	}
	return columns, nil
}

// proved are the goals that follow from a theory.
func (v *Variant) proved(t ban.Theory) ([]Proved, error) {
	c, err := closed(t)
	if err != nil {
		return nil, err
	}
	var all []Proved
	for _, g := range v.Goals {
		d, err := c.derive(g.Formula)
		if err != nil {
			return nil, fmt.Errorf("goal %s: %w", g.ID, err)
		}
		if d != nil {
			all = append(all, Proved{g.ID, d})
		}
	}
	return all, nil
}

// compare says how a column differs from the file's expectation.
func (p *Protocol) compare(col *Column) {
	for _, e := range p.Expected {
		if !same(e.Errata, col.Errata) {
			continue
		}
		col.Expected = true
		for _, g := range col.Derivable() {
			if !slices.Contains(e.Goals, g) {
				col.Differs += " " + g + " is derivable;"
			}
		}
		for _, g := range e.Goals {
			if !slices.Contains(col.Derivable(), g) {
				col.Differs += " " + g + " is not derivable;"
			}
		}
	}
}

// same says whether two lists have the same members.
func same(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(x string) bool {
		return !slices.Contains(b, x)
	})
}

// subsets are all sets of ids, smaller ones first, in the order of the ids.
func subsets(ids []string) [][]string {
	var sets [][]string
	for bits := range 1 << len(ids) {
		var set []string
		for i, id := range ids {
			if bits>>i&1 == 1 {
				set = append(set, id)
			}
		}
		sets = append(sets, set)
	}
	slices.SortStableFunc(sets, func(a, b []string) int { return len(a) - len(b) })
	return sets
}
