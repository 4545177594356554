package search

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/monitor"
)

// A Question says what is searched: the claims of a description, in all runs within a bound.
type Question struct {
	Profile string
	Options []string
	Claims  []string // ids; none: all
	// Corrupt are the parties of which a principal is corrupt, the only one if there is one. nil:
	// all that are not trusted and have several principals. Empty: the adversary is an outsider.
	Corrupt []model.Party
	// Steal is what the adversary steals before all sessions.
	Steal []symbolic.Theft
	Bound
	// Workers is how many search side by side; 0: one for each core. No answer depends on it.
	Workers int
	// Watch is called now and then, from any worker, with how many states were visited since. It
	// says whether to stop, and the search is cut then. nil: nobody watches.
	Watch func(states int) (stop bool)
}

// A Bound says which runs are searched.
type Bound struct {
	// Instances is how many instances of roles there are at most; 0: no limit.
	Instances int
	// Of is how many of these a party has at most, where it says.
	Of map[model.Party]int
	// States is how many states are visited at most, in all; 0: no limit.
	States int
}

func (b Bound) of(party model.Party) int {
	if n, ok := b.Of[party]; ok {
		return min(n, b.Instances)
	}
	return b.Instances
}

// most is up to how many instances there is anything to search.
func (b Bound) most(p *model.Protocol) int {
	most := b.Instances
	if most == 0 {
		most = math.MaxInt
	}
	for _, th := range symbolic.Threads(p) {
		if _, ok := b.Of[th.Party]; !ok && !symbolic.Aside(th.Phase) {
			return most
		}
	}
	sum := 0
	for _, n := range b.Of {
		sum += n
	}
	return min(sum, most)
}

// A Verdict is what a search says of a claim.
type Verdict string

// The verdicts. Only None says no, and Unreached that there is nothing to say no to.
const (
	Violated Verdict = "violated"
	None     Verdict = "none within bound"
	// Unreached: no run within the bound comes to where the claim is made, so that nothing is said.
	Unreached Verdict = "not reached"
	Cut       Verdict = "cut"          // the search was stopped before it came to its bound
	Not       Verdict = "not searched" // the search does not judge the claim
	Void      Verdict = "void"         // the claim is about one who is corrupt
	// Undecided: of some runs the search cannot say whether the adversary can make them come about.
	Undecided Verdict = "undecided"
)

// A Result is what a search found.
type Result struct {
	Corrupt []string  // the principals that are
	Claims  []*Answer // in the description's order
	States  int
}

// An Answer is what was found out about a claim.
type Answer struct {
	Claim   model.Claim
	Verdict Verdict
	// Instances is how many there are in the run that violates the claim; or else up to how many
	// all runs were searched.
	Instances int
	// Reached says whether some of these runs come to where the claim is made.
	Reached bool
	// States is how many states were visited for the claim, and for those searched with it.
	States int
	// Undecided is how often it could not be said whether the adversary can do something.
	Undecided int
	// Outcome is the run that violates the claim, on real cryptography and judged by the
	// monitors.
	Outcome *attacks.Outcome
}

// Within is what is said of the runs that were searched to their ends, if the search was cut in
// larger ones.
func (a *Answer) Within() Verdict {
	switch {
	case a.Verdict != Cut && a.Verdict != None:
		return a.Verdict
	case a.Instances == 0:
		return Cut
	case a.Undecided > 0:
		return Undecided
	case !a.Reached:
		return Unreached
	}
	return None
}

// Search searches all runs of one instance, then all of two, and so on up to the bound. What
// violates a claim is carried out. It is an error if the monitors then do not agree, or if the
// adversary cannot make what the search says that it can.
func Search(q Question) (*Result, error) {
	i, err := Ask(q)
	if err != nil {
		return nil, err
	}
	var left *int
	if q.States > 0 {
		left = &q.States
	}
	for i.Open() {
		if _, err := i.Deepen(left); err != nil {
			return &i.Result, err
		}
	}
	return &i.Result, nil
}

// An Inquiry is a question that is being answered.
type Inquiry struct {
	Result
	// Searched is up to how many instances all runs were searched so far, and CutAt in which runs
	// the search was stopped; 0: it was not.
	Searched, CutAt int
	bound           int
	question        Question
	protocol        *model.Protocol
	groups          []*group
	machines        []*symbolic.Machine // one for each worker
}

// A group of claims is searched for at once.
type group struct {
	open   []*Answer // that no run has violated yet, and no search was cut for
	states int
}

// Ask begins to answer a question. It is an error if the question is wrong, or about a description
// that is not searched.
func Ask(q Question) (*Inquiry, error) {
	p, err := library.Profile(q.Profile, q.Options...)
	if err != nil {
		return nil, err
	}
	if q.Corrupt == nil {
		q.Corrupt = symbolic.Insiders(p)
	}
	q.Instances = q.most(p)
	for _, id := range q.Claims {
		if !slices.ContainsFunc(p.Claims, func(c model.Claim) bool { return c.ID == id }) {
			return nil, fmt.Errorf("search %s: claim %q: there is none", p.Name, id)
		}
	}
	// What depends on moments depends on the order of more moves, so it is searched by itself.
	fresh, other := &group{}, &group{}
	i := &Inquiry{question: q, protocol: p, groups: []*group{other, fresh}}
	for _, c := range p.Claims {
		if len(q.Claims) > 0 && !slices.Contains(q.Claims, c.ID) {
			continue
		}
		a := &Answer{Claim: c, Verdict: Not}
		i.Claims = append(i.Claims, a)
		switch {
		case !slices.Contains(searched, c.Kind):
			continue
		case void(p, c, q.Corrupt):
			a.Verdict = Void
			continue
		case timed(p, c):
			fresh.open = append(fresh.open, a)
		default:
			other.open = append(other.open, a)
		}
		a.Verdict = None
	}
	m, err := i.machine(0)
	if err != nil {
		return nil, err
	}
	for _, who := range m.Principals {
		if who.Corrupt {
			i.Corrupt = append(i.Corrupt, who.Name)
		}
	}
	return i, nil
}

