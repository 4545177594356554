package library

import (
	"slices"

	"emrproof/model"
)

// repairs lists the options that take the repairs of the hardened profile out again, each
// under the number of the equation that carries the repair in HARDENED.md.
func repairs() []Option {
	return []Option{
		{"E11", "hardened", "a time stamp from the future passes", oneSided},
		{"H3", "hardened", "session keys take no S_X: a private key is all that a party has",
			withoutIssued},
		{"H6", "hardened", "the device keeps its keys in clear", unsealed},
		{"H13", "hardened", "the index is found by h(ID_P‖ID_DE), which anybody can compute",
			openLookup},
		{"H14", "hardened", "entries of the index are masked, all with one pad", maskedEntries},
		{"H16", "hardened", "P sends B_P to the doctor", sentBiometric},
		{"H19", "hardened", "a signature names its signer only", withoutRecipient},
		{"H20", "hardened", "an encryption is as long as its text", unpadded},
		{"H21", "hardened", "cookies are looked at last", lateCookies},
		{"H22", "hardened", "nobody looks at the steady clock",
			blank(22, 36, 45, 53, 62, 70, 85, 91, 96)},
		{"H25", "hardened", "nobody remembers cookies and consents", blank(25, 58, 75)},
		{"H28", "hardened", "session keys take no r_i·r_j: long-term keys give them",
			withoutEphemeral},
		{"H32", "hardened", "both directions confirm with one key", oneKey},
		{"H34", "hardened", "signatures go in clear beside the encryption", clearSignatures},
		{"H42", "hardened", "nobody asks for the patient's consent", blank(56, 73)},
		{"H42d", "hardened", "a consent names no doctor", consentWithout(idD)},
		{"H42e", "hardened", "a consent names no department", consentWithout(idDE)},
		{"H46", "hardened", "nobody confirms a session key", blank(38, 46, 87, 92)},
		{"H48", "hardened", "the authors' signatures are not checked", blank(48, 98, 102)},
		{"H57", "hardened", "time stamps are not checked", blank(57, 74, 93, 103)},
		{"H60", "hardened", "the public cloud's answer does not say to what", looseAnswer},
	}
}

// blank makes the option that takes equations out; a step that does nothing keeps each number.
func blank(equations ...int) func(*model.Protocol) *model.Protocol {
	return func(p *model.Protocol) *model.Protocol {
		return p.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
			if slices.Contains(equations, s.Eqn) {
				return []model.Step{publish().Eq(s.Eqn)}
			}
			return []model.Step{s}
		})
	}
}

// lateCookies moves the check of a cookie behind all that costs more.
func lateCookies(p *model.Protocol) *model.Protocol {
	q := p.Clone()
	for i := range q.Phases {
		for j := range q.Phases[i].Roles {
			r := &q.Phases[i].Roles[j]
			open := slices.IndexFunc(r.Steps, func(s model.Step) bool {
				return s.Kind == model.StepOpen && slices.Contains(cookieKeys, s.Key)
			})
			verify := slices.IndexFunc(r.Steps, isVerify)
			if open < 0 {
				continue
			}
			r.Steps = slices.Concat(r.Steps[:open], r.Steps[open+2:verify+1],
				r.Steps[open:open+2], r.Steps[verify+1:])
		}
	}
	return q
}

func oneSided(p *model.Protocol) *model.Protocol {
	return p.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		if s.Kind == model.StepNear {
			return []model.Step{age(s.Var).Eq(s.Eqn)}
		}
		return []model.Step{s}
	})
}

func withoutIssued(p *model.Protocol) *model.Protocol    { return withPoint(p, 1) }
func withoutEphemeral(p *model.Protocol) *model.Protocol { return withPoint(p, 0) }

// withPoint keeps only one of the two points in each session key.
func withPoint(p *model.Protocol, i int) *model.Protocol {
	return mapTerms(p, func(t *model.Term) *model.Term {
		if t.Op == model.OpExtract && len(t.Fields()) == 2 {
			return extract(t.Key(), t.Fields()[i])
		}
		return t
	})
}

// mapTerms rewrites every term of a description.
func mapTerms(p *model.Protocol, f func(*model.Term) *model.Term) *model.Protocol {
	one := func(t *model.Term) *model.Term {
		if t == nil {
			return nil
		}
		return t.Map(f)
	}
	return p.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		s.Var, s.Term, s.Key = one(s.Var), one(s.Term), one(s.Key)
		s.Fields = slices.Clone(s.Fields)
		for i, t := range s.Fields {
			s.Fields[i] = t.Map(f)
		}
		return []model.Step{s}
	})
}

