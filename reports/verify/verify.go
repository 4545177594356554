package verify

import (
	"emrproof/attacks/games"
	"emrproof/attacks/generate"
	"emrproof/attacks/random"
	"emrproof/attacks/script"
	"emrproof/attacks/script/need"
	"emrproof/attacks/search/threats"
	"emrproof/attacks/survey"
	"emrproof/bench"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
	"emrproof/reports"
	"emrproof/reports/cost"
	"emrproof/reports/expect"
	"emrproof/reports/prove"
	"emrproof/sim"
	"emrproof/sim/campaign"
	"slices"
)

// A Level says how many questions a verification asks.
type Level struct {
	Name       string
	Random     int // plays of the random adversary on each profile
	Worlds     int // random worlds for the goals, for each profile and adversary
	EachCase   int // every so manieth generated attack is made; 1: all
	Resolution int // of the games, in permille; 0: the games' default
	Shrunk     int // random plays that are shrunk for each claim; 0: a few
	States     int // that a search of one description alone visits at most
}

// searchedStates is how many states a search of a description that comes with the harness visits at
// most, at any level: what it finds is expected. Where there is a group, a state takes longer.
func searchedStates(profile string) int {
	states := 20000
	library.Must(profile).EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		for _, t := range s.Terms() {
			if t.Sort == model.Point {
				states = 5000
			}
		}
	})
	return states
}

// The levels whose numbers are fixed: that of a quick verification, and that of one for which
// nothing else is asked.
var (
	quickLevel   = Level{"quick", 100, 20, 16, 600, 1, 20000}
	defaultLevel = Level{"default", 1000, 150, 1, 0, 0, 200000}
)

// LevelOf returns the level of a verification: a small one with quick; else, with plays above
// 0, one with so many plays of the random adversary; else the default.
func LevelOf(quick bool, plays int) Level {
	switch {
	case quick:
		return quickLevel
	case plays > 0:
		return Level{"long", plays, max(plays/10, 150), 1, 0, 0, 200000}
	}
	return defaultLevel
}

// some returns the generated attacks that a level makes.
func (l Level) some(all []generate.Case) []generate.Case {
	var some []generate.Case
	for i := 0; i < len(all); i += l.EachCase {
		some = append(some, all[i])
	}
	return some
}

// attacked are the names of the profiles that are attacked in full; all others only calibrate
// the harness.
var attacked = []string{"published", "hardened"}

// A Question says what Ask is to verify, and how.
type Question struct {
	Level   Level
	Seed    sim.Seed
	Workers int // at a time; 0: one for each core
	// Begin is called before each part of the work with its name and its number of steps. It
	// returns two functions: step is called after each step, end when the part is over. Begin
	// may be nil.
	Begin func(part string, things int) (step, end func())
	// Profile is a description that alone is asked about, such as a user's; empty: all that
	// comes with the harness is. Proof is one in the logic that is about it; nil: there is none.
	Profile string
	Proof   *protocol.Protocol
	// Store keeps what is finished, and finds it again in a later run; nil: nothing is kept.
	Store Store
}

// A Verification holds the answers to all questions that the harness can be asked.
type Verification struct {
	Level  Level
	Seed   sim.Seed
	Honest []honestRun
	// Profiles are the attacks on the profiles named in the variable attacked; Calibration are
	// those on all other profiles.
	Profiles, Calibration []*reports.Attacks
	Proved                []*prove.Report // published first, then hardened, then calibration
	Runs                  map[string][]*goals.Runs
	Believed              []*goals.Belief
	Cost                  *cost.Cost
	Found                 []expect.Found
	Scheme                *scheme // where one description alone is asked about; else nil
}

// Ask does a verification. The result depends on the level and the seed, and not on the number
// of workers.
func Ask(q Question) (*Verification, error) {
	v := &Verification{Level: q.Level, Seed: q.Seed, Runs: map[string][]*goals.Runs{}}
	if q.Begin == nil {
		q.Begin = func(string, int) (func(), func()) { return func() {}, func() {} }
	}
	if q.Profile != "" {
		return v, v.askScheme(&q)
	}
	parts := []func(*Question) error{func(q *Question) error {
		return v.honest(q, library.Names()...)
	}}
	for _, profile := range library.Names() {
		parts = append(parts, func(q *Question) error { return v.attack(q, profile) })
	}
	parts = append(parts, v.prove)
	for _, profile := range attacked {
		parts = append(parts, func(q *Question) error { return v.goals(q, profile) })
	}
	parts = append(parts, v.believe, v.costs)
	for _, part := range parts {
		if err := part(&q); err != nil {
			return nil, err
		}
	}
	v.found()
	return v, nil
}

