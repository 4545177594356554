package proofs

import "emrproof/proofs/ban/checker"

// A Circular is an assumption that is a goal, or gives one by the rules of belief
// alone: whoever assumes it need not prove the goal.
type Circular struct {
	Assumption string
	Goal       string
	Same       bool // it is the goal itself
	Proof      *checker.Derivation
}

// Circular are all of them.
func (v *Variant) Circular() ([]Circular, error) {
	var all []Circular
	for _, a := range v.Assumptions {
		for _, g := range v.Goals {
			d, err := byBelief(a.Formula, g.Formula)
			if err != nil {
				return nil, err
			}
			if d != nil {
				all = append(all, Circular{a.ID, g.ID, a.Formula.Equal(g.Formula), d})
			}
		}
	}
	return all, nil
}

// GoalOf is the goal that a candidate is, empty when it is none: to add it is to
// assume what is to be proved elsewhere.
func (v *Variant) GoalOf(c Candidate) string {
	for _, g := range v.Goals {
		if c.Message == "" && g.Formula.Equal(c.Formula) {
			return g.ID
		}
	}
	return ""
}