func unsealed(p *model.Protocol) *model.Protocol {
	q := p.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		if s.Kind == model.StepStore && s.Table == model.OwnTable && slices.Contains(s.Fields, cDevice) {
			s.Fields = append(slices.Clone(s.Fields), sP)
		}
		return []model.Step{s}
	})
	q.Parties = slices.Clone(q.Parties)
	for i := range q.Parties {
		q.Parties[i].Sealed = false
	}
	return q
}

func openLookup(p *model.Protocol) *model.Protocol {
	return mapTerms(p, func(t *model.Term) *model.Term {
		switch {
		case t.Op == model.OpMAC && t.Key() == kI:
			return hashKey(t.Fields()...)
		case t == lookupKey:
			return ix
		}
		return t
	})
}

func maskedEntries(p *model.Protocol) *model.Protocol {
	q := mapTerms(p, func(t *model.Term) *model.Term {
		switch {
		case t.Op == model.OpSEnc && t.Key() == kE:
			return model.Apply(model.OpMask, t.Args...)
		case t == sealedEntry:
			return entry
		}
		return t
	})
	return q.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		if s.Kind == model.StepOpen && s.Term == entry {
			s.Mode = 0
		}
		return []model.Step{s}
	})
}

func sentBiometric(p *model.Protocol) *model.Protocol {
	return p.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		switch {
		case s.Kind == model.StepLet && s.Var == cP1:
			t := *s.Term
			t.Args = append(slices.Clone(t.Args), bP)
			s.Term = &t
		case s.Kind == model.StepOpen && s.Term == cP1:
			s.Fields = append(slices.Clone(s.Fields), bP)
			s.Anew = append(slices.Clone(s.Anew), false)
		}
		return []model.Step{s}
	})
}

// recipients says for whom each signature is meant.
var recipients = map[*model.Term]*model.Term{
	sigP1: idD, sigD1: idP, sigD2: idPC, sigC: idD, sigD3: idHPC, sigHPC1: idD,
}

func withoutRecipient(p *model.Protocol) *model.Protocol {
	return signing(p, func(sig *model.Term) []*model.Term { return []*model.Term{recipients[sig]} })
}

// signing leaves fields out of the texts that signatures cover.
func signing(p *model.Protocol, without func(sig *model.Term) []*model.Term) *model.Protocol {
	rest := func(fields []*model.Term, sig *model.Term) []*model.Term {
		return slices.DeleteFunc(slices.Clone(fields), func(f *model.Term) bool {
			return slices.Contains(without(sig), f)
		})
	}
	return p.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		switch {
		case s.Kind == model.StepLet && s.Term.Op == model.OpSign:
			s.Term = sign(append([]*model.Term{s.Term.Key()}, rest(s.Term.Fields(), s.Var)...)...)
		case s.Kind == model.StepVerify:
			s.Fields = rest(s.Fields, s.Term)
		}
		return []model.Step{s}
	})
}

func consentWithout(field *model.Term) func(*model.Protocol) *model.Protocol {
	return func(p *model.Protocol) *model.Protocol {
		return signing(p, func(sig *model.Term) []*model.Term {
			if sig == tok {
				return []*model.Term{field}
			}
			return nil
		})
	}
}

func looseAnswer(p *model.Protocol) *model.Protocol {
	return signing(p, func(sig *model.Term) []*model.Term {
		if sig == sigC {
			return []*model.Term{idP, nD1}
		}
		return nil
	})
}

func unpadded(p *model.Protocol) *model.Protocol {
	q := mapTerms(p, func(t *model.Term) *model.Term {
		if t.Mode&model.Padded == 0 {
			return t
		}
		u := *t
		u.Mode &^= model.Padded
		return &u
	})
	return q.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		s.Mode &^= model.Padded
		return []model.Step{s}
	})
}

func oneKey(p *model.Protocol) *model.Protocol {
	return mapTerms(p, func(t *model.Term) *model.Term {
		if t.Op == model.OpLabel && (t.Name == patientHas.Name || t.Name == hospitalHas.Name) {
			return doctorHas
		}
		return t
	})
}

// clearSignatures sends the signatures of visit 2 and search 2 a second time, in clear.
func clearSignatures(p *model.Protocol) *model.Protocol {
	return p.Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		if s.Kind != model.StepSend && s.Kind != model.StepRecv {
			return []model.Step{s}
		}
		for c, sig := range map[*model.Term]*model.Term{cD1: sigD1, cHPC1: sigHPC1} {
			if slices.Contains(s.Fields, c) {
				s.Fields = append(slices.Clone(s.Fields), sig)
			}
		}
		return []model.Step{s}
	})
}
