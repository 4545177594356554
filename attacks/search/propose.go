package search

import (
	"fmt"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
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
	plan  *plan
	world *world
	begin trace.Duration
	err   error

	sealed   int                     // encryptions made
	sessions map[string]int          // how many each principal has opened
	as       map[*instance]string    // the session that an instance is
	sent     map[string]int          // how many messages each session has sent
	sends    map[string][]*term      // fields of messages, by label
	labels   []string                // of these, in order
	names    map[string]string       // of these, such as "exchange 1"
	expected map[string][][]*term    // what a session is going to send, in order
	atoms    map[string]*model.Term  // the run's, by those of the plan
	drawn    map[string]string       // what tells a ciphertext from others, by what was drawn
	chosen   map[*term]deduce.Recipe // for what is open in the plan
	values   map[*term]*model.Term   // of these
}

// execute carries out a plan in the world that it was found in.
func execute(profile string, options []string, s *machine, p *plan) (*attacks.Outcome, error) {
	c, err := sim.Standard(profile, sim.Size{})
	if err != nil {
		return nil, err
	}
	c.Options, c.Principals, c.Starts = options, nil, s.meetings()
	x := &player{plan: p, world: s.world, sessions: map[string]int{}, as: map[*instance]string{},
		sent: map[string]int{}, sends: map[string][]*term{}, expected: map[string][][]*term{},
		atoms: map[string]*model.Term{}, drawn: map[string]string{},
		chosen: map[*term]deduce.Recipe{}, values: map[*term]*model.Term{}, names: map[string]string{}}
	for _, who := range s.principals {
		c.Principals = append(c.Principals, sim.Principal{Name: who.name, Party: who.party})
		x.sessions[who.name] = who.opened
	}
	for i := range c.Starts {
		c.Starts[i].At = trace.Duration(i) * meetingEvery
	}
	x.begin = trace.Duration(len(c.Starts)) * meetingEvery
	o, err := attacks.Decide(nil, c, x)
	if err == nil {
		err = x.err
	}
	return o, err
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
	return nil
}

func (x *player) reveal(e *attacks.Executor) error {
	for _, who := range x.world.principals {
		if !who.corrupt {
			continue
		}
		m := attacks.Move{Do: attacks.DoReveal, Who: who.name, What: trace.RevealAll}
		if err := e.Make(m); err != nil {
			return err
		}
	}
	return nil
}

// Message keeps a message, and finds out what the run calls its parts.
func (x *player) Message(e *attacks.Executor, m *trace.Message) error {
	from := fmt.Sprintf("%s.%d", m.From.Principal, m.From.Session)
	if n := x.sent[from]; n < len(x.expected[from]) {
		fields := x.expected[from][n]
		x.sends[m.Label], x.labels = fields, append(x.labels, m.Label)
		x.names[m.Label] = m.Name
		for i, f := range fields {
			x.learnNames(f, m.Fields[i].Value.Term)
		}
	}
	x.sent[from]++
	return e.Make(attacks.Move{Do: attacks.DoDrop})
}

// learnNames goes through a term of the plan and one of the run that stand for the same value.
func (x *player) learnNames(t *term, is *model.Term) {
	t = t.walk()
	if t.op != is.Op {
		return
	}
	if t.op == model.OpAtom {
		x.atoms[t.String()] = is
	}
	if row := t.op.Row(); row.Random || row.Numbered {
		if draw := t.args[len(t.args)-1].walk(); !draw.open() {
			x.drawn[draw.name] = is.At
		}
	}
	for i, a := range is.Args {
		x.learnNames(t.args[i], a)
	}
}

// Timer makes a move of the plan.
func (x *player) Timer(e *attacks.Executor, id int) error {
	if id == 0 {
		return x.reveal(e)
	}
	p := x.plan.moves[id-1]
	label, begun := x.as[p.in]
	if !begun {
		x.sessions[p.in.who.name]++
		label = fmt.Sprintf("%s.%d", p.in.who.name, x.sessions[p.in.who.name])
		x.as[p.in] = label
	}
	x.expected[label] = append(x.expected[label], p.sends...)
	if p.got == nil {
		start := sim.Start{Phase: p.in.phase.Name, By: p.in.who.name}
		if p.in.with != nil {
			start.With = p.in.with.name
		}
		return e.Make(attacks.Move{Do: attacks.DoStart, Start: start})
	}
	to := trace.Address{Principal: p.in.who.name}
	if begun {
		to.Session = x.sessionNumber(label)
	}
	if m, ok := x.whole(p); ok {
		return e.Make(attacks.Move{Do: attacks.DoDeliver, Message: m, To: to})
	}
	m := attacks.Move{Do: attacks.DoInject, Name: p.got.Msg, To: to,
		From: trace.Address{Principal: x.someone(p)}}
	for _, f := range p.fields {
		r, err := x.recipe(e, f)
		if err != nil {
			return err
		}
		m.Fields = append(m.Fields, r)
	}
	return e.Make(m)
}