// honest runs profiles on every suite without an adversary.
func (v *Verification) honest(q *Question, profiles ...string) (err error) {
	var todo []honestRun
	for _, profile := range profiles {
		for _, name := range suite.Names() {
			todo = append(todo, honestRun{Profile: profile, Suite: name})
		}
	}
	v.Honest, err = pieces(q, work[honestRun]{name: "honest runs", n: len(todo), each: 1,
		one: func(i int) (honestRun, error) {
			return honest(todo[i].Profile, todo[i].Suite, q.Seed)
		},
		fits: func(i int, h *honestRun) bool {
			return h.Profile == todo[i].Profile && h.Suite == todo[i].Suite && h.Judged > 0
		}})
	return err
}

// attack attacks a profile: with the catalogue, the generated attacks, the games and random
// play.
func (v *Verification) attack(q *Question, profile string) error {
	s := &reports.Attacks{Survey: &survey.Survey{Profile: profile, Suite: suite.Names()[0],
		Seed: q.Seed},
		Again: v.seeded("emrproof attack --profile " + profile)}
	if err := v.catalogue(q, s); err != nil {
		return err
	}
	if err := v.search(q, s, searchedStates(s.Profile)); err != nil {
		return err
	}
	if !slices.Contains(attacked, profile) {
		v.Calibration = append(v.Calibration, s)
		if profile == bench.Li { // its column of Table 3 wants the games as well
			if err := v.play(q, s); err != nil {
				return err
			}
		}
		return v.calibrate(q, s)
	}
	v.Profiles = append(v.Profiles, s)
	if err := v.generate(q, s); err != nil {
		return err
	}
	if err := v.play(q, s); err != nil {
		return err
	}
	return v.random(q, s)
}

// search searches the runs of a profile.
func (v *Verification) search(q *Question, s *reports.Attacks, states int) error {
	r, err := pieces(q, work[*threats.Result]{name: "search of " + s.Profile, n: 1, each: 1,
		one: func(int) (*threats.Result, error) {
			return threats.Find(s.Profile, nil, states, q.Workers)
		},
		fits: func(_ int, r **threats.Result) bool {
			return *r != nil && (*r).Profile == s.Profile && (*r).States == states
		}})
	if err == nil {
		s.Searched = r[0]
	}
	return err
}

func (v *Verification) random(q *Question, s *reports.Attacks) error {
	all := func(n int, play func(i int) (random.Played, error)) ([]random.Played, error) {
		return pieces(q, work[random.Played]{name: "random play on " + s.Profile,
			n: n, each: piece, one: play,
			fits: func(i int, p *random.Played) bool {
				return p.Number == i+1 && known(s.Survey, p.Claims)
			}})
	}
	var err error
	s.Random, err = random.Run(random.Question{Profile: s.Profile, Suite: s.Suite, Seed: q.Seed,
		Runs: q.Level.Random, Workers: q.Workers, Shrunk: q.Level.Shrunk, All: all})
	return err
}

func (v *Verification) catalogue(q *Question, s *reports.Attacks) error {
	todo, err := survey.Scripts(need.Overrides{Profile: s.Profile})
	if err != nil {
		return err
	}
	name := "catalogue of " + s.Profile
	carryOut := func(i int) (*survey.Attack, error) {
		one, err := survey.CarryOutAll(todo[i:i+1], 1, nil)
		if err != nil {
			return nil, err
		}
		return one[0], nil
	}
	made := make([]*survey.Attack, len(todo))
	kept, err := pieces(q, work[survey.Saved]{name: name, n: len(todo), each: 1,
		one: func(i int) (s survey.Saved, err error) {
			if made[i], err = carryOut(i); err == nil {
				s = survey.Save(made[i])
			}
			return s, err
		},
		fits: func(i int, a *survey.Saved) bool { return savedOf(a, todo[i]) }})
	if err != nil {
		return err
	}
	s.All = made
	return campaign.Each(len(todo), q.Workers, func(i int) (err error) {
		if made[i] != nil {
			return nil
		}
		if made[i], err = kept[i].Again(todo[i]); err == nil {
			return nil
		}
		q.Store.Unfit(pieceName(name, i))
		made[i], err = carryOut(i)
		return err
	})
}

// savedOf says whether a saved attack can be that of a script: the same attack in the same
// world. Whether its moves still do what they did is seen when it is made again.
func savedOf(a *survey.Saved, s *script.Script) bool {
	c := &s.Config
	return a.ID == s.ID && (a.Idle || a.Config.Profile == c.Profile &&
		a.Config.Suite == c.Suite && a.Config.Seed == c.Seed)
}

