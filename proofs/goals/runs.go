package goals

import (
	"fmt"
	"slices"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/campaign"
	"emrproof/sim/monitor"
)

// A Question asks in how many random worlds of a profile an adversary violates each of some
// goals.
type Question struct {
	Goals   []*Meaning
	Profile string
	Against string // one of Adversaries
	Seed    sim.Seed
	Runs    int
}

// A Judged holds the verdicts on the goals in one run, in the order of the question.
type Judged struct {
	Moves  int        // of the adversary
	Broken [][]string // the claims that are violated
	Tested []bool     // there was something to judge
}

// A Runs is the answer to a question.
type Runs struct {
	Question
	Moves   int // of the adversary, in all
	Results []Result
}

// A Result says in how many runs one goal was violated.
type Result struct {
	Against  string      `json:"against"`
	Runs     int         `json:"runs"`
	Judged   int         `json:"judged"`   // in how many runs there was something to judge
	Violated int         `json:"violated"` // in how many runs a claim of it was violated
	First    int         `json:"first"`    // the first of these, from 1; 0: there is none
	Broken   []claimRuns `json:"claims"`   // the violated claims, the most often violated first
}

// A claimRuns says in how many runs a claim is violated.
type claimRuns struct {
	Claim string `json:"claim"`
	Runs  int    `json:"runs"`
}

// Run answers the question. The function all has judge called for each world, numbered from 0,
// and returns the results in this order; so some worlds can be run now and the others later. It
// may call judge from many goroutines.
func (q *Question) Run(
	all func(n int, judge func(i int) (Judged, error)) ([]Judged, error),
) (*Runs, error) {
	judged, err := all(q.Runs, func(i int) (Judged, error) {
		o, err := drawWorld(q.Seed, i).run(q.Profile, q.Against)
		if err != nil {
			return Judged{}, fmt.Errorf("world %d: %w", i+1, err)
		}
		return judge(q.Goals, o), nil
	})
	if err != nil {
		return nil, err
	}
	return q.count(judged), nil
}

// run answers the question on so many workers; with 0 there is one for each core. The answer
// does not depend on their number. The function done is called after each run, by any worker; it
// may be nil.
func (q *Question) run(workers int, done func()) (*Runs, error) {
	return q.Run(func(n int, judge func(i int) (Judged, error)) ([]Judged, error) {
		all := make([]Judged, n)
		return all, campaign.Each(n, workers, func(i int) (err error) {
			all[i], err = judge(i)
			if err == nil && done != nil {
				done()
			}
			return err
		})
	})
}

func judge(goals []*Meaning, o *attacks.Outcome) Judged {
	j := Judged{len(o.Config.Moves), make([][]string, len(goals)), make([]bool, len(goals))}
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

// count sums up the judged worlds, in their order, into the answer to the question.
func (q *Question) count(all []Judged) *Runs {
	r := &Runs{Question: *q}
	for _, j := range all {
		r.Moves += j.Moves
	}
	for g := range q.Goals {
		r.Results = append(r.Results, q.countGoal(g, all))
	}
	return r
}

func (q *Question) countGoal(g int, all []Judged) Result {
	r := Result{Against: q.Against, Runs: q.Runs, Broken: []claimRuns{}}
	runs := map[string]int{}
	for i, j := range all {
		if j.Tested[g] {
			r.Judged++
		}
		if len(j.Broken[g]) == 0 {
			continue
		}
		r.Violated++
		if r.First == 0 {
			r.First = i + 1
		}
		for _, c := range j.Broken[g] {
			runs[c]++
		}
	}
	for _, c := range q.Goals[g].Claims {
		if runs[c.ID] > 0 {
			r.Broken = append(r.Broken, claimRuns{c.ID, runs[c.ID]})
		}
	}
	slices.SortStableFunc(r.Broken, func(a, b claimRuns) int { return b.Runs - a.Runs })
	return r
}

// A violation is a random run that violates goals, after shrinking, and the way in which each
// of these goals breaks in it.
type violation struct {
	Goals    []string
	Against  string
	World    int                // from 1
	Findings []*attacks.Finding // all of the same moves
}

// violations returns the first violation of each goal that runs violate, by the weakest
// adversary that violates it. The answers are to questions about the same goals, in the order
// of Adversaries. A run that is the same for several goals is returned once.
func violations(runs []*Runs) ([]violation, error) {
	var all []violation
	for i, goal := range runs[0].Goals {
		r := runs[0]
		for _, other := range runs {
			if r.Results[i].First == 0 {
				r = other
			}
		}
		world := r.Results[i].First
		if world == 0 {
			continue
		}
		f, err := r.shrunk(goal, world)
		if err != nil {
			return nil, err
		}
		same := slices.IndexFunc(all, func(s violation) bool {
			return s.Against == r.Against && s.World == world &&
				slices.Equal(s.Findings[0].Outcome.Config.Moves, f.Outcome.Config.Moves)
		})
		if same < 0 {
			same = len(all)
			all = append(all, violation{Against: r.Against, World: world})
		}
		s := &all[same]
		s.Goals = append(s.Goals, goal.Goal)
		if !slices.ContainsFunc(s.Findings, func(old *attacks.Finding) bool {
			return old.Claim.ID == f.Claim.ID
		}) {
			s.Findings = append(s.Findings, f)
		}
	}
	return all, nil
}

// shrunk repeats the run of a world that violates a goal, and shrinks it. Worlds are counted
// from 1.
func (q *Question) shrunk(g *Meaning, world int) (*attacks.Finding, error) {
	o, err := drawWorld(q.Seed, world-1).run(q.Profile, q.Against)
	if err != nil {
		return nil, err
	}
	for _, v := range o.Violated() {
		if slices.ContainsFunc(g.Claims, func(c model.Claim) bool { return c.ID == v.Claim.ID }) {
			return attacks.Find(o, v)
		}
	}
	return nil, fmt.Errorf("goal %s: world %d does not repeat", g.Goal, world)
}
