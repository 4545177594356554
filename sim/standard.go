package sim

import (
	"cmp"
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// A Size says how large a standard world is.
type Size struct {
	// Of is how many principals play a party. Of a party that is not there, there are Each;
	// where Each is 0, as many as the description says.
	Of   map[model.Party]int
	Each int
	// Sessions is how many sessions the schedule starts, or, where the description has sessions of
	// several kinds, how many of each. What they need is run before them.
	Sessions int
	// Bound is the limit that the size keeps to. It goes into the Config.
	Bound
}

// DefaultSize is a standard world of as many principals as the description says, and one session,
// or one of each kind.
var DefaultSize = Size{Sessions: 1}

// SizeOf is the size of a world with so many principals of each of the description's Players, in
// their order, as far as the counts go.
func SizeOf(p *model.Protocol, sessions int, counts ...int) Size {
	s := Size{Of: map[model.Party]int{}, Sessions: sessions}
	for i, party := range p.Players() {
		if i < len(counts) {
			s.Of[party] = counts[i]
		}
	}
	return s
}

// counts returns how many principals play each party of the cast, in its order. It refuses a
// size that is out of bounds, before anything is made of it.
func (s Size) counts(p *model.Protocol, cast []model.Cast) ([]int, error) {
	if err := s.Bound.check(); err != nil {
		return nil, err
	}
	for party := range s.Of {
		if p.Member(party) == nil {
			return nil, fmt.Errorf("party %q: want one of %s", party, partyNames(p))
		}
	}
	var counts []int
	sum := 0
	for _, c := range cast {
		n, m := c.Count, p.Member(c.Party)
		if s.Each > 0 && !m.One {
			n = s.Each
		}
		if said, ok := s.Of[c.Party]; ok {
			n = said
		}
		if n < 1 {
			return nil, fmt.Errorf("%s=%d: want 1 or more", c.Party, n)
		}
		if m.One && n > 1 {
			return nil, fmt.Errorf("%s=%d: want 1, since one principal is the %s", c.Party, n, m.Name)
		}
		if err := s.Bound.principals(string(c.Party), n); err != nil {
			return nil, err
		}
		sum += n
		counts = append(counts, n)
	}
	if s.Sessions < 0 {
		return nil, fmt.Errorf("sessions %d: want 0 or more", s.Sessions)
	}
	if err := s.Bound.sessions("sessions", s.Sessions); err != nil {
		return nil, err
	}
	return counts, s.Bound.principals("principals", sum)
}

// Standard is the Config of the standard world of a description: each session goes to the next
// principals of its parties in turn, and what sessions need is run before all of them.
func Standard(profile string, size Size) (Config, error) {
	p, err := library.Profile(profile)
	if err != nil {
		return Config{}, err
	}
	world := p.StandardWorld()
	counts, err := size.counts(p, world.Cast)
	if err != nil {
		return Config{}, err
	}
	c := Config{Schema: schema, Profile: profile, Description: library.Added(profile),
		Suite: suite.Names()[0], Cache: true, Seed: 1, DeltaT: DefaultDeltaT, Link: defaultLink(),
		Bound: size.Bound}
	many := map[model.Party]int{}
	for i := range world.Cast {
		who := &world.Cast[i]
		many[who.Party] = counts[i]
		for n := range counts[i] {
			c.Principals = append(c.Principals,
				Principal{Name: who.Name(n), Party: who.Party, Department: who.Department(n)})
		}
	}
	if size.Sessions > 0 && len(world.Sessions) == 0 {
		return c, fmt.Errorf("sessions %d: %s has no phase that a session could begin",
			size.Sessions, profile)
	}
	starts := make([]Start, size.Sessions*len(world.Sessions))
	for i := range starts {
		m, turn := world.Sessions[i%len(world.Sessions)], i/len(world.Sessions)
		starts[i] = Start{Phase: m.Phase, By: world.Of(m.By).Name(turn % many[m.By]),
			At: trace.Duration(world.From) + trace.Duration(i)*trace.Duration(world.Every)}
		if m.With != "" {
			starts[i].With = world.Of(m.With).Name(turn % many[m.With])
		}
	}
	c.Starts = append(c.Before(p, starts), starts...)
	return c, nil
}

// Before returns the starts that sessions need before them, as the description says: one for
// the same principals and the same department. What is among the sessions already is left out.
// Of a party that is not in the session, it takes the principal whose number is that of the one
// who is, plus that of the first principal of the same department.
func (c Config) Before(p *model.Protocol, sessions []Start) []Start {
	world := p.StandardWorld()
	if len(world.Before) == 0 {
		return nil
	}
	done := map[Start]bool{}
	for _, s := range sessions { // by whomever, and with whomever
		done[Start{Phase: s.Phase, By: s.By, With: s.With, Department: s.Department}] = true
		done[Start{Phase: s.Phase, By: s.By, Department: s.Department}] = true
		done[Start{Phase: s.Phase, With: s.With, Department: s.Department}] = true
	}
	var before []Start
	r := newRegister(c.Principals)
	for _, s := range sessions {
		at := slices.IndexFunc(world.Sessions, func(m model.Meeting) bool { return m.Phase == s.Phase })
		if at < 0 {
			continue
		}
		playing := map[model.Party]string{world.Sessions[at].By: s.By}
		if with := world.Sessions[at].With; with != "" {
			playing[with] = s.With
		}
		for _, m := range world.Before {
			n := Start{Phase: m.Phase, By: playing[m.By], With: playing[m.With]}
			takes := takesDepartment(p, m)
			if takes {
				n.Department = cmp.Or(r.department[s.With], r.department[s.By])
			}
			if !done[n] && (n.By != "" || n.With != "") && (n.Department != "" || !takes) {
				done[n] = true
				before = append(before, r.completed(n, m))
			}
		}
	}
	return before
}

// takesDepartment says whether those who open a phase have to choose a department.
func takesDepartment(p *model.Protocol, m model.Meeting) bool {
	for _, st := range p.Thread(m.By, m.Phase) {
		for _, s := range st.Role.Steps {
			if s.Input == model.InputDepartment {
				return true
			}
		}
	}
	return false
}

// A register lists the principals of a world by the parties that they play.
type register struct {
	names      map[model.Party][]string
	number     map[string]int // of a principal among those of its party
	department map[string]string
	first      map[string]int // the number of the first principal of a department
}

func newRegister(principals []Principal) *register {
	r := &register{map[model.Party][]string{}, map[string]int{}, map[string]string{},
		map[string]int{}}
	for _, who := range principals {
		n := len(r.names[who.Party])
		r.number[who.Name], r.department[who.Name] = n, who.Department
		if _, ok := r.first[who.Department]; !ok && who.Department != "" {
			r.first[who.Department] = n
		}
		r.names[who.Party] = append(r.names[who.Party], who.Name)
	}
	return r
}

// completed returns a start with a principal for the party that has none yet.
func (r *register) completed(s Start, m model.Meeting) Start {
	n := r.number[cmp.Or(s.By, s.With)] + r.first[s.Department]
	choose := func(party model.Party) string {
		if all := r.names[party]; len(all) > 0 {
			return all[n%len(all)]
		}
		return ""
	}
	if s.By == "" {
		s.By = choose(m.By)
	}
	if s.With == "" {
		s.With = choose(m.With)
	}
	return s
}
