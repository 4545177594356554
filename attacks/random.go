package attacks

import (
	"math/rand"
	"slices"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Play is a random world and what a random adversary does in it: a decision for
// each message in turn, over and over. It is drawn with gopter, from a seed, and is
// never empty; what it comes to is a list of moves like that of any attack.
type Play struct {
	Patients, Doctors, Visits int
	// Corrupt chooses who is corrupt: 0 is nobody, any other number one of the Conspiracies of
	// its world, modulo their number.
	Corrupt   int
	Decisions []Decision
}

// Insiders are the principals of a world that a play corrupts.
func (p Play) Insiders(c sim.Config) ([]string, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil || p.Corrupt == 0 {
		return nil, err
	}
	all := Conspiracies(protocol, c)
	return all[p.Corrupt%len(all)], nil
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
	corrupt := gen.OneGenOf(gen.Const(0), gen.IntRange(1, 1<<20)) // half of the plays have insiders
	return gopter.CombineGens(gen.IntRange(1, 2), gen.IntRange(1, 3), gen.IntRange(1, 3),
		corrupt, decisions).Map(func(v []any) Play {
		return Play{v[0].(int), v[1].(int), v[2].(int), v[3].(int), v[4].([]Decision)}
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
var decisionKinds = []func(*random, *Executor, *trace.Message, Decision) error{
	deliverIt, deliverIt, deliverIt, deliverIt, deliverIt, dropIt, delayIt, repeatIt, redirectIt,
	substituteIt, relayIt, relayIt, revealIt, skewIt, poseIt,
}

// random decides by a play.
type random struct {
	play     Play
	next     int
	insiders *insiders
	decision Decision // the one that is being carried out
}

func (r *random) begin(x *Executor) error { return r.insiders.reveal(x) }

func (r *random) message(x *Executor, m *trace.Message) error {
	r.decision = r.play.Decisions[r.next%len(r.play.Decisions)]
	r.next++
	if r.play.ownSessions() {
		if taken, err := r.insiders.take(x, m); taken || err != nil {
			return err
		}
	}
	return decisionKinds[r.decision.Kind](r, x, m, r.decision)
}

// ownSessions says whether the insiders of a play play their sessions by themselves.
func (p Play) ownSessions() bool { return p.Decisions[0].Picks[2]%2 == 0 }

// lie puts another value in the place of one before an insider sends, now and then: half of
// the time it speaks of another principal or department, else it is any value of its sort
// that an insider has.
func (r *random) lie(p *insider, s *model.Step) {
	d := r.decision
	if s.Kind != model.StepSend || d.Picks[0]%3 > 0 {
		return
	}
	var names []string
	for _, name := range sortedKeys(p.holds) {
		if d.Picks[0]%2 == 0 || p.holds[name].sort == model.Identity {
			names = append(names, name)
		}
	}
	name := names[d.Picks[1]%len(names)]
	others := r.insiders.namesakes(name)
	if len(others) == 0 || d.Picks[0]%2 == 0 {
		others = r.insiders.heldOf(p.holds[name].sort)
	}
	p.holds[name] = held{p.holds[name].sort, others[d.Picks[2]%len(others)]}
}

func (r *random) timer(*Executor, int) error { return nil }

func deliverIt(*random, *Executor, *trace.Message, Decision) error { return nil }

func dropIt(_ *random, x *Executor, _ *trace.Message, d Decision) error {
	if d.Picks[0]%3 > 0 { // rarely: nothing comes after it
		return nil
	}
	return x.Make(Move{Do: DoDrop})
}

// delays are short of ΔT, and beyond it.
var delays = []trace.Duration{5e6, 1e9, 30e9, 59e9, 61e9, 600e9}

func (d Decision) delay() trace.Duration { return delays[d.Picks[0]%len(delays)] }

func delayIt(_ *random, x *Executor, m *trace.Message, d Decision) error {
	return x.Make(Move{Do: DoDeliver, Message: m.Label, To: m.To, Delay: d.delay()})
}

func repeatIt(_ *random, x *Executor, m *trace.Message, d Decision) error {
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
	var names []string
	party := x.partyOf(of)
	for _, p := range x.net.Principals() {
		if p.Party == party {
			names = append(names, p.Name)
		}
	}
	return names
}

func redirectIt(_ *random, x *Executor, m *trace.Message, d Decision) error {
	names := peers(x, m.To.Principal)
	to := trace.Address{Principal: names[d.Picks[0]%len(names)], Session: d.Picks[1] % 6}
	return x.Make(Move{Do: DoDeliver, Message: m.Label, To: to})
}

// substituteIt puts another value of its sort, seen before, in place of a field.
func substituteIt(_ *random, x *Executor, m *trace.Message, d Decision) error {
	fields := m.Fields
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
	made := ownFields(m)
	made[at] = others[d.Picks[1]%len(others)]
	return x.instead(m, m.To, made)
}

// relayIt opens what a corrupt principal gets and passes it on to another of its
// party, as if nothing had happened.
func relayIt(r *random, x *Executor, m *trace.Message, d Decision) error {
	if !slices.Contains(r.insiders.corrupt, m.To.Principal) {
		return nil
	}
	names := peers(x, m.To.Principal)
	to := trace.Address{Principal: names[d.Picks[0]%len(names)], Session: m.To.Session}
	return x.instead(m, to, r.insiders.resealed(ownFields(m), m, to.Principal))
}

// poseIt has an insider open a phase in the role of a party that is not its own.
func poseIt(r *random, x *Executor, _ *trace.Message, d Decision) error {
	if len(r.insiders.corrupt) == 0 || !r.play.ownSessions() {
		return nil
	}
	who := r.insiders.corrupt[d.Picks[0]%len(r.insiders.corrupt)]
	all := r.insiders.poses(x, who)
	if len(all) == 0 {
		return nil
	}
	pose := all[d.Picks[1]%len(all)]
	return r.insiders.strike(x, pose, pose.with[d.Picks[2]%len(pose.with)])
}

// instead sends other fields in a message's place.
func (x *Executor) instead(m *trace.Message, to trace.Address, fields []Recipe) error {
	if err := x.Make(Move{Do: DoDrop}); err != nil {
		return err
	}
	return x.Make(Move{Do: DoInject, Name: m.Name, From: m.From, To: to, Fields: fields})
}

func revealIt(_ *random, x *Executor, _ *trace.Message, d Decision) error {
	if d.Picks[2]%4 > 0 {
		return nil
	}
	all := x.net.Principals()
	what := []string{trace.RevealKeys, trace.RevealStore}[d.Picks[1]%2]
	return x.Make(Move{Do: DoReveal, Who: all[d.Picks[0]%len(all)].Name, What: what})
}

func skewIt(_ *random, x *Executor, _ *trace.Message, d Decision) error {
	all := x.net.Principals()
	return x.Make(Move{Do: DoSkew, Who: all[d.Picks[1]%len(all)].Name, Delay: d.delay()})
}

// Config is the world of a play.
func (p Play) Config(
	profile string, options []string, suiteName string, seed sim.Seed,
) (sim.Config, error) {
	c, err := sim.Standard(profile, sim.Size{Patients: p.Patients, Doctors: p.Doctors, Hospitals: 2,
		Visits: p.Visits})
	c.Options, c.Seed = options, seed
	if suiteName != "" {
		c.Suite = suiteName
	}
	return c, err
}

// Run runs a play. Its Outcome's Config is the attack, and repeats.
func (p Play) Run(
	profile string, options []string, suiteName string, seed sim.Seed,
) (*Outcome, error) {
	c, err := p.Config(profile, options, suiteName, seed)
	if err != nil {
		return nil, err
	}
	corrupt, err := p.Insiders(c)
	if err != nil {
		return nil, err
	}
	return p.In(c, corrupt)
}

// In runs the decisions of a play in a world with these insiders.
func (p Play) In(c sim.Config, corrupt []string) (*Outcome, error) {
	r, err := p.random(c, corrupt)
	if err != nil {
		return nil, err
	}
	x, memory := newExecutor(r), suite.NewMemory()
	o, err := run(memory, c, x)
	if err != nil {
		return nil, err
	}
	if len(r.insiders.sessions) > 0 {
		return x.repeatOf(o, memory, c) // by its moves alone
	}
	o.Config.Moves = x.lines()
	return o, nil
}

// random decides for a play in a world.
func (p Play) random(c sim.Config, corrupt []string) (*random, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	r := &random{play: p, insiders: newInsiders(protocol, c, corrupt)}
	r.insiders.lie = r.lie
	return r, nil
}
