package sim

import (
	"fmt"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/model/wire"
	"emrproof/sim/trace"
)

// A session is one run of a principal through the roles of a thread. It is a state machine
// that a message drives from one receive to the next.
type session struct {
	who   *principal
	world *world
	eval  evaluator

	number int
	label  string // such as "bob.2"
	sent   int    // messages
	spent  suite.Counts
	stages []model.Stage
	stage  int
	step   int
	state  sessionState
	round  int // what it belongs to, for the report; no protocol value

	start    *Start // nil for a session that a message opened
	holds    map[string]*trace.Value
	peers    map[model.Party]trace.Address // where answers go
	received trace.Time                    // by the principal's clock
	text     []*trace.Value                // of the signature verified last
	now      trace.Time
}

type sessionState uint8

const (
	waiting sessionState = iota
	ended
	refused
)

// effects are the messages that a session sends while it advances.
type effects struct {
	sent []*trace.Message
}

// advance does the session's steps until it has to wait for a message or is over. A message
// that is not nil is the one that it waited for.
func (s *session) advance(now trace.Time, m *trace.Message, fx *effects) error {
	s.now = now
	for s.stage < len(s.stages) {
		st := s.stages[s.stage]
		if s.step == len(st.Role.Steps) {
			s.stage, s.step = s.stage+1, 0
			s.part()
			continue
		}
		step := &st.Role.Steps[s.step]
		if step.Kind == model.StepRecv && m == nil {
			return nil
		}
		if s.world.enter != nil {
			s.world.enter(st.Phase.Group)
		}
		before := *s.world.counts
		err := s.do(step, m, fx)
		cost := s.world.counts.Minus(before)
		s.spent = s.spent.Plus(cost)
		s.world.tally.count(st, cost)
		if r, ok := err.(*refusal); ok {
			s.state = refused
			s.world.refused(s, step, m, r.reason)
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %s: step %d: %w", s.label, st.Phase.Name, s.step+1, err)
		}
		if step.Kind == model.StepRecv {
			m = nil
		}
		s.step++
	}
	s.state = ended
	s.world.event(s, trace.KindEnd, nil, nil)
	return nil
}

// part forgets the addresses of peers who play a new role in the phase that begins: the
// address that is known is that of a session in another role.
func (s *session) part() {
	if s.stage == len(s.stages) {
		return
	}
	for party := range s.peers {
		if r := s.stages[s.stage].Phase.Role(party); r != nil && !r.Continues {
			delete(s.peers, party)
		}
	}
}

// forget drops the values of a session that is over, unless somebody watches.
func (s *session) forget() {
	if !s.world.watched() {
		s.holds = nil
	}
}

func (s *session) do(step *model.Step, m *trace.Message, fx *effects) error {
	switch step.Kind {
	case model.StepEnrol:
		s.world.event(s, trace.KindCompute, step, nil)
		return s.enrol()
	case model.StepFresh, model.StepStamp, model.StepInput, model.StepTick:
		return s.make(step)
	case model.StepLet:
		return s.let(step)
	case model.StepSend:
		return s.send(step, fx)
	case model.StepRecv:
		return s.receive(step, m)
	case model.StepLookup, model.StepStore, model.StepPublish:
		return s.table(step)
	case model.StepClaim:
		return s.claim(step)
	}
	return s.check(step)
}

// find returns the value that a session holds under a variable, or the key that a term names.
func (s *session) find(t *model.Term) (*trace.Value, error) {
	switch t.Op {
	case model.OpPRK:
		return s.secrets(t)
	case model.OpPUK:
		id, err := s.peer(model.Party(t.Name))
		if err != nil {
			return nil, err
		}
		if v := s.world.public.keys[id]; v != nil {
			return v, nil
		}
		return nil, refuse("the directory has no key of %q", id)
	}
	return s.held(t), nil
}

// held returns the value that a session holds under a variable. There always is one: a
// description binds what it uses.
func (s *session) held(t *model.Term) *trace.Value {
	v := s.knows(t.Name)
	if v == nil {
		panic("sim: internal error: " + s.label + " does not hold " + t.Name)
	}
	return v
}

// enrol makes the principal's key pairs.
func (s *session) enrol() error {
	if err := s.who.enrol(s.world.suite, &s.world.public); err != nil {
		return err
	}
	if s.who.member.Sealed {
		s.bind(model.PRK(s.who.Party), s.who.keys)
	}
	return nil
}

// secrets returns PRK. It is the principal's own, or, where PRK is kept sealed, the one that
// the session has opened.
func (s *session) secrets(t *model.Term) (*trace.Value, error) {
	if s.who.member.Sealed {
		if v := s.holds[t.Symbol()]; v != nil {
			return v, nil
		}
		return nil, refuse("%s has not opened %s", s.who.Name, t)
	}
	if s.who.keys == nil {
		return nil, refuse("%s has no keys yet", s.who.Name)
	}
	return s.who.keys, nil
}

