package generate

import (
	"bytes"
	"fmt"
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/trace"
)

// each calls make for each message of the second round: by then, all messages of the first are
// known.
func (s *rehearsal) each(make func(*rehearsal, *observed)) {
	for _, m := range s.sent {
		if m.second && s.err == nil {
			make(s, m)
		}
	}
}

// counterpart returns the message of the first round that has the same name.
func (s *rehearsal) counterpart(m *observed) *observed {
	for _, t := range s.sent {
		if !t.second && t.Name == m.Name {
			return t
		}
	}
	panic("attacks: internal error: no counterpart of " + m.Name)
}

func (s *rehearsal) add(kind string, m *observed, field, with string, moves ...attacks.Move) {
	c := Case{Kind: kind, World: s.world, Message: m.Name, Field: field, With: with,
		Config: s.config, Corrupt: s.corrupt}
	c.Config.Moves = slices.Clone(s.config.Moves)
	for _, one := range moves {
		c.Config.Moves = append(c.Config.Moves, one.String())
	}
	s.cases = append(s.cases, c)
}

// sentAt returns the trigger of a move at the moment when a message is sent.
func sentAt(m *observed) string { return "on " + m.Label }

// when returns the trigger of a move at a moment of the run.
func (s *rehearsal) when(at trace.Duration) string { return "at " + (at - s.opening).String() }

func dropMove(m *observed) attacks.Move { return attacks.Move{When: sentAt(m), Do: attacks.DoDrop} }

func deliverMove(when string, m *observed, to trace.Address, after trace.Duration) attacks.Move {
	return attacks.Move{When: when, Do: attacks.DoDeliver, Message: m.Label, To: to, Delay: after}
}

// injectMove returns the move that sends fields under the name of a message.
func injectMove(when string, m *observed, from, to trace.Address,
	fields []deduce.Recipe) attacks.Move {
	return attacks.Move{When: when, Do: attacks.DoInject, Name: m.Name, From: from, To: to,
		Fields: fields}
}

// newSession returns an address for a new session of the same principal.
func newSession(a trace.Address) trace.Address { return trace.Address{Principal: a.Principal} }

// own returns the recipes of a message's fields as they were sent.
func (m *observed) own() []deduce.Recipe { return deduce.Heard(m.Message) }

func (s *rehearsal) drop(m *observed) { s.add(kindDrop, m, "", "nothing", dropMove(m)) }

// replay adds the cases in which a message is sent twice to the session that has it. A message
// that opens a session is not sent twice to a new one: that is W1, and succeeds.
func (s *rehearsal) replay(m *observed) {
	for _, after := range []trace.Duration{0, 1e6} {
		again := deliverMove(sentAt(m), m, m.got, after)
		s.add(kindReplay, m, "", "again "+after.String()+" later to the same session",
			deliverMove(sentAt(m), m, m.To, 0), again)
	}
}

// elsewhere adds the cases in which a message goes to another session that could take it. A
// message that answers goes to the session of the first round that waits for its own, as a
// whole and with each field of its own. A message that opens a session goes to a new session of
// each principal of the party, as a whole and with each field of the first round. The session
// that it was sent to gets it as well.
func (s *rehearsal) elsewhere(m *observed) {
	if m.To.Session == 0 {
		s.elsewhereAnew(m)
		return
	}
	t := s.counterpart(m)
	if m.sameAs(t) {
		return
	}
	if m = s.waiting(m, t); m == nil {
		return
	}
	s.add(kindElsewhere, m, "", "the session of the other round, which waits",
		dropMove(t), injectMove(sentAt(m), m, t.From, t.To, m.own()))
	if len(m.Fields) == 1 {
		return
	}
	for i, f := range m.Fields {
		if bytes.Equal(f.Value.Bytes(), t.Fields[i].Value.Bytes()) {
			continue
		}
		fields := t.own()
		fields[i] = m.own()[i]
		s.add(kindElsewhere, m, f.Name, "the session of the other round, which waits",
			dropMove(t), injectMove(sentAt(m), m, t.From, t.To, fields))
	}
}

