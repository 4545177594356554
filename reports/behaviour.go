package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/model/suite"
	"emrproof/proofs"
	"emrproof/sim"
)

// A Behaviour is what runs of a profile do to the goals of a protocol that is about it: the
// attacks of the catalogue, and random worlds under each of GoalAdversaries.
type Behaviour struct {
	*Believed
	Seed sim.Seed
	Runs int // for each adversary
	// Shown are the first violations by random runs, one for each goal that they violate,
	// by the weakest adversary that does.
	Shown []ShownGoals
	// Unexplained are the claims that a random run violates, and no attack; and those of Shown
	// that no attack violates in the same way: new findings.
	Unexplained []string
}

// A ShownGoals is what is left of a random run that violates goals, shrunk, and how each of
// them breaks in it.
type ShownGoals struct {
	Goals    []string
	Against  string
	World    int                // counted from 1
	Findings []*attacks.Finding // all of the same moves
}

// Tell tells it in sentences.
func (s *ShownGoals) Tell() []string {
	var t story
	for _, f := range s.Findings {
		t.same = append(t.same, &Result{Finding: f})
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
func NewBehaviour(p *proofs.Protocol, q BehaviourQuestion) (*Behaviour, error) {
	if p.Model == "" {
		return nil, fmt.Errorf("protocol %q is about no profile: want one with a line such as %q",
			p.Name, "model published")
	}
	if q.Begin == nil {
		q.Begin = func(string, int) (func(), func()) { return func() {}, func() {} }
	}
	meanings, err := Meanings(p, p.Model, nil)
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
	b.Shown, err = show(runs, len(meanings))
	for _, shown := range b.Shown {
		for _, f := range shown.Findings {
			new := len(made.explain(f.Mechanism())) == 0
			if new && !slices.Contains(b.Unexplained, f.Claim.ID) {
				b.Unexplained = append(b.Unexplained, f.Claim.ID)
			}
		}
	}
	return b, err
}

// unexplained are the claims that runs violate and no attack does.
func unexplained(runs []*GoalRuns, made *Attacks) []string {
	var claims []string
	for _, r := range runs {
		for i := range r.Goals {
			for _, c := range r.Goals[i].Broken {
				if len(made.violatedBy(c.Claim)) == 0 && !slices.Contains(claims, c.Claim) {
					claims = append(claims, c.Claim)
				}
			}
		}
	}
	return claims
}

// attack carries out the catalogue.
func (q *BehaviourQuestion) attack(profile string) (*Attacks, error) {
	todo, err := CatalogueCases(attacks.Overrides{Profile: profile})
	if err != nil {
		return nil, err
	}
	step, end := q.Begin("attacks", len(todo))
	defer end()
	made := &Attacks{Profile: profile, Suite: suite.Names()[0], Seed: q.Seed}
	made.All, err = CarryOut(todo, q.Workers, step)
	return made, err
}

// run runs the random worlds.
func (q *BehaviourQuestion) run(goals []*proofs.Meaning, profile string) ([]*GoalRuns, error) {
	step, end := q.Begin("runs", q.Runs*len(GoalAdversaries))
	defer end()
	var all []*GoalRuns
	for _, against := range GoalAdversaries {
		r, err := RunGoals(GoalQuestion{Goals: goals, Profile: profile, Against: against,
			Seed: q.Seed, Runs: q.Runs, Workers: q.Workers}, step)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// show shrinks the first violation of each goal. What is the same for several goals is
// shown once.
func show(runs []*GoalRuns, goals int) ([]ShownGoals, error) {
	var shown []ShownGoals
	for i := range goals {
		r := runs[0]
		for _, other := range runs {
			if r.Goals[i].First == 0 {
				r = other
			}
		}
		g := &r.Goals[i]
		f, err := r.Shown(g)
		if err != nil {
			return nil, err
		}
		if f == nil {
			continue
		}
		same := slices.IndexFunc(shown, func(s ShownGoals) bool {
			return s.Against == r.Against && s.World == g.First &&
				slices.Equal(s.Findings[0].Outcome.Config.Moves, f.Outcome.Config.Moves)
		})
		if same < 0 {
			same = len(shown)
			shown = append(shown, ShownGoals{Against: r.Against, World: g.First})
		}
		s := &shown[same]
		s.Goals = append(s.Goals, g.Goal)
		if !slices.ContainsFunc(s.Findings, func(old *attacks.Finding) bool {
			return old.Claim.ID == f.Claim.ID
		}) {
			s.Findings = append(s.Findings, f)
		}
	}
	return shown, nil
}

// parts are what it says in short, the table, and each violation told.
func (b *Behaviour) parts() []Part {
	meaning := Part{Words: "What a goal means on a run, for honest X with honest Y:"}
	for _, m := range proofs.MeaningText {
		meaning.Steps = append(meaning.Steps, m[0]+": "+m[1])
	}
	d := []Part{{Table: b.Table()}, {Words: "In short:", Steps: b.short()}, meaning}
	for i := range b.Shown {
		s := &b.Shown[i]
		f := s.Findings[0]
		words := fmt.Sprintf("%s, against a %s: world %d, %d of %d moves", strings.Join(s.Goals, ", "),
			s.Against, s.World, len(f.Outcome.Config.Moves), f.Moves)
		if f.Minimal {
			words += ", minimal"
		}
		words += "; the adversary had: " + threatOf(f.Outcome.Threat())
		d = append(d, Part{Words: words + ".", Steps: s.Tell()})
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
	for _, who := range BelievedAgainst {
		if n := len(g.Against[who].Attacks); who == Device || who == Theft {
			thieves += n
		} else {
			honest += n
		}
	}
	runs := slices.ContainsFunc(g.Random, func(r GoalOnRuns) bool { return r.Violated > 0 })
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
