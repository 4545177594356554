package symbolic

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"emrproof/attacks/search/lazy"
	"emrproof/model"
	"emrproof/sim"
)

// New makes the world in which a description is searched: for each party one honest principal, and
// another, who is corrupt if the party is in the list. Who is the only one of its party is corrupt
// itself then. No claim is about more than two honest principals, and whatever others would do
// the corrupt ones can do. Where somebody is corrupt and nobody stores anything, that one stands
// for the others of all parties.
func New(p *model.Protocol, corrupt []model.Party) (*Machine, error) {
	if err := supported(p); err != nil {
		return nil, err
	}
	s := &Machine{World: &World{Protocol: p, ByName: map[string]*Principal{},
		ones: map[model.Party]*Principal{}, public: map[string]*lazy.Term{}}}
	s.Level = 1
	for _, c := range p.StandardWorld().Cast {
		one, among := p.Member(c.Party).One, slices.Contains(corrupt, c.Party)
		s.join(c.Name(0), c.Party, one && among)
		if !one && !among && (len(corrupt) == 0 || stores(p)) {
			first := s.ByName[c.Name(0)]
			s.join(c.Name(1), c.Party, false)
			if len(c.Departments) == 0 {
				s.ByName[c.Name(1)].Like = first
			}
		}
	}
	for _, party := range corrupt {
		name := "mallory"
		if len(corrupt) > 1 {
			name += "-" + strings.ToLower(string(party))
		}
		if m := p.Member(party); m == nil {
			return nil, fmt.Errorf("search %s: party %q: there is none", p.Name, party)
		} else if !m.One {
			s.join(name, party, true)
		}
	}
	if err := s.setUp(); err != nil {
		return nil, err
	}
	s.reveal()
	return s, nil
}

// Insiders are the parties that have a corrupt principal where nobody says which: all that are
// not trusted and have several principals. Where nobody stores anything, all principals are alike,
// and one of them will do.
func Insiders(p *model.Protocol) []model.Party {
	all := slices.DeleteFunc(p.Players(), func(party model.Party) bool {
		return p.Member(party).Trusted
	})
	if len(all) > 1 && !stores(p) {
		all = all[1:2]
	}
	return all
}

// stores says whether principals keep anything but their key pairs.
func stores(p *model.Protocol) bool {
	any := false
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		any = any || s.Kind == model.StepStore
	})
	return any
}

func (s *Machine) join(name string, party model.Party, corrupt bool) {
	who := &Principal{Name: name, Party: party, Corrupt: corrupt,
		ID:  &lazy.Term{Op: model.OpAtom, Sort: model.Identity, Name: name},
		Own: map[string]*lazy.Term{}, tables: map[string][]row{}}
	s.Principals = append(s.Principals, who)
	s.ByName[name] = who
	if s.Protocol.Member(party).One {
		s.ones[party] = who
	}
}

// Meetings are the sessions that come before all others: each by everybody, with everybody.
func (s *Machine) Meetings() []sim.Start {
	var all []sim.Start
	for _, m := range s.Protocol.StandardWorld().Before {
		for _, by := range s.Principals {
			for _, with := range s.Principals {
				if by.Party == m.By && with.Party == m.With {
					all = append(all, sim.Start{Phase: m.Phase, By: by.Name, With: with.Name})
				}
			}
		}
	}
	return all
}

// setUp runs what comes before the adversary acts: the registration of each principal, and the
// meetings that sessions need. Nobody cheats in these.
func (s *Machine) setUp() error {
	all := Threads(s.Protocol)
	for _, th := range all {
		if !th.Phase.Once || !th.Opens {
			continue
		}
		for _, who := range s.Principals {
			if who.Party == th.Party {
				if err := s.play(all, th, who, nil); err != nil {
					return err
				}
			}
		}
	}
	for _, m := range s.Meetings() {
		for _, th := range all {
			if th.Phase.Name != m.Phase || !th.Opens || th.Party != s.ByName[m.By].Party {
				continue
			}
			if err := s.play(all, th, s.ByName[m.By], s.ByName[m.With]); err != nil {
				return err
			}
		}
	}
	return nil
}

