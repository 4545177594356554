package attacks

import (
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// insiders play sessions of corrupt principals, in the place of the principals' own: each
// does what the description says, with the principal's secrets and random values of the
// adversary's, so that it opens what an insider can open and keeps what it finds. It checks
// nothing. What it does otherwise than the description says is up to lie.
type insiders struct {
	corrupt  []string
	sessions []*insider
	sealed   int                 // ciphertexts of their own
	choices  map[string][]string // what a variable that is an identity can stand for
	// departments are those of the corrupt principals who have one.
	departments map[string]string
	// lie is called when a session has done a step, and before it sends; it may change what
	// the session holds. It may be nil.
	lie func(p *insider, s *model.Step)
}

func newInsiders(protocol *model.Protocol, c sim.Config, corrupt []string) *insiders {
	all := &insiders{corrupt: corrupt, choices: choicesOf(protocol, c),
		departments: map[string]string{}}
	for _, who := range c.Principals {
		if slices.Contains(corrupt, who.Name) && who.Department != "" {
			all.departments[who.Name] = who.Department
		}
	}
	return all
}

// reveal gives the adversary all that the corrupt principals have.
func (a *insiders) reveal(x *Executor) error {
	for _, name := range a.corrupt {
		if err := x.Make(Move{Do: DoReveal, Who: name, What: trace.RevealAll}); err != nil {
			return err
		}
	}
	return nil
}

// An insider is a session of a corrupt principal that the adversary plays by itself.
type insider struct {
	all    *insiders
	exec   *Executor
	at     trace.Address // one that the principal does not have: answers go there
	meant  string        // whom it opens the phase with; empty: it answers
	stages []model.Stage
	stage  int
	step   int
	holds  map[string]held // by the symbol of the variable
	peers  map[model.Party]trace.Address
	poses  bool // as a principal of another party than its own
}

// held is a value that an insider has.
type held struct {
	sort   model.Sort
	recipe Recipe
}

// firstInsider is the number of the first session that is played so: more than anybody has.
// mostInsiders is how many such sessions there are in a run. Two insiders who open sessions
// with each other, or one who opens a phase anew at every message, would never end.
const (
	firstInsider = 1000
	mostInsiders = 24
)

// take has the session that a message is for, or that it opens, go on with it. What a corrupt
// principal would have opened a phase with by itself is lost: it is played from there. It
// says whether there was such a session.
func (a *insiders) take(x *Executor, m *trace.Message) (bool, error) {
	for _, p := range a.sessions {
		if p.at == m.To {
			return true, p.take(m)
		}
	}
	switch {
	case slices.Contains(a.corrupt, m.From.Principal) && m.From.Session < firstInsider:
		if p := a.begun(x, m); p != nil {
			return true, p.begin(nil)
		}
	case slices.Contains(a.corrupt, m.To.Principal) && m.To.Session == 0:
		if p := a.answering(x, m); p != nil {
			return true, p.begin(m)
		}
	}
	return false, nil
}

// begin goes on from the first step, in the place of the principal's own session.
func (p *insider) begin(m *trace.Message) error {
	if err := p.exec.Make(Move{Do: DoDrop}); err != nil {
		return err
	}
	return p.take(m)
}

// begun is a new session for one that a corrupt principal opens with a message; nil when the
// message opens none.
func (a *insiders) begun(x *Executor, m *trace.Message) *insider {
	return a.opened(x, m, m.From.Principal, m.To.Principal, model.StepSend)
}

// answering is a new session for a message that opens one of a corrupt principal.
func (a *insiders) answering(x *Executor, m *trace.Message) *insider {
	return a.opened(x, m, m.To.Principal, "", model.StepRecv)
}

// opened is a new session of a principal whose first step on the network, of a kind, is about
// a message.
func (a *insiders) opened(
	x *Executor, m *trace.Message, name, meant string, kind model.StepKind,
) *insider {
	p := x.net.Protocol()
	party := x.partyOf(name)
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
		return a.session(x, name, meant, party, p.Phases[i].Name)
	}
	return nil
}

// session is a new session that plays a party's role of a phase, and what continues it; nil
// when there are mostInsiders.
func (a *insiders) session(
	x *Executor, name, meant string, party model.Party, phase string,
) *insider {
	if len(a.sessions) == mostInsiders {
		return nil
	}
	p := x.net.Protocol()
	n := &insider{all: a, exec: x, stages: p.Thread(party, phase), meant: meant,
		at:    trace.Address{Principal: name, Session: firstInsider + len(a.sessions)},
		holds: map[string]held{}, peers: map[model.Party]trace.Address{},
		poses: party != x.partyOf(name)}
	n.hold(p.Member(party).ID, recipe("id", text(name)))
	a.sessions = append(a.sessions, n)
	return n
}

// A pose is a phase that a corrupt principal can open in the role of a party that is not its
// own.
type pose struct {
	who   string
	as    model.Party
	phase string
	with  []string // whom it can be opened with
}

// poses are all of them, for one principal.
func (a *insiders) poses(x *Executor, who string) []pose {
	var all []pose
	p := x.net.Protocol()
	for i := range p.Phases {
		ph := &p.Phases[i]
		for j := range ph.Roles {
			r := &ph.Roles[j]
			if ph.Secure || !r.Opens() || r.Party == x.partyOf(who) || p.Member(r.Party).Trusted {
				continue
			}
			first := slices.IndexFunc(r.Steps, func(s model.Step) bool {
				return s.Kind == model.StepSend
			})
			if first < 0 {
				continue
			}
			with := a.choices[p.Member(r.Steps[first].Peer).ID.Name]
			all = append(all, pose{who, r.Party, ph.Name, with})
		}
	}
	return all
}

