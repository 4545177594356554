package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/survey"
	"emrproof/model/suite"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
	"emrproof/reports/table"
	"emrproof/sim"
)

// A Behaviour is what runs of a profile do to the goals of a protocol that is about it: the
// attacks of the catalogue, and random worlds under each of goals.Adversaries.
type Behaviour struct {
	*Believed
	Seed sim.Seed
	Runs int // for each adversary
	// Shown are the first violations by random runs, one for each goal that they violate,
	// by the weakest adversary that does.
	Shown []goals.Violation
	// Unexplained are the claims that a random run violates, and no attack; and those of Shown
	// that no attack violates in the same way: new findings.
	Unexplained []string
}

// TellViolation tells a violation in sentences.
func TellViolation(v *goals.Violation) []string {
	var t story
	for _, f := range v.Findings {
		t.same = append(t.same, &survey.ClaimResult{Finding: f})
	}
	t.tell()
	return t.told
}

// A BehaviourQuestion is what NewBehaviour is asked.
type BehaviourQuestion struct {
	Seed    sim.Seed
	Runs    int // for each adversary
	Workers int // at a time; 0: one for each core
	// Begin is called before the attacks and before the runs, with how many there are; what
	// it returns is called after each, and at the end. It may be nil.
	Begin func(things string, total int) (step, end func())
}

// NewBehaviour makes the attacks and the runs on the profile that a protocol is about.
func NewBehaviour(p *protocol.Protocol, q BehaviourQuestion) (*Behaviour, error) {
	if p.Model == "" {
		return nil, fmt.Errorf("protocol %q is about no profile: want one with a line such as %q",
			p.Name, "model published")
	}
	if q.Begin == nil {
		q.Begin = func(string, int) (func(), func()) { return func() {}, func() {} }
	}
	meanings, err := goals.Meanings(p, p.Model)
	if err != nil {
		return nil, err
	}
	made, err := q.attack(p.Model)
	if err != nil {
		return nil, err
	}
	runs, err := q.run(meanings, p.Model)
	if err != nil {
		return nil, err
	}
	b := &Behaviour{Seed: q.Seed, Runs: q.Runs}
	if b.Believed, err = NewBelieved(p, meanings, made, runs); err != nil {
		return nil, err
	}
	b.Unexplained = unexplained(runs, made)
	b.Shown, err = goals.Violations(runs)
	for _, shown := range b.Shown {
		for _, f := range shown.Findings {
			new := len(made.Explain(f.Mechanism())) == 0
			if new && !slices.Contains(b.Unexplained, f.Claim.ID) {
				b.Unexplained = append(b.Unexplained, f.Claim.ID)
			}
		}
	}
	return b, err
}

// unexplained are the claims that runs violate and no attack does.
func unexplained(runs []*goals.Runs, made *survey.Survey) []string {
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

// attack carries out the catalogue.
func (q *BehaviourQuestion) attack(profile string) (*survey.Survey, error) {
	todo, err := survey.Scripts(attacks.Overrides{Profile: profile})
	if err != nil {
		return nil, err
	}
	step, end := q.Begin("attacks", len(todo))
	defer end()
	made := &survey.Survey{Profile: profile, Suite: suite.Names()[0], Seed: q.Seed}
	made.All, err = survey.CarryOutAll(todo, q.Workers, step)
	return made, err
}

// run runs the random worlds.
func (q *BehaviourQuestion) run(meanings []*goals.Meaning, profile string) ([]*goals.Runs, error) {
	step, end := q.Begin("runs", q.Runs*len(goals.Adversaries))
	defer end()
	var all []*goals.Runs
	for _, against := range goals.Adversaries {
		ask := goals.Question{Goals: meanings, Profile: profile, Against: against, Seed: q.Seed,
			Runs: q.Runs}
		r, err := ask.Run(q.Workers, step)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// parts are what it says in short, the table, and each violation told.
func (b *Behaviour) parts() []table.Block {
	meaning := table.Block{Words: "What a goal means on a run, for honest X with honest Y:"}
	for _, m := range goals.Forms {
		meaning.Steps = append(meaning.Steps, m[0]+": "+m[1])
	}
	d := []table.Block{{Table: b.Table()}, {Words: "In short:", Steps: b.short()}, meaning}
	for i := range b.Shown {
		s := &b.Shown[i]
		f := s.Findings[0]
		words := fmt.Sprintf("%s, against a %s: world %d, %d of %d moves", strings.Join(s.Goals, ", "),
			s.Against, s.World, len(f.Outcome.Config.Moves), f.Moves)
		if f.Minimal {
			words += ", minimal"
		}
		words += "; the adversary had: " + threatOf(f.Outcome.Threat())
		d = append(d, table.Block{Words: words + ".", Steps: TellViolation(s)})
	}
	return d
}

// short says where belief and behaviour part, and who violates what.
func (b *Behaviour) short() []string {
	sets := map[string][]string{}
	for i := range b.Rows {
		g := &b.Rows[i]
		for _, about := range g.about() {
			sets[about] = append(sets[about], g.ID)
		}
	}
	var words []string
	for _, about := range behaviours {
		if len(sets[about]) == 0 {
			continue
		}
		text := about + ": " + strings.Join(sets[about], ", ") + "."
		if about == byThieves {
			text += " Who steals a key, or a device with keys, makes it untrue that the key is its " +
				"owner's alone, which every proof here assumes."
		}
		words = append(words, text)
	}
	if len(b.Unexplained) > 0 {
		words = append(words, "New, for no attack of the catalogue explains it: "+
			strings.Join(b.Unexplained, "; ")+".")
	}
	return words
}

// What can be said of a goal, beside what the table says.
const (
	believed  = "Derivable, and violated"
	mended    = "Derivable after errata, and violated"
	unproved  = "Not derivable as printed, and violated by nothing here"
	sound     = "Derivable, and violated by nothing here"
	byBoth    = "Violated by attacks and by random runs"
	byAttacks = "Violated by attacks, and by no random run"
	byThieves = "Violated by thieves, and by nobody else"
	byRuns    = "Violated by random runs, and by no attack"
)

var behaviours = []string{sound, believed, mended, unproved, byBoth, byAttacks, byThieves,
	byRuns}

// about is what can be said of a goal.
func (g *BelievedGoal) about() []string {
	var honest, thieves int // attacks by those who steal nothing, and by the others
	for _, who := range survey.Adversaries {
		if n := len(g.Against[who].Attacks); who == survey.Device || who == survey.Theft {
			thieves += n
		} else {
			honest += n
		}
	}
	runs := slices.ContainsFunc(g.Random, func(r goals.Result) bool { return r.Violated > 0 })
	violated := honest+thieves > 0 || runs
	var all []string
	switch {
	case violated && g.Printed():
		all = append(all, believed)
	case violated && len(g.After) > 0:
		all = append(all, mended)
	case !violated && g.Printed():
		all = append(all, sound)
	case !violated:
		all = append(all, unproved)
	}
	switch {
	case honest+thieves > 0 && runs:
		all = append(all, byBoth)
	case honest > 0:
		all = append(all, byAttacks)
	case thieves > 0:
		all = append(all, byThieves)
	case runs:
		all = append(all, byRuns)
	}
	return all
}