// play runs one session on the secure channel, with those that it leads to, to their ends.
func (s *Machine) play(all []*Thread, th *Thread, who, with *Principal) error {
	var err error
	open := []*Instance{s.newSession(th, who, with)}
	queue, err := s.drive(open[0], nil)
	for err == nil && len(queue) > 0 {
		m := queue[0]
		queue = queue[1:]
		var in *Instance
		if in = s.receiver(all, &open, m); in == nil {
			return fmt.Errorf("search: %s: nobody takes %s", s.Protocol.Name, m.line.Msg)
		}
		var more []sent
		more, err = s.drive(in, m.Fields)
		queue = append(queue, more...)
	}
	return err
}

func (s *Machine) newSession(th *Thread, who, with *Principal) *Instance {
	who.Opened++
	in := &Instance{Thread: th, Who: who, With: with,
		Label: fmt.Sprintf("%s.%d", who.Name, who.Opened)}
	s.Begin(in)
	return in
}

// receiver finds the session that a message on the secure channel goes to, or begins one.
func (s *Machine) receiver(all []*Thread, open *[]*Instance, m sent) *Instance {
	for _, in := range *open {
		if in.State == Waiting && in.Party == m.line.Peer && in.lines[in.pc].Msg == m.line.Msg {
			return in
		}
	}
	to := s.ByName[m.to.Walk().Name]
	for _, th := range all {
		if to != nil && th.Party == to.Party && th.opensWith() == m.line.Msg {
			in := s.newSession(th, to, nil)
			*open = append(*open, in)
			return in
		}
	}
	return nil
}

// drive runs a session of the set-up to where it waits or is over.
func (s *Machine) drive(in *Instance, incoming []*lazy.Term) ([]sent, error) {
	seg := &Segment{In: in, incoming: incoming}
	for {
		done, more := false, false
		s.Run(seg, func(m bool) bool { done, more = true, m; return true })
		if !done {
			return nil, fmt.Errorf("search: %s: %s refuses in %s at step %d", s.Protocol.Name,
				in.Who.Name, in.Phase.Name, in.pc+1)
		}
		if !more {
			return seg.Sends, nil
		}
		seg.Before = len(seg.Events) + len(seg.Sends)
	}
}

// store does a step of the set-up that stores or publishes.
func (s *Machine) store(in *Instance, l *Line) bool {
	if l.Kind == model.StepEnrol || len(l.Fields) == 0 {
		return true
	}
	values := s.evalAll(in, l.Fields)
	switch {
	case values == nil:
		return false
	case l.Kind == model.StepPublish:
		for i, f := range l.Fields {
			s.public[f.Name] = values[i]
		}
	case l.Term == nil:
		for i, f := range l.Fields {
			in.Who.Own[f.Name] = values[i]
		}
	default:
		key := s.eval(in, l.Term)
		if key == nil {
			return false
		}
		rows := &s.directory
		if l.Table != model.Directory {
			old := in.Who.tables[l.Table]
			rows = &old
			defer func() { in.Who.tables[l.Table] = old }()
		}
		*rows = slices.DeleteFunc(*rows, func(r row) bool { return lazy.Same(r.key, key) })
		*rows = append(*rows, row{key, values})
	}
	return true
}

// reveal gives the adversary what is public, and all that the corrupt principals have.
func (s *Machine) reveal() {
	s.LearnAll(Sorted(s.public), s.Level)
	for _, r := range s.directory {
		s.LearnAll(r.values, s.Level)
	}
	for _, who := range s.Principals {
		if !who.Corrupt {
			continue
		}
		s.Learn(lazy.Pair(model.OpPRK, who.ID), s.Level)
		s.LearnAll(Sorted(who.Own), s.Level)
		for _, name := range slices.Sorted(maps.Keys(who.tables)) {
			for _, r := range who.tables[name] {
				s.LearnAll(append(r.values, r.key), s.Level)
			}
		}
	}
	s.Saturate()
	s.Settle()
}

// Sorted returns the values of a map in the order of its keys.
func Sorted(m map[string]*lazy.Term) []*lazy.Term {
	var all []*lazy.Term
	for _, name := range slices.Sorted(maps.Keys(m)) {
		all = append(all, m[name])
	}
	return all
}
