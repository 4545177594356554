package symbolic

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"emrproof/attacks/search/lazy"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Refusal says why a description is not searched.
type Refusal struct{ error }

// New makes the world in which a description is searched: for each party one honest principal, and
// another, who is corrupt if the party is in the list. Who is the only one of its party is corrupt
// itself then. Each other party has a second honest principal; but where somebody is corrupt and
// nobody stores anything, that one stands for the others of all parties.
func New(p *model.Protocol, corrupt []model.Party, stolen ...Theft) (*Machine, error) {
	if err := supported(p); err != nil {
		return nil, &Refusal{err}
	}
	s := &Machine{World: &World{Protocol: p, ByName: map[string]*Principal{},
		ones: map[model.Party]*Principal{}, public: map[string]*lazy.Term{},
		proves: slices.ContainsFunc(p.Claims, func(c model.Claim) bool {
			return c.Kind == model.NonRepudiation
		}),
		written: written(p), Records: map[string]*model.Term{}}}
	s.Level, s.Names = 1, secretNames(p)
	for _, c := range p.StandardWorld().Cast {
		one, among := p.Member(c.Party).One, slices.Contains(corrupt, c.Party)
		s.join(c.Name(0), c.Party, one && among)
		if !one && !among && (len(corrupt) == 0 || stores(p)) {
			first := s.ByName[c.Name(0)]
			s.join(c.Name(1), c.Party, false)
			if len(c.Departments) == 0 && !s.files(c.Party) {
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
	return s, s.reveal(stolen)
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
	n := 0 // of the party so far
	for _, who := range s.Principals {
		if who.Party == party {
			n++
		}
	}
	cast := s.Protocol.StandardWorld()
	who := &Principal{Name: name, Party: party, Corrupt: corrupt, ID: identity(name),
		Department: cast.Of(party).Department(n)}
	s.Principals = append(s.Principals, who)
	s.ByName[name] = who
	if s.Protocol.Member(party).One {
		s.ones[party] = who
	}
}

// identity is the name of a principal or of a department, which everybody knows.
func identity(name string) *lazy.Term {
	return &lazy.Term{Op: model.OpAtom, Sort: model.Identity, Name: name}
}

// Meetings are the sessions that come before all others: each by everybody, with everybody. Where
// who begins chooses a department, the first principal of a party has one for each, and another
// one for the last department alone: so each can find what the first has filed, or the other.
func (s *Machine) Meetings() []sim.Start {
	var all []sim.Start
	for _, m := range s.Protocol.StandardWorld().Before {
		takes := takesDepartment(s.Protocol, m.By, m.Phase)
		first := true
		for _, by := range s.Principals {
			if by.Party != m.By {
				continue
			}
			departments := []string{""}
			if takes {
				departments = s.Departments()
				if !first {
					departments = departments[max(len(departments)-1, 0):]
				}
			}
			first = false
			for _, with := range s.partners(m) {
				for _, d := range departments {
					all = append(all, sim.Start{Phase: m.Phase, By: by.Name, With: with, Department: d})
				}
			}
		}
	}
	return all
}

// partners are the names of those with whom a meeting may be; an empty one where it is with nobody.
func (s *Machine) partners(m model.Meeting) []string {
	if m.With == "" {
		return []string{""}
	}
	var all []string
	for _, who := range s.Principals {
		if who.Party == m.With {
			all = append(all, who.Name)
		}
	}
	return all
}

// Departments are those that principals may choose: two, if there are several.
func (s *Machine) Departments() []string {
	var all []string
	for _, c := range s.Protocol.StandardWorld().Cast {
		for _, d := range c.Departments {
			if len(all) < 2 && !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all
}

// DepartmentsOf are the departments of which a principal chooses one for a session: any where it
// begins by itself, and else its own.
func (s *Machine) DepartmentsOf(who *Principal, th *Thread) []string {
	if th.Opens && takesDepartment(s.Protocol, th.Party, th.Phase.Name) {
		return s.Departments()
	}
	return []string{who.Department}
}

// takesDepartment says whether a session of a party chooses a department.
func takesDepartment(p *model.Protocol, party model.Party, phase string) bool {
	return slices.ContainsFunc(p.Thread(party, phase), func(st model.Stage) bool {
		return slices.ContainsFunc(st.Role.Steps, func(s model.Step) bool {
			return s.Input == model.InputDepartment
		})
	})
}

// files says whether the principals of a party choose departments before all sessions.
func (s *Machine) files(party model.Party) bool {
	return slices.ContainsFunc(s.Protocol.StandardWorld().Before, func(m model.Meeting) bool {
		return m.By == party && takesDepartment(s.Protocol, party, m.Phase)
	})
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
				if err := s.play(all, th, who, sim.Start{}); err != nil {
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
			if err := s.play(all, th, s.ByName[m.By], m); err != nil {
				return err
			}
		}
	}
	return nil
}

// play runs one session on the secure channel, with those that it leads to, to their ends.
func (s *Machine) play(all []*Thread, th *Thread, who *Principal, start sim.Start) error {
	var err error
	open := []*Instance{s.newSession(th, who, start)}
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

func (s *Machine) newSession(th *Thread, who *Principal, start sim.Start) *Instance {
	who.Opened++
	in := &Instance{Thread: th, Who: who, With: s.ByName[start.With],
		Department: cmp.Or(start.Department, who.Department),
		Label:      fmt.Sprintf("%s.%d", who.Name, who.Opened)}
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
	if m.to == nil {
		return nil
	}
	to := s.ByName[m.to.Walk().Name]
	for _, th := range all {
		if to != nil && th.Party == to.Party && th.opensWith() == m.line.Msg {
			in := s.newSession(th, to, sim.Start{})
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
		done, more, then := false, false, *seg
		s.Run(seg, func(m bool) bool { done, more, then = true, m, *seg; return true })
		*seg = then
		if !done || in.State == Over && in.pc < len(in.lines) {
			return nil, fmt.Errorf("search: %s: %s refuses in %s at step %d", s.Protocol.Name,
				in.Who.Name, in.Phase.Name, in.pc+1)
		}
		if !more {
			for _, e := range seg.Events {
				e.Move = -1
			}
			s.Said = append(s.Said, seg.Events...)
			return seg.Sends, nil
		}
		seg.Checked()
	}
}

// reveal gives the adversary what is public, all that the corrupt principals have, and what is
// stolen.
func (s *Machine) reveal(stolen []Theft) error {
	for _, name := range s.Protocol.InOrder(maps.Keys(s.public)) {
		s.LearnAll([]*lazy.Term{s.public[name]}, s.Level)
	}
	for _, r := range s.rows {
		if r.table == model.Directory {
			s.LearnAll(r.values, s.Level)
		}
	}
	for _, who := range s.Principals {
		if who.Corrupt {
			s.LearnAll(s.Secrets(who, trace.RevealAll), s.Level)
		}
	}
	for _, t := range stolen {
		if err := s.steal(t); err != nil {
			return err
		}
	}
	s.Saturate()
	s.Settle()
	s.settled = true
	return nil
}

// secretNames says whether names are secrets of a description.
func secretNames(p *model.Protocol) bool {
	any := false
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		any = any || s.Event == model.EventSecret && has(s.Fields, model.Identity)
	})
	return any
}
