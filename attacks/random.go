package attacks

import (
	"fmt"
	"math/rand"
	"slices"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/monitor"
)

// A Play is a random world and what a random adversary does in it: a decision for
// each message in turn, over and over. It is drawn with gopter, from a seed, and is
// never empty; what it comes to is a list of moves like that of any attack.
type Play struct {
	Patients, Doctors, Visits int
	Insider                   bool // the last doctor is corrupt
	Decisions                 []Decision
}

// A Decision is what to do about a message. Picks choose among what there is at
// that moment, modulo its number.
type Decision struct {
	Kind  int
	Picks [3]int
}

// Plays draws plays.
func Plays() gopter.Gen {
	decision := gopter.CombineGens(
		gen.IntRange(0, len(decisionKinds)-1), gen.IntRange(0, 1<<20), gen.IntRange(0, 1<<20),
		gen.IntRange(0, 1<<20)).Map(func(v []any) Decision {
		return Decision{v[0].(int), [3]int{v[1].(int), v[2].(int), v[3].(int)}}
	})
	decisions := gen.IntRange(1, 24).FlatMap(func(n any) gopter.Gen {
		return gen.SliceOfN(n.(int), decision)
	}, nil)
	return gopter.CombineGens(gen.IntRange(1, 2), gen.IntRange(1, 3), gen.IntRange(1, 3), gen.Bool(),
		decisions).Map(func(v []any) Play {
		return Play{v[0].(int), v[1].(int), v[2].(int), v[3].(bool), v[4].([]Decision)}
	})
}

// DrawPlay is the i-th play of a seed.
func DrawPlay(seed sim.Seed, i int) Play {
	params := gopter.DefaultGenParameters()
	params.Rng = rand.New(rand.NewSource(int64(seed.Run(i))))
	for {
		if p, ok := Plays()(params).Retrieve(); ok {
			return p.(Play)
		}
	}
}

// decisionKinds are what a random adversary can do about a message. Most of the
// time it does nothing, so that what it breaks comes far enough to matter.
var decisionKinds = []func(*random, *Executor, *sim.Message, Decision) error{
	deliverIt, deliverIt, deliverIt, deliverIt, deliverIt, dropIt, delayIt, repeatIt, redirectIt,
	substituteIt, relayIt, relayIt, revealIt, skewIt,
}

// random decides by a play.
type random struct {
	play    Play
	corrupt string
	next    int
	sealed  int // ciphertexts of its own
	puppets []*puppet

	department string              // of the insider
	choices    map[string][]string // what a variable that is an identity can stand for
}

func (r *random) begin(x *Executor) error {
	if r.corrupt == "" {
		return nil
	}
	return x.Make(Move{Do: DoReveal, Who: r.corrupt, What: sim.RevealAll})
}

func (r *random) message(x *Executor, m *sim.Message) error {
	d := r.play.Decisions[r.next%len(r.play.Decisions)]
	r.next++
	if p := r.puppetAt(m.To); p != nil {
		return p.take(m, d)
	}
	if p := r.puppetFor(x, m); p != nil {
		if err := x.Make(Move{Do: DoDrop}); err != nil {
			return err
		}
		return p.take(m, d)
	}
	return decisionKinds[d.Kind](r, x, m, d)
}

func (r *random) timer(*Executor, int) error { return nil }

func deliverIt(*random, *Executor, *sim.Message, Decision) error { return nil }

func dropIt(_ *random, x *Executor, _ *sim.Message, d Decision) error {
	if d.Picks[0]%3 > 0 { // rarely: nothing comes after it
		return nil
	}
	return x.Make(Move{Do: DoDrop})
}

// delays are short of ΔT, and beyond it.
var delays = []sim.Duration{5e6, 1e9, 30e9, 59e9, 61e9, 600e9}

func (d Decision) delay() sim.Duration { return delays[d.Picks[0]%len(delays)] }

func delayIt(_ *random, x *Executor, m *sim.Message, d Decision) error {
	return x.Make(Move{Do: DoDeliver, Message: m.Label, To: m.To, Delay: d.delay()})
}

func repeatIt(_ *random, x *Executor, m *sim.Message, d Decision) error {
	if err := x.Make(Move{Do: DoDeliver, Message: m.Label, To: m.To}); err != nil {
		return err
	}
	to := m.To
	if d.Picks[1]%2 == 0 {
		to.Session = 0
	}
	return x.Make(Move{Do: DoDeliver, Message: m.Label, To: to, Delay: d.delay()})
}

