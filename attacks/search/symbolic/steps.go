package symbolic

import (
	"emrproof/attacks/search/lazy"
	"emrproof/model"
)

// Run does the steps of an instance until it has to wait, is over, or has come to a check
// after it did what others notice. For each way to get there it calls then; whether the
// instance is at such a check is the argument.
func (s *Machine) Run(seg *Segment, then func(more bool) bool) bool {
	in := seg.In
	for in.pc < len(in.lines) {
		l := &in.lines[in.pc]
		switch l.Kind {
		case model.StepRecv:
			if seg.Got != nil || in.Opens && in.State == Unborn {
				s.SetInt(&in.State, Waiting)
				return then(false)
			}
			seg.Got = l
			seg.Fields = s.match(in, l.Fields, nil, seg.incoming)
			if seg.Fields == nil {
				return false
			}
		case model.StepLookup:
			if l.Term != nil && seg.noticed() {
				s.touch(seg, l.Table, false)
				return then(true)
			}
			return s.lookup(seg, l, then)
		default:
			if checks(l.Step) && seg.noticed() {
				return then(true)
			}
			if !s.do(seg, l) {
				return s.refuses(seg, then)
			}
		}
		s.SetInt(&in.pc, in.pc+1)
	}
	s.SetInt(&in.State, Over)
	return then(false)
}

// noticed says whether the instance did something in the segment that stays done when it
// refuses at its next check.
func (seg *Segment) noticed() bool { return seg.done > seg.before }

// Checked says that the instance passes the check that it has come to.
func (seg *Segment) Checked() { seg.before = seg.done }

// refuses ends an instance that cannot do a step, whatever it got. What it did before is done.
func (s *Machine) refuses(seg *Segment, then func(more bool) bool) bool {
	if !seg.noticed() {
		return false
	}
	s.SetInt(&seg.In.State, Over)
	return then(false)
}

// checks says whether a step may refuse.
func checks(s *model.Step) bool {
	switch s.Kind {
	case model.StepOpen, model.StepVerify, model.StepEqual, model.StepOnce, model.StepCert:
		return true
	}
	return false // a check of age passes when the run is fast
}

// hold puts a value in the slot of a symbol.
func (s *Machine) hold(in *Instance, symbol string, t *lazy.Term) {
	s.Set(&in.vals[in.slots[symbol]], t)
}

// match reads values as the variables of fields: what is held must be equal. Where no values
// are given, they are whatever fits. It returns nil where the instance refuses.
func (s *Machine) match(
	in *Instance, fields []*model.Term, anew []bool, values []*lazy.Term,
) []*lazy.Term {
	got := make([]*lazy.Term, 0, len(fields))
	for i, f := range fields {
		held := s.held(in, f.Symbol())
		if anew != nil && anew[i] {
			held = nil
		}
		var v *lazy.Term
		switch {
		case values == nil && held != nil:
			v = held
		case values == nil:
			v = s.Variable(f.Sort)
		default:
			v = values[i]
		}
		if held == nil {
			if v.Walk().Sort != f.Sort {
				return nil
			}
			s.hold(in, f.Symbol(), v)
		} else if v != held && !s.Unify(v, held) {
			return nil
		}
		got = append(got, v)
	}
	return got
}

// do does a step that has one way to succeed.
func (s *Machine) do(seg *Segment, l *Line) bool {
	in := seg.In
	switch l.Kind {
	case model.StepFresh, model.StepStamp, model.StepTick:
		v := &lazy.Term{Op: model.OpAtom, Sort: l.Var.Sort, Name: l.Var.Name, At: in.Label}
		s.hold(in, l.Var.Name, v)
		if l.Kind != model.StepFresh {
			seg.Times = append(seg.Times, timed{l.Kind, v})
		}
		return true
	case model.StepInput:
		return s.input(in, l)
	case model.StepLet:
		v := s.eval(in, l.Term)
		if v != nil {
			s.hold(in, l.Var.Name, v)
		}
		return v != nil
	case model.StepClaim:
		return s.claim(seg, l)
	case model.StepSend:
		to, fields := s.peer(in, l.Peer), s.evalAll(in, l.Fields)
		if to == nil && !in.answers(l.Peer) || fields == nil {
			return false
		}
		seg.Sends = append(seg.Sends, sent{*l, to, fields})
		seg.done++
		return true
	case model.StepOpen, model.StepVerify, model.StepEqual, model.StepCert:
		t, form := s.form(in, l)
		if t == nil || form == nil {
			return false
		}
		if l.Kind == model.StepVerify && s.proves { // it goes among what the instance can show
			seg.Events = append(seg.Events, &Event{Step: l.Step, In: in, With: form.Args[0].Args[0],
				Data: form.Args[1:]})
		}
		return s.Unify(t, form)
	case model.StepOnce:
		return s.once(in, l)
	case model.StepAge, model.StepNear, model.StepWithin:
		seg.Times = append(seg.Times, timed{l.Kind, s.held(in, l.Var.Name)})
		return true
	case model.StepEnrol:
		if s.Protocol.Member(in.Party).Sealed { // the session has them, and nobody else
			s.hold(in, model.PRK(in.Party).Symbol(), lazy.Pair(model.OpPRK, in.Who.ID))
		}
		return true
	}
	return s.store(seg, l)
}

// answers says whether the instance knows where a message to a party goes without the name of the
// principal: a message came from there, and the party has begun no other session since.
func (in *Instance) answers(party model.Party) bool {
	knows := false
	for i, l := range in.lines[:in.pc] {
		if r := l.phase.Role(party); i > 0 && l.phase != in.lines[i-1].phase && r != nil && !r.Continues {
			knows = false
		}
		knows = knows || l.Kind == model.StepRecv && l.Peer == party
	}
	return knows
}

