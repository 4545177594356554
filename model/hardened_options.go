package model

import "slices"

// repairs are the repairs of the hardened profile as options that take them out again,
// each under the number of the equation that carries it in HARDENED.md.
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
		{"H42d", "hardened", "a consent names no doctor", consentWithout(IDD)},
		{"H42e", "hardened", "a consent names no department", consentWithout(IDDE)},
		{"H46", "hardened", "nobody confirms a session key", blank(38, 46, 87, 92)},
		{"H48", "hardened", "the authors' signatures are not checked", blank(48, 98, 102)},
		{"H57", "hardened", "time stamps are not checked", blank(57, 74, 93, 103)},
		{"H60", "hardened", "the public cloud's answer does not say to what", looseAnswer},
	}
}

// blank takes equations out; a step that does nothing keeps the number.
func blank(equations ...int) func(*Protocol) *Protocol {
	return func(p *Protocol) *Protocol {
		return p.edited(func(_ *Phase, _ *Role, s Step) []Step {
			if slices.Contains(equations, s.Eqn) {
				return []Step{Publish().Eq(s.Eqn)}
			}
			return []Step{s}
		})
	}
}

// lateCookies looks at a cookie when all that costs more is done.
func lateCookies(p *Protocol) *Protocol {
	q := p.clone()
	for i := range q.Phases {
		for j := range q.Phases[i].Roles {
			r := &q.Phases[i].Roles[j]
			open := slices.IndexFunc(r.Steps, func(s Step) bool {
				return s.Kind == StepOpen && slices.Contains([]*Term{KD, KC, KHPC}, s.Key)
			})
			verify := slices.IndexFunc(r.Steps, func(s Step) bool { return s.Kind == StepVerify })
			if open < 0 {
				continue
			}
			r.Steps = slices.Concat(r.Steps[:open], r.Steps[open+2:verify+1],
				r.Steps[open:open+2], r.Steps[verify+1:])
		}
	}
	return q
}

func oneSided(p *Protocol) *Protocol {
	return p.edited(func(_ *Phase, _ *Role, s Step) []Step {
		if s.Kind == StepNear {
			return []Step{Age(s.Var).Eq(s.Eqn)}
		}
		return []Step{s}
	})
}

func withoutIssued(p *Protocol) *Protocol    { return withPoint(p, 1) }
func withoutEphemeral(p *Protocol) *Protocol { return withPoint(p, 0) }

// withPoint leaves only one of the two points in each session key.
func withPoint(p *Protocol, i int) *Protocol {
	return mapTerms(p, func(t *Term) *Term {
		if t.Op == OpExtract && len(t.Fields()) == 2 {
			return Extract(t.Key(), t.Fields()[i])
		}
		return t
	})
}

// mapTerms rewrites every term of a description.
func mapTerms(p *Protocol, f func(*Term) *Term) *Protocol {
	one := func(t *Term) *Term {
		if t == nil {
			return nil
		}
		return t.Map(f)
	}
	return p.edited(func(_ *Phase, _ *Role, s Step) []Step {
		s.Var, s.Term, s.Key = one(s.Var), one(s.Term), one(s.Key)
		s.Fields, _ = MapAll(s.Fields, f)
		return []Step{s}
	})
}

func unsealed(p *Protocol) *Protocol {
	q := p.edited(func(_ *Phase, _ *Role, s Step) []Step {
		if s.Kind == StepStore && s.Table == OwnTable && slices.Contains(s.Fields, CDevice) {
			s.Fields = append(slices.Clone(s.Fields), SP)
		}
		return []Step{s}
	})
	q.Parties = slices.Clone(q.Parties)
	for i := range q.Parties {
		q.Parties[i].Sealed = false
	}
	return q
}

func openLookup(p *Protocol) *Protocol {
	return mapTerms(p, func(t *Term) *Term {
		switch {
		case t.Op == OpMAC && t.Key() == KI:
			return HashKey(t.Fields()...)
		case t == lookupKey:
			return IX
		}
		return t
	})
}

