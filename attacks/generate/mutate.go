package generate

import (
	"emrproof/attacks"
	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/trace"
	"errors"
	"fmt"
	"slices"
)

// A Mutation is what happens to the generated attacks that a check refused, once the check is
// taken out of the description.
type Mutation struct {
	Check    string   // its id
	Cases    int      // that were refused there
	Violated []string // claims that they violate without it, and did not with it
	Accepted int      // cases that nothing refuses without it, and no claim minds
	Backed   []string // checks that refuse them instead
	Needed   bool     // the description cannot do without it: it gives a value that is used later
}

// Noticed says whether anything comes of taking the check out.
func (m *Mutation) Noticed() bool { return m.Needed || len(m.Violated) > 0 || m.Accepted > 0 }

// Mutator returns a function that takes a check out of the description of some cases, and makes
// again those that it refused.
func (r *Result) Mutator() (func(c build.Check) (Mutation, error), error) {
	if len(r.Cases) == 0 {
		return nil, errors.New("no case was made that a check could have refused")
	}
	config := r.Cases[0].Config
	p, err := library.Profile(config.Profile, config.Options...)
	if err != nil {
		return nil, err
	}
	memory := new(suite.Memory)
	return func(c build.Check) (Mutation, error) {
		m, err := mutate(p, c, r, memory)
		if err != nil {
			err = fmt.Errorf("without %s: %w", c.ID, err)
		}
		return m, err
	}, nil
}

func mutate(
	p *model.Protocol, c build.Check, base *Result, memory *suite.Memory,
) (Mutation, error) {
	m, config := Mutation{Check: c.ID}, base.Cases[0].Config
	without := append(slices.Clone(config.Options), build.WithoutPrefix+c.ID)
	if _, err := library.Profile(config.Profile, without...); err != nil {
		m.Needed = true
		return m, nil
	}
	refusal := &trace.Event{Kind: trace.KindRefuse, Phase: c.Phase, Party: c.Party, Step: c.Step,
		Eq: c.Eq, Do: p.PhaseNamed(c.Phase).Role(c.Party).Steps[c.Step-1].Kind.String()}
	name := attacks.Refusals(&attacks.Outcome{Config: config,
		Events: []*trace.Event{refusal}})[0]
	var cases []Case
	for _, t := range base.Cases {
		if t.Status != statusRefused || t.Checks[0] != name {
			continue
		}
		again := t.Case
		again.Config.Options = without
		cases = append(cases, again)
	}
	if m.Cases = len(cases); m.Cases == 0 {
		return m, nil
	}
	r, err := run(memory, cases, 0, nil)
	if err != nil {
		return m, err
	}
	for _, t := range r.Cases {
		if t.Status == statusAccepted {
			m.Accepted++
		}
		for _, b := range t.Broken {
			if t.Status == statusViolated && !slices.Contains(m.Violated, b.ID) {
				m.Violated = append(m.Violated, b.ID)
			}
		}
		if t.Status == statusRefused && !slices.Contains(m.Backed, t.Checks[0]) {
			m.Backed = append(m.Backed, t.Checks[0])
		}
	}
	slices.Sort(m.Violated)
	slices.Sort(m.Backed)
	return m, nil
}
