package attacks

import (
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/sim"
)

// A puppet is a session of a corrupt principal that the adversary plays by itself, in the
// place of the principal's own: it does what the description says, with the principal's
// secrets and random values of the adversary's, so that it opens what an insider can open
// and keeps what it finds. It checks nothing. Now and then it puts another value in the
// place of one that it holds: another patient, department or hospital, or what another
// puppet has come by; and goes on from there, sealing and signing for whom it likes.
type puppet struct {
	random *random
	exec   *Executor
	at     sim.Address // one that the principal does not have: answers go there
	stages []model.Stage
	stage  int
	step   int
	holds  map[string]held // by the symbol of the variable
	peers  map[model.Party]sim.Address
}

// held is a value that a puppet has.
type held struct {
	sort   model.Sort
	recipe Recipe
}

// firstPuppet is the number of the first session that is played so: more than anybody has.
const firstPuppet = 1000

// puppetFor is a new puppet for a message that opens a session of the corrupt principal;
// nil when it opens none.
func (r *random) puppetFor(x *Executor, m *sim.Message) *puppet {
	if !r.play.puppets() || m.To.Principal != r.corrupt || m.To.Session != 0 {
		return nil
	}
	p := x.net.Protocol()
	party := x.partyOf(r.corrupt)
	for i := range p.Phases {
		role := p.Phases[i].Role(party)
		if p.Phases[i].Secure || role == nil || role.Continues || !role.Responds() {
			continue
		}
		first := slices.IndexFunc(role.Steps, func(s model.Step) bool {
			return s.Kind == model.StepRecv
		})
		if role.Steps[first].Msg != m.Name {
			continue
		}
		n := &puppet{random: r, exec: x, stages: p.Thread(party, p.Phases[i].Name),
			at:    sim.Address{Principal: r.corrupt, Session: firstPuppet + len(r.puppets)},
			holds: map[string]held{}, peers: map[model.Party]sim.Address{}}
		n.hold(p.Member(party).ID, recipe("id", text(r.corrupt)))
		r.puppets = append(r.puppets, n)
		return n
	}
	return nil
}

// puppets says whether the insider of a play is one that plays for itself.
func (p Play) puppets() bool { return p.Decisions[0].Picks[2]%2 == 0 }