func maskedEntries(p *Protocol) *Protocol {
	q := mapTerms(p, func(t *Term) *Term {
		switch {
		case t.Op == OpSEnc && t.Key() == KE:
			return Mask(KE, t.Fields()...)
		case t == sealedEntry:
			return MX
		}
		return t
	})
	return q.edited(func(_ *Phase, _ *Role, s Step) []Step {
		if s.Kind == StepOpen && s.Term == MX {
			s.Mode = 0
		}
		return []Step{s}
	})
}

func sentBiometric(p *Protocol) *Protocol {
	return p.edited(func(_ *Phase, _ *Role, s Step) []Step {
		switch {
		case s.Kind == StepLet && s.Var == CP1:
			t := *s.Term
			t.Args = append(slices.Clone(t.Args), BP)
			s.Term = &t
		case s.Kind == StepOpen && s.Term == CP1:
			s.Fields = append(slices.Clone(s.Fields), BP)
			s.Anew = append(slices.Clone(s.Anew), false)
		}
		return []Step{s}
	})
}

// recipients are whom each signature is for.
var recipients = map[*Term]*Term{
	SigP1: IDD, SigD1: IDP, SigD2: IDPC, SigC: IDD, SigD3: IDHPC, SigHPC1: IDD,
}

func withoutRecipient(p *Protocol) *Protocol {
	return signing(p, func(sig *Term) []*Term { return []*Term{recipients[sig]} })
}

// signing leaves fields out of the texts that signatures are on.
func signing(p *Protocol, without func(sig *Term) []*Term) *Protocol {
	rest := func(fields []*Term, sig *Term) []*Term {
		return slices.DeleteFunc(slices.Clone(fields), func(f *Term) bool {
			return slices.Contains(without(sig), f)
		})
	}
	return p.edited(func(_ *Phase, _ *Role, s Step) []Step {
		switch {
		case s.Kind == StepLet && s.Term.Op == OpSign:
			s.Term = Sign(s.Term.Key(), rest(s.Term.Fields(), s.Var)...)
		case s.Kind == StepVerify:
			s.Fields = rest(s.Fields, s.Term)
		}
		return []Step{s}
	})
}

func consentWithout(field *Term) func(*Protocol) *Protocol {
	return func(p *Protocol) *Protocol {
		return signing(p, func(sig *Term) []*Term {
			if sig == Tok {
				return []*Term{field}
			}
			return nil
		})
	}
}

func looseAnswer(p *Protocol) *Protocol {
	return signing(p, func(sig *Term) []*Term {
		if sig == SigC {
			return []*Term{IDP, ND1}
		}
		return nil
	})
}

func unpadded(p *Protocol) *Protocol {
	q := mapTerms(p, func(t *Term) *Term {
		if t.Mode&Padded == 0 {
			return t
		}
		u := *t
		u.Mode &^= Padded
		return &u
	})
	return q.edited(func(_ *Phase, _ *Role, s Step) []Step {
		s.Mode &^= Padded
		return []Step{s}
	})
}

func oneKey(p *Protocol) *Protocol {
	return mapTerms(p, func(t *Term) *Term {
		if t.Op == OpLabel && (t.Name == patientHas.Name || t.Name == hospitalHas.Name) {
			return doctorHas
		}
		return t
	})
}

// clearSignatures sends the signatures of visit 2 and search 2 a second time, in clear.
func clearSignatures(p *Protocol) *Protocol {
	return p.edited(func(_ *Phase, _ *Role, s Step) []Step {
		if s.Kind != StepSend && s.Kind != StepRecv {
			return []Step{s}
		}
		for c, sig := range map[*Term]*Term{CD1: SigD1, CHPC1: SigHPC1} {
			if slices.Contains(s.Fields, c) {
				s.Fields = append(slices.Clone(s.Fields), sig)
			}
		}
		return []Step{s}
	})
}