func (x *player) sessionNumber(label string) int {
	n := 0
	fmt.Sscan(label[strings.LastIndexByte(label, '.')+1:], &n)
	return n
}

// someone is the principal from whom an injected message is said to come.
func (x *player) someone(p planned) string {
	if one := x.world.ones[p.got.Peer]; one != nil {
		return one.name
	}
	return x.corrupt()
}

// corrupt is the name of a corrupt principal, or of any other where there is none.
func (x *player) corrupt() string {
	name := x.world.principals[0].name
	for _, who := range x.world.principals {
		if who.corrupt {
			name = who.name
		}
	}
	return name
}

// whole finds a message that has been sent and is, as it is, the one of a move.
func (x *player) whole(p planned) (string, bool) {
	for _, label := range x.labels {
		fields := x.sends[label]
		equal := len(fields) == len(p.fields) && x.names[label] == p.got.Msg
		for i := range fields {
			equal = equal && same(fields[i], p.fields[i])
		}
		if equal {
			return label, true
		}
	}
	return "", false
}

// recipe is how the adversary makes a term of the plan.
func (x *player) recipe(e *attacks.Executor, t *term) (deduce.Recipe, error) {
	t = t.walk()
	e.Read()
	if is := x.inRun(t); is != nil {
		if r, ok := e.Knowledge.Derive(is); ok {
			return r, nil
		}
	}
	if r, ok := x.chosen[t]; ok {
		return r, nil
	}
	if t.open() {
		return x.choose(e, t)
	}
	if !composable(t) || t.op == model.OpPUK {
		return deduce.Recipe{}, fmt.Errorf("search: %s: the search says that the adversary can make "+
			"%s, and deduction says that it cannot", x.plan.claim.ID, t)
	}
	r := e.Evaluator.Readings.Begin(&model.Term{Op: t.op, Sort: t.sort, Mode: t.mode}, &x.sealed)
	args := t.args
	if n := len(args); args[n-1].walk().sort == drawn {
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
	if err == nil && len(args) < len(t.args) {
		if draw := t.args[len(args)].walk(); draw.open() {
			x.drawn[draw.String()] = v.Term.At
			x.chosen[t] = r
		}
	}
	return r, err
}

// choose makes up a value for what is open in the plan.
func (x *player) choose(e *attacks.Executor, v *term) (deduce.Recipe, error) {
	var r deduce.Recipe
	switch v.sort {
	case model.Identity:
		r = deduce.Apply("id", deduce.Text(x.corrupt()))
	case model.Time:
		now := e.Net.Now()
		if at, ok := x.plan.shows[v]; ok {
			now = e.Net.Opening.Add(x.begin + moveEvery + at)
		}
		r = deduce.Apply("time", deduce.Number(int(now-trace.Epoch)))
	case model.PublicKey:
		r = deduce.Apply("puk", deduce.Text(x.corrupt()))
	default:
		r = deduce.Invent(v.sort, "choice "+v.String()[1:], e.Evaluator.Readings.PartSize())
	}
	value, err := e.Evaluator.Evaluate(r)
	if err != nil {
		return r, err
	}
	x.chosen[v], x.values[v] = r, value.Term
	return r, nil
}

// inRun is the term of the run that a term of the plan stands for, nil where the run has none.
func (x *player) inRun(t *term) *model.Term {
	t = t.walk()
	switch {
	case t.open():
		return x.values[t]
	case t.op == model.OpAtom && x.atoms[t.String()] != nil:
		return x.atoms[t.String()]
	case t.op == model.OpAtom:
		return model.Atom(t.name, t.at, t.sort)
	case t.op == model.OpLabel:
		return model.Label(t.name)
	case t.op == model.OpPUK || t.op == model.OpPRK:
		id := x.inRun(t.args[0])
		if id == nil {
			return nil
		}
		return &model.Term{Op: t.op, Sort: t.sort, Name: id.Name}
	}
	u := &model.Term{Op: t.op, Sort: t.sort, Mode: t.mode}
	for _, a := range t.args {
		if a = a.walk(); a.sort == drawn {
			name := a.name
			if a.open() {
				name = a.String()
			}
			if u.At = x.drawn[name]; u.At == "" {
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
