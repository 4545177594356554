package insider

import (
	"fmt"
	"maps"

	"emrproof/attacks/deduce"
	"emrproof/model"
)

// ownLike returns a value of the principal's own for a variable. It is the value of that name,
// or else one of the same sort: a patient has S_P, where S_HPC is wanted. If there is none, it
// is made up.
func (p *Session) ownLike(v *model.Term) deduce.Recipe {
	who := p.At.Principal
	mine := p.exec.Evaluator.Revealed[who]
	if mine[v.Name] == nil {
		for _, name := range p.coalition.protocol.InOrder(maps.Keys(mine)) {
			if mine[name].Sort == v.Sort {
				return deduce.Apply("own", deduce.Text(who), deduce.Text(name))
			}
		}
		return deduce.Invent(v.Sort, v.Symbol()+" of "+p.At.String(), p.partSize())
	}
	return deduce.Apply("own", deduce.Text(who), deduce.Text(v.Name))
}

// partSize is the size of a value that is made up for a part of a message.
func (p *Session) partSize() int { return p.exec.Evaluator.Readings.PartSize() }

// input returns what the principal would have typed or sensed, or a value that is made up.
func (p *Session) input(s *model.Step, madeUp string) deduce.Recipe {
	who := p.At.Principal
	switch s.Input {
	case model.InputPeer:
		return deduce.Apply("id", deduce.Text(p.peer))
	case model.InputDepartment:
		if department := p.coalition.principals[who].Department; department != "" {
			return deduce.Apply("id", deduce.Text(department))
		}
	case model.InputBiometric:
		if p.exec.Evaluator.Revealed[who][s.Var.Name] != nil {
			return deduce.Apply("own", deduce.Text(who), deduce.Text(s.Var.Name))
		}
	}
	return deduce.Apply("data", deduce.Text(madeUp))
}

func stepSymbol(s *model.Step) string {
	if s.Var == nil {
		return ""
	}
	return s.Var.Symbol()
}

func (p *Session) lookUp(s *model.Step) bool {
	switch s.Table {
	case model.OwnTable:
		for _, f := range s.Fields {
			p.bind(f, false, p.ownLike(f))
		}
		return true
	case model.Directory:
		owner, ok := p.nameOf(s.Term)
		for i, f := range s.Fields {
			p.bind(f, false, deduce.Apply("entry", deduce.Text(owner), deduce.Number(i+1)))
		}
		return ok
	}
	for _, f := range s.Fields { // it says what it likes
		name := fmt.Sprintf("%s of %s", f.Symbol(), p.At)
		p.bind(f, false, deduce.Invent(f.Sort, name, p.partSize()))
	}
	return true
}

// nameOf returns the name of the principal whose identity an insider holds in a variable.
func (p *Session) nameOf(id *model.Term) (string, bool) {
	for _, m := range p.coalition.protocol.Parties {
		for _, who := range p.exec.Net.Principals {
			if m.One && m.ID.Name == id.Name && who.Party == m.Party {
				return who.Name, true
			}
		}
	}
	v, err := p.exec.Evaluator.Evaluate(p.values[id.Symbol()].recipe)
	if err != nil {
		return "", false
	}
	return string(v.Bytes()), true
}

// recipe returns the recipe of a term of the description, from what the session holds.
func (p *Session) recipe(t *model.Term) (deduce.Recipe, bool) {
	switch t.Op {
	case model.OpVar:
		if h, ok := p.values[t.Symbol()]; ok {
			return h.recipe, true
		}
		if p.exec.Net.Public[t.Name] != nil {
			return deduce.Apply("public", deduce.Text(t.Name)), true
		}
		name, ok := p.nameOf(t)
		return deduce.Apply("id", deduce.Text(name)), ok
	case model.OpPUK:
		name, ok := p.nameOf(p.coalition.protocol.Member(model.Party(t.Name)).ID)
		return deduce.Apply("puk", deduce.Text(name)), ok
	case model.OpPRK:
		return deduce.Apply("own", deduce.Text(p.At.Principal), deduce.Text("PRK")), true
	}
	r := p.exec.Evaluator.Readings.Begin(t, &p.coalition.Sealed)
	for _, a := range t.Args {
		arg, ok := p.recipe(a)
		if !ok {
			return r, false
		}
		r.Args = append(r.Args, arg)
	}
	return r, r.Op != ""
}
