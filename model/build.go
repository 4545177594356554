package model

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// A StepError says why a description cannot run: which step of which role, and
// the term that cannot be rebuilt or opened or that can never be equal.
type StepError struct {
	Protocol string
	Phase    string
	Role     Party
	Step     int // counted from 1; 0 when the role as a whole is at fault
	Eq       int // 0 when the step carries no number
	Mark     string
	Term     string
	Reason   string
}

func (e *StepError) Error() string {
	where := fmt.Sprintf("%s: %s: role %s", e.Protocol, e.Phase, e.Role)
	if e.Step > 0 {
		where += fmt.Sprintf(": step %d", e.Step)
	}
	if e.Eq > 0 {
		where += " (" + equationName(e.Mark, e.Eq) + ")"
	}
	return where + ": " + e.Term + ": " + e.Reason
}

// Build checks a description and numbers its messages. It refuses a description
// in which a value is used before it is bound or as one of another sort, in which
// a receiver cannot open what it opens or rebuild what it verifies, in which a
// check can never succeed between honest parties, whose equations are not all
// there exactly once, or whose claims lack their events. The description given is
// not changed.
func Build(p *Protocol) (*Protocol, error) {
	q := p.clone()
	if err := checkShape(q); err != nil {
		return nil, err
	}
	if err := checkEquations(q); err != nil {
		return nil, err
	}
	if err := checkSorts(q); err != nil {
		return nil, err
	}
	if err := rehearse(q); err != nil {
		return nil, err
	}
	q.EachStep(func(_ *Phase, _ *Role, _ int, s *Step) { s.Mark = q.Mark })
	if err := checkClaims(q); err != nil {
		return nil, err
	}
	return q, nil
}

// MustBuild is Build for a description that is part of the program.
func MustBuild(p *Protocol) *Protocol {
	q, err := Build(p)
	if err != nil {
		panic("model: internal error: " + err.Error())
	}
	return q
}

// clone copies a description as deep as its steps; terms are shared.
func (p *Protocol) clone() *Protocol {
	q := *p
	q.Options = append([]string(nil), p.Options...)
	q.Claims = append([]Claim(nil), p.Claims...)
	q.Phases = append([]Phase(nil), p.Phases...)
	for i := range q.Phases {
		q.Phases[i].Roles = append([]Role(nil), q.Phases[i].Roles...)
		for j := range q.Phases[i].Roles {
			r := &q.Phases[i].Roles[j]
			r.Steps = append([]Step(nil), r.Steps...)
		}
	}
	return &q
}

// EachStep calls f on every step of the description, in order, with where it
// stands; the step may be changed in place.
func (p *Protocol) EachStep(f func(ph *Phase, r *Role, i int, s *Step)) {
	for i := range p.Phases {
		ph := &p.Phases[i]
		for j := range ph.Roles {
			r := &ph.Roles[j]
			for k := range r.Steps {
				f(ph, r, k, &r.Steps[k])
			}
		}
	}
}

// Edit builds the description that f makes of each step: none to remove it, more
// than one to add some. It is how options, and tests, change a description.
func (p *Protocol) Edit(f func(ph *Phase, r *Role, s Step) []Step) (*Protocol, error) {
	return Build(p.edited(f))
}

// Mutant is Edit without the checks of Build and with messages numbered as they
// were: it is for running what cannot be right, to see what notices.
func (p *Protocol) Mutant(f func(ph *Phase, r *Role, s Step) []Step) *Protocol {
	return p.edited(f)
}

func (p *Protocol) edited(f func(ph *Phase, r *Role, s Step) []Step) *Protocol {
	q := p.clone()
	for i := range q.Phases {
		for j := range q.Phases[i].Roles {
			r := &q.Phases[i].Roles[j]
			var steps []Step
			for _, s := range r.Steps {
				steps = append(steps, f(&q.Phases[i], r, s)...)
			}
			r.Steps = steps
		}
	}
	return q
}

// Member returns the declaration of a party, nil when there is none.
func (p *Protocol) Member(party Party) *Member {
	for i := range p.Parties {
		if p.Parties[i].Party == party {
			return &p.Parties[i]
		}
	}
	return nil
}

// PhaseNamed returns a phase by its name, nil when there is none.
func (p *Protocol) PhaseNamed(name string) *Phase {
	for i := range p.Phases {
		if p.Phases[i].Name == name {
			return &p.Phases[i]
		}
	}
	return nil
}