func (s *rehearsal) elsewhereAnew(m *observed) {
	t := s.counterpart(m)
	for _, name := range s.others(m.To.Principal)[1:] {
		to := trace.Address{Principal: name}
		with := "a new session of " + name
		s.add(kindElsewhere, m, "", with, deliverMove(sentAt(m), m, m.To, 0),
			deliverMove(sentAt(m), m, to, 0))
		if len(m.Fields) == 1 {
			continue
		}
		for i, f := range m.Fields {
			if bytes.Equal(f.Value.Bytes(), t.Fields[i].Value.Bytes()) {
				continue
			}
			fields := m.own()
			fields[i] = t.own()[i]
			s.add(kindElsewhere, m, f.Name, with, deliverMove(sentAt(m), m, m.To, 0),
				injectMove(sentAt(m), m, m.From, to, fields))
		}
	}
}

// passOff adds the cases in which an earlier message comes in the place of a message with
// another name and fields of the same sorts. Of each name the latest is taken, so one of the
// same round comes before one of the first round. Messages of one field are left to substitute.
func (s *rehearsal) passOff(m *observed) {
	if len(m.Fields) == 1 {
		return
	}
	var names []string // in the order in which they were first sent
	latest := map[string]*observed{}
	for _, old := range s.sent {
		if old == m {
			break
		}
		if latest[old.Name] == nil {
			names = append(names, old.Name)
		}
		latest[old.Name] = old
	}
	for _, name := range names {
		old := latest[name]
		if name != m.Name && slices.Equal(sortsOf(old), sortsOf(m)) && !m.sameAs(old) {
			s.add(kindPassOff, m, "", name+" as "+m.Name, dropMove(m),
				injectMove(sentAt(m), m, m.From, m.To, old.own()))
		}
	}
}

func sortsOf(m *observed) []model.Sort {
	var list []model.Sort
	for _, f := range m.Fields {
		list = append(list, f.Value.Sort)
	}
	return list
}

// late adds the cases in which a message is delivered when it is older than ΔT. It is delivered
// once more, to the session that had it and to a new one; for the first time; and in the place
// of the same message of another round. If it has time stamps in clear, it is also delivered
// with new ones.
func (s *rehearsal) late(m *observed) {
	old := s.counterpart(m)
	now := m.at + s.config.DeltaT + 1e9
	when := s.when(now)
	s.add(kindLate, m, "", "again to the same session", deliverMove(when, m, m.got, 0))
	s.add(kindLate, m, "", "again to a new session", deliverMove(when, m, newSession(m.To), 0))
	s.add(kindLate, m, "", "for the first time", dropMove(m), deliverMove(when, m, m.To, 0))
	if !m.sameAs(old) {
		s.add(kindLate, m, "", "in the place of a later one", dropMove(m),
			injectMove(when, m, m.From, m.To, old.own()))
	}
	mine, others, stamp := m.own(), old.own(), ""
	for i, f := range m.Fields {
		if f.Value.Sort == model.Time {
			mine[i], others[i] = stamped(deduce.Apply("now"), now),
				stamped(deduce.Apply("now"), now)
			stamp = f.Name
		}
	}
	if stamp == "" {
		return
	}
	s.add(kindLate, m, stamp, "again to a new session, with the time of then",
		injectMove(when, m, m.From, newSession(m.To), mine))
	s.add(kindLate, m, stamp, "for the first time, with the time of then", dropMove(m),
		injectMove(when, m, m.From, m.To, mine))
	s.add(kindLate, m, stamp, "in the place of a later one, with the time of then", dropMove(m),
		injectMove(when, m, m.From, m.To, others))
}

// sameAs says whether two messages have the same fields, as names alone may be, so that to send
// one in the place of the other changes nothing.
func (m *observed) sameAs(t *observed) bool {
	return slices.EqualFunc(m.Fields, t.Fields, func(f, g trace.Datum) bool {
		return bytes.Equal(f.Value.Bytes(), g.Value.Bytes())
	})
}

// swap adds the case in which a message changes places with that of the other round, which
// waits for it.
func (s *rehearsal) swap(m *observed) {
	t := s.counterpart(m)
	if m.sameAs(t) {
		return
	}
	if m = s.waiting(m, t); m == nil {
		return
	}
	s.add(kindSwap, m, "", "that of the other round, and the other way round",
		dropMove(t), dropMove(m),
		injectMove(sentAt(m), m, t.From, t.To, m.own()),
		injectMove(sentAt(m), m, m.From, m.To, t.own()))
}

