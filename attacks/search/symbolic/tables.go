package symbolic

import (
	"slices"

	"emrproof/attacks/search/lazy"
	"emrproof/model"
)

// A row of a table, or a value that a principal keeps for itself. Of the rows of one key, the one
// that was written last counts.
type row struct {
	who    *Principal // whose table it is; nil: everybody's
	table  string
	own    string     // the name of a value of OwnTable
	seen   bool       // a value that its principal takes once
	key    *lazy.Term // nil of these two
	values []*lazy.Term
}

// A touch says that a session has read a table that sessions write, or has written it.
type touch struct {
	who   *Principal // whose table it is; nil: everybody's
	table string
	wrote bool
}

// A pair of terms of which the first must not have the form of the second.
type pair struct{ t, form *lazy.Term }

// A miss says that a session finds no row among the first so many, or none that has in it what it
// holds.
type miss struct {
	table string
	who   *Principal
	key   *lazy.Term
	held  []*lazy.Term // nil: whatever there is
	rows  int
}

// A Restore is a point to which a machine can go back.
type Restore struct {
	lazy.Restore
	rows, apart, misses int
}

// Save returns the point at which the machine is.
func (s *Machine) Save() Restore {
	return Restore{s.Knowledge.Save(), len(s.rows), len(s.apart), len(s.misses)}
}

// Back takes back all that was done since a point.
func (s *Machine) Back(r Restore) {
	s.Knowledge.Back(r.Restore)
	s.rows, s.apart, s.misses = s.rows[:r.rows], s.apart[:r.apart], s.misses[:r.misses]
}

// Clash says whether two values are equal that must not be, such as the key of a row that a
// session has found, and that of a later row; or a check passes that a session has refused at.
func (s *Machine) Clash() bool {
	return slices.ContainsFunc(s.apart, func(p pair) bool { return s.Fits(p.t, p.form) }) ||
		slices.ContainsFunc(s.misses, s.found)
}

// found says whether there is a row after all, as things stand.
func (s *Machine) found(m miss) bool {
	for _, r := range slices.Backward(s.rows[:m.rows]) {
		if r.who != m.who || r.table != m.table || r.seen || !lazy.Same(r.key, m.key) {
			continue
		}
		for i, v := range m.held {
			if i >= len(r.values) || v != nil && !lazy.Same(v, r.values[i]) {
				return false
			}
		}
		return true
	}
	return false
}

// Apart are the variables of values of which some must not be equal.
func (s *Machine) Apart() []*lazy.Term {
	var all []*lazy.Term
	enter := func(v *lazy.Term) {
		if v.Chosen() {
			all = append(all, v)
		}
	}
	for _, p := range s.apart {
		lazy.Variables(p.t, enter)
		lazy.Variables(p.form, enter)
	}
	for _, m := range s.misses {
		lazy.Variables(m.key, enter)
		for _, v := range m.held {
			if v != nil {
				lazy.Variables(v, enter)
			}
		}
	}
	return all
}

// written are the tables that sessions on the open network write, and the names of own values.
func written(p *model.Protocol) map[string]bool {
	all := map[string]bool{}
	p.EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind != model.StepStore || Aside(ph) {
			return
		}
		all[s.Table] = true
		for _, f := range s.Fields {
			if s.Term == nil {
				all[ownName(f.Name)] = true
			}
		}
	})
	return all
}

// ownName is what a value that a principal keeps for itself is called among the tables.
func ownName(name string) string { return model.OwnTable + " " + name }

// owner is whose table a session finds under a name.
func (in *Instance) owner(table string) *Principal {
	if table == model.Directory {
		return nil
	}
	return in.Who
}

// touch notes that a session reads or writes a table, if sessions write it at all.
func (s *Machine) touch(seg *Segment, table string, wrote bool) {
	if s.written[table] {
		seg.touched = append(seg.touched, touch{seg.In.owner(table), table, wrote})
		if wrote {
			seg.done++
		}
	}
}

// Wrote says whether a segment has stored something.
func (seg *Segment) Wrote() bool {
	return slices.ContainsFunc(seg.touched, func(t touch) bool { return t.wrote })
}

// Commute says whether it does not matter to what tables have which of two segments comes first.
func (seg *Segment) Commute(other *Segment) bool {
	for _, a := range seg.touched {
		for _, b := range other.touched {
			if a.who == b.who && a.table == b.table && (a.wrote || b.wrote) {
				return false
			}
		}
	}
	return true
}

// store does a step that stores or publishes.
func (s *Machine) store(seg *Segment, l *Line) bool {
	in := seg.In
	values := s.evalAll(in, l.Fields)
	switch {
	case len(l.Fields) == 0:
		return true
	case values == nil:
		return false
	case l.Kind == model.StepPublish:
		for i, f := range l.Fields {
			s.public[f.Name] = values[i]
		}
	case l.Term == nil:
		for i, f := range l.Fields {
			s.rows = append(s.rows, row{who: in.Who, table: l.Table, own: f.Name,
				values: values[i : i+1]})
			s.touch(seg, ownName(f.Name), true)
		}
	default:
		key := s.eval(in, l.Term)
		if key == nil {
			return false
		}
		s.rows = append(s.rows, row{who: in.owner(l.Table), table: l.Table, key: key, values: values})
		s.touch(seg, l.Table, true)
		if l.Table == model.Directory {
			seg.Shown = append(seg.Shown, values...)
		}
	}
	return true
}

// own finds a value that a principal keeps for itself, nil where it has none.
func (s *Machine) own(who *Principal, name string) *lazy.Term {
	for _, r := range slices.Backward(s.rows) {
		if r.who == who && r.table == model.OwnTable && r.own == name {
			return r.values[0]
		}
	}
	return nil
}

// lookup finds a row of a table, whichever fits, and goes on. The rows that were written after it
// have other keys.
func (s *Machine) lookup(seg *Segment, l *Line, then func(bool) bool) bool {
	in := seg.In
	if l.Term == nil {
		for _, f := range l.Fields {
			s.touch(seg, ownName(f.Name), false)
			v := s.own(in.Who, f.Name)
			if v == nil {
				return s.refuses(seg, then)
			}
			s.hold(in, f.Name, v)
		}
		return s.goOn(seg, then)
	}
	s.touch(seg, l.Table, false)
	key := s.eval(in, l.Term)
	if key == nil {
		return s.refuses(seg, then)
	}
	start := s.Save()
	who := in.owner(l.Table)
	for i := start.rows - 1; i >= 0; i-- {
		r := s.rows[i]
		if r.who != who || r.table != l.Table || r.seen {
			continue
		}
		saved := s.Save()
		fits := s.Unify(key, r.key)
		if fits && len(r.values) >= len(l.Fields) && s.match(in, l.Fields, nil, r.values) != nil &&
			!s.Clash() && s.goOn(seg, then) {
			return true
		}
		s.Back(saved)
		if fits {
			s.apart = append(s.apart, pair{key, r.key})
		}
	}
	s.Back(start)
	return false
}

// goOn does the steps after the one at hand. What is in the segment is as before when they are
// undone.
func (s *Machine) goOn(seg *Segment, then func(bool) bool) bool {
	s.SetInt(&seg.In.pc, seg.In.pc+1)
	again := *seg
	return s.Run(&again, func(more bool) bool {
		kept := *seg
		*seg = again
		stop := then(more)
		*seg = kept
		return stop
	})
}