// puppetAt is the one that waits at an address; nil for none.
func (r *random) puppetAt(a sim.Address) *puppet {
	for _, p := range r.puppets {
		if p.at == a {
			return p
		}
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

func (p *puppet) hold(v *model.Term, r Recipe) { p.holds[v.Symbol()] = held{v.Sort, r} }

// take goes on with a message, as far as it can. What it cannot do ends it.
func (p *puppet) take(m *sim.Message, d Decision) error {
	for ; p.stage < len(p.stages); p.stage, p.step = p.stage+1, 0 {
		steps := p.stages[p.stage].Role.Steps
		if p.step == 0 {
			p.part(p.stages[p.stage].Phase)
		}
		for ; p.step < len(steps); p.step++ {
			s := &steps[p.step]
			switch {
			case s.Kind == model.StepRecv:
				if m == nil || m.Name != s.Msg {
					return nil
				}
				p.receive(s, m)
				m = nil
			case s.Kind == model.StepSend:
				p.change(d)
				sent, err := p.send(s)
				if err != nil || !sent {
					p.stage = len(p.stages)
					return err
				}
			case !p.do(s):
				p.stage = len(p.stages)
				return nil
			}
		}
	}
	return nil
}

// part lets go of the addresses of peers who play a new role in a phase, and so open a
// session of their own.
func (p *puppet) part(ph *model.Phase) {
	for i := range ph.Roles {
		if r := &ph.Roles[i]; !r.Continues && p.stage > 0 {
			delete(p.peers, r.Party)
		}
	}
}

func (p *puppet) receive(s *model.Step, m *sim.Message) {
	p.peers[s.Peer] = m.From
	for i, f := range s.Fields {
		p.bind(f, false, recipe("field", text(m.Label), number(i+1)))
	}
}

// bind keeps a value, unless the variable has one.
func (p *puppet) bind(v *model.Term, anew bool, r Recipe) {
	if _, has := p.holds[v.Symbol()]; !has || anew {
		p.hold(v, r)
	}
}

// do does a step that neither sends nor receives; false when it cannot.
func (p *puppet) do(s *model.Step) bool {
	name := fmt.Sprintf("%s of %s", stepSymbol(s), address(p.at))
	now := p.exec.net.Now().Since()
	switch s.Kind {
	case model.StepFresh:
		p.hold(s.Var, inventValue(s.Var.Sort, name, partSize))
	case model.StepStamp, model.StepTick:
		p.hold(s.Var, stamped(recipe(opNow), now))
	case model.StepInput:
		p.hold(s.Var, recipe("data", text(name)))
		if name := p.random.department; s.Input == model.InputDepartment && name != "" {
			p.hold(s.Var, recipe("id", text(name)))
		}
	case model.StepLet:
		r, ok := p.recipe(s.Term)
		if !ok {
			return false
		}
		p.hold(s.Var, r)
	case model.StepOpen:
		c, ok := p.recipe(s.Term)
		key, ok2 := p.recipe(s.Key)
		if !ok || !ok2 {
			return false
		}
		n := len(s.Fields)
		for i, f := range s.Fields {
			p.bind(f, s.Anew[i], recipe("part", number(i+1), number(n), c, key))
		}
	case model.StepLookup:
		return p.lookUp(s)
	}
	return true
}

func stepSymbol(s *model.Step) string {
	if s.Var == nil {
		return ""
	}
	return s.Var.Symbol()
}

func (p *puppet) lookUp(s *model.Step) bool {
	switch s.Table {
	case model.OwnTable:
		for _, f := range s.Fields {
			p.bind(f, false, recipe("own", text(p.at.Principal), text(f.Name)))
		}
		return true
	case model.Directory:
		owner, ok := p.nameOf(s.Term)
		for i, f := range s.Fields {
			p.bind(f, false, recipe("entry", text(owner), number(i+1)))
		}
		return ok
	}
	return false
}

// nameOf is the principal whose identity a puppet holds as a variable.
func (p *puppet) nameOf(id *model.Term) (string, bool) {
	for _, m := range p.exec.net.Protocol().Parties {
		for _, who := range p.exec.net.Principals() {
			if m.One && m.ID.Name == id.Name && who.Party == m.Party {
				return who.Name, true
			}
		}
	}
	v, err := p.exec.kitchen.evaluate(p.holds[id.Symbol()].recipe)
	if err != nil {
		return "", false
	}
	return string(v.Bytes()), true
}

// recipe makes a term of the description from what the puppet holds.
func (p *puppet) recipe(t *model.Term) (Recipe, bool) {
	switch t.Op {
	case model.OpVar:
		if h, ok := p.holds[t.Symbol()]; ok {
			return h.recipe, true
		}
		if p.exec.net.Public()[t.Name] != nil {
			return recipe("public", text(t.Name)), true
		}
		name, ok := p.nameOf(t)
		return recipe("id", text(name)), ok
	case model.OpPUK:
		name, ok := p.nameOf(p.exec.net.Protocol().Member(model.Party(t.Name)).ID)
		return recipe("puk", text(name)), ok
	case model.OpPRK:
		return recipe("own", text(p.at.Principal), text("PRK")), true
	case model.OpGen:
		return recipe("G"), true
	case model.OpConst:
		return recipe("const", Recipe{Op: opInt, Int: integerNamed(t.Name)}), true
	case model.OpLabel:
		return recipe("label", text(t.Name)), true
	}
	r := Recipe{Op: termOps[t.Op]}
	if seal := p.exec.kitchen.modes().sealOp(t); seal != "" {
		p.random.sealed++
		r = recipe(seal, number(p.random.sealed))
	}
	for _, a := range t.Args {
		arg, ok := p.recipe(a)
		if !ok {
			return r, false
		}
		r.Args = append(r.Args, arg)
	}
	return r, r.Op != ""
}

// change puts another value in the place of one, now and then: half of the time it speaks
// of another principal or department, else it is any value of its sort that a puppet has.
func (p *puppet) change(d Decision) {
	if d.Picks[0]%3 > 0 {
		return
	}
	var names []string
	for _, name := range sortedKeys(p.holds) {
		if d.Picks[0]%2 == 0 || p.holds[name].sort == model.Identity {
			names = append(names, name)
		}
	}
	name := names[d.Picks[1]%len(names)]
	others := p.namesakes(name)
	if len(others) == 0 || d.Picks[0]%2 == 0 {
		others = p.random.loot(p.holds[name].sort)
	}
	p.holds[name] = held{p.holds[name].sort, others[d.Picks[2]%len(others)]}
}

// namesakes are the names that an identity's variable can hold.
func (p *puppet) namesakes(variable string) []Recipe {
	var all []Recipe
	for _, name := range p.random.choices[variable] {
		all = append(all, recipe("id", text(name)))
	}
	return all
}

// loot is what puppets hold of a sort.
func (r *random) loot(sort model.Sort) []Recipe {
	var all []Recipe
	for _, q := range r.puppets {
		for _, name := range sortedKeys(q.holds) {
			if h := q.holds[name]; h.sort == sort {
				all = append(all, h.recipe)
			}
		}
	}
	return all
}

// send sends a message to whom the puppet answers, or else holds the name of; false when
// it cannot make it.
func (p *puppet) send(s *model.Step) (bool, error) {
	to, ok := p.peers[s.Peer]
	if !ok {
		name, ok := p.nameOf(p.exec.net.Protocol().Member(s.Peer).ID)
		if !ok {
			return false, nil
		}
		to = sim.Address{Principal: name}
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