// waiting returns a message of the second round as it is sent when the first round waits from
// its message t on: what that round would have opened is not there, so that the sessions of the
// second have other numbers. It is nil when the message is not sent then.
func (s *rehearsal) waiting(m, t *observed) *observed {
	if s.held[t.Label] == nil {
		c := s.config
		c.Moves = append(slices.Clone(c.Moves), dropMove(t).String())
		o, err := attacks.Decide(s.memory, c, nil)
		if err != nil {
			s.err = err
			return nil
		}
		if s.held == nil {
			s.held = map[string]map[string]*trace.Message{}
		}
		s.held[t.Label] = map[string]*trace.Message{}
		for _, e := range o.Events {
			if e.Kind == trace.KindSend && e.At.Since() >= s.opening+2*apart {
				s.held[t.Label][e.Msg.Name] = e.Msg
			}
		}
	}
	sent := s.held[t.Label][m.Name]
	if sent == nil {
		return nil
	}
	n, one := *m, *m.Message
	one.From, one.To, one.Label = sent.From, sent.To, sent.Label
	n.Message = &one
	return &n
}

// flip adds the cases in which a bit of a field is changed: in its first, a middle, and its
// last byte. If no such change gives a value of the field's sort, such as a point, the first
// byte is taken that does.
func (s *rehearsal) flip(m *observed) {
	for i, f := range m.Fields {
		last := len(f.Value.Bytes()) - 1
		flipped := func(at int) bool {
			r := deduce.Apply("flip", m.own()[i], deduce.Number(at), deduce.Text("01"))
			_, err := s.exec.Evaluator.Evaluate(r)
			if err == nil {
				s.replace(kindFlip, m, i, r)
			}
			return err == nil
		}
		some := false
		for _, at := range slices.Compact([]int{0, (last + 1) / 2, last}) {
			some = flipped(at) || some
		}
		for at := 0; at <= last && !some; at++ {
			some = flipped(at)
		}
	}
}

// replace adds a case in which a value takes the place of a field of a message.
func (s *rehearsal) replace(kind string, m *observed, field int, with deduce.Recipe) {
	fields := m.own()
	fields[field] = with
	s.add(kind, m, m.Fields[field].Name, with.String(), dropMove(m),
		injectMove(sentAt(m), m, m.From, m.To, fields))
}

// substitute adds the cases in which each other value of its sort takes the place of a field.
func (s *rehearsal) substitute(m *observed) {
	for i, f := range m.Fields {
		seen := [][]byte{f.Value.Bytes()}
		for _, r := range s.values(m, i) {
			v, err := s.exec.Evaluator.Evaluate(r)
			if err != nil {
				s.err = fmt.Errorf("%s of %s: %s: %w", f.Name, m.Name, r, err)
				return
			}
			if slices.ContainsFunc(seen, func(b []byte) bool { return bytes.Equal(b, v.Bytes()) }) {
				continue
			}
			seen = append(seen, v.Bytes())
			s.replace(kindSubstitute, m, i, r)
		}
	}
}

// values returns what an outsider can put in the place of a field. These are the field of the
// other round, the other values that crossed the network before, what is public, what the
// outsider makes as the description does, and what it makes up, in this order.
func (s *rehearsal) values(m *observed, field int) []deduce.Recipe {
	f := m.Fields[field]
	list := []deduce.Recipe{s.counterpart(m).own()[field]}
	for _, round := range []bool{true, false} { // nearest first
		for _, old := range s.sent {
			if old == m {
				break
			}
			for i, g := range old.Fields {
				if old.second == round && g.Value.Sort == f.Value.Sort {
					list = append(list, old.own()[i])
				}
			}
		}
	}
	for _, v := range s.open {
		if v.sort == f.Value.Sort {
			list = append(list, v.recipe)
		}
	}
	list = append(list, stamped(m.forged[field], m.at),
		stamped(deduce.Invent(f.Value.Sort, "made up", len(f.Value.Bytes())), m.at))
	return append(list, s.odd(m, field)...)
}

// odd returns unusual values of a field's sort, such as the scalar 0.
func (s *rehearsal) odd(m *observed, field int) []deduce.Recipe {
	switch m.Fields[field].Value.Sort {
	case model.Scalar:
		return []deduce.Recipe{deduce.Apply("const", deduce.Number(0)), deduce.Apply("const",
			deduce.Number(1))}
	case model.Point:
		return []deduce.Recipe{deduce.Apply("G"),
			deduce.Apply("mul", deduce.Apply("const", deduce.Number(-1)), m.own()[field])}
	case model.Time:
		var list []deduce.Recipe
		for _, d := range []trace.Duration{1e9, 3600e9, -s.config.DeltaT - 1e9} {
			list = append(list, deduce.Apply("time", deduce.Number(m.at+d)))
		}
		return list
	}
	return nil
}