// Refused says whether an error of Ask is that the description is not searched.
func Refused(err error) bool { return errors.As(err, new(*symbolic.Refusal)) }

// void says whether a claim says nothing because one of the two whom it is about is the only
// principal of its party, and corrupt. What can be proved of somebody corrupt is no such claim.
func void(p *model.Protocol, c model.Claim, corrupt []model.Party) bool {
	return slices.ContainsFunc(corrupt, func(party model.Party) bool {
		m := p.Member(party)
		return m != nil && m.One &&
			(c.By == party || c.About == party && c.Kind != model.NonRepudiation)
	})
}

// machine is that of a worker.
func (i *Inquiry) machine(worker int) (*symbolic.Machine, error) {
	for len(i.machines) <= worker {
		m, err := symbolic.New(i.protocol, i.question.Corrupt, i.question.Steal...)
		if err != nil {
			return nil, err
		}
		i.machines = append(i.machines, m)
	}
	return i.machines[worker], nil
}

// Bound is how many instances there are in the runs that are searched, or were last.
func (i *Inquiry) Bound() int { return i.bound }

// Open says whether a larger bound may say more.
func (i *Inquiry) Open() bool { return i.bound < i.question.Instances && i.asks() }

func (i *Inquiry) asks() bool {
	return slices.ContainsFunc(i.groups, func(g *group) bool { return len(g.open) > 0 })
}

// Deepen searches the runs of one more instance than before, and visits at most so many states, or
// any number where that is nil. It returns what it found.
func (i *Inquiry) Deepen(states *int) (found []*Answer, err error) {
	i.bound++
	for _, g := range i.groups {
		if len(g.open) == 0 {
			continue
		}
		some, err := i.deepen(g, states)
		if found = append(found, some...); err != nil {
			return found, err
		}
	}
	if i.CutAt == 0 {
		i.Searched = i.bound
	}
	return found, nil
}

// deepen searches the runs of at most so many instances for violations of the claims of a group.
// It takes the states that it visits from those that are left.
func (i *Inquiry) deepen(g *group, left *int) (found []*Answer, err error) {
	b := i.question.Bound
	b.Instances = i.bound
	s := newShare(b, g.claims(), i.question.Watch)
	if left != nil {
		s.limit, s.cut = *left, *left <= 0
	}
	if !s.cut {
		err = s.run(i, func(p *plan) error {
			a := g.open[slices.IndexFunc(g.open, func(a *Answer) bool { return a.Claim.ID == p.claim.ID })]
			o, err := confirmed(i.question, i.machines[0], p)
			if err == nil {
				a.Outcome, a.Verdict, a.Instances = o, Violated, i.bound
				found = append(found, a)
			}
			return err
		})
		if err != nil {
			return found, err
		}
	}
	if left != nil {
		*left -= s.states
	}
	i.States += s.states
	g.states += s.states
	for _, a := range g.open {
		a.States = g.states
		switch {
		case a.Verdict == Violated:
		case s.cut:
			a.Verdict = Cut
			if i.CutAt == 0 {
				i.CutAt = i.bound
			}
		default:
			a.Instances, a.Undecided = i.bound, a.Undecided+s.undecided
			a.Reached = a.Reached || s.reached[a.Claim.ID]
			a.Verdict = None
			a.Verdict = a.Within()
		}
	}
	g.open = slices.DeleteFunc(g.open,
		func(a *Answer) bool { return a.Verdict == Violated || a.Verdict == Cut })
	return found, nil
}

func (g *group) claims() []model.Claim {
	var all []model.Claim
	for _, a := range g.open {
		all = append(all, a.Claim)
	}
	return all
}

// confirmed carries out a plan, and has the monitors judge it.
func confirmed(q Question, s *symbolic.Machine, p *plan) (*attacks.Outcome, error) {
	if p.vague {
		return nil, fmt.Errorf("search: %s: a run violates it in which the adversary chooses points, "+
			"and no simple choice will do", p.claim.ID)
	}
	o, err := execute(q.Profile, q.Options, s, p)
	if err == nil {
		o, err = o.Repeat() // by its moves alone: what it took to find them is no part of the attack
	}
	if err != nil {
		return nil, fmt.Errorf("search: %s: %w", p.claim.ID, err)
	}
	agrees := func(v monitor.Verdict) bool { return v.Claim.ID == p.claim.ID }
	if !slices.ContainsFunc(o.Violated(), agrees) {
		return nil, fmt.Errorf("search: %s: the search says that a run violates it, and the monitor "+
			"says that the run does not; its moves are %q", p.claim.ID, o.Config.Moves)
	}
	return o, nil
}
