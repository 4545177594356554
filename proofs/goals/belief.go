package goals

import (
	"emrproof/attacks/survey"
	"emrproof/proofs"
	"emrproof/proofs/protocol"
)

// A Belief sets what the logic derives about a protocol's goals beside what runs of a profile
// do to them.
type Belief struct {
	Profile string
	Rows    []BeliefRow
}

// A BeliefRow is what is known about one goal.
type BeliefRow struct {
	ID, Formula string
	Sentence    string // what it says of runs
	// After are the least sets of errata under which the goal is derivable, with the
	// derivations; there are none when it never is.
	After []proofs.Least
	// Against are the verdicts on the goal against each adversary, by the names in
	// survey.Adversaries.
	Against map[string]survey.Against
	Random  []Result // one for each adversary of the runs
}

// NewBelief sets what the logic derives beside what was violated in a profile: by the attacks
// that were made, and in random runs, of which there may be none.
func NewBelief(p *protocol.Protocol, made *survey.Survey, runs []*Runs) (*Belief, error) {
	meanings, err := Meanings(p, made.Profile)
	if err != nil {
		return nil, err
	}
	v, err := p.Variant()
	if err != nil {
		return nil, err
	}
	after, err := proofs.After(p)
	if err != nil {
		return nil, err
	}
	b := &Belief{Profile: made.Profile}
	for i, g := range v.Goals {
		row := BeliefRow{ID: g.ID, Formula: g.Formula.String(), Sentence: meanings[i].Sentence,
			After: after[g.ID], Against: map[string]survey.Against{}}
		for _, who := range survey.Adversaries {
			row.Against[who] = made.Goal(meanings[i].Claims, who)
		}
		for _, r := range runs {
			row.Random = append(row.Random, r.Results[i])
		}
		b.Rows = append(b.Rows, row)
	}
	return b, nil
}
