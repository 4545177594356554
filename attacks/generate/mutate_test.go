package generate

import (
	"emrproof/attacks"
	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/trace"
	"fmt"
	"slices"
)

// A mutation is what happens to the generated attacks that a check refused, once the
// check is taken out of the description.
type mutation struct {
	Check    build.Check
	Cases    int      // that were refused there
	Violated []string // claims that they violate without it, and did not with it
	Accepted int      // cases that nothing refuses without it, and no claim minds
	Backed   []string // checks that refuse them instead
}

// noticed says whether anything comes of taking the check out.
func (m mutation) noticed() bool { return len(m.Violated) > 0 || m.Accepted > 0 }

// mutateAll takes checks of a profile out in turn, the first and then each that is so many
// further on, and makes again the generated attacks that it refused. base is what came of all of
// them on the whole description.
func mutateAll(profile string, base *Result, step int) ([]mutation, error) {
	p, err := library.Profile(profile)
	if err != nil {
		return nil, err
	}
	var all []mutation
	memory := new(suite.Memory)
	checks := build.Checks(p)
	for i := 0; i < len(checks); i += step {
		c := checks[i]
		m, err := mutate(p, c, base, memory)
		if err != nil {
			return nil, fmt.Errorf("without %s: %w", c.ID, err)
		}
		all = append(all, m)
	}
	return all, nil
}

func mutate(
	p *model.Protocol, c build.Check, base *Result, memory *suite.Memory,
) (mutation, error) {
	m := mutation{Check: c}
	refusal := &trace.Event{Kind: trace.KindRefuse, Phase: c.Phase, Party: c.Party, Step: c.Step,
		Eq: c.Eq, Do: p.PhaseNamed(c.Phase).Role(c.Party).Steps[c.Step-1].Kind.String()}
	name := attacks.Refusals(&attacks.Outcome{Config: base.Cases[0].Config,
		Events: []*trace.Event{refusal}})[0]
	var cases []Case
	for _, t := range base.Cases {
		if t.Status != statusRefused || t.Checks[0] != name {
			continue
		}
		again := t.Case
		again.Config.Options = append(slices.Clone(again.Config.Options), build.WithoutPrefix+c.ID)
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
