package bench

import (
	"fmt"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
)

// countCalls counts, from the description alone, the calls that one run of each phase makes.
func countCalls(p *model.Protocol) (map[string]map[model.Party]suite.Counts, error) {
	all := map[string]map[model.Party]suite.Counts{}
	var failed error
	for i := range p.Phases {
		if g := p.Phases[i].Group; all[g] == nil {
			all[g] = map[model.Party]suite.Counts{}
		}
	}
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		n := all[ph.Group][r.Party]
		if err := countStep(s, &n); err != nil && failed == nil {
			failed = fmt.Errorf("%s: %s: role %s: step %d: %w", p.Name, ph.Name, r.Party, i+1, err)
		}
		if n != (suite.Counts{}) {
			all[ph.Group][r.Party] = n
		}
	})
	return all, failed
}

// MessageGroups are the groups of phases that go over the insecure network, in order. They are
// those of the paper's cost tables.
func MessageGroups(p *model.Protocol) []string {
	var groups []string
	for _, g := range sim.Groups(p) {
		for i := range p.Phases {
			if p.Phases[i].Group == g && !p.Phases[i].Secure {
				groups = append(groups, g)
				break
			}
		}
	}
	return groups
}

func countTerm(t *model.Term, n *suite.Counts) error {
	if t == nil {
		return nil
	}
	op := t.Op.Row()
	if op.RunOnly {
		return fmt.Errorf("%s: its operation has no cost class: it is in no description", t)
	}
	if op.Calls != nil {
		call, times := op.Calls(t)
		n[call] += times
	}
	return countTerms(t.Args, n)
}

func countTerms(ts []*model.Term, n *suite.Counts) error {
	for _, t := range ts {
		if err := countTerm(t, n); err != nil {
			return err
		}
	}
	return nil
}

// countStep adds the calls that a step makes: those of its terms, wherever they stand, and
// those of its kind. A variable that a step binds costs nothing.
func countStep(s *model.Step, n *suite.Counts) error {
	switch s.Kind {
	case model.StepEnrol:
		n[model.CallKeys]++
	case model.StepVerify:
		n[model.CallVerify]++
	case model.StepCert:
		n[model.CallCert]++
	case model.StepOpen:
		switch {
		case s.Key.Op == model.OpPRK:
			n[model.CallOpen]++
		case s.Term.Sort != model.Masked:
			n[model.CallDecrypt]++
		}
	}
	return countTerms(s.Terms(), n)
}
