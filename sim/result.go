package sim

import (
	"sort"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// A Result holds the totals of a run, or of a campaign of runs.
type Result struct {
	Sessions Sessions
	// Phases are messages and bytes by the protocol's groups of phases, in order.
	Phases []PhaseTotal
	// Operations are the calls of the suite, by group and party.
	Operations map[string]map[model.Party]suite.Counts
	// Duration is the virtual time from the opening of the schedule to the last
	// happening; of a campaign, the sum.
	Duration trace.Duration
}

// Sessions counts the starts of the schedule whose sessions come to the insecure network.
type Sessions struct {
	Started   int `json:"started"`
	Completed int `json:"completed"` // every session of it came to its end
	Refused   int `json:"refused"`   // a session of it ended with a refusal
}

// A PhaseTotal counts what went over the network in a group of phases.
type PhaseTotal struct {
	Name     string `json:"name"`
	Messages int    `json:"messages"`
	Bytes    int64  `json:"bytes"`
}

// Total returns the operations of a group of phases, of all parties together.
func (r *Result) Total(group string) suite.Counts {
	var sum suite.Counts
	for _, c := range r.Operations[group] {
		sum = sum.Plus(c)
	}
	return sum
}

// Groups are the groups of phases of a protocol, in order.
func Groups(p *model.Protocol) []string {
	var groups []string
	seen := map[string]bool{}
	for i := range p.Phases {
		if g := p.Phases[i].Group; !seen[g] {
			seen[g] = true
			groups = append(groups, g)
		}
	}
	return groups
}

// A tally counts what happens in a run's world.
type tally struct {
	rounds   []round
	messages map[string]*PhaseTotal
	ops      map[model.Stage]suite.Counts
}

// A round counts what follows from one start of the schedule.
type round struct {
	open    int // sessions that have not ended
	refused bool
}

// noRound is the number of a round for registration and filing, which belong to none.
const noRound = -1

func (t *tally) newRound(p *model.Protocol, ph *model.Phase) int {
	if p.Aside(ph) {
		return noRound
	}
	t.rounds = append(t.rounds, round{})
	return len(t.rounds) - 1
}

func (t *tally) opened(s *session) {
	if s.round != noRound {
		t.rounds[s.round].open++
	}
}

func (t *tally) closed(s *session) {
	if s.round != noRound {
		t.rounds[s.round].open--
	}
}

func (t *tally) refused(s *session) {
	if s.round != noRound {
		t.rounds[s.round].refused = true
	}
}

func (t *tally) message(group string, m *trace.Message) {
	if t.messages == nil {
		t.messages = map[string]*PhaseTotal{}
	}
	p := t.messages[group]
	if p == nil {
		p = &PhaseTotal{Name: group}
		t.messages[group] = p
	}
	p.Messages++
	p.Bytes += int64(m.Size())
}

func (t *tally) count(st model.Stage, c suite.Counts) {
	if c == (suite.Counts{}) {
		return
	}
	if t.ops == nil {
		t.ops = map[model.Stage]suite.Counts{}
	}
	t.ops[st] = t.ops[st].Plus(c)
}

func (t *tally) result(p *model.Protocol) *Result {
	r := &Result{Operations: map[string]map[model.Party]suite.Counts{}}
	for _, v := range t.rounds {
		r.Sessions.Started++
		switch {
		case v.refused:
			r.Sessions.Refused++
		case v.open == 0:
			r.Sessions.Completed++
		}
	}
	for _, g := range Groups(p) {
		total := PhaseTotal{Name: g}
		if m := t.messages[g]; m != nil {
			total = *m
		}
		r.Phases = append(r.Phases, total)
		r.Operations[g] = map[model.Party]suite.Counts{}
	}
	for st, c := range t.ops {
		ops := r.Operations[st.Phase.Group]
		ops[st.Role.Party] = ops[st.Role.Party].Plus(c)
	}
	return r
}

// A Holding lists what a principal holds at the end of a run.
type Holding struct {
	Principal string
	Party     model.Party
	Own       []string            // what it stores for itself
	Tables    map[string]int      // rows, by table
	Sessions  map[string][]string // what its sessions hold, by label
}

func (w *world) holdings() []Holding {
	var all []Holding
	for _, p := range w.principals {
		h := Holding{Principal: p.Name, Party: p.Party, Own: names(p.own),
			Tables: map[string]int{}, Sessions: map[string][]string{}}
		for name, t := range p.tables {
			h.Tables[name] = len(t.rows)
		}
		for _, s := range p.open {
			h.Sessions[s.label] = names(s.holds)
		}
		all = append(all, h)
	}
	return all
}

func names(m map[string]*trace.Value) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}
