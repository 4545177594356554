package model

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// An Option changes a description: a literal reading of the paper, by its erratum's id,
// or a repair that is taken out again, by the number of an equation of HARDENED.md.
type Option struct {
	ID      string
	Profile string // the description that it is for
	Text    string
	apply   func(*Protocol) *Protocol
}

// Options are the literal readings that can be executed, and the repairs that can be
// taken out, each list in the order of their ids. The order of switching them on does not
// matter.
func Options() []Option {
	return append([]Option{
		{"E12", "published", "a signature shows the text that it signs (message recovery)", recovery},
		{"E13", "published", "only the clear time stamp is checked for age, the inner one not compared",
			clearTime},
		{"E14", "published", "P insists on the doctor it chose", insist},
		{"E17", "published", "raw concatenation in hashes and signatures", rawText},
		{"E20", "published", "E_SEK is a counter mode without a tag", noTag},
	}, repairs()...)
}

// OptionsOf are the options for a profile.
func OptionsOf(profile string) []Option {
	return slices.DeleteFunc(Options(), func(o Option) bool { return o.Profile != profile })
}

// With switches options on by their ids. Ids may come in any order, once each.
func (p *Protocol) With(ids ...string) (*Protocol, error) {
	q := p
	on := map[string]bool{}
	for _, id := range p.Options {
		on[id] = true
	}
	for _, o := range OptionsOf(p.Name) {
		for _, id := range ids {
			if id != o.ID {
				continue
			}
			if on[id] {
				return nil, fmt.Errorf("option %q is given twice", id)
			}
			on[id] = true
			q = o.apply(q)
		}
	}
	for _, id := range ids {
		if !on[id] {
			return nil, fmt.Errorf("option %q: want one of %s",
				id, strings.Join(OptionIDs(p.Name), ", "))
		}
	}
	q = q.clone()
	q.Options = nil
	for id := range on {
		q.Options = append(q.Options, id)
	}
	sort.Strings(q.Options)
	return Build(q)
}

// OptionIDs are the ids of the options for a profile.
func OptionIDs(profile string) []string {
	var ids []string
	for _, o := range OptionsOf(profile) {
		ids = append(ids, o.ID)
	}
	return ids
}

// recovery is E12. What E8 repairs does not need repair then: HPC reads ID_P off
// Sig_D3.
func recovery(p *Protocol) *Protocol {
	q := p.edited(func(ph *Phase, r *Role, s Step) []Step {
		for i, id := range s.Errata {
			if id != "E8" {
				continue
			}
			// As printed, C_D3 ends before ID_P, which the repair put last.
			s.Errata = append(append([]string(nil), s.Errata[:i]...), s.Errata[i+1:]...)
			if s.Kind == StepLet {
				s.Term = AEnc(s.Term.Key(), s.Term.Fields()[:len(s.Term.Fields())-1]...)
			} else {
				s.Fields = s.Fields[:len(s.Fields)-1]
				s.Anew = s.Anew[:len(s.Fields)]
			}
			break
		}
		return []Step{s}
	})
	return inMode(q, Recovery, func(t *Term) bool { return t.Op == OpSign }, isVerify)
}

// clearTime is E13: the time stamp that comes in clear is another value than the
// one inside the encryption, which is bound and never looked at for age.
func clearTime(p *Protocol) *Protocol {
	clear := func(v *Term) *Term { return Var(v.Name+" in clear", Time) }
	return p.edited(func(ph *Phase, r *Role, s Step) []Step {
		switch s.Kind {
		case StepRecv:
			s.Fields = append([]*Term(nil), s.Fields...)
			for i, f := range s.Fields {
				if f.Sort == Time {
					s.Fields[i] = clear(f)
				}
			}
		case StepAge:
			s.Var = clear(s.Var)
		}
		return []Step{s}
	})
}

// insist is E14: where a received identity would replace the one the role holds,
// the two must be equal.
func insist(p *Protocol) *Protocol {
	return p.edited(func(ph *Phase, r *Role, s Step) []Step {
		if s.Kind == StepOpen {
			s.Anew = make([]bool, len(s.Fields))
		}
		return []Step{s}
	})
}

// rawText is E17, for texts that are only rebuilt and compared: those that are
// hashed or signed. What is inside an encryption has to be taken apart again,
// which plain concatenation does not allow without lengths.
func rawText(p *Protocol) *Protocol {
	hashedOrSigned := func(t *Term) bool {
		return t.Op == OpHashB || t.Op == OpHashS || t.Op == OpHashK || t.Op == OpSign
	}
	return inMode(p, Raw, hashedOrSigned, isVerify)
}

// noTag is E20.
func noTag(p *Protocol) *Protocol {
	opens := func(s Step) bool {
		return s.Kind == StepOpen && s.Term.Sort == Ciphertext && s.Key.Sort == Key
	}
	return inMode(p, NoTag, func(t *Term) bool { return t.Op == OpSEnc }, opens)
}

func isVerify(s Step) bool { return s.Kind == StepVerify }

// inMode sets a mode on the operations in every term, and on the steps, that
// work in it.
func inMode(p *Protocol, m Mode, op func(*Term) bool, step func(Step) bool) *Protocol {
	set := func(t *Term) *Term {
		if !op(t) {
			return t
		}
		u := *t
		u.Mode |= m
		return &u
	}
	one := func(t *Term) *Term {
		if t == nil {
			return nil
		}
		return t.Map(set)
	}
	return p.edited(func(ph *Phase, r *Role, s Step) []Step {
		if step(s) {
			s.Mode |= m
		}
		s.Var, s.Term, s.Key = one(s.Var), one(s.Term), one(s.Key)
		s.Fields, _ = MapAll(s.Fields, set)
		return []Step{s}
	})
}