// peers are the principals of the same party as a receiver's.
func peers(x *Executor, of string) []string {
	var party model.Party
	for _, p := range x.net.Principals() {
		if p.Name == of {
			party = p.Party
		}
	}
	var names []string
	for _, p := range x.net.Principals() {
		if p.Party == party {
			names = append(names, p.Name)
		}
	}
	return names
}

func redirectIt(_ *random, x *Executor, m *sim.Message, d Decision) error {
	names := peers(x, m.To.Principal)
	to := sim.Address{Principal: names[d.Picks[0]%len(names)], Session: d.Picks[1] % 6}
	return x.Make(Move{Do: DoDeliver, Message: m.Label, To: to})
}

// substituteIt puts another value of its sort, seen before, in place of a field.
func substituteIt(_ *random, x *Executor, m *sim.Message, d Decision) error {
	fields := m.Fields()
	at := d.Picks[0] % len(fields)
	var others []Recipe
	for _, label := range sortedKeys(x.kitchen.fields) {
		for i, f := range x.kitchen.fields[label] {
			if f.Value.Sort == fields[at].Value.Sort && label != m.Label {
				others = append(others, recipe("field", text(label), number(i+1)))
			}
		}
	}
	if len(others) == 0 {
		return nil
	}
	made := x.asSent(m)
	made[at] = others[d.Picks[1]%len(others)]
	return x.instead(m, m.To, made)
}

// relayIt opens what a corrupt principal gets and passes it on to another of its
// party, as if nothing had happened.
func relayIt(r *random, x *Executor, m *sim.Message, d Decision) error {
	if r.corrupt == "" || m.To.Principal != r.corrupt {
		return nil
	}
	names := peers(x, r.corrupt)
	to := sim.Address{Principal: names[d.Picks[0]%len(names)], Session: m.To.Session}
	made := x.asSent(m)
	for i, f := range m.Fields() {
		t := f.Value.Term
		if t.Op != model.OpAEnc || t.Key().Name != r.corrupt {
			continue
		}
		r.sealed++
		c := recipe("aenc", number(r.sealed), recipe("puk", text(to.Principal)))
		n := len(t.Fields())
		for j := range n {
			c.Args = append(c.Args, recipe("part", number(j+1), number(n), made[i],
				recipe("own", text(r.corrupt), text("PRK"))))
		}
		made[i] = c
	}
	return x.instead(m, to, made)
}

// asSent are a message's fields as recipes.
func (x *Executor) asSent(m *sim.Message) []Recipe {
	made := make([]Recipe, len(m.Fields()))
	for i := range made {
		made[i] = recipe("field", text(m.Label), number(i+1))
	}
	return made
}

// instead sends other fields in a message's place.
func (x *Executor) instead(m *sim.Message, to sim.Address, fields []Recipe) error {
	if err := x.Make(Move{Do: DoDrop}); err != nil {
		return err
	}
	return x.Make(Move{Do: DoInject, Name: m.Name, From: m.From, To: to, Fields: fields})
}

func revealIt(_ *random, x *Executor, _ *sim.Message, d Decision) error {
	if d.Picks[2]%4 > 0 {
		return nil
	}
	all := x.net.Principals()
	what := []string{sim.RevealKeys, sim.RevealStore}[d.Picks[1]%2]
	return x.Make(Move{Do: DoReveal, Who: all[d.Picks[0]%len(all)].Name, What: what})
}

func skewIt(_ *random, x *Executor, _ *sim.Message, d Decision) error {
	all := x.net.Principals()
	return x.Make(Move{Do: DoSkew, Who: all[d.Picks[1]%len(all)].Name, Delay: d.delay()})
}

// Config is the world of a play.
func (p Play) Config(profile string, options []string, seed sim.Seed) (sim.Config, string, error) {
	c, err := sim.Standard(profile, sim.Size{Patients: p.Patients, Doctors: p.Doctors, Hospitals: 2,
		Visits: p.Visits})
	if err != nil {
		return c, "", err
	}
	c.Options, c.Seed = options, seed
	corrupt := ""
	for _, s := range c.Starts { // an insider whom somebody visits
		if p.Insider && s.With != "" && s.Phase != "filing" {
			corrupt = s.With
		}
	}
	return c, corrupt, nil
}

// Run runs a play. Its Outcome's Config is the attack, and repeats.
func (p Play) Run(profile string, options []string, seed sim.Seed) (*Outcome, error) {
	c, corrupt, err := p.Config(profile, options, seed)
	if err != nil {
		return nil, err
	}
	return p.In(c, corrupt)
}

