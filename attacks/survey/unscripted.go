package survey

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/script"
	"emrproof/sim/monitor"
)

// Unscripted adds attacks that no script makes to those of a survey, for reports that show them
// in full: what generated attacks found, as G1, G2 and so on; what a search found by another
// mechanism than these, as S1 and so on; and what random play found by yet another, as R1 and so
// on. Findings of which the same moves are left are one attack. From then on, they explain other
// violations by the same mechanism.
func (s *Survey) Unscripted() error {
	s.add("G", s.Found)
	searched, err := s.unexplainedSearch()
	if err != nil {
		return err
	}
	s.add("S", searched)
	var found []*attacks.Finding
	for _, c := range s.Unexplained() {
		for _, w := range c.Ways {
			o, err := attacks.Run(w.Config)
			if err != nil {
				return err
			}
			for _, v := range o.Violated() {
				if v.Claim.ID != c.Claim {
					continue
				}
				f, err := attacks.Find(o, v)
				if err != nil {
					return err
				}
				found = append(found, f)
			}
		}
	}
	s.add("R", found)
	if s.Generated != nil {
		for i := range s.Generated.Cases {
			for j := range s.Generated.Cases[i].Broken {
				b := &s.Generated.Cases[i].Broken[j]
				b.Why = strings.Join(s.Explain(b.How), ", ")
			}
		}
	}
	return nil
}

// unexplainedSearch makes again what a search found and no attack explains.
func (s *Survey) unexplainedSearch() (found []*attacks.Finding, err error) {
	if s.Searched == nil {
		return nil, nil
	}
	for _, u := range s.Searched.Under {
		for _, said := range u.Claims {
			if said.Run == nil || len(s.Explain(said.How)) > 0 {
				continue
			}
			f, err := said.Run.Again()
			if err != nil {
				return nil, err
			}
			found = append(found, f)
		}
	}
	return found, nil
}

// add adds findings, as attacks whose ids are a letter and a number.
func (s *Survey) add(letter string, found []*attacks.Finding) {
	byMoves := map[string]*Attack{}
	for _, f := range found {
		moves := strings.Join(f.Outcome.Config.Moves, "\n")
		a := byMoves[moves]
		if a == nil {
			a = &Attack{Outcome: f.Outcome, Script: &script.Script{
				ID: fmt.Sprintf("%s%d", letter, len(byMoves)+1), Title: f.Breach.Text,
				Threat: Threat(f.Outcome.Threat()), Config: f.Outcome.Config}}
			byMoves[moves], s.All = a, append(s.All, a)
		}
		i := slices.IndexFunc(f.Outcome.Verdicts, func(v monitor.Verdict) bool {
			return v.Claim.ID == f.Claim.ID
		})
		a.Violates = append(a.Violates, f.Claim.ID)
		a.Results = append(a.Results, ClaimResult{Verdict: f.Outcome.Verdicts[i], Named: true,
			Finding: f, outcome: f.Outcome})
	}
	s.known = nil
}
