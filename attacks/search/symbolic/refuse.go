package symbolic

import (
	"emrproof/attacks/search/lazy"
	"emrproof/model"
)

// Refuse has an instance refuse at the check that it has come to after it did something, and ends
// it. It calls then for each way in which the check may fail, with what must not become of it
// kept: the check does not pass.
func (s *Machine) Refuse(seg *Segment, then func() bool) bool {
	in := seg.In
	l := &in.lines[in.pc]
	s.SetInt(&in.State, Over)
	switch l.Kind {
	case model.StepOnce:
		return s.seen(in, l, then)
	case model.StepLookup:
		if key := s.eval(in, l.Term); key != nil {
			m := miss{table: l.Table, who: in.owner(l.Table), key: key, rows: len(s.rows)}
			for _, f := range l.Fields {
				m.held = append(m.held, s.held(in, f.Symbol()))
			}
			s.misses = append(s.misses, m)
		}
	default:
		mark := s.Mark()
		t, form := s.form(in, l)
		s.Undo(mark) // it holds nothing that it reads there
		if t != nil && form != nil {
			s.apart = append(s.apart, pair{t, form})
		}
	}
	return then()
}

// seen calls then for each value that a session has taken once, and takes for a second time.
func (s *Machine) seen(in *Instance, l *Line, then func() bool) bool {
	v := s.eval(in, l.Term)
	if v == nil || s.full(in, l) {
		return then()
	}
	for _, r := range s.taken(in, l) {
		mark := s.Mark()
		stop := s.Unify(v, r) && then()
		s.Undo(mark)
		if stop {
			return true
		}
	}
	return false
}

// taken are the values that a principal has taken once, of a table.
func (s *Machine) taken(in *Instance, l *Line) (all []*lazy.Term) {
	for _, r := range s.rows {
		if r.who == in.Who && r.seen && r.table == l.Table {
			all = append(all, r.values[0])
		}
	}
	return all
}

// full says whether there is room for no more of them.
func (s *Machine) full(in *Instance, l *Line) bool { return len(s.taken(in, l)) >= l.Limit }
