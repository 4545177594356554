// Package insider plays the sessions of corrupt principals.
//
// A Coalition does what the description says, with the principals' secrets and random values of
// the adversary's own. A Deviation is one thing that it does otherwise.
package insider

import (
	"fmt"
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Coalition plays sessions of corrupt principals, in the place of the principals' own
// sessions. Each session does what the description says, with the principal's secrets and
// random values of the adversary's. So it opens what an insider can open, and keeps what it
// finds. It checks nothing. The function Alter decides what it does otherwise than the
// description says.
type Coalition struct {
	Corrupt  []string
	Sessions []*Session // those begun so far
	Sealed   int        // how many ciphertexts of their own they have made
	// Alter is called when a session has done a step, and before it sends. It may change what
	// the session holds. It may be nil.
	Alter func(p *Session, s *model.Step)

	protocol   *model.Protocol
	principals map[string]sim.Principal
	choices    map[string][]string // what a variable that is an identity can stand for
}

// NewCoalition returns a coalition of corrupt principals in a world.
func NewCoalition(protocol *model.Protocol, c sim.Config, corrupt []string) *Coalition {
	a := &Coalition{Corrupt: corrupt, protocol: protocol, principals: map[string]sim.Principal{},
		choices: attacks.Choices(protocol, c)}
	for _, who := range c.Principals {
		a.principals[who.Name] = who
	}
	return a
}

func (a *Coalition) party(name string) model.Party { return a.principals[name].Party }

// Reveal gives the adversary all that the corrupt principals have.
func (a *Coalition) Reveal(x *attacks.Executor) error {
	for _, name := range a.Corrupt {
		if err := x.Make(attacks.Move{Do: attacks.DoReveal, Who: name,
			What: trace.RevealAll}); err != nil {
			return err
		}
	}
	return nil
}

// A Session is a session of a corrupt principal that the adversary plays by itself.
type Session struct {
	At    trace.Address // one that the principal does not have: answers go there
	Ended bool          // it has done all of its steps

	values    map[string]value // what it holds, by the symbol of the variable
	holds     []string         // those symbols, in the order in which it came to hold them
	coalition *Coalition
	exec      *attacks.Executor
	peer      string // whom it opens the phase with; empty: it answers
	stages    []model.Stage
	stage     int
	step      int
	peers     map[model.Party]trace.Address
	impostor  bool // it plays another party than its principal's own
}

// A value is what an insider's session holds for a variable.
type value struct {
	sort   model.Sort
	recipe deduce.Recipe
}

// firstSession is the number of the first session that the adversary plays; no principal has so
// many sessions. maxSessions is the limit on such sessions in a run. Without it, two insiders
// who open sessions with each other would never end, nor would one who opens a phase anew at
// every message.
const (
	firstSession = 1000
	maxSessions  = 24
)

// Take gives a message to the session of the adversary's that it is for, or that it opens. If a
// corrupt principal opens a phase by itself, its message is lost, and the adversary plays the
// phase in its place. Take says whether there was such a session.
func (a *Coalition) Take(x *attacks.Executor, m *trace.Message) (bool, error) {
	for _, p := range a.Sessions {
		if p.At == m.To {
			return true, p.take(m)
		}
		// Whoever answers to a request that it had from another, and so knows the name alone,
		// answers to the session that the principal would have.
		if p.At.Principal == m.To.Principal && p.waitsFor(m.Name) {
			return true, p.begin(m)
		}
	}
	switch {
	case slices.Contains(a.Corrupt, m.From.Principal) && m.From.Session < firstSession:
		if p := a.begun(x, m); p != nil {
			return true, p.begin(nil)
		}
	case slices.Contains(a.Corrupt, m.To.Principal) && m.To.Session == 0:
		if p := a.answering(x, m); p != nil {
			return true, p.begin(m)
		}
	}
	return false, nil
}

// waitsFor says whether what the session does next is to receive the message of that name, from
// a party that has not written to it.
func (p *Session) waitsFor(message string) bool {
	if p.stage == len(p.stages) || p.step == len(p.stages[p.stage].Role.Steps) {
		return false
	}
	s := &p.stages[p.stage].Role.Steps[p.step]
	_, known := p.peers[s.Peer]
	return s.Kind == model.StepRecv && s.Msg == message && !known && p.wrote(s.Peer) == 0
}

// wrote counts the messages that the session has sent to a party.
func (p *Session) wrote(to model.Party) int {
	n := 0
	for i := 0; i <= p.stage; i++ {
		for j, s := range p.stages[i].Role.Steps {
			if s.Kind == model.StepSend && s.Peer == to && (i < p.stage || j < p.step) {
				n++
			}
		}
	}
	return n
}

// begin takes a message in the place of the principal's own session: the one that opens a new
// session, or one that is for it.
func (p *Session) begin(m *trace.Message) error {
	if err := p.exec.Make(attacks.Move{Do: attacks.DoDrop}); err != nil {
		return err
	}
	return p.take(m)
}

// begun returns a new session in the place of one that a corrupt principal opens with a
// message. It is nil if the message opens none.
func (a *Coalition) begun(x *attacks.Executor, m *trace.Message) *Session {
	return a.opened(x, m, m.From.Principal, m.To.Principal, model.StepSend)
}

// answering returns a new session for a message that opens a session of a corrupt principal.
func (a *Coalition) answering(x *attacks.Executor, m *trace.Message) *Session {
	return a.opened(x, m, m.To.Principal, "", model.StepRecv)
}

// opened returns a new session of a principal in the phase that a message opens: the first step
// on the network must be of the kind, and about that message.
func (a *Coalition) opened(
	x *attacks.Executor, m *trace.Message, name, peer string, kind model.StepKind,
) *Session {
	p, party := a.protocol, a.party(name)
	for i := range p.Phases {
		role := p.Phases[i].Role(party)
		if p.Phases[i].Secure || role == nil || role.Continues {
			continue
		}
		first := slices.IndexFunc(role.Steps, func(s model.Step) bool {
			return s.Kind == model.StepRecv || s.Kind == model.StepSend
		})
		if first < 0 || role.Steps[first].Kind != kind || role.Steps[first].Msg != m.Name {
			continue
		}
		return a.session(x, name, peer, party, p.Phases[i].Name)
	}
	return nil
}

// session returns a new session that plays a party's role in a phase, and in the phases that
// continue it. It is nil if there are maxSessions already.
func (a *Coalition) session(
	x *attacks.Executor, name, peer string, party model.Party, phase string,
) *Session {
	if len(a.Sessions) == maxSessions {
		return nil
	}
	n := &Session{coalition: a, exec: x, stages: a.protocol.Thread(party, phase), peer: peer,
		At:     trace.Address{Principal: name, Session: firstSession + len(a.Sessions)},
		values: map[string]value{}, peers: map[model.Party]trace.Address{},
		impostor: party != a.party(name)}
	n.hold(a.protocol.Member(party).ID, deduce.Apply("id", deduce.Text(name)))
	a.Sessions = append(a.Sessions, n)
	return n
}

func (p *Session) hold(v *model.Term, r deduce.Recipe) {
	if _, has := p.values[v.Symbol()]; !has {
		p.holds = append(p.holds, v.Symbol())
	}
	p.values[v.Symbol()] = value{v.Sort, r}
}

// take goes on with a message, as far as the session can. A step that it cannot do ends the
// session.
func (p *Session) take(m *trace.Message) error {
	if p.stage == len(p.stages) {
		return nil
	}
	for ; p.stage < len(p.stages); p.stage, p.step = p.stage+1, 0 {
		steps := p.stages[p.stage].Role.Steps
		if p.step == 0 {
			p.forget(p.stages[p.stage].Phase)
		}
		for ; p.step < len(steps); p.step++ {
			s := &steps[p.step]
			if s.Kind == model.StepRecv {
				if m == nil || m.Name != s.Msg {
					return nil
				}
				p.receive(s, m)
				m = nil
			}
			done, err := p.advance(s)
			if err != nil || !done {
				p.stage, p.stages = 0, nil
				return err
			}
		}
	}
	p.Ended = true
	return nil
}

// advance does a step and calls Alter. It returns false if the session cannot do the step.
func (p *Session) advance(s *model.Step) (done bool, err error) {
	alter := p.coalition.Alter
	if alter == nil {
		alter = func(*Session, *model.Step) {}
	}
	if s.Kind == model.StepSend {
		alter(p, s)
		return p.send(s)
	}
	if s.Kind != model.StepRecv && !p.do(s) {
		return false, nil
	}
	alter(p, s)
	return true, nil
}

// forget removes the addresses of those peers who begin a new role in a phase, and so open a
// new session.
func (p *Session) forget(ph *model.Phase) {
	for i := range ph.Roles {
		if r := &ph.Roles[i]; !r.Continues && p.stage > 0 {
			delete(p.peers, r.Party)
		}
	}
}

func (p *Session) receive(s *model.Step, m *trace.Message) {
	p.peers[s.Peer] = m.From
	for i, f := range s.Fields {
		p.bind(f, false, deduce.Apply("field", deduce.Text(m.Label), deduce.Number(i+1)))
	}
}

// bind gives a variable a value. A variable that has one keeps it, unless anew is set.
func (p *Session) bind(v *model.Term, anew bool, r deduce.Recipe) {
	if _, has := p.values[v.Symbol()]; !has || anew {
		p.hold(v, r)
	}
}

// do does a step that neither sends nor receives. It returns false if the session cannot do it.
func (p *Session) do(s *model.Step) bool {
	name := fmt.Sprintf("%s of %s", stepSymbol(s), p.At)
	now := p.exec.Net.Now().Since()
	switch s.Kind {
	case model.StepFresh:
		p.hold(s.Var, deduce.Invent(s.Var.Sort, name, p.partSize()))
	case model.StepStamp, model.StepTick:
		p.hold(s.Var, deduce.Apply("time", deduce.Number(now)))
	case model.StepInput:
		p.hold(s.Var, p.input(s, name))
	case model.StepLet:
		r, ok := p.recipe(s.Term)
		if !ok {
			return false
		}
		p.hold(s.Var, r)
	case model.StepOpen:
		return p.open(s)
	case model.StepLookup:
		return p.lookUp(s)
	}
	return true
}

// open takes a ciphertext apart. An impostor cannot open what only the party that it plays can
// open, and takes values of its own instead.
func (p *Session) open(s *model.Step) bool {
	c, ok := p.recipe(s.Term)
	key, ok2 := p.recipe(s.Key)
	if !ok || !ok2 {
		return false
	}
	n := len(s.Fields)
	for i, f := range s.Fields {
		r := deduce.Apply("part", deduce.Number(i+1), deduce.Number(n), c, key)
		if p.impostor {
			if _, err := p.exec.Evaluator.Evaluate(r); err != nil {
				r = p.ownLike(f)
			}
		}
		p.bind(f, s.Anew[i], r)
	}
	return true
}

// Resealed returns the fields of a message, made for another principal. What is encrypted to
// the receiver is opened and encrypted again, with the numbers that follow sealed.
func Resealed(m *trace.Message, to string, sealed *int) []deduce.Recipe {
	made := deduce.Heard(m)
	for i, f := range m.Fields {
		t := f.Value.Term
		if t.Op != model.OpAEnc || t.Key().Name != m.To.Principal {
			continue
		}
		*sealed++
		c := deduce.Apply("aenc", deduce.Number(*sealed), deduce.Apply("puk", deduce.Text(to)))
		field, n := made[i], len(t.Fields())
		for j := range n {
			c.Args = append(c.Args, deduce.Apply("part", deduce.Number(j+1), deduce.Number(n), field,
				deduce.Apply("own", deduce.Text(m.To.Principal), deduce.Text("PRK"))))
		}
		made[i] = c
	}
	return made
}

// send sends a message to the peer whom the session answers, or else to the principal whose
// name it holds. It returns false if the session cannot make the message.
func (p *Session) send(s *model.Step) (bool, error) {
	to, ok := p.peers[s.Peer]
	if !ok {
		name, ok := p.nameOf(p.coalition.protocol.Member(s.Peer).ID)
		if !ok {
			return false, nil
		}
		to = trace.Address{Principal: name}
	}
	var fields []deduce.Recipe
	for _, f := range s.Fields {
		r, ok := p.recipe(f)
		if !ok {
			return false, nil
		}
		if _, err := p.exec.Evaluator.Evaluate(r); err != nil {
			return false, nil // it does not open, or is of another sort than wanted
		}
		fields = append(fields, r)
	}
	return true, p.exec.Make(attacks.Move{Do: attacks.DoInject, Name: s.Msg, From: p.At, To: to,
		Fields: fields})
}
