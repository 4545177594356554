package search

import (
	"emrproof/attacks/search/lazy"
	"emrproof/model"
)

// A principal is one of the run's participants.
type principal struct {
	name    string
	party   model.Party
	corrupt bool
	id      *lazy.Term
	own     map[string]*lazy.Term
	tables  map[string][]row
	opened  int // sessions, in the phases that come before
}

// A row of a table.
type row struct {
	key    *lazy.Term
	values []*lazy.Term
}

// An instance is a session of a principal, or one that may come about.
type instance struct {
	*thread
	who    *principal
	with   *principal // whom it was started with; nil: with nobody
	label  string     // tells it from others
	number int        // in the order of all instances
	copy   int        // it is the copy-th of the same principal with the same peer, from 0

	vals  []*lazy.Term
	pc    int
	state int
}

// The states of an instance.
const (
	unborn = iota
	waiting
	over
)

// A sent message, or one that a step waits for.
type sent struct {
	line   line
	to     *lazy.Term // an identity
	fields []*lazy.Term
}

// An event is what a claim step says.
type event struct {
	*model.Step
	in   *instance
	move int // in which it is said, from 0
	peer *lazy.Term
	data []*lazy.Term // by the names of the step's fields
}

// A segment is what an instance does from one receive to the next.
type segment struct {
	in       *instance
	incoming []*lazy.Term // fields of the message that comes; nil: whatever fits
	got      *line        // the receive; nil: the instance began by itself
	fields   []*lazy.Term // of the message
	events   []*event
	sends    []sent
	seen     []*once
	times    []timed
	before   int // how many of its events and messages came before the last check
	judged   int // how many of its events were judged
}

// A once is a value that a principal enters in a table of what it saw.
type once struct {
	who   *principal
	table string
	value *lazy.Term
}

// A world is what all instances of a run share.
type world struct {
	protocol   *model.Protocol
	principals []*principal
	byName     map[string]*principal
	ones       map[model.Party]*principal
	directory  []row
	public     map[string]*lazy.Term
}

// A machine runs instances, and knows what the adversary does.
type machine struct {
	*world
	lazy.Knowledge
}

// begin gives an instance what it knows before its first step.
func (w *world) begin(in *instance) {
	in.vals = make([]*lazy.Term, len(in.slots))
	for party, one := range w.ones {
		in.vals[in.slots[w.protocol.Member(party).ID.Name]] = one.id
	}
	in.vals[in.slots[w.protocol.Member(in.who.party).ID.Name]] = in.who.id
}

// held is the value that an instance holds under a symbol; nil: none.
func (w *world) held(in *instance, symbol string) *lazy.Term {
	if i, ok := in.slots[symbol]; ok && in.vals[i] != nil {
		return in.vals[i]
	}
	return w.public[symbol]
}

// peer is the identity of the principal that an instance believes to play a party.
func (w *world) peer(in *instance, party model.Party) *lazy.Term {
	if one := w.ones[party]; one != nil {
		return one.id
	}
	return w.held(in, w.protocol.Member(party).ID.Name)
}

// eval computes a term of a step. It returns nil where the instance would refuse.
func (s *machine) eval(in *instance, t *model.Term) *lazy.Term {
	switch t.Op {
	case model.OpVar:
		return s.held(in, t.Symbol())
	case model.OpPRK:
		return lazy.Pair(model.OpPRK, in.who.id)
	case model.OpPUK:
		id := s.peer(in, model.Party(t.Name))
		if id == nil || !id.Walk().Open() && s.byName[id.Walk().Name] == nil {
			return nil
		}
		return lazy.Pair(model.OpPUK, id)
	case model.OpLabel:
		return &lazy.Term{Op: t.Op, Sort: t.Sort, Name: t.Name}
	}
	u := &lazy.Term{Op: t.Op, Sort: t.Sort, Mode: t.Mode}
	for _, a := range t.Args {
		v := s.eval(in, a)
		if v == nil {
			return nil
		}
		u.Args = append(u.Args, v)
	}
	if t.Op.Row().Random || t.Op.Row().Numbered {
		u.Args = append(u.Args, s.Draw())
	}
	return u
}