// strike opens a phase in another party's role.
func (a *insiders) strike(x *Executor, pose pose, with string) error {
	if p := a.session(x, pose.who, with, pose.as, pose.phase); p != nil {
		return p.take(nil)
	}
	return nil
}

func (x *Executor) partyOf(name string) model.Party {
	for _, p := range x.net.Principals() {
		if p.Name == name {
			return p.Party
		}
	}
	return ""
}

func (p *insider) hold(v *model.Term, r Recipe) { p.holds[v.Symbol()] = held{v.Sort, r} }

// take goes on with a message, as far as it can. What it cannot do ends it.
func (p *insider) take(m *trace.Message) error {
	if p.stage == len(p.stages) {
		return nil
	}
	for ; p.stage < len(p.stages); p.stage, p.step = p.stage+1, 0 {
		steps := p.stages[p.stage].Role.Steps
		if p.step == 0 {
			p.part(p.stages[p.stage].Phase)
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
	return nil
}

// advance does a step, with what lie makes of it; false when it cannot.
func (p *insider) advance(s *model.Step) (done bool, err error) {
	lie := p.all.lie
	if lie == nil {
		lie = func(*insider, *model.Step) {}
	}
	if s.Kind == model.StepSend {
		lie(p, s)
		return p.send(s)
	}
	if s.Kind != model.StepRecv && !p.do(s) {
		return false, nil
	}
	lie(p, s)
	return true, nil
}

// part lets go of the addresses of peers who play a new role in a phase, and so open a
// session of their own.
func (p *insider) part(ph *model.Phase) {
	for i := range ph.Roles {
		if r := &ph.Roles[i]; !r.Continues && p.stage > 0 {
			delete(p.peers, r.Party)
		}
	}
}

func (p *insider) receive(s *model.Step, m *trace.Message) {
	p.peers[s.Peer] = m.From
	for i, f := range s.Fields {
		p.bind(f, false, recipe("field", text(m.Label), number(i+1)))
	}
}

// bind keeps a value, unless the variable has one.
func (p *insider) bind(v *model.Term, anew bool, r Recipe) {
	if _, has := p.holds[v.Symbol()]; !has || anew {
		p.hold(v, r)
	}
}

// do does a step that neither sends nor receives; false when it cannot.
func (p *insider) do(s *model.Step) bool {
	name := fmt.Sprintf("%s of %s", stepSymbol(s), address(p.at))
	now := p.exec.net.Now().Since()
	switch s.Kind {
	case model.StepFresh:
		p.hold(s.Var, inventValue(s.Var.Sort, name, partSize))
	case model.StepStamp, model.StepTick:
		p.hold(s.Var, stamped(recipe(opNow), now))
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

// open takes a ciphertext apart. Who poses as a principal of another party has nothing to
// open what that keeps, and takes what it has itself.
func (p *insider) open(s *model.Step) bool {
	c, ok := p.recipe(s.Term)
	key, ok2 := p.recipe(s.Key)
	if !ok || !ok2 {
		return false
	}
	n := len(s.Fields)
	for i, f := range s.Fields {
		r := recipe("part", number(i+1), number(n), c, key)
		if p.poses {
			if _, err := p.exec.kitchen.evaluate(r); err != nil {
				r = p.ownLike(f)
			}
		}
		p.bind(f, s.Anew[i], r)
	}
	return true
}

// resealed are the fields of a message for another principal: what is encrypted to the one
// that it is for is opened, and encrypted again.
func (a *insiders) resealed(fields []Recipe, m *trace.Message, to string) []Recipe {
	made := slices.Clone(fields)
	for i, f := range m.Fields {
		t := f.Value.Term
		if t.Op != model.OpAEnc || t.Key().Name != m.To.Principal {
			continue
		}
		a.sealed++
		c := recipe("aenc", number(a.sealed), recipe("puk", text(to)))
		n := len(t.Fields())
		for j := range n {
			c.Args = append(c.Args, recipe("part", number(j+1), number(n), fields[i],
				recipe("own", text(m.To.Principal), text("PRK"))))
		}
		made[i] = c
	}
	return made
}

// namesakes are the names that an identity's variable can hold.
func (a *insiders) namesakes(variable string) []Recipe {
	var all []Recipe
	for _, name := range a.choices[variable] {
		all = append(all, recipe("id", text(name)))
	}
	return all
}

// heldOf is what insiders hold of a sort.
func (a *insiders) heldOf(sort model.Sort) []Recipe {
	var all []Recipe
	for _, q := range a.sessions {
		for _, name := range sortedKeys(q.holds) {
			if h := q.holds[name]; h.sort == sort {
				all = append(all, h.recipe)
			}
		}
	}
	return all
}

// send sends a message to whom the session answers, or else holds the name of; false when
// it cannot make it.
func (p *insider) send(s *model.Step) (bool, error) {
	to, ok := p.peers[s.Peer]
	if !ok {
		name, ok := p.nameOf(p.exec.net.Protocol().Member(s.Peer).ID)
		if !ok {
			return false, nil
		}
		to = trace.Address{Principal: name}
	}
	var fields []Recipe
	for _, f := range s.Fields {
		r, ok := p.recipe(f)
		if !ok {
			return false, nil
		}
		if _, err := p.exec.kitchen.evaluate(r); err != nil {
			return false, nil // it does not open, or is of another sort than wanted
		}
		fields = append(fields, r)
	}
	return true, p.exec.Make(Move{Do: DoInject, Name: s.Msg, From: p.at, To: to, Fields: fields})
}
