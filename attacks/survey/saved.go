package survey

import (
	"fmt"

	"emrproof/attacks"
	"emrproof/attacks/kept"
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
	Findings []kept.Finding
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
			s.Findings = append(s.Findings, kept.Of(f))
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
	for i := range s.Findings {
		if f := &s.Findings[i]; f.Claim == v.Claim.ID {
			found, err := f.Again()
			if err != nil {
				err = fmt.Errorf("%s: %w", s.ID, err)
			}
			return found, err
		}
	}
	return nil, fmt.Errorf("%s: what is saved has no finding of %q", s.ID, v.Claim.ID)
}