func (s *machine) evalAll(in *instance, ts []*model.Term) []*lazy.Term {
	var all []*lazy.Term
	for _, t := range ts {
		v := s.eval(in, t)
		if v == nil {
			return nil
		}
		all = append(all, v)
	}
	return all
}

// run does the steps of an instance until it has to wait, is over, or has come to a check
// after it did what others notice. For each way to get there it calls then; whether the
// instance is at such a check is the argument.
func (s *machine) run(seg *segment, then func(more bool) bool) bool {
	in := seg.in
	for in.pc < len(in.lines) {
		l := &in.lines[in.pc]
		switch l.Kind {
		case model.StepRecv:
			if seg.got != nil || in.opens && in.state == unborn {
				s.SetInt(&in.state, waiting)
				return then(false)
			}
			seg.got = l
			seg.fields = s.match(in, l.Fields, nil, seg.incoming)
			if seg.fields == nil {
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
			seg.sends = append(seg.sends, sent{*l, to, fields})
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
	s.SetInt(&in.state, over)
	return then(false)
}

// noticed says whether the instance did something in the segment that stays done when it
// refuses at its next check.
func (seg *segment) noticed() bool { return len(seg.events)+len(seg.sends) > seg.before }

// checks says whether a step may refuse.
func checks(s *model.Step) bool {
	switch s.Kind {
	case model.StepOpen, model.StepVerify, model.StepEqual, model.StepOnce:
		return true
	}
	return false // a check of age passes when the run is fast
}

// hold puts a value in the slot of a symbol.
func (s *machine) hold(in *instance, symbol string, t *lazy.Term) {
	s.Set(&in.vals[in.slots[symbol]], t)
}

// match reads values as the variables of fields: what is held must be equal. Where no values
// are given, they are whatever fits. It returns nil where the instance refuses.
func (s *machine) match(
	in *instance, fields []*model.Term, anew []bool, values []*lazy.Term,
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
func (s *machine) do(seg *segment, l *line) bool {
	in := seg.in
	switch l.Kind {
	case model.StepFresh, model.StepStamp, model.StepTick:
		v := &lazy.Term{Op: model.OpAtom, Sort: l.Var.Sort, Name: l.Var.Name, At: in.label}
		s.hold(in, l.Var.Name, v)
		if l.Kind != model.StepFresh {
			seg.times = append(seg.times, timed{l.Kind, v})
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
		seg.seen = append(seg.seen, &once{in.who, l.Table, v})
		return v != nil
	case model.StepAge, model.StepNear, model.StepWithin:
		seg.times = append(seg.times, timed{l.Kind, s.held(in, l.Var.Name)})
		return true
	}
	return s.store(in, l)
}

// input takes a value from outside.
func (s *machine) input(in *instance, l *line) bool {
	v := &lazy.Term{Op: model.OpAtom, Sort: l.Var.Sort, Name: l.Var.Name, At: in.who.name}
	switch l.Input {
	case model.InputPeer:
		if in.with == nil {
			return false
		}
		v = in.with.id
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
func (s *machine) unseal(in *instance, l *line) bool {
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
func (s *machine) claim(seg *segment, l *line) bool {
	e := &event{Step: l.Step, in: seg.in, peer: s.peer(seg.in, l.Peer)}
	if e.peer == nil {
		return false
	}
	for _, f := range l.Fields {
		v := s.eval(seg.in, f)
		if v == nil {
			return false
		}
		e.data = append(e.data, v)
	}
	seg.events = append(seg.events, e)
	return true
}

// lookup finds a row of a table, whichever fits, and goes on.
func (s *machine) lookup(seg *segment, l *line, then func(bool) bool) bool {
	in := seg.in
	next := func() bool {
		s.SetInt(&in.pc, in.pc+1)
		again := *seg
		return s.run(&again, func(more bool) bool {
			kept := *seg
			*seg = again
			stop := then(more)
			*seg = kept
			return stop
		})
	}
	if l.Term == nil {
		for _, f := range l.Fields {
			v := in.who.own[f.Name]
			if v == nil {
				return false
			}
			s.hold(in, f.Name, v)
		}
		return next()
	}
	rows := in.who.tables[l.Table]
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
