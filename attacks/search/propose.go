package search

import (
	"fmt"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/attacks/search/lazy"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// How far apart the moments are at which something is done: a run is fast, so that no check of
// age refuses.
const (
	meetingEvery = trace.Duration(10e6)
	moveEvery    = trace.Duration(100e6)
)

// A player makes the moves of a plan in a run, on real cryptography.
type player struct {
	plan    *plan
	world   *symbolic.World
	begin   trace.Duration
	mallory string // a corrupt principal, or any other where there is none

	sealed   int                                  // encryptions made
	sessions map[string]int                       // how many each principal has opened
	as       map[*symbolic.Instance]trace.Address // the session that an instance is
	sent     map[trace.Address]int                // how many messages each session has sent
	sends    map[string][]*lazy.Term              // fields of messages, by label
	labels   []string                             // of these, in order
	names    map[string]string                    // of these, such as "exchange 1"
	expected map[trace.Address][][]*lazy.Term     // what a session is going to send, in order
	atoms    map[string]*model.Term               // the run's, by those of the plan
	drawn    map[string]string                    // what tells ciphertexts apart, by what was drawn
	chosen   map[*lazy.Term]deduce.Recipe         // for what is open in the plan
	values   map[*lazy.Term]*model.Term           // of these
}

// execute carries out a plan in the world that it was found in.
func execute(
	profile string, options []string, s *symbolic.Machine, p *plan,
) (*attacks.Outcome, error) {
	c, err := sim.Standard(profile, sim.Size{})
	if err != nil {
		return nil, err
	}
	c.Options, c.Principals, c.Starts = options, nil, s.Meetings()
	x := &player{plan: p, world: s.World, sessions: map[string]int{},
		as: map[*symbolic.Instance]trace.Address{}, sent: map[trace.Address]int{},
		expected: map[trace.Address][][]*lazy.Term{}, sends: map[string][]*lazy.Term{},
		names: map[string]string{}, atoms: map[string]*model.Term{}, drawn: map[string]string{},
		chosen: map[*lazy.Term]deduce.Recipe{}, values: map[*lazy.Term]*model.Term{}}
	for _, who := range s.Principals {
		c.Principals = append(c.Principals, sim.Principal{Name: who.Name, Party: who.Party,
			Department: who.Department})
		x.sessions[who.Name] = who.Opened
		if who.Corrupt || x.mallory == "" {
			x.mallory = who.Name
		}
	}
	for t, is := range s.Records {
		x.atoms[t] = is
	}
	for i := range c.Starts {
		c.Starts[i].At = trace.Duration(i) * meetingEvery
	}
	x.begin = trace.Duration(len(c.Starts)) * meetingEvery
	return attacks.Decide(nil, c, x)
}

// Begin reveals what the corrupt principals have, when they have it, and sets the times of the
// moves.
func (x *player) Begin(e *attacks.Executor) error {
	if x.begin > 0 {
		e.Net.After(x.begin, 0)
	} else if err := x.reveal(e); err != nil {
		return err
	}
	for i := range x.plan.moves {
		at := trace.Duration(i) * moveEvery
		if x.plan.at != nil {
			at = x.plan.at[i]
		}
		e.Net.After(x.begin+moveEvery+at, i+1)
	}
	for i := range x.plan.later {
		n := len(x.plan.moves) + i
		e.Net.After(x.begin+moveEvery+trace.Duration(n)*moveEvery, n+1)
	}
	return nil
}

func (x *player) reveal(e *attacks.Executor) error {
	for _, who := range x.world.Principals {
		if !who.Corrupt {
			continue
		}
		if err := take(e, who, trace.RevealAll); err != nil {
			return err
		}
	}
	for _, t := range x.world.Stolen {
		for _, what := range x.world.Reveals(t) {
			if err := take(e, x.world.Victim(t), what); err != nil {
				return err
			}
		}
	}
	return nil
}

// take reveals secrets of a principal.
func take(e *attacks.Executor, who *symbolic.Principal, what string) error {
	return e.Make(attacks.Move{Do: attacks.DoReveal, Who: who.Name, What: what})
}

// Message keeps a message, and finds out what the run calls its parts.
func (x *player) Message(e *attacks.Executor, m *trace.Message) error {
	if n := x.sent[m.From]; n < len(x.expected[m.From]) {
		fields := x.expected[m.From][n]
		x.sends[m.Label], x.labels = fields, append(x.labels, m.Label)
		x.names[m.Label] = m.Name
		for i, f := range fields {
			x.learnNames(f, m.Fields[i].Value.Term)
		}
	}
	x.sent[m.From]++
	return e.Make(attacks.Move{Do: attacks.DoDrop})
}

// learnNames goes through a term of the plan and one of the run that stand for the same value.
func (x *player) learnNames(t *lazy.Term, is *model.Term) {
	t = t.Walk()
	if t.Open() { // chosen, and whoever got it may have taken it for another sort of value
		x.values[t] = is
	}
	if t.Op != is.Op || t.Op == model.OpSum { // of a sum the scalars have their names already
		return
	}
	if t.Op == model.OpAtom {
		x.atoms[t.String()] = is
	}
	if row := t.Op.Row(); row.Random || row.Numbered {
		if draw := t.Args[len(t.Args)-1].Walk(); !draw.Open() {
			x.drawn[draw.Name] = is.At
		}
	}
	for i, a := range is.Args {
		x.learnNames(t.Args[i], a)
	}
}

// Timer makes a move of the plan.
func (x *player) Timer(e *attacks.Executor, id int) error {
	if id == 0 {
		return x.reveal(e)
	}
	if n := id - 1 - len(x.plan.moves); n >= 0 {
		return take(e, x.plan.later[n].who, x.plan.later[n].what)
	}
	p := x.plan.moves[id-1]
	self, begun := x.as[p.in]
	if !begun {
		x.sessions[p.in.Who.Name]++
		self = trace.Address{Principal: p.in.Who.Name, Session: x.sessions[p.in.Who.Name]}
		x.as[p.in] = self
	}
	x.expected[self] = append(x.expected[self], p.sends...)
	if p.got == nil {
		start := sim.Start{Phase: p.in.Phase.Name, By: p.in.Who.Name, Department: p.in.Department}
		if p.in.With != nil {
			start.With = p.in.With.Name
		}
		return e.Make(attacks.Move{Do: attacks.DoStart, Start: start})
	}
	to := self
	if !begun {
		to.Session = 0
	}
	if m, ok := x.whole(p); ok {
		return e.Make(attacks.Move{Do: attacks.DoDeliver, Message: m, To: to})
	}
	m := attacks.Move{Do: attacks.DoInject, Name: p.got.Msg, To: to,
		From: trace.Address{Principal: x.mallory}}
	for _, f := range p.fields {
		r, err := x.recipe(e, f)
		if err != nil {
			return err
		}
		m.Fields = append(m.Fields, r)
	}
	return e.Make(m)
}

// whole finds a message that has been sent and is, as it is, the one of a move.
func (x *player) whole(p planned) (string, bool) {
	for _, label := range x.labels {
		fields := x.sends[label]
		equal := len(fields) == len(p.fields) && x.names[label] == p.got.Msg
		for i := range fields {
			equal = equal && lazy.Same(fields[i], p.fields[i])
		}
		if equal {
			return label, true
		}
	}
	return "", false
}

// recipe is how the adversary makes a term of the plan.
func (x *player) recipe(e *attacks.Executor, t *lazy.Term) (deduce.Recipe, error) {
	t = t.Walk()
	if t.Op == model.OpSum {
		if err := x.chooseWithin(e, t); err != nil {
			return deduce.Recipe{}, err
		}
	}
	e.Read()
	if is := x.inRun(t); is != nil {
		if r, ok := e.Knowledge.Derive(is); ok {
			return r, nil
		}
	}
	if r, ok := x.chosen[t]; ok {
		return r, nil
	}
	if t.Open() {
		return x.choose(e, t)
	}
	if !lazy.Composable(t) || t.Op == model.OpPUK {
		return deduce.Recipe{}, fmt.Errorf("search: %s: the search says that the adversary can make "+
			"%s, and deduction says that it cannot", x.plan.claim.ID, t)
	}
	r := e.Evaluator.Readings.Begin(&model.Term{Op: t.Op, Sort: t.Sort, Mode: t.Mode}, &x.sealed)
	if t.Op.Row().Numbered {
		r.Op = t.Op.Row().Name
	}
	args := t.Args
	if n := len(args); args[n-1].Walk().Sort == lazy.Drawn {
		args = args[:n-1]
	}
	for _, a := range args {
		arg, err := x.recipe(e, a)
		if err != nil {
			return r, err
		}
		r.Args = append(r.Args, arg)
	}
	v, err := e.Evaluator.Evaluate(r)
	if err == nil && len(args) < len(t.Args) {
		if draw := t.Args[len(args)].Walk(); draw.Open() {
			x.drawn[draw.String()] = v.Term.At
			x.chosen[t] = r
		}
	}
	return r, err
}

// chooseWithin makes up values for what is open in a sum, and draws the adversary's own scalars.
func (x *player) chooseWithin(e *attacks.Executor, t *lazy.Term) (err error) {
	lazy.Variables(t, func(v *lazy.Term) {
		if _, ok := x.chosen[v]; !ok && err == nil {
			_, err = x.choose(e, v)
		}
	})
	t.Model(func(part *lazy.Term) *model.Term {
		if part.At == lazy.Own && x.atoms[part.String()] == nil && err == nil {
			var v *trace.Value
			if v, err = e.Evaluator.Evaluate(deduce.Apply("fresh", deduce.Text(part.Name))); err == nil {
				x.atoms[part.String()] = v.Term
			}
		}
		return x.inRun(part)
	})
	return err
}

// choose makes up a value for what is open in the plan.
func (x *player) choose(e *attacks.Executor, v *lazy.Term) (deduce.Recipe, error) {
	var r deduce.Recipe
	switch v.Sort {
	case model.Identity:
		r = deduce.Apply("id", deduce.Text(x.mallory))
	case model.Time:
		now := e.Net.Now()
		if at, ok := x.plan.shows[v]; ok {
			now = e.Net.Opening.Add(x.begin + moveEvery + at)
		}
		// No two times are equal that need not be. A time is called by its microseconds in a run.
		apart := trace.Duration(1000 * (len(x.chosen) + 1))
		since := trace.Duration(now-trace.Epoch) - apart
		if x.plan.ticks[v] { // a steady clock shows how long the run is
			since -= trace.Duration(trace.Epoch)
		}
		r = deduce.Apply("time", deduce.Number(since))
	case model.PublicKey:
		r = deduce.Apply("puk", deduce.Text(x.mallory))
	default:
		r = deduce.Invent(v.Sort, fmt.Sprint("choice ", len(x.chosen)+1), e.Evaluator.Readings.PartSize())
		if r.Op == "junk" && v.Sort != model.Data { // the receiver reads it as what it passes for
			r = deduce.Apply("cast", deduce.Text(v.Sort.String()), r)
		}
	}
	value, err := e.Evaluator.Evaluate(r)
	if err != nil {
		return r, err
	}
	x.chosen[v], x.values[v] = r, value.Term
	return r, nil
}

// made is where an atom is made that the plan's instance with this label makes.
func (x *player) made(label string) string {
	for in, self := range x.as {
		if in.Label == label {
			return self.String()
		}
	}
	return label
}

// inRun is the term of the run that a term of the plan stands for, nil where the run has none.
func (x *player) inRun(t *lazy.Term) *model.Term {
	t = t.Walk()
	switch {
	case t.Open():
		return x.values[t]
	case t.Op == model.OpAtom && x.atoms[t.String()] != nil:
		return x.atoms[t.String()]
	case t.Op == model.OpAtom && len(t.Args) > 0: // a record that nobody has taken yet
		return nil
	case t.Op == model.OpAtom:
		return model.Atom(t.Name, x.made(t.At), t.Sort)
	case t.Op == model.OpLabel:
		return model.Label(t.Name)
	case t.Op == model.OpGen:
		return model.G
	case t.Op == model.OpSum:
		return t.Model(x.inRun)
	case t.Op == model.OpPUK || t.Op == model.OpPRK:
		id := x.inRun(t.Args[0])
		if id == nil {
			return nil
		}
		return &model.Term{Op: t.Op, Sort: t.Sort, Name: id.Name}
	}
	u := &model.Term{Op: t.Op, Sort: t.Sort, Mode: t.Mode}
	for _, a := range t.Args {
		if a = a.Walk(); a.Sort == lazy.Drawn {
			name := a.Name
			if a.Open() {
				name = a.String()
			}
			if u.At = x.drawn[name]; u.At == "" && t.Op.Row().Random { // a certificate is told by its text
				return nil
			}
			continue
		}
		arg := x.inRun(a)
		if arg == nil {
			return nil
		}
		u.Args = append(u.Args, arg)
	}
	return u
}