// form is what a check is about, and the form that it has to have; nil: the instance refuses. What
// the instance reads there, and does not hold yet, is a variable in it.
func (s *Machine) form(in *Instance, l *Line) (t, form *lazy.Term) {
	switch l.Kind {
	case model.StepOpen:
		return s.sealed(in, l)
	case model.StepVerify:
		return s.signed(in, l)
	case model.StepCert:
		return s.certified(in, l)
	}
	return s.eval(in, l.Var), s.eval(in, l.Term)
}

// signed is a signature to verify. One that shows its text gives what the instance does not hold.
func (s *Machine) signed(in *Instance, l *Line) (t, form *lazy.Term) {
	sig, puk := s.eval(in, l.Term), s.eval(in, l.Key)
	if puk == nil {
		return nil, nil
	}
	var text []*lazy.Term
	if l.Mode&model.Recovery != 0 {
		text = s.match(in, l.Fields, nil, nil)
	} else {
		text = s.evalAll(in, l.Fields)
	}
	if text == nil {
		return nil, nil
	}
	key := lazy.Pair(model.OpPRK, puk.Args[0])
	return sig, &lazy.Term{Op: model.OpSign, Sort: model.Signature, Mode: l.Mode,
		Args: append([]*lazy.Term{key}, text...)}
}

// certified is a certificate, which is valid whenever it is looked at.
func (s *Machine) certified(in *Instance, l *Line) (t, form *lazy.Term) {
	cert, subject, by := s.eval(in, l.Var), s.eval(in, l.Key), s.issuer(l.Var.Name)
	if subject == nil || by == nil {
		return nil, nil
	}
	return cert, &lazy.Term{Op: model.OpCert, Sort: model.Certificate,
		Args: []*lazy.Term{lazy.Pair(model.OpPRK, by.ID), subject, s.Variable(lazy.Drawn)}}
}

// issuer is who signs the certificates that a description calls by a name: the first principal of
// the party whose private key makes them, or, where they have other names there, the first one;
// nil: nobody does.
func (s *Machine) issuer(name string) *Principal {
	var party model.Party
	s.Protocol.EachStep(func(_ *model.Phase, _ *model.Role, _ int, st *model.Step) {
		if st.Kind != model.StepLet {
			return
		}
		st.Term.Walk(func(t *model.Term) {
			if t.Op == model.OpCert && (party == "" || st.Var.Name == name) {
				party = model.Party(t.Key().Name)
			}
		})
	})
	for _, who := range s.Principals {
		if who.Party == party {
			return who
		}
	}
	return nil
}

// once enters a value in a table of what the principal saw. It is another one than those there.
func (s *Machine) once(in *Instance, l *Line) bool {
	v := s.eval(in, l.Term)
	if v == nil || s.full(in, l) {
		return false
	}
	for _, r := range s.taken(in, l) {
		s.apart = append(s.apart, pair{v, r})
	}
	s.rows = append(s.rows, row{who: in.Who, table: l.Table, seen: true, values: []*lazy.Term{v}})
	return !s.Clash()
}

// input takes a value from outside.
func (s *Machine) input(in *Instance, l *Line) bool {
	v := &lazy.Term{Op: model.OpAtom, Sort: l.Var.Sort, Name: l.Var.Name, At: in.Who.Name}
	switch l.Input {
	case model.InputPeer:
		if in.With == nil {
			return false
		}
		v = in.With.ID
	case model.InputDepartment:
		if in.Department == "" {
			return false
		}
		v = identity(in.Department)
	case model.InputBiometric:
		if !s.settled {
			in.Who.typed = v
		}
	case model.InputData: // the principal's own, at each use the same
	default: // a record of somebody, at each use the same
		of := s.held(in, l.Key.Symbol())
		if of == nil {
			return false
		}
		v = &lazy.Term{Op: model.OpAtom, Sort: l.Var.Sort, Name: string(l.Input), Args: []*lazy.Term{of}}
		if _, known := s.Records[v.String()]; !known && !s.settled {
			s.Records[v.String()] = model.Atom(l.Var.Name, in.Label, l.Var.Sort)
		}
	}
	s.hold(in, l.Var.Name, v)
	return true
}

// sealed is a ciphertext to open, or a text under a mask.
func (s *Machine) sealed(in *Instance, l *Line) (t, form *lazy.Term) {
	c, key := s.eval(in, l.Term), s.eval(in, l.Key)
	if c == nil || key == nil {
		return nil, nil
	}
	key = key.Walk()
	u := &lazy.Term{Op: model.OpSEnc, Sort: l.Term.Sort, Mode: l.Mode, Args: []*lazy.Term{key}}
	switch {
	case key.Op == model.OpPRK:
		u.Op, u.Args = model.OpAEnc, []*lazy.Term{lazy.Pair(model.OpPUK, key.Args[0])}
	case u.Sort == model.Masked:
		u.Op = model.OpMask
	}
	fields := s.match(in, l.Fields, l.Anew, nil)
	if fields == nil {
		return nil, nil
	}
	u.Args = append(u.Args, fields...)
	if u.Op.Row().Random {
		u.Args = append(u.Args, s.Variable(lazy.Drawn))
	}
	return c, u
}

// claim records what a claim step says.
func (s *Machine) claim(seg *Segment, l *Line) bool {
	e := &Event{Step: l.Step, In: seg.In, With: s.peer(seg.In, l.Peer)}
	if e.With == nil {
		return false
	}
	for _, f := range l.Fields {
		v := s.eval(seg.In, f)
		if v == nil {
			return false
		}
		e.Data = append(e.Data, v)
	}
	seg.Events = append(seg.Events, e)
	seg.done++
	return true
}
