package library

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
)

// An Option changes a description: a literal reading of the paper, by its erratum's id,
// or a repair that is taken out again, by the number of an equation of HARDENED.md.
type Option struct {
	ID      string
	Profile string // the description that it is for
	Text    string
	apply   func(*model.Protocol) *model.Protocol
}

// Options lists the options of some profiles; with no profile given, those of all. They are
// the literal readings that can be executed, and the repairs that can be taken out, each list
// in the order of its ids. The order of switching them on does not matter.
func Options(profiles ...string) []Option {
	all := append([]Option{
		{"E12", "published", "a signature shows the text that it signs (message recovery)", recovery},
		{"E13", "published", "only the clear time stamp is checked for age, the inner one not compared",
			clearTime},
		{"E14", "published", "P insists on the doctor it chose", insist},
		{"E17", "published", "raw concatenation in hashes and signatures", rawText},
		{"E20", "published", "E_SEK is a counter mode without a tag", noTag},
	}, repairs()...)
	if len(profiles) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(o Option) bool {
		return !slices.Contains(profiles, o.Profile)
	})
}

// OptionIDs are the ids of the options for a profile.
func OptionIDs(profile string) []string {
	var ids []string
	for _, o := range Options(profile) {
		ids = append(ids, o.ID)
	}
	return ids
}

// switchOn switches options on by their ids. Ids may come in any order, once each.
func switchOn(p *model.Protocol, ids []string) (*model.Protocol, error) {
	q := p.Clone()
	for _, o := range Options(p.Name) {
		for _, id := range ids {
			if id != o.ID {
				continue
			}
			if slices.Contains(q.Options, id) {
				return nil, fmt.Errorf("option %q is given twice", id)
			}
			q = o.apply(q)
			q.Options = append(q.Options, id)
		}
	}
	for _, id := range ids {
		if !slices.Contains(q.Options, id) {
			return nil, fmt.Errorf("option %q: want one of %s",
				id, strings.Join(OptionIDs(p.Name), ", "))
		}
	}
	slices.Sort(q.Options)
	return q, nil
}

// recovery is the literal reading of E12, signatures with message recovery. What E8 repairs
// does not need repair then: HPC reads ID_P off Sig_D3.
func recovery(p *model.Protocol) *model.Protocol {
	q := p.Edit(func(ph *model.Phase, r *model.Role, s model.Step) []model.Step {
		for i, id := range s.Errata {
			if id != "E8" {
				continue
			}
			// As printed, C_D3 ends before ID_P, which the repair put last.
			s.Errata = append(append([]string(nil), s.Errata[:i]...), s.Errata[i+1:]...)
			if s.Kind == model.StepLet {
				s.Term = aenc(s.Term.Args[:len(s.Term.Args)-1]...)
			} else {
				s.Fields = s.Fields[:len(s.Fields)-1]
				s.Anew = s.Anew[:len(s.Fields)]
			}
			break
		}
		return []model.Step{s}
	})
	signs := func(t *model.Term) bool { return t.Op == model.OpSign }
	return inMode(q, model.Recovery, signs, isVerify)
}

// clearTime is the literal reading of E13: the time stamp that comes in clear is another value
// than the one inside the encryption, which is bound and never looked at for age.
func clearTime(p *model.Protocol) *model.Protocol {
	clear := func(v *model.Term) *model.Term { return model.Var(v.Name+" in clear", model.Time) }
	return p.Edit(func(ph *model.Phase, r *model.Role, s model.Step) []model.Step {
		switch s.Kind {
		case model.StepRecv:
			s.Fields = append([]*model.Term(nil), s.Fields...)
			for i, f := range s.Fields {
				if f.Sort == model.Time {
					s.Fields[i] = clear(f)
				}
			}
		case model.StepAge:
			s.Var = clear(s.Var)
		}
		return []model.Step{s}
	})
}

// insist is the literal reading of E14: where a received identity would replace the one the
// role holds, the two must be equal.
func insist(p *model.Protocol) *model.Protocol {
	return p.Edit(func(ph *model.Phase, r *model.Role, s model.Step) []model.Step {
		if s.Kind == model.StepOpen {
			s.Anew = make([]bool, len(s.Fields))
		}
		return []model.Step{s}
	})
}

// rawText is the literal reading of E17, plain concatenation, for texts that are only rebuilt
// and compared: those that are hashed or signed. What is inside an encryption has to be taken
// apart again, which plain concatenation does not allow without lengths.
func rawText(p *model.Protocol) *model.Protocol {
	hashedOrSigned := func(t *model.Term) bool {
		ops := []model.Op{model.OpHashB, model.OpHashS, model.OpHashK, model.OpSign}
		return slices.Contains(ops, t.Op)
	}
	return inMode(p, model.Raw, hashedOrSigned, isVerify)
}

// noTag is the literal reading of E20: symmetric encryption without a tag.
func noTag(p *model.Protocol) *model.Protocol {
	opens := func(s model.Step) bool {
		return s.Kind == model.StepOpen && s.Term.Sort == model.Ciphertext && s.Key.Sort == model.Key
	}
	return inMode(p, model.NoTag, func(t *model.Term) bool { return t.Op == model.OpSEnc }, opens)
}

func isVerify(s model.Step) bool { return s.Kind == model.StepVerify }

// inMode sets a mode on the operations that op selects, in every term, and on the steps that
// step selects.
func inMode(p *model.Protocol, m model.Mode, op func(*model.Term) bool,
	step func(model.Step) bool) *model.Protocol {
	set := func(t *model.Term) *model.Term {
		if !op(t) {
			return t
		}
		u := *t
		u.Mode |= m
		return &u
	}
	return mapTerms(p, set).Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		if step(s) {
			s.Mode |= m
		}
		return []model.Step{s}
	})
}