func (v *Verification) generate(q *Question, s *reports.Attacks) error {
	all, err := generate.Cases(s.Profile, nil, s.Suite, q.Seed)
	if err != nil {
		return err
	}
	some := q.Level.some(all)
	s.Generated, err = generate.Run(some, q.Workers,
		func(n int, try func(i int) (generate.Tried, error)) ([]generate.Tried, error) {
			return pieces(q, work[generate.Tried]{name: "generated attacks on " + s.Profile,
				n: n, each: piece, one: try,
				fits: func(i int, t *generate.Tried) bool {
					return sameCase(t.Case, some[i]) && slices.Contains(generate.Statuses, t.Status)
				}})
		})
	if err != nil {
		return err
	}
	s.Found, err = generate.Find(s.Generated, q.Workers, s.Explain)
	return err
}

// sameCase says whether two cases are equal, without regard to their Configs, which follow from
// the rest.
func sameCase(c, d generate.Case) bool {
	return c.Kind == d.Kind && c.World == d.World && c.Message == d.Message && c.Field == d.Field &&
		c.With == d.With && slices.Equal(c.Corrupt, d.Corrupt)
}

func (v *Verification) play(q *Question, s *reports.Attacks) error {
	p, err := library.Profile(s.Profile)
	if err != nil {
		return err
	}
	list := games.Of(p)
	if !slices.Contains(attacked, s.Profile) && v.Scheme == nil { // only those that decide claims
		list = slices.DeleteFunc(list, func(g games.Game) bool { return g.Claim == "" })
	}
	s.Games, err = pieces(q, work[games.Result]{name: "games on " + s.Profile, n: len(list),
		each: 1, inTurn: true, // each game has its trials side by side
		one: func(i int) (games.Result, error) {
			return list[i].Play(games.Config{Profile: s.Profile, Suite: s.Suite, Seed: q.Seed,
				Resolution: q.Level.Resolution, Workers: q.Workers})
		},
		fits: func(i int, r *games.Result) bool {
			return r.Game == list[i].Name && r.Trials > 0
		}})
	return err
}

// prove audits every protocol that comes with the harness with the logic.
func (v *Verification) prove(q *Question) error {
	names := protocol.Names()
	step, end := q.Begin("proofs", len(names))
	defer end()
	v.Proved = make([]*prove.Report, len(names))
	return campaign.Each(len(names), q.Workers, func(i int) error {
		defer step()
		p, err := protocol.Load(names[i])
		if err != nil {
			return err
		}
		variant, err := p.Variant()
		if err != nil {
			return err
		}
		v.Proved[i], err = prove.New(variant)
		return err
	})
}

// goals tries the goals on random runs of a profile.
func (v *Verification) goals(q *Question, profile string) error {
	_, meanings, err := goalsOf(profile)
	if err != nil {
		return err
	}
	for _, against := range goals.Adversaries {
		ask := goals.Question{Goals: meanings, Profile: profile, Against: against, Seed: q.Seed,
			Runs: q.Level.Worlds}
		runs, err := ask.Run(
			func(n int, judge func(i int) (goals.Judged, error)) ([]goals.Judged, error) {
				return pieces(q, work[goals.Judged]{name: "goals on " + profile + " against " + against,
					n: n, each: piece, one: judge,
					fits: func(_ int, j *goals.Judged) bool {
						return len(j.Broken) == len(meanings) && len(j.Tested) == len(meanings)
					}})
			})
		if err != nil {
			return err
		}
		v.Runs[profile] = append(v.Runs[profile], runs)
	}
	return nil
}

// goalsOf returns the protocol whose proof is about a profile, with the meanings of its goals.
func goalsOf(profile string) (*protocol.Protocol, []*goals.Meaning, error) {
	name := profile
	if !slices.Contains(protocol.Names(), name) {
		name = protocol.Names()[0]
	}
	p, err := protocol.Load(name)
	if err != nil {
		return nil, nil, err
	}
	meanings, err := goals.Meanings(p, profile)
	return p, meanings, err
}

// believe compares, goal by goal, what the logic derives with what runs do.
func (v *Verification) believe(*Question) error {
	for i, profile := range attacked {
		p, _, err := goalsOf(profile)
		if err != nil {
			return err
		}
		b, err := goals.NewBelief(p, v.Profiles[i].Survey, v.Runs[profile])
		if err != nil {
			return err
		}
		v.Believed = append(v.Believed, b)
	}
	return nil
}

// costs computes the tables of costs, for which no clock is needed.
func (v *Verification) costs(*Question) error {
	costs, err := bench.CostOf(bench.Profiles(), suite.Names(), nil)
	v.Cost = &cost.Cost{Costs: costs, Again: "emrproof cost --profile all --suite all"}
	return err
}
