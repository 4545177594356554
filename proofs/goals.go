package proofs

import (
	"fmt"
	"slices"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/protocol"
)

// A Goal says whether a goal of a protocol is derivable in a variant, and from what.
type Goal struct {
	ban.Given
	// Proof is the smallest derivation; nil when there is none.
	Proof *checker.Derivation
	// Minimal are all least sets of assumptions from which the goal follows when the messages
	// are seen; nil when it does not follow. Whole says of these sets too that no bound was
	// met.
	Minimal []Least
	// After are the least sets of the file's errata under which the goal follows.
	After []Least
	Lack
}

// needs says whether an assumption is in one of the least sets of the goal.
func (g *Goal) needs(assumption string) bool {
	return slices.ContainsFunc(g.Minimal, func(l Least) bool {
		return slices.Contains(l.IDs, assumption)
	})
}

// prove finds out for each goal whether it is derivable, from what, and what is missing.
func prove(v *protocol.Variant) ([]Goal, error) {
	l, err := newLogic(v.Theory())
	if err != nil {
		return nil, err
	}
	b := newBeyond(v)
	var goals []Goal
	for _, given := range v.Goals {
		g := Goal{Given: given}
		if g.Proof, err = l.derive(g.Formula); err != nil {
			return nil, err
		}
		if g.Proof != nil {
			g.Minimal, g.Whole, err = l.least(g.Formula, isAssumption(v))
		} else {
			g.Lack, err = b.lack(g.Formula)
		}
		if err != nil {
			return nil, err
		}
		goals = append(goals, g)
	}
	return goals, nil
}

// isAssumption returns a function that says whether an ID is that of an assumption, and not of
// a message.
func isAssumption(v *protocol.Variant) func(id string) bool {
	return func(id string) bool {
		return slices.ContainsFunc(v.Assumptions, func(a ban.Given) bool { return a.ID == id })
	}
}

// A Column lists the goals that are derivable under one set of errata.
type Column struct {
	Errata    []string
	Derivable []string                       // goals, in their order
	Proofs    map[string]*checker.Derivation // of these
	Expected  bool                           // the file says what to expect
	Differs   string                         // how it differs from that; empty: it does not
}

// mostColumns is the greatest number of sets of errata that are tried.
const mostColumns = 64

// matrix finds the goals that are derivable under each set of the errata that can change which
// goals are. It tries all sets, smaller ones first, or, when there are too many, those that the
// file mentions. The extensions are those of the variant, whatever its errata.
func matrix(v *protocol.Variant) ([]Column, error) {
	sets := subsets(errata(v, func(e *protocol.Erratum) bool { return e.Goals }))
	if len(sets) > mostColumns {
		sets = [][]string{nil}
	}
	for _, e := range v.Expected {
		if !slices.ContainsFunc(sets, func(s []string) bool { return same(s, e.Errata) }) {
			sets = append(sets, e.Errata)
		}
	}
	var columns []Column
	for _, set := range sets {
		w, err := under(v, set)
		if err != nil {
			return nil, err
		}
		col := Column{Errata: set}
		if col.Proofs, err = derivable(w); err != nil {
			return nil, err
		}
		for _, g := range w.Goals {
			if col.Proofs[g.ID] != nil {
				col.Derivable = append(col.Derivable, g.ID)
			}
		}
		// What a file expects holds only for the extensions that the file itself switches on.
		if len(v.Extensions) == len(v.Protocol.Extensions) {
			col.compare(v)
		}
		columns = append(columns, col)
	}
	return columns, nil
}

// errata returns the ids of the errata of the file that the function want accepts.
func errata(v *protocol.Variant, want func(*protocol.Erratum) bool) []string {
	var ids []string
	for i := range v.Errata {
		if want(&v.Errata[i]) {
			ids = append(ids, v.Errata[i].ID)
		}
	}
	return ids
}

// under returns the protocol of a variant under other errata, with the extensions of the
// variant.
func under(v *protocol.Variant, errata []string) (*protocol.Variant, error) {
	w, err := v.Protocol.Variant(errata...)
	if err != nil {
		return nil, err
	}
	w.Extensions = v.Extensions
	return w, nil
}

// derivable returns the goals that follow, with their derivations.
func derivable(v *protocol.Variant) (map[string]*checker.Derivation, error) {
	l, err := newLogic(v.Theory())
	if err != nil {
		return nil, err
	}
	all := map[string]*checker.Derivation{}
	for _, g := range v.Goals {
		d, err := l.derive(g.Formula)
		if err != nil {
			return nil, fmt.Errorf("goal %s: %w", g.ID, err)
		}
		if d != nil {
			all[g.ID] = d
		}
	}
	return all, nil
}

// compare says how the goals of a column differ from those that the file expects.
func (c *Column) compare(v *protocol.Variant) {
	for _, e := range v.Expected {
		if !same(e.Errata, c.Errata) {
			continue
		}
		c.Expected = true
		for _, g := range c.Derivable {
			if !slices.Contains(e.Goals, g) {
				c.Differs += " " + g + " is derivable;"
			}
		}
		for _, g := range e.Goals {
			if !slices.Contains(c.Derivable, g) {
				c.Differs += " " + g + " is not derivable;"
			}
		}
	}
}

// After returns, for each goal of a protocol by its ID, the least sets of errata under which it
// is derivable, with the derivations. A goal that is never derivable has no sets.
func After(p *protocol.Protocol) (map[string][]Least, error) {
	v, err := p.Variant()
	if err != nil {
		return nil, err
	}
	columns, err := matrix(v)
	if err != nil {
		return nil, err
	}
	all := map[string][]Least{}
	for _, g := range v.Goals {
		all[g.ID] = after(columns, g.ID)
	}
	return all, nil
}

func after(columns []Column, goal string) []Least {
	var all []Least
	for _, c := range columns {
		if d := c.Proofs[goal]; d != nil {
			all = append(all, Least{c.Errata, d})
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(a Least) bool {
		return slices.ContainsFunc(all, func(b Least) bool {
			return len(b.IDs) < len(a.IDs) && within(b.IDs, a.IDs)
		})
	})
}

// within says whether all members of one list are in another.
func within(small, large []string) bool {
	return !slices.ContainsFunc(small, func(x string) bool { return !slices.Contains(large, x) })
}

// same says whether two lists have the same members.
func same(a, b []string) bool { return len(a) == len(b) && within(a, b) }

// subsets returns all sets of ids, smaller ones first, each in the order of the ids.
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
