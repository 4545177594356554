package reports

import (
	"fmt"
	"math/rand"
	"slices"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/proofs"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// The adversaries that goals are held against on random runs.
const (
	Nobody     = "nobody"       // the honest network
	RandomPlay = "random thief" // an outsider, who may also steal keys

	RandomInner = "random insider"
)

// GoalAdversaries are all of them, the weakest first.
var GoalAdversaries = []string{Nobody, RandomPlay, RandomInner}

// A GoalWorld is a random world: who there is, when visits start, how far clocks are off,
// which link there is, and what a random adversary does in it.
type GoalWorld struct {
	Patients, Doctors, Hospitals, Visits int
	Spacing                              int   // milliseconds between visits
	Skews                                []int // milliseconds; taken round for the principals
	Link                                 int   // a number of sim's links
	Play                                 attacks.Play
	Seed                                 int
}

// mostSkew is how far a clock is off at most: two of them are then apart by less than ΔT
// of what time stamps allow, so that honest parties understand each other.
const mostSkew = 20_000

// GoalWorlds draws worlds.
func GoalWorlds() gopter.Gen {
	return gopter.CombineGens(
		gen.IntRange(1, 2), gen.IntRange(1, 3), gen.IntRange(1, 2), gen.IntRange(1, 3),
		gen.IntRange(0, 3000), gen.SliceOfN(7, gen.IntRange(-mostSkew, mostSkew)),
		gen.IntRange(0, len(sim.Links())-1), attacks.Plays(), gen.IntRange(1, 1<<30),
	).Map(func(v []any) GoalWorld {
		return GoalWorld{v[0].(int), v[1].(int), v[2].(int), v[3].(int), v[4].(int), v[5].([]int),
			v[6].(int), v[7].(attacks.Play), v[8].(int)}
	})
}

// DrawGoalWorld is the i-th world of a seed.
func DrawGoalWorld(seed sim.Seed, i int) GoalWorld {
	params := gopter.DefaultGenParameters()
	params.Rng = rand.New(rand.NewSource(int64(seed.Run(i))))
	for {
		if w, ok := GoalWorlds()(params).Retrieve(); ok {
			return w.(GoalWorld)
		}
	}
}

// Config is the world as the simulation runs it.
func (w GoalWorld) Config(profile string, options []string) (sim.Config, error) {
	c, err := sim.Standard(profile, sim.Size{Patients: w.Patients, Doctors: w.Doctors,
		Hospitals: w.Hospitals, Visits: w.Visits})
	if err != nil {
		return c, err
	}
	c.Options, c.Seed = options, sim.Seed(w.Seed)
	c.Link = sim.Links()[w.Link%len(sim.Links())]
	for i := range c.Principals {
		c.Principals[i].Skew = trace.Duration(w.Skews[i%len(w.Skews)]) * 1e6
	}
	at := trace.Duration(1e9)
	for i := range c.Starts {
		if c.Starts[i].Phase != "filing" {
			c.Starts[i].At = at
			at += trace.Duration(w.Spacing) * 1e6
		}
	}
	return c, nil
}

// Run runs a world under one of GoalAdversaries.
func (w GoalWorld) Run(profile string, options []string, against string) (*attacks.Outcome, error) {
	c, err := w.Config(profile, options)
	if err != nil {
		return nil, err
	}
	switch against {
	case Nobody:
		return attacks.Run(c)
	case RandomPlay:
		return w.Play.In(c, nil)
	case RandomInner:
		p := w.Play
		if p.Corrupt == 0 { // somebody has to be
			p.Corrupt = w.Seed
		}
		corrupt, err := p.Insiders(c)
		if err != nil {
			return nil, err
		}
		return p.In(c, corrupt)
	}
	return nil, fmt.Errorf("adversary %q: want one of %q", against, GoalAdversaries)
}

// A GoalRuns is what became of the goals of a protocol on random runs of a profile under
// one adversary.
type GoalRuns struct {
	Profile, Against string
	Options          []string
	Seed             sim.Seed
	Runs             int
	Moves            int // of the adversary, in all
	Goals            []GoalOnRuns
}

// A GoalOnRuns is what became of one goal.
type GoalOnRuns struct {
	proofs.Meaning
	Judged   int         // in how many runs there was something to judge
	Violated int         // in how many runs a claim of it was
	First    int         // the first of these, counted from 1; 0: none
	Broken   []ClaimRuns // the claims that were, the most often broken first
}

// A ClaimRuns is in how many runs a claim was violated.
type ClaimRuns struct {
	Claim string
	Runs  int
}

// Holds says whether no run violated the goal, and some run put it to the test.
func (g *GoalOnRuns) Holds() bool { return g.Violated == 0 && g.Judged > 0 }

// judged is what one run says of each goal.
type judged struct {
	Moves  int
	Broken [][]string // by goal: the claims that are violated
	Tested []bool     // by goal
}

// judge holds goals against an outcome.
func judge(goals []*proofs.Meaning, o *attacks.Outcome) judged {
	j := judged{len(o.Config.Moves), make([][]string, len(goals)), make([]bool, len(goals))}
	byID := map[string]monitor.Verdict{}
	for _, v := range o.Verdicts {
		byID[v.Claim.ID] = v
	}
	for i, g := range goals {
		for _, c := range g.Claims {
			v := byID[c.ID]
			j.Tested[i] = j.Tested[i] || v.Checked > 0
			if v.Status == monitor.Violated {
				j.Broken[i] = append(j.Broken[i], c.ID)
			}
		}
	}
	return j
}

// Meanings are the meanings of a protocol's goals in a profile.
func Meanings(p *proofs.Protocol, profile string, options []string) ([]*proofs.Meaning, error) {
	v, err := p.Variant()
	if err != nil {
		return nil, err
	}
	description, err := model.Profile(profile, options...)
	if err != nil {
		return nil, err
	}
	var list []*proofs.Meaning
	for _, g := range v.Goals {
		m, err := proofs.MeaningOf(g, description)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// A GoalQuestion is what RunGoals is asked.
type GoalQuestion struct {
	Goals   []*proofs.Meaning
	Profile string
	Options []string
	Against string // one of GoalAdversaries
	Seed    sim.Seed
	Runs    int
	Workers int
}

// RunGoals holds goals against random runs. What it returns does not depend on the number
// of workers. done is called after each run, from any worker; it may be nil.
func RunGoals(q GoalQuestion, done func()) (*GoalRuns, error) {
	all := make([]judged, q.Runs)
	err := sim.Each(q.Runs, q.Workers, func(i int) (err error) {
		all[i], err = q.judge(i)
		if err == nil && done != nil {
			done()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return q.count(all), nil
}

// judge runs the i-th world, from 0, and holds the goals against it.
func (q *GoalQuestion) judge(i int) (judged, error) {
	o, err := DrawGoalWorld(q.Seed, i).Run(q.Profile, q.Options, q.Against)
	if err != nil {
		return judged{}, fmt.Errorf("world %d: %w", i+1, err)
	}
	return judge(q.Goals, o), nil
}

// count is what all worlds say of the goals.
func (q *GoalQuestion) count(all []judged) *GoalRuns {
	r := &GoalRuns{Profile: q.Profile, Against: q.Against, Options: q.Options, Seed: q.Seed,
		Runs: q.Runs}
	for _, j := range all {
		r.Moves += j.Moves
	}
	for g, m := range q.Goals {
		r.Goals = append(r.Goals, countGoal(m, g, all))
	}
	return r
}

func countGoal(m *proofs.Meaning, g int, all []judged) GoalOnRuns {
	on := GoalOnRuns{Meaning: *m}
	runs := map[string]int{}
	for i, j := range all {
		if j.Tested[g] {
			on.Judged++
		}
		if len(j.Broken[g]) == 0 {
			continue
		}
		on.Violated++
		if on.First == 0 {
			on.First = i + 1
		}
		for _, c := range j.Broken[g] {
			runs[c]++
		}
	}
	for _, c := range m.Claims {
		if runs[c.ID] > 0 {
			on.Broken = append(on.Broken, ClaimRuns{c.ID, runs[c.ID]})
		}
	}
	slices.SortStableFunc(on.Broken, func(a, b ClaimRuns) int { return b.Runs - a.Runs })
	return on
}

// Shown is the first run that violated a goal, repeated, shrunk and repeated again; nil
// when none did.
func (r *GoalRuns) Shown(g *GoalOnRuns) (*attacks.Finding, error) {
	if g.First == 0 {
		return nil, nil
	}
	o, err := DrawGoalWorld(r.Seed, g.First-1).Run(r.Profile, r.Options, r.Against)
	if err != nil {
		return nil, err
	}
	for _, v := range o.Violated() {
		if slices.ContainsFunc(g.Claims, func(c model.Claim) bool { return c.ID == v.Claim.ID }) {
			return attacks.Find(o, v)
		}
	}
	return nil, fmt.Errorf("goal %s: world %d does not repeat", g.Goal, g.First)
}