// Equation is an equation's name, such as "Eq. 15", or "H15" in the hardened profile.
func (p *Protocol) Equation(n int) string { return equationName(p.Mark, n) }

func equationName(mark string, n int) string {
	if mark == "" {
		mark = "Eq. "
	}
	return mark + strconv.Itoa(n)
}

// Opening returns the phase in which the session begins that runs the named one of its
// own accord: that phase, or, where its role only continues, the one of its group that the
// role's thread opens in. It is nil when nobody begins such a session.
func (p *Protocol) Opening(name string) *Phase {
	for i := range p.Phases {
		ph := &p.Phases[i]
		r := ph.Opener()
		if r == nil {
			continue
		}
		for _, st := range p.Thread(r.Party, ph.Name) {
			if st.Phase.Name == name && st.Phase.Group == ph.Group {
				return ph
			}
		}
	}
	return nil
}

// Opener returns the role that opens the phase of its own accord, nil when the phase only
// continues another.
func (ph *Phase) Opener() *Role {
	for i := range ph.Roles {
		if ph.Roles[i].Opens() {
			return &ph.Roles[i]
		}
	}
	return nil
}

// Role returns the role of a party in the phase, nil when it has none.
func (ph *Phase) Role(party Party) *Role {
	for i := range ph.Roles {
		if ph.Roles[i].Party == party {
			return &ph.Roles[i]
		}
	}
	return nil
}

// Opens reports whether a role starts a new session of its own accord, rather
// than when a message comes or where an earlier phase ended.
func (r *Role) Opens() bool { return !r.Continues && !r.Responds() }

// Responds reports whether the first thing on the network that the role does is
// to receive.
func (r *Role) Responds() bool {
	for _, s := range r.Steps {
		switch s.Kind {
		case StepSend:
			return false
		case StepRecv:
			return true
		}
	}
	return false
}

// Thread is all that a party's session does, from the phase in which it opens on
// through the phases that continue it.
func (p *Protocol) Thread(party Party, phase string) []Stage {
	var stages []Stage
	for i := range p.Phases {
		ph := &p.Phases[i]
		r := ph.Role(party)
		switch {
		case r == nil:
		case ph.Name == phase && !r.Continues:
			stages = append(stages, Stage{ph, r})
		case len(stages) > 0 && r.Continues:
			stages = append(stages, Stage{ph, r})
		case len(stages) > 0:
			return stages // another session of the party starts here
		}
	}
	return stages
}

// A Stage is a party's role in a phase, as a part of a thread.
type Stage struct {
	Phase *Phase
	Role  *Role
}

