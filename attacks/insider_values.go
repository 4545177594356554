package attacks

import (
	"fmt"

	"emrproof/model"
)

// ownLike is a value of the principal's own for a variable: of that name, else of its sort, as
// S_HPC where a patient has S_P; made up where there is none.
func (p *insider) ownLike(v *model.Term) Recipe {
	who := p.at.Principal
	mine := p.exec.kitchen.revealed[who]
	if mine[v.Name] == nil {
		for _, name := range sortedKeys(mine) {
			if mine[name].Sort == v.Sort {
				return recipe("own", text(who), text(name))
			}
		}
		return inventValue(v.Sort, v.Symbol()+" of "+address(p.at).String(), partSize)
	}
	return recipe("own", text(who), text(v.Name))
}

// input is what the principal would have typed or sensed, or a value that is made up.
func (p *insider) input(s *model.Step, madeUp string) Recipe {
	who := p.at.Principal
	switch s.Input {
	case model.InputPeer:
		return recipe("id", text(p.meant))
	case model.InputDepartment:
		if department := p.all.departments[who]; department != "" {
			return recipe("id", text(department))
		}
	case model.InputBiometric:
		if p.exec.kitchen.revealed[who][s.Var.Name] != nil {
			return recipe("own", text(who), text(s.Var.Name))
		}
	}
	return recipe("data", text(madeUp))
}

func stepSymbol(s *model.Step) string {
	if s.Var == nil {
		return ""
	}
	return s.Var.Symbol()
}

func (p *insider) lookUp(s *model.Step) bool {
	switch s.Table {
	case model.OwnTable:
		for _, f := range s.Fields {
			p.bind(f, false, p.ownLike(f))
		}
		return true
	case model.Directory:
		owner, ok := p.nameOf(s.Term)
		for i, f := range s.Fields {
			p.bind(f, false, recipe("entry", text(owner), number(i+1)))
		}
		return ok
	}
	for _, f := range s.Fields { // it says what it likes
		name := fmt.Sprintf("%s of %s", f.Symbol(), address(p.at))
		p.bind(f, false, inventValue(f.Sort, name, partSize))
	}
	return true
}

// nameOf is the principal whose identity an insider holds as a variable.
func (p *insider) nameOf(id *model.Term) (string, bool) {
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

// recipe makes a term of the description from what the session holds.
func (p *insider) recipe(t *model.Term) (Recipe, bool) {
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
		p.all.sealed++
		r = recipe(seal, number(p.all.sealed))
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
