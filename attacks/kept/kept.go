// Package kept stores a finding by its moves, and makes it again from them without a search.
package kept

import (
	"fmt"

	"emrproof/attacks"
	"emrproof/sim"
)

// A Finding is what must be stored of a finding to have it again.
type Finding struct {
	Claim   string
	Config  sim.Config // with the moves that are left
	Commit  int        // the event that breaks the claim
	Moves   int        // how many there were before
	Minimal bool
	Tried   int
}

// Of returns what must be stored of a finding.
func Of(f *attacks.Finding) Finding {
	return Finding{f.Claim.ID, f.Outcome.Config, f.Breach.Commit, f.Moves, f.Minimal, f.Tried}
}

// Again makes a finding once more. It is an error if its moves do not violate the claim at the same
// event: what is stored is then of another version.
func (f *Finding) Again() (*attacks.Finding, error) {
	o, err := attacks.Run(f.Config)
	if err != nil {
		return nil, err
	}
	for _, v := range o.Violated() {
		for _, b := range v.Breaches {
			if v.Claim.ID == f.Claim && b.Commit == f.Commit {
				return &attacks.Finding{Claim: v.Claim, Breach: b, Outcome: o, Moves: f.Moves,
					Minimal: f.Minimal, Tried: f.Tried}, nil
			}
		}
	}
	return nil, fmt.Errorf("what is saved of %q does not repeat", f.Claim)
}
