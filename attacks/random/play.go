// Package random has an adversary decide by chance what to do about each message, in worlds
// drawn by chance. It says which claims this violates, and how.
package random

import (
	"math/rand"
	"slices"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/attacks/insider"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Play is a random world and what a random adversary does in it: a list of decisions, one for
// each message in turn, repeated from the start when it ends. It is drawn with gopter from a
// seed, and is never empty. As in every attack, what the adversary did is kept as a list of
// moves.
type Play struct {
	// Openers and Peers are how many principals play the party that opens sessions, and the one
	// that it opens them with.
	Openers, Peers, Sessions int
	// Corrupt chooses who is corrupt: 0 is nobody, any other number one of the Coalitions of
	// its world, modulo their number.
	Corrupt   int
	Decisions []decision
}

// insiders returns the principals of a world that a play corrupts.
func (p Play) insiders(c sim.Config) ([]string, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil || p.Corrupt == 0 {
		return nil, err
	}
	all := insider.Coalitions(protocol, c)
	return all[p.Corrupt%len(all)], nil
}

// A decision is what the adversary does about a message. Each of its Picks, modulo the number
// of choices at that moment, chooses one of them.
type decision struct {
	Kind  int
	Picks [3]int
}

// Plays returns the generator of plays.
func Plays() gopter.Gen {
	one := gopter.CombineGens(
		gen.IntRange(0, len(decisionKinds)-1), gen.IntRange(0, 1<<20), gen.IntRange(0, 1<<20),
		gen.IntRange(0, 1<<20)).Map(func(v []any) decision {
		return decision{v[0].(int), [3]int{v[1].(int), v[2].(int), v[3].(int)}}
	})
	decisions := gen.IntRange(1, 24).FlatMap(func(n any) gopter.Gen {
		return gen.SliceOfN(n.(int), one)
	}, nil)
	corrupt := gen.OneGenOf(gen.Const(0), gen.IntRange(1, 1<<20)) // half of the plays have insiders
	return gopter.CombineGens(gen.IntRange(1, 2), gen.IntRange(1, 3), gen.IntRange(1, 3),
		corrupt, decisions).Map(func(v []any) Play {
		return Play{v[0].(int), v[1].(int), v[2].(int), v[3].(int), v[4].([]decision)}
	})
}

// drawPlay returns the i-th play of a seed.
func drawPlay(seed sim.Seed, i int) Play {
	params := gopter.DefaultGenParameters()
	params.Rng = rand.New(rand.NewSource(int64(seed.Run(i))))
	for {
		if p, ok := Plays()(params).Retrieve(); ok {
			return p.(Play)
		}
	}
}

// decisionKinds are what a random adversary can do about a message. Most of the time it does
// nothing, so that the runs get far enough for a violation to matter.
var decisionKinds = []func(*random, *attacks.Executor, *trace.Message, decision) error{
	deliverIt, deliverIt, deliverIt, deliverIt, deliverIt, dropIt, delayIt, repeatIt, redirectIt,
	substituteIt, relayIt, relayIt, revealIt, skewIt, impersonateIt,
}

// A random decider decides as a play says.
type random struct {
	play     Play
	next     int
	insiders *insider.Coalition
	decision decision         // the one that is being carried out
	sent     []*trace.Message // so far, the one to decide about among them
}

func (r *random) Begin(x *attacks.Executor) error { return r.insiders.Reveal(x) }

func (r *random) Message(x *attacks.Executor, m *trace.Message) error {
	r.decision = r.play.Decisions[r.next%len(r.play.Decisions)]
	r.next++
	r.sent = append(r.sent, m)
	if r.play.ownSessions() {
		if taken, err := r.insiders.Take(x, m); taken || err != nil {
			return err
		}
	}
	return decisionKinds[r.decision.Kind](r, x, m, r.decision)
}

// ownSessions says whether the adversary plays the sessions of corrupt principals by itself.
func (p Play) ownSessions() bool { return p.Decisions[0].Picks[2]%2 == 0 }

func (r *random) Timer(*attacks.Executor, int) error { return nil }

func deliverIt(*random, *attacks.Executor, *trace.Message, decision) error { return nil }

func dropIt(_ *random, x *attacks.Executor, _ *trace.Message, d decision) error {
	if d.Picks[0]%3 > 0 { // rarely: nothing comes after it
		return nil
	}
	return x.Make(attacks.Move{Do: attacks.DoDrop})
}

// delays are the delays of messages, some shorter than ΔT and some longer.
var delays = []trace.Duration{5e6, 1e9, 30e9, 59e9, 61e9, 600e9}

func (d decision) delay() trace.Duration { return delays[d.Picks[0]%len(delays)] }

func delayIt(_ *random, x *attacks.Executor, m *trace.Message, d decision) error {
	return x.Make(attacks.Move{Do: attacks.DoDeliver, Message: m.Label, To: m.To, Delay: d.delay()})
}

func repeatIt(_ *random, x *attacks.Executor, m *trace.Message, d decision) error {
	if err := x.Make(attacks.Move{Do: attacks.DoDeliver, Message: m.Label, To: m.To}); err != nil {
		return err
	}
	to := m.To
	if d.Picks[1]%2 == 0 {
		to.Session = 0
	}
	return x.Make(attacks.Move{Do: attacks.DoDeliver, Message: m.Label, To: to, Delay: d.delay()})
}

// peers returns the principals of the same party as the named one.
func peers(x *attacks.Executor, of string) []string {
	var names []string
	var party model.Party
	for _, p := range x.Net.Principals {
		if p.Name == of {
			party = p.Party
		}
	}
	for _, p := range x.Net.Principals {
		if p.Party == party {
			names = append(names, p.Name)
		}
	}
	return names
}

func redirectIt(_ *random, x *attacks.Executor, m *trace.Message, d decision) error {
	names := peers(x, m.To.Principal)
	to := trace.Address{Principal: names[d.Picks[0]%len(names)], Session: d.Picks[1] % 6}
	return x.Make(attacks.Move{Do: attacks.DoDeliver, Message: m.Label, To: to})
}

// substituteIt puts another value, seen before and of the same sort, in the place of a field.
func substituteIt(r *random, x *attacks.Executor, m *trace.Message, d decision) error {
	fields := m.Fields
	at := d.Picks[0] % len(fields)
	var others []deduce.Recipe
	for _, sent := range r.sent[:len(r.sent)-1] {
		for i, f := range deduce.Heard(sent) {
			if sent.Fields[i].Value.Sort == fields[at].Value.Sort {
				others = append(others, f)
			}
		}
	}
	if len(others) == 0 {
		return nil
	}
	made := deduce.Heard(m)
	made[at] = others[d.Picks[1]%len(others)]
	return instead(x, m, m.To, made)
}

// relayIt opens what a corrupt principal gets and passes it on to another of its party, as if
// nothing had happened.
func relayIt(r *random, x *attacks.Executor, m *trace.Message, d decision) error {
	if !slices.Contains(r.insiders.Corrupt, m.To.Principal) {
		return nil
	}
	names := peers(x, m.To.Principal)
	to := trace.Address{Principal: names[d.Picks[0]%len(names)], Session: m.To.Session}
	return instead(x, m, to, insider.Resealed(m, to.Principal, &r.insiders.Sealed))
}

// impersonateIt has an insider open a phase in the role of a party that is not its own.
func impersonateIt(r *random, x *attacks.Executor, _ *trace.Message, d decision) error {
	if len(r.insiders.Corrupt) == 0 || !r.play.ownSessions() {
		return nil
	}
	return r.insiders.Impersonate(x, d.Picks)
}

// instead drops a message and sends other fields in its place.
func instead(x *attacks.Executor, m *trace.Message, to trace.Address,
	fields []deduce.Recipe) error {
	if err := x.Make(attacks.Move{Do: attacks.DoDrop}); err != nil {
		return err
	}
	return x.Make(attacks.Move{Do: attacks.DoInject, Name: m.Name, From: m.From, To: to,
		Fields: fields})
}

func revealIt(_ *random, x *attacks.Executor, _ *trace.Message, d decision) error {
	if d.Picks[2]%4 > 0 {
		return nil
	}
	all := x.Net.Principals
	what := []string{trace.RevealKeys, trace.RevealStore}[d.Picks[1]%2]
	return x.Make(attacks.Move{Do: attacks.DoReveal, Who: all[d.Picks[0]%len(all)].Name, What: what})
}

func skewIt(_ *random, x *attacks.Executor, _ *trace.Message, d decision) error {
	all := x.Net.Principals
	return x.Make(attacks.Move{Do: attacks.DoSkew, Who: all[d.Picks[1]%len(all)].Name,
		Delay: d.delay()})
}

// config returns the world of a play.
func (p Play) config(q Question, seed sim.Seed) (sim.Config, error) {
	protocol, err := library.Profile(q.Profile)
	if err != nil {
		return sim.Config{}, err
	}
	c, err := sim.Standard(q.Profile, sim.SizeOf(protocol, p.Sessions, p.Openers, p.Peers))
	c.Options, c.Seed = q.Options, seed
	if q.Suite != "" {
		c.Suite = q.Suite
	}
	return c, err
}

// In carries out the decisions of a play in a world. The Config of the outcome is the attack,
// which repeats.
func (p Play) In(c sim.Config) (*attacks.Outcome, error) {
	r, err := p.random(c)
	if err != nil {
		return nil, err
	}
	o, err := attacks.Decide(new(suite.Memory), c, r)
	if err != nil {
		return nil, err
	}
	if len(r.insiders.Sessions) > 0 {
		return o.Repeat() // by its moves alone
	}
	return o, nil
}

// random returns the decider of a play in a world.
func (p Play) random(c sim.Config) (*random, error) {
	corrupt, err := p.insiders(c)
	if err != nil {
		return nil, err
	}
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	r := &random{play: p, insiders: insider.NewCoalition(protocol, c, corrupt)}
	r.insiders.Alter = func(s *insider.Session, step *model.Step) {
		if step.Kind == model.StepSend {
			s.Vary(r.decision.Picks)
		}
	}
	return r, nil
}