// In runs the decisions of a play in a world; corrupt is the insider, empty for none.
func (p Play) In(c sim.Config, corrupt string) (*Outcome, error) {
	r, err := p.random(c, corrupt)
	if err != nil {
		return nil, err
	}
	x := newExecutor(r)
	o, err := run(c, x)
	if err != nil {
		return nil, err
	}
	for _, m := range x.Made {
		o.Config.Moves = append(o.Config.Moves, m.String())
	}
	if len(r.puppets) > 0 {
		return Run(o.Config) // without what an insider computed and did not send
	}
	return o, nil
}

// random decides for a play in a world.
func (p Play) random(c sim.Config, corrupt string) (*random, error) {
	protocol, err := model.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	r := &random{play: p, corrupt: corrupt, choices: choicesOf(protocol, c)}
	for _, who := range c.Principals {
		if who.Name == corrupt {
			r.department = who.Department
		}
	}
	return r, nil
}

// A RandomResult is what random play found.
type RandomResult struct {
	Runs   int
	Moves  int          // made in all
	Claims []RandomFind // that were violated, in the order in which they were found
}

// A RandomFind is a claim that random play violated.
type RandomFind struct {
	Claim string
	Runs  int // in how many runs
	First int // the first of them, counted from 1
}

// PlayRandom runs so many plays of a seed and collects the claims that they violate,
// but for those that an honest run violates too. The result does not depend on the
// number of workers.
func PlayRandom(
	profile string, options []string, seed sim.Seed, runs, workers int,
) (*RandomResult, error) {
	p, err := NewRandomPlayer(profile, options, seed)
	if err != nil {
		return nil, err
	}
	all := make([]Played, runs)
	err = sim.Each(runs, workers, func(i int) (err error) {
		all[i], err = p.Play(i)
		return err
	})
	if err != nil {
		return nil, err
	}
	return CollectPlays(all), nil
}

// A RandomPlayer plays the plays of a seed, each by its number, so that some of them can
// be kept and the others played later.
type RandomPlayer struct {
	profile string
	options []string
	seed    sim.Seed
	honest  map[string]bool
}

// NewRandomPlayer is a player on a profile.
func NewRandomPlayer(profile string, options []string, seed sim.Seed) (*RandomPlayer, error) {
	honest, err := honestViolations(profile, options)
	return &RandomPlayer{profile, options, seed, honest}, err
}

// Played is what came of one play.
type Played struct {
	Number int      // of the play, from 1
	Claims []string // that it violated
	Moves  int      // that it made
}

// Play plays the i-th play, from 0. It may be called from many goroutines.
func (r *RandomPlayer) Play(i int) (Played, error) {
	o, err := DrawPlay(r.seed, i).Run(r.profile, r.options, r.seed.Run(i))
	if err != nil {
		return Played{}, fmt.Errorf("play %d: %w", i+1, err)
	}
	p := Played{Number: i + 1, Moves: len(o.Config.Moves)}
	for _, v := range o.Violated() {
		if !r.honest[v.Claim.ID] {
			p.Claims = append(p.Claims, v.Claim.ID)
		}
	}
	return p, nil
}

// CollectPlays is what plays found, the first of them first.
func CollectPlays(all []Played) *RandomResult {
	r := &RandomResult{Runs: len(all)}
	at := map[string]int{}
	for i, p := range all {
		r.Moves += p.Moves
		for _, c := range p.Claims {
			if _, ok := at[c]; !ok {
				at[c] = len(r.Claims)
				r.Claims = append(r.Claims, RandomFind{Claim: c, First: i + 1})
			}
			r.Claims[at[c]].Runs++
		}
	}
	return r
}

// MedianFirst is the number of runs after which half of the claims were found.
func (r *RandomResult) MedianFirst() int {
	if len(r.Claims) == 0 {
		return 0
	}
	var firsts []int
	for _, c := range r.Claims {
		firsts = append(firsts, c.First)
	}
	slices.Sort(firsts)
	return firsts[(len(firsts)-1)/2]
}

// honestViolations are the claims that break when the adversary only listens.
func honestViolations(profile string, options []string) (map[string]bool, error) {
	c, err := sim.Standard(profile, sim.DefaultSize)
	if err != nil {
		return nil, err
	}
	c.Options = options
	o, err := Run(c)
	if err != nil {
		return nil, err
	}
	broken := map[string]bool{}
	for _, v := range o.Verdicts {
		if v.Status == monitor.Violated {
			broken[v.Claim.ID] = true
		}
	}
	return broken, nil
}
