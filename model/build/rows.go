package build

import (
	"fmt"

	"emrproof/model"
)

// table does a step that writes or reads a row. A party's own values are rows of one value
// each, by the name of the variable.
func (a *actor) table(s *model.Step) error {
	if s.Term == nil {
		for _, f := range s.Fields {
			if err := a.row(s, f.Name, []*model.Term{f}); err != nil {
				return err
			}
		}
		return nil
	}
	key, err := a.eval(s, s.Term)
	if err != nil {
		return err
	}
	return a.row(s, model.Canon(key), s.Fields)
}

func (a *actor) row(s *model.Step, key string, fields []*model.Term) error {
	at := fmt.Sprintf("%s/%s/%s", s.Table, a.member.Party, key)
	if s.Table == model.Directory {
		at = model.Directory + "/" + key
	}
	one := *s
	one.Fields = fields
	if s.Kind == model.StepStore {
		return a.into(s, model.Apply(model.OpTuple, fields...),
			func(t *model.Term) { a.stage.tables[at] = t })
	}
	found := a.stage.tables[at]
	if found == nil && s.Table == model.Directory {
		return a.fail(s, model.Apply(model.OpTuple, fields...),
			"no earlier step stores it in the directory")
	}
	if found == nil {
		return a.fail(s, model.Apply(model.OpTuple, fields...),
			"no earlier step stores it in table %q of %s",
			s.Table, a.member.Party)
	}
	return a.match(&one, model.Apply(model.OpTuple, fields...), found.Args, nil)
}
