package bench

import (
	"fmt"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
)

// Counts are the calls of a suite that one run of each phase makes, by the group of
// phases and the party, as sim.Result has them.
type Counts map[string]map[model.Party]suite.Counts

// Total are the calls of a group, of all parties together.
func (c Counts) Total(group string) suite.Counts {
	var sum suite.Counts
	for _, n := range c[group] {
		sum = sum.Plus(n)
	}
	return sum
}

// Count reads off a description what one run of each of its phases computes.
func Count(p *model.Protocol) (Counts, error) {
	all := Counts{}
	for i := range p.Phases {
		ph := &p.Phases[i]
		if all[ph.Group] == nil {
			all[ph.Group] = map[model.Party]suite.Counts{}
		}
		for j := range ph.Roles {
			r := &ph.Roles[j]
			n := all[ph.Group][r.Party]
			for k := range r.Steps {
				if err := countStep(&r.Steps[k], &n); err != nil {
					return nil, fmt.Errorf("%s: %s: role %s: step %d: %w", p.Name, ph.Name, r.Party, k+1, err)
				}
			}
			if n != (suite.Counts{}) {
				all[ph.Group][r.Party] = n
			}
		}
	}
	return all, nil
}

// MessageGroups are the groups of phases that go over the insecure network, which
// are those of the paper's cost tables, in order.
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

// A reading is what the computation of a term with such an operation adds to the
// counts, that of its arguments apart.
type reading func(t *model.Term, n *suite.Counts)

func free(*model.Term, *suite.Counts)     {}
func hash(_ *model.Term, n *suite.Counts) { n.Hash++ }
func sign(_ *model.Term, n *suite.Counts) { n.Sign++ }
func mac(_ *model.Term, n *suite.Counts)  { n.MAC++ }

// readings are the operations of the term algebra. What has no reading here is an
// error, so that a new operation cannot go uncounted.
var readings = map[model.Op]reading{
	model.OpVar:   free,
	model.OpGen:   free,
	model.OpTuple: free,
	model.OpPUK:   free,
	model.OpPRK:   free,
	model.OpLabel: free,
	model.OpMask:  free, // the pad is stretched, which is not counted
	model.OpHashB: hash,
	model.OpHashS: hash,
	model.OpHashK: hash,
	model.OpAEnc:  func(_ *model.Term, n *suite.Counts) { n.Seal++ },
	model.OpSEnc:  func(_ *model.Term, n *suite.Counts) { n.Encrypt++ },
	model.OpSign:  sign,
	model.OpCert:  sign,
	model.OpMAC:   mac,
	// HKDF is made of HMACs, and the suite counts its two halves as one each.
	model.OpExtract: mac,
	model.OpExpand:  mac,
	model.OpStretch: func(_ *model.Term, n *suite.Counts) { n.Stretch++ },
	model.OpSum:     points(func(t *model.Term, n *suite.Counts) { n.Add += len(t.Args) - 1 }),
	model.OpMul: points(func(t *model.Term, n *suite.Counts) {
		if t.Args[1].Op == model.OpGen {
			n.BaseMul++
		} else {
			n.Mul++
		}
	}),
}

// points is a reading of terms that are points: arithmetic on scalars is free.
func points(r reading) reading {
	return func(t *model.Term, n *suite.Counts) {
		if t.Sort == model.Point {
			r(t, n)
		}
	}
}

func countTerm(t *model.Term, n *suite.Counts) error {
	if t == nil {
		return nil
	}
	r, ok := readings[t.Op]
	if !ok {
		return fmt.Errorf("%s: its operation has no cost class", t)
	}
	r(t, n)
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

// countStep adds what a step computes: its terms, wherever they stand, and what its
// kind does with them. What a step binds is a variable, which is free.
func countStep(s *model.Step, n *suite.Counts) error {
	switch s.Kind {
	case model.StepEnrol:
		n.Keys++
	case model.StepVerify:
		n.Verify++
	case model.StepCert:
		n.Cert++
	case model.StepOpen:
		switch {
		case s.Key.Op == model.OpPRK:
			n.Open++
		case s.Term.Sort != model.Masked:
			n.Decrypt++
		}
	}
	for _, t := range []*model.Term{s.Var, s.Term, s.Key} {
		if err := countTerm(t, n); err != nil {
			return err
		}
	}
	return countTerms(s.Fields, n)
}
