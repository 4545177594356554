package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"emrproof/attacks/search/lazy"
	"emrproof/model"
	"emrproof/sim"
)

// newMachine makes the world in which a description is searched: for each party one honest
// principal, and one that is corrupt for each party in the list. Who is the only one of its party
// is corrupt itself. No claim is about more than two honest principals, and whatever others would
// do the corrupt ones can do.
func newMachine(p *model.Protocol, corrupt []model.Party) (*machine, error) {
	if err := supported(p); err != nil {
		return nil, err
	}
	s := &machine{world: &world{protocol: p, byName: map[string]*principal{},
		ones: map[model.Party]*principal{}, public: map[string]*lazy.Term{}}}
	s.Level = 1
	for _, c := range p.StandardWorld().Cast {
		s.join(c.Name(0), c.Party, p.Member(c.Party).One && slices.Contains(corrupt, c.Party))
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

// insiders are the parties that have a corrupt principal where nobody says which: all that are
// not trusted and have several principals. Where nobody stores anything, all principals are alike,
// and one of them will do.
func insiders(p *model.Protocol) []model.Party {
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

func (s *machine) join(name string, party model.Party, corrupt bool) {
	who := &principal{name: name, party: party, corrupt: corrupt,
		id:  &lazy.Term{Op: model.OpAtom, Sort: model.Identity, Name: name},
		own: map[string]*lazy.Term{}, tables: map[string][]row{}}
	s.principals = append(s.principals, who)
	s.byName[name] = who
	if s.protocol.Member(party).One {
		s.ones[party] = who
	}
}

// meetings are the sessions that come before all others: each by everybody, with everybody.
func (s *machine) meetings() []sim.Start {
	var all []sim.Start
	for _, m := range s.protocol.StandardWorld().Before {
		for _, by := range s.principals {
			for _, with := range s.principals {
				if by.party == m.By && with.party == m.With {
					all = append(all, sim.Start{Phase: m.Phase, By: by.name, With: with.name})
				}
			}
		}
	}
	return all
}

// setUp runs what comes before the adversary acts: the registration of each principal, and the
// meetings that sessions need. Nobody cheats in these.
func (s *machine) setUp() error {
	all := threads(s.protocol)
	for _, th := range all {
		if !th.phase.Once || !th.opens {
			continue
		}
		for _, who := range s.principals {
			if who.party == th.party {
				if err := s.play(all, th, who, nil); err != nil {
					return err
				}
			}
		}
	}
	for _, m := range s.meetings() {
		for _, th := range all {
			if th.phase.Name != m.Phase || !th.opens || th.party != s.byName[m.By].party {
				continue
			}
			if err := s.play(all, th, s.byName[m.By], s.byName[m.With]); err != nil {
				return err
			}
		}
	}
	return nil
}

// play runs one session on the secure channel, with those that it leads to, to their ends.
func (s *machine) play(all []*thread, th *thread, who, with *principal) error {
	var err error
	open := []*instance{s.newSession(th, who, with)}
	queue, err := s.drive(open[0], nil)
	for err == nil && len(queue) > 0 {
		m := queue[0]
		queue = queue[1:]
		var in *instance
		if in = s.receiver(all, &open, m); in == nil {
			return fmt.Errorf("search: %s: nobody takes %s", s.protocol.Name, m.line.Msg)
		}
		var more []sent
		more, err = s.drive(in, m.fields)
		queue = append(queue, more...)
	}
	return err
}

func (s *machine) newSession(th *thread, who, with *principal) *instance {
	who.opened++
	in := &instance{thread: th, who: who, with: with,
		label: fmt.Sprintf("%s.%d", who.name, who.opened)}
	s.begin(in)
	return in
}

// receiver finds the session that a message on the secure channel goes to, or begins one.
func (s *machine) receiver(all []*thread, open *[]*instance, m sent) *instance {
	for _, in := range *open {
		if in.state == waiting && in.party == m.line.Peer && in.lines[in.pc].Msg == m.line.Msg {
			return in
		}
	}
	to := s.byName[m.to.Walk().Name]
	for _, th := range all {
		if to != nil && th.party == to.party && th.opensWith() == m.line.Msg {
			in := s.newSession(th, to, nil)
			*open = append(*open, in)
			return in
		}
	}
	return nil
}

// drive runs a session of the set-up to where it waits or is over.
func (s *machine) drive(in *instance, incoming []*lazy.Term) ([]sent, error) {
	seg := &segment{in: in, incoming: incoming}
	for {
		done, more := false, false
		s.run(seg, func(m bool) bool { done, more = true, m; return true })
		if !done {
			return nil, fmt.Errorf("search: %s: %s refuses in %s at step %d", s.protocol.Name,
				in.who.name, in.phase.Name, in.pc+1)
		}
		if !more {
			return seg.sends, nil
		}
		seg.before = len(seg.events) + len(seg.sends)
	}
}

// store does a step of the set-up that stores or publishes.
func (s *machine) store(in *instance, l *line) bool {
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
			in.who.own[f.Name] = values[i]
		}
	default:
		key := s.eval(in, l.Term)
		if key == nil {
			return false
		}
		rows := &s.directory
		if l.Table != model.Directory {
			old := in.who.tables[l.Table]
			rows = &old
			defer func() { in.who.tables[l.Table] = old }()
		}
		*rows = slices.DeleteFunc(*rows, func(r row) bool { return lazy.Same(r.key, key) })
		*rows = append(*rows, row{key, values})
	}
	return true
}

// reveal gives the adversary what is public, and all that the corrupt principals have.
func (s *machine) reveal() {
	s.LearnAll(sorted(s.public), s.Level)
	for _, r := range s.directory {
		s.LearnAll(r.values, s.Level)
	}
	for _, who := range s.principals {
		if !who.corrupt {
			continue
		}
		s.Learn(lazy.Pair(model.OpPRK, who.id), s.Level)
		s.LearnAll(sorted(who.own), s.Level)
		for _, name := range slices.Sorted(maps.Keys(who.tables)) {
			for _, r := range who.tables[name] {
				s.LearnAll(append(r.values, r.key), s.Level)
			}
		}
	}
	s.Saturate()
	s.Settle()
}

// sorted returns the values of a map in the order of its keys.
func sorted(m map[string]*lazy.Term) []*lazy.Term {
	var all []*lazy.Term
	for _, name := range slices.Sorted(maps.Keys(m)) {
		all = append(all, m[name])
	}
	return all
}
