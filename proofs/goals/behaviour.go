package goals

import (
	"fmt"
	"slices"

	"emrproof/attacks/mechanism"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/model/suite"
	"emrproof/proofs/protocol"
	"emrproof/sim"
)

// A Behaviour says what runs of a profile do to the goals of the protocol that is about it. The
// runs are the attacks of the catalogue, and random worlds under each of Adversaries.
type Behaviour struct {
	*Belief
	// Shown are the first violations by random runs: one for each goal that they violate, by
	// the weakest adversary that violates it.
	Shown []violation
	// Unexplained are the claims that a random run violates and no attack of the catalogue
	// does, and the claims of those violations in Shown whose mechanism no attack has.
	Unexplained []string
}

// A Trial says how NewBehaviour tries goals.
type Trial struct {
	Seed    sim.Seed
	Runs    int // for each adversary
	Workers int // at a time; 0: one for each core
	// Begin is called before the attacks and before the random runs, with how many there are.
	// It returns two functions: step is called after each of them, end after the last. Begin
	// may be nil.
	Begin func(things string, total int) (step, end func())
}

// NewBehaviour makes the attacks and the random runs on the profile that a protocol is about.
func NewBehaviour(p *protocol.Protocol, t Trial) (*Behaviour, error) {
	if p.Model == "" {
		return nil, fmt.Errorf("protocol %q is about no profile: want one with a line such as %q",
			p.Name, "model published")
	}
	if t.Begin == nil {
		t.Begin = func(string, int) (func(), func()) { return func() {}, func() {} }
	}
	meanings, err := Meanings(p, p.Model)
	if err != nil {
		return nil, err
	}
	made, err := t.attack(p.Model)
	if err != nil {
		return nil, err
	}
	runs, err := t.run(meanings, p.Model)
	if err != nil {
		return nil, err
	}
	b := &Behaviour{}
	if b.Belief, err = NewBelief(p, made, runs); err != nil {
		return nil, err
	}
	b.Unexplained = unexplained(runs, made)
	b.Shown, err = violations(runs)
	for _, shown := range b.Shown {
		for _, f := range shown.Findings {
			new := len(made.Explain(mechanism.Of(f))) == 0
			if new && !slices.Contains(b.Unexplained, f.Claim.ID) {
				b.Unexplained = append(b.Unexplained, f.Claim.ID)
			}
		}
	}
	return b, err
}

// unexplained returns the claims that runs violate and no attack of the catalogue does.
func unexplained(runs []*Runs, made *survey.Survey) []string {
	var claims []string
	for _, r := range runs {
		for i := range r.Results {
			for _, c := range r.Results[i].Broken {
				if len(made.ViolatedBy(c.Claim)) == 0 && !slices.Contains(claims, c.Claim) {
					claims = append(claims, c.Claim)
				}
			}
		}
	}
	return claims
}

// attack makes the attacks of the catalogue.
func (t *Trial) attack(profile string) (*survey.Survey, error) {
	todo, err := survey.Scripts(need.Overrides{Profile: profile})
	if err != nil {
		return nil, err
	}
	step, end := t.Begin("attacks", len(todo))
	defer end()
	made := &survey.Survey{Profile: profile, Suite: suite.Names()[0], Seed: t.Seed}
	made.All, err = survey.CarryOutAll(todo, t.Workers, step)
	return made, err
}

// run does the random runs.
func (t *Trial) run(meanings []*Meaning, profile string) ([]*Runs, error) {
	step, end := t.Begin("runs", t.Runs*len(Adversaries))
	defer end()
	var all []*Runs
	for _, against := range Adversaries {
		ask := Question{Goals: meanings, Profile: profile, Against: against, Seed: t.Seed,
			Runs: t.Runs}
		r, err := ask.run(t.Workers, step)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}