func checkShape(p *Protocol) error {
	seen := map[string]bool{}
	begun := map[Party]bool{}
	for i := range p.Phases {
		ph := &p.Phases[i]
		if seen[ph.Name] {
			return fmt.Errorf("%s: phase %q is there twice", p.Name, ph.Name)
		}
		seen[ph.Name] = true
		for j := range ph.Roles {
			r := &ph.Roles[j]
			if ph.Role(r.Party) != r {
				return fmt.Errorf("%s: %s: role %s is there twice", p.Name, ph.Name, r.Party)
			}
			if r.Continues && !begun[r.Party] {
				return fmt.Errorf("%s: %s: role %s continues what no earlier phase begins",
					p.Name, ph.Name, r.Party)
			}
			begun[r.Party] = true
			if err := checkRole(p, ph, r); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkRole(p *Protocol, ph *Phase, r *Role) error {
	fail := func(i int, s Step, term, reason string) error {
		return &StepError{p.Name, ph.Name, r.Party, i + 1, s.Eqn, p.Mark, term, reason}
	}
	if p.Member(r.Party) == nil {
		return fail(-1, Step{}, string(r.Party), "is not a party of the protocol")
	}
	received := false
	for i, s := range r.Steps {
		talks := s.Kind == StepSend || s.Kind == StepRecv
		if s.Peer == "" && talks {
			return fail(i, s, `""`, "is not a party of the protocol")
		}
		if s.Peer != "" && p.Member(s.Peer) == nil {
			return fail(i, s, string(s.Peer), "is not a party of the protocol")
		}
		for _, t := range s.named() {
			if t.Op == OpPRK && s.Kind == StepOpen && t.Name == string(r.Party) {
				continue
			}
			if t.Op != OpVar {
				return fail(i, s, t.String(), "is not a variable: "+s.Kind.String()+" wants one")
			}
		}
		switch s.Kind {
		case StepRecv:
			received = true
		case StepAge:
			if !received {
				return fail(i, s, s.Var.String(),
					"no message came before whose age could be checked")
			}
		case StepOnce:
			if s.Limit < 1 || s.Table == "" {
				return fail(i, s, s.Term.String(), "wants a table, and a limit of 1 or more")
			}
		case StepOpen:
			if len(s.Anew) != len(s.Fields) {
				return fail(i, s, s.Term.String(), "not made by Open")
			}
		}
	}
	return nil
}

// named are the terms that a step binds, writes or finds by their names. A term
// that is not a variable has none.
func (s *Step) named() []*Term {
	switch s.Kind {
	case StepRecv, StepOpen, StepLookup, StepPublish:
		return s.Fields
	case StepFresh, StepStamp, StepInput, StepLet, StepAge, StepTick, StepWithin, StepNear:
		return []*Term{s.Var}
	case StepCert:
		return []*Term{s.Var, s.Key}
	case StepStore:
		if s.Term == nil {
			return s.Fields
		}
	case StepVerify:
		if s.Mode&Recovery != 0 {
			return s.Fields
		}
	}
	return nil
}

func checkEquations(p *Protocol) error {
	if p.Equations == 0 {
		return nil
	}
	at := map[int]string{}
	var err error
	p.EachStep(func(ph *Phase, r *Role, i int, s *Step) {
		if s.Eqn == 0 || err != nil {
			return
		}
		here := fmt.Sprintf("%s: role %s: step %d", ph.Name, r.Party, i+1)
		if before, ok := at[s.Eqn]; ok {
			err = fmt.Errorf("%s: Eq. %d is carried twice: %s and %s",
				p.Name, s.Eqn, before, here)
		} else if s.Eqn < 1 || s.Eqn > p.Equations {
			err = fmt.Errorf("%s: %s: Eq. %d: want 1 to %d", p.Name, here, s.Eqn, p.Equations)
		}
		at[s.Eqn] = here
	})
	for n := 1; n <= p.Equations && err == nil; n++ {
		if at[n] == "" {
			err = fmt.Errorf("%s: Eq. %d is carried by no step", p.Name, n)
		}
	}
	return err
}

// claimEvents are the events that each kind of claim needs, by the claim's By
// party and by its About party; those with none are decided by what every trace has.
var claimEvents = map[ClaimKind][2]Event{
	Secrecy:        {EventSecret, ""},
	ForwardSecrecy: {EventSecret, ""},
	Aliveness:      {EventCommit, ""},
	WeakAgreement:  {EventCommit, EventRunning},
	Agreement:      {EventCommit, EventRunning},
	Injective:      {EventCommit, EventRunning},
	IntendedPeer:   {EventCommit, EventRunning},
	Freshness:      {EventCommit, EventRunning},
	Integrity:      {EventAccept, EventMade},
	NonRepudiation: {EventAccept, EventMade},
	Authorization:  {EventReleased, EventConsent},
	Anonymity:      {},
	Unlinkability:  {},
	Availability:   {},
}

func checkClaims(p *Protocol) error {
	type key struct {
		party Party
		label string
		event Event
	}
	have := map[key]bool{}
	p.EachStep(func(ph *Phase, r *Role, i int, s *Step) {
		if s.Kind == StepClaim {
			have[key{r.Party, s.Label, s.Event}] = true
		}
	})
	ids := map[string]bool{}
	for _, c := range p.Claims {
		if ids[c.ID] {
			return fmt.Errorf("%s: claim %q is there twice", p.Name, c.ID)
		}
		ids[c.ID] = true
		events, ok := claimEvents[c.Kind]
		if !ok {
			return fmt.Errorf("%s: claim %q: kind %q: want one of %s",
				p.Name, c.ID, c.Kind, claimKinds())
		}
		for i, party := range []Party{c.By, c.About} {
			if e := events[i]; e != "" && !have[key{party, c.Label, e}] {
				return fmt.Errorf("%s: claim %q: role %s has no step %q labelled %q",
					p.Name, c.ID, party, e, c.Label)
			}
		}
	}
	return nil
}

// claimKinds lists all kinds of claims, in order.
func claimKinds() string {
	var names []string
	for k := range claimEvents {
		names = append(names, string(k))
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}
