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
				return then(true)
			}
			return s.lookup(seg, l, then)
		case model.StepClaim:
			if !s.claim(seg, l) {
				return false
			}
		case model.StepSend:
			to, fields := s.peer(in, l.Peer), s.evalAll(in, l.Fields)
			if to == nil || fields == nil {
				return false
			}
			seg.Sends = append(seg.Sends, sent{*l, to, fields})
		default:
			if checks(l.Step) && seg.noticed() {
				return then(true)
			}
			if !s.do(seg, l) {
				return false
			}
		}
		s.SetInt(&in.pc, in.pc+1)
	}
	s.SetInt(&in.State, Over)
	return then(false)
}

// noticed says whether the instance did something in the segment that stays done when it
// refuses at its next check.
func (seg *Segment) noticed() bool { return len(seg.Events)+len(seg.Sends) > seg.Before }

// checks says whether a step may refuse.
func checks(s *model.Step) bool {
	switch s.Kind {
	case model.StepOpen, model.StepVerify, model.StepEqual, model.StepOnce:
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
	case model.StepOpen:
		return s.unseal(in, l)
	case model.StepVerify:
		sig, text := s.eval(in, l.Term), s.evalAll(in, l.Fields)
		puk := s.eval(in, l.Key)
		if sig == nil || text == nil || puk == nil {
			return false
		}
		key := lazy.Pair(model.OpPRK, puk.Args[0])
		return s.Unify(sig, &lazy.Term{Op: model.OpSign, Sort: model.Signature,
			Args: append([]*lazy.Term{key}, text...)})
	case model.StepEqual:
		a, b := s.eval(in, l.Var), s.eval(in, l.Term)
		return a != nil && b != nil && s.Unify(a, b)
	case model.StepOnce:
		v := s.eval(in, l.Term)
		seg.Seen = append(seg.Seen, &Once{in.Who, l.Table, v})
		return v != nil
	case model.StepAge, model.StepNear, model.StepWithin:
		seg.Times = append(seg.Times, timed{l.Kind, s.held(in, l.Var.Name)})
		return true
	}
	return s.store(in, l)
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
	case model.InputBiometric, model.InputData: // the principal's own, at each use the same
	default:
		of := s.held(in, l.Key.Symbol())
		if of == nil || of.Walk().Open() {
			return false
		}
		v.Name, v.At = string(l.Input), "of "+of.Walk().Name
	}
	s.hold(in, l.Var.Name, v)
	return true
}

// unseal opens a ciphertext.
func (s *Machine) unseal(in *Instance, l *Line) bool {
	c, key := s.eval(in, l.Term), s.eval(in, l.Key)
	if c == nil || key == nil {
		return false
	}
	key = key.Walk()
	u := &lazy.Term{Op: model.OpSEnc, Sort: model.Ciphertext, Mode: l.Mode, Args: []*lazy.Term{key}}
	if key.Op == model.OpPRK {
		u.Op, u.Args = model.OpAEnc, []*lazy.Term{lazy.Pair(model.OpPUK, key.Args[0])}
	}
	fields := s.match(in, l.Fields, l.Anew, nil)
	if fields == nil {
		return false
	}
	u.Args = append(append(u.Args, fields...), s.Variable(lazy.Drawn))
	return s.Unify(c, u)
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
	return true
}

// lookup finds a row of a table, whichever fits, and goes on.
func (s *Machine) lookup(seg *Segment, l *Line, then func(bool) bool) bool {
	in := seg.In
	next := func() bool {
		s.SetInt(&in.pc, in.pc+1)
		again := *seg
		return s.Run(&again, func(more bool) bool {
			kept := *seg
			*seg = again
			stop := then(more)
			*seg = kept
			return stop
		})
	}
	if l.Term == nil {
		for _, f := range l.Fields {
			v := in.Who.Own[f.Name]
			if v == nil {
				return false
			}
			s.hold(in, f.Name, v)
		}
		return next()
	}
	rows := in.Who.tables[l.Table]
	if l.Table == model.Directory {
		rows = s.directory
	}
	key := s.eval(in, l.Term)
	if key == nil {
		return false
	}
	for _, r := range rows {
		saved := s.Save()
		if len(r.values) >= len(l.Fields) && s.Unify(key, r.key) &&
			s.match(in, l.Fields, nil, r.values) != nil && next() {
			return true
		}
		s.Back(saved)
	}
	return false
}