// peer returns the name of the principal that the session believes to play a party.
func (s *session) peer(party model.Party) (string, error) {
	if p := s.world.public.ones[party]; p != nil {
		return p.Name, nil
	}
	m := s.world.protocol.Member(party)
	if v := s.holds[m.ID.Name]; v != nil {
		return string(v.Bytes()), nil
	}
	return "", refuse("nobody is known to play %s", party)
}

// bind stores a value under a variable and enters it in the lexicon.
func (s *session) bind(v *model.Term, value *trace.Value) {
	if s.eval.symbolic {
		s.world.lexicon.enter(value)
	}
	s.holds[v.Symbol()] = value
}

func (s *session) make(step *model.Step) error {
	v := &trace.Value{Sort: step.Var.Sort}
	if s.eval.symbolic {
		v.Term = model.Atom(step.Var.Name, s.label, v.Sort)
	}
	var err error
	switch step.Kind {
	case model.StepStamp:
		v = timeValue(s.who.Now(s.now), v.Term)
	case model.StepTick:
		v = timeValue(s.who.Steady(s.now), v.Term)
	case model.StepFresh:
		err = s.fresh(v)
	case model.StepInput:
		v, err = s.input(step, v)
	}
	if err != nil {
		return err
	}
	s.bind(step.Var, v)
	s.world.event(s, trace.KindCompute, step, step.Var)
	return nil
}

func (s *session) let(step *model.Step) error {
	v, err := s.eval.eval(step.Term)
	if err != nil {
		return err
	}
	s.bind(step.Var, v)
	s.world.event(s, trace.KindCompute, step, step.Var)
	return nil
}

func (s *session) send(step *model.Step, fx *effects) error {
	to, ok := s.peers[step.Peer]
	if !ok {
		name, err := s.peer(step.Peer)
		if err != nil {
			return err
		}
		to = s.world.address(name, step.Msg, s.round)
	}
	values, err := s.eval.evalAll(step.Fields)
	if err != nil {
		return err
	}
	m := &trace.Message{
		Name: step.Msg, From: trace.Address{Principal: s.who.Name, Session: s.number}, To: to,
		Parts: encodings(values), Secure: s.stages[s.stage].Phase.Secure,
	}
	if s.eval.symbolic {
		for i, f := range step.Fields {
			m.Fields = append(m.Fields, trace.Datum{Name: f.Name, Value: values[i]})
		}
	}
	fx.sent = append(fx.sent, m)
	return nil
}

func (s *session) receive(step *model.Step, m *trace.Message) error {
	s.received = s.who.Now(s.now)
	s.peers[step.Peer] = m.From
	raw, err := partsOf(m, len(step.Fields))
	if err != nil {
		return refuse("not this message: %v", err)
	}
	s.world.delivered(s, step, m)
	return s.match(step, raw)
}

// partsOf takes a message apart into n fields. A message that a principal sent is in parts
// already: taking its bytes apart gives the same, for the encoding is injective.
func partsOf(m *trace.Message, n int) ([][]byte, error) {
	if len(m.Parts) == n {
		return m.Parts, nil
	}
	return wire.Decode(m.Bytes(), n)
}

// match reads raw fields as values of the step's variables. Where the session holds a
// variable, the values must be equal; where it does not, the variable is bound.
func (s *session) match(step *model.Step, raw [][]byte) error {
	for i, f := range step.Fields {
		v, err := decode(s.world.suite, f.Sort, raw[i])
		if err != nil {
			return refuse("%s: %v", f.Name, err)
		}
		anew := step.Anew != nil && step.Anew[i]
		if held := s.knows(f.Symbol()); held != nil && !anew {
			if !same(held, v) {
				return refuse("%s is not the one that %s holds", f.Name, s.who.Name)
			}
			continue
		}
		if s.eval.symbolic {
			v.Term = s.world.lexicon.lookup(f.Sort, raw[i])
		}
		s.holds[f.Symbol()] = v
	}
	return nil
}

func (s *session) knows(name string) *trace.Value {
	if v := s.holds[name]; v != nil {
		return v
	}
	return s.world.public.values[name]
}

// claim puts on the trace an event that monitors decide claims by.
func (s *session) claim(step *model.Step) error {
	if !s.world.watched() {
		return nil
	}
	peer, err := s.peer(step.Peer)
	if err != nil {
		return err
	}
	e := s.world.newEvent(s, trace.KindClaim, step)
	e.Event, e.Label, e.Peer, e.Do = step.Event, step.Label, peer, ""
	for _, f := range step.Fields {
		v, err := s.find(f)
		if err != nil {
			return err
		}
		e.Data = append(e.Data, trace.Datum{Name: f.Name, Value: v})
	}
	s.world.emit(e)
	return nil
}
