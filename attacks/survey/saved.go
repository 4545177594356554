package survey

import (
	"fmt"

	"emrproof/attacks"
	"emrproof/attacks/script"
	"emrproof/sim"
	"emrproof/sim/monitor"
)

// A Saved attack is what must be stored of an attack to have it again without a search: its
// moves, the moves left of each finding, and how many runs it took.
type Saved struct {
	ID       string
	Idle     bool // it never got to act: it is carried out again
	Config   sim.Config
	Log      []string
	Honest   []string // claims that are violated without an adversary too
	Findings []savedFinding
}

// A savedFinding is a finding, stored by its moves.
type savedFinding struct {
	Claim   string
	Config  sim.Config
	Commit  int
	Moves   int
	Minimal bool
	Tried   int
}

// Save returns what must be stored of an attack to have it again.
func Save(a *Attack) Saved {
	s := Saved{ID: a.ID, Idle: a.Outcome == nil, Log: a.Log}
	if s.Idle {
		return s
	}
	s.Config = a.Outcome.Config
	for _, r := range a.Results {
		if r.Honest {
			s.Honest = append(s.Honest, r.Verdict.Claim.ID)
		}
		if f := r.Finding; f != nil {
			s.Findings = append(s.Findings, savedFinding{f.Claim.ID, f.Outcome.Config,
				f.Breach.Commit, f.Moves, f.Minimal, f.Tried})
		}
	}
	return s
}

// Again makes the attack of a script once more from what was saved. It is an error if a run
// differs from what was saved, which is then of another version.
func (s *Saved) Again(of *script.Script) (*Attack, error) {
	if s.Idle {
		one, err := CarryOutAll([]*script.Script{of}, 1, nil)
		if err != nil {
			return nil, err
		}
		return one[0], nil
	}
	o, err := attacks.Run(s.Config)
	if err != nil {
		return nil, err
	}
	honest := map[string]bool{}
	for _, id := range s.Honest {
		honest[id] = true
	}
	return judged(of, &script.Outcome{Outcome: o, Log: s.Log}, honest, s.find)
}

// find returns the saved finding for a violation.
func (s *Saved) find(_ *attacks.Outcome, v monitor.Verdict) (*attacks.Finding, error) {
	for _, f := range s.Findings {
		if f.Claim != v.Claim.ID {
			continue
		}
		o, err := attacks.Run(f.Config)
		if err != nil {
			return nil, err
		}
		for _, w := range o.Violated() {
			for _, b := range w.Breaches {
				if w.Claim.ID == f.Claim && b.Commit == f.Commit {
					return &attacks.Finding{Claim: w.Claim, Breach: b, Outcome: o, Moves: f.Moves,
						Minimal: f.Minimal, Tried: f.Tried}, nil
				}
			}
		}
	}
	return nil, fmt.Errorf("%s: what is saved of %q does not repeat", s.ID, v.Claim.ID)
}
