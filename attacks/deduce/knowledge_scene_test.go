package deduce_test

import (
	"bytes"
	"fmt"
	"math/big"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A scene gives every term real bytes: atoms are drawn from the seed by their
// names, and what is made of them is made by the suite. Two scenes with other
// seeds are two worlds in which the same terms have other bytes.
type scene struct {
	net    *sim.Network
	keys   map[string]*trace.Value // PRK, by principal
	values map[string]*trace.Value // by canonical form
}

// players is who is there.
var players = []string{"authority", "cloud", "alice", "bob", "mallory"}

var scenes = map[string]*scene{}

// sceneOf is the scene with some literal readings on; it is made once a seed.
func sceneOf(t testing.TB, seed sim.Seed, options ...string) *scene {
	t.Helper()
	name := fmt.Sprint(seed, options)
	if scenes[name] != nil {
		return scenes[name]
	}
	c := sim.Config{Schema: 1, Profile: "published", Options: options,
		Suite: "ristretto255", Seed: seed, DeltaT: sim.DefaultDeltaT,
		Principals: []sim.Principal{{Name: "authority", Party: "MA"},
			{Name: "cloud", Party: "PC"}, {Name: "alice", Party: "P"},
			{Name: "bob", Party: "D"}, {Name: "mallory", Party: "D"}}}
	var stage stage
	if _, err := attacks.Decide(nil, c, &stage); err != nil {
		t.Fatal(err)
	}
	s := &scene{net: stage.exec.Net,
		keys: map[string]*trace.Value{}, values: map[string]*trace.Value{}}
	for _, p := range players {
		data, err := s.net.Reveal(p, trace.RevealKeys)
		if err != nil {
			t.Fatal(err)
		}
		s.keys[p] = data[0].Value
	}
	scenes[name] = s
	return s
}

// A stage decides nothing, and holds on to what could.
type stage struct{ exec *attacks.Executor }

func (s *stage) Begin(x *attacks.Executor) error                 { s.exec = x; return nil }
func (s *stage) Message(*attacks.Executor, *trace.Message) error { return nil }
func (s *stage) Timer(*attacks.Executor, int) error              { return nil }

// An oracle is an evaluator that deduction asks.
type oracle struct {
	*attacks.Evaluator
	net *sim.Network
}

func newOracle(n *sim.Network) oracle { return oracle{attacks.NewEvaluator(n), n} }

func (o oracle) PublicKey(name string) bool { return o.net.PublicKeys[name] != nil }
func (o oracle) Modes() deduce.Modes        { return o.Readings }
func (o oracle) Order() *big.Int            { return o.net.Suite.Order() }

// truth is the value of a term.
func (s *scene) truth(t testing.TB, u *model.Term) *trace.Value {
	t.Helper()
	c := model.Canon(u)
	if s.values[c] == nil {
		v, err := s.make(t, u)
		if err != nil {
			t.Fatalf("%s has no value: %v", u, err)
		}
		s.values[c] = v
	}
	return s.values[c]
}

func (s *scene) make(t testing.TB, u *model.Term) (*trace.Value, error) {
	switch u.Op {
	case model.OpAtom:
		return s.atom(u)
	case model.OpConst, model.OpLabel:
		return s.net.Constant(u), nil
	case model.OpGen:
		return s.net.Apply(model.OpMul, 0, "", s.net.Constant(integer(1)), s.net.Constant(model.G))
	case model.OpPUK:
		return s.net.PublicKeys[u.Name], nil
	case model.OpPRK:
		return s.keys[u.Name], nil
	}
	var args []*trace.Value
	for _, a := range u.Args {
		if u.Op == model.OpMul && a.Op == model.OpGen {
			args = append(args, s.net.Constant(model.G))
			continue
		}
		args = append(args, s.truth(t, a))
	}
	return s.net.Apply(u.Op, u.Mode, "truth "+model.Canon(u), args...)
}

func (s *scene) atom(u *model.Term) (*trace.Value, error) {
	switch u.Sort {
	case model.Identity:
		return s.net.Literal(u.Sort, []byte(u.Name))
	case model.Time:
		return s.net.TimeValue(trace.Epoch + trace.Time(len(s.values)))
	case model.Point:
		k, err := s.net.Suite.RandomScalar(sim.Seed(1).Stream("log of " + u.Name))
		if err != nil {
			return nil, err
		}
		return s.net.Literal(u.Sort, s.net.Suite.BaseMul(k).Bytes())
	}
	return s.net.Fresh(u.Sort, u.Name, 32)
}

// A thinker is an adversary who was given terms, and nothing else, in two worlds:
// it deduces in the first.
type thinker struct {
	*deduce.Knowledge
	t       testing.TB
	scenes  [2]*scene
	oracles [2]oracle
	given   int
}

func newThinker(t testing.TB, options ...string) *thinker {
	t.Helper()
	a := &thinker{t: t}
	for i := range a.scenes {
		a.scenes[i] = sceneOf(t, sim.Seed(i+1), options...)
		a.oracles[i] = newOracle(a.scenes[i].net)
	}
	a.Knowledge = deduce.NewKnowledge(a.oracles[0])
	return a
}

// give puts a term on the network, so to speak.
func (a *thinker) give(terms ...*model.Term) {
	a.t.Helper()
	for _, u := range terms {
		a.given++
		label := fmt.Sprintf("given#%d", a.given)
		for i, s := range a.scenes {
			a.oracles[i].Heard[label] = []trace.Datum{{Name: "1", Value: s.truth(a.t, u)}}
		}
		a.Add(u, deduce.Apply("field", deduce.Text(label), deduce.Number(1)))
	}
}

// derives says whether a term can be made. If so, its recipe must give the term's
// bytes, in either world: a recipe that gives them in one only has a number in it
// that somebody looked up. And it must be one that can be written down.
func (a *thinker) derives(goal *model.Term) bool {
	a.t.Helper()
	r, ok := a.Derive(goal)
	if !ok {
		return false
	}
	for i, s := range a.scenes {
		v, err := a.oracles[i].Evaluate(r)
		if err != nil {
			a.t.Errorf("%s: %s: %v", goal, r, err)
			return true
		}
		if want := s.truth(a.t, goal).Bytes(); !bytes.Equal(v.Bytes(), want) {
			a.t.Errorf("%s: world %d: %s gives %x, want %x", goal, i+1, r, v.Bytes(), want)
		}
	}
	again, err := deduce.ParseRecipe(r.String())
	if err != nil || again.String() != r.String() {
		a.t.Errorf("%s: %s reads back as %s: %v", goal, r, again, err)
	}
	return true
}

// A deduction is a question with a known answer.
type deduction struct {
	name  string
	given []*model.Term
	goal  *model.Term
	want  bool
}

// with is what is given, for tables.
func with(ts ...*model.Term) []*model.Term { return ts }

func bigInt(decimal string) *big.Int {
	n, ok := new(big.Int).SetString(decimal, 10)
	if !ok {
		panic("not a number: " + decimal)
	}
	return n
}

// The atoms of the tables.
func scalarNamed(name string) *model.Term { return model.Atom(name, "", model.Scalar) }
func pointNamed(name string) *model.Term  { return model.Atom(name, "", model.Point) }
func keyNamed(name string) *model.Term    { return model.Atom(name, "", model.Key) }
func dataNamed(name string) *model.Term   { return model.Atom(name, "", model.Data) }
func nameOf(who string) *model.Term       { return model.Atom(who, "", model.Identity) }

func integer(n int) *model.Term {
	return &model.Term{Op: model.OpConst, Sort: model.Scalar, Name: fmt.Sprint(n)}
}

func inverse(k *model.Term) *model.Term {
	return &model.Term{Op: model.OpInv, Sort: model.Scalar, Args: with(k)}
}

// base is k·G.
func base(k *model.Term) *model.Term { return model.Apply(model.OpMul, k, model.G) }

// in is a term in another reading.
func in(mode model.Mode, t *model.Term) *model.Term {
	u := *t
	u.Mode |= mode
	return &u
}

// numbered tells one of several encryptions of the same text from the others.
func numbered(at string, t *model.Term) *model.Term {
	u := *t
	u.At = at
	return &u
}

const yes, no = true, false

// check asks with what is given in order, in reverse, and after each thing.
func (d deduction) check(t *testing.T, options ...string) {
	t.Helper()
	straight, reverse, nosy := newThinker(t, options...), newThinker(t, options...),
		newThinker(t, options...)
	again := newThinker(t, options...)
	straight.give(d.given...)
	again.give(d.given...)
	if one, _ := straight.Derive(d.goal); d.want {
		if two, _ := again.Derive(d.goal); one.String() != two.String() {
			t.Errorf("%s: got %s, and %s in the same case", d.goal, one, two)
		}
	}
	for i := range d.given {
		reverse.give(d.given[len(d.given)-1-i])
		nosy.give(d.given[i])
		nosy.Derive(d.goal)
		for _, part := range d.goal.Args {
			nosy.Derive(part)
		}
	}
	for _, how := range []struct {
		name string
		*thinker
	}{{"in order", straight}, {"in reverse", reverse}, {"asked all the time", nosy}} {
		if got := how.derives(d.goal); got != d.want {
			t.Errorf("%s from %s, %s: got %v", d.goal, d.given, how.name, got)
		}
	}
}
