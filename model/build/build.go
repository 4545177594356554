// Package build checks a description and makes it ready to run.
//
// It rehearses the description once between honest parties on terms instead of bytes, and
// refuses what could not run: a value used before it is bound, a ciphertext that its
// receiver cannot open, a signature that it cannot rebuild, a check that can never succeed.
package build

import (
	"fmt"
	"sort"
	"strings"

	"emrproof/model"
)

// Protocol checks a description and numbers its messages. It refuses a description
// in which a value is used before it is bound or as one of another sort, in which
// a receiver cannot open what it opens or rebuild what it verifies, in which a
// check can never succeed between honest parties, whose equations are not all
// there exactly once, whose claims lack their events, or whose world nobody could
// live in. The description given is not changed.
func Protocol(p *model.Protocol) (*model.Protocol, error) {
	q := p.Clone()
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
	q.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) { s.Mark = q.Mark })
	if err := checkClaims(q); err != nil {
		return nil, err
	}
	if err := checkWorld(q); err != nil {
		return nil, err
	}
	return q, nil
}

func checkShape(p *model.Protocol) error {
	seen := map[string]bool{}
	begun := map[model.Party]bool{}
	for i := range p.Phases {
		ph := &p.Phases[i]
		if seen[ph.Name] {
			return &Refusal{Phase: ph.Name,
				text: fmt.Sprintf("%s: phase %q is there twice", p.Name, ph.Name)}
		}
		seen[ph.Name] = true
		for j := range ph.Roles {
			r := &ph.Roles[j]
			if ph.Role(r.Party) != r {
				return &Refusal{Phase: ph.Name, Party: r.Party,
					text: fmt.Sprintf("%s: %s: role %s is there twice", p.Name, ph.Name, r.Party)}
			}
			if r.Continues && !begun[r.Party] {
				return &Refusal{Phase: ph.Name, Party: r.Party,
					text: fmt.Sprintf("%s: %s: role %s continues what no earlier phase begins",
						p.Name, ph.Name, r.Party)}
			}
			begun[r.Party] = true
			if err := checkRole(p, ph, r); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkRole(p *model.Protocol, ph *model.Phase, r *model.Role) error {
	fail := func(i int, s model.Step, term, reason string) error {
		return refusal(p, ph, r.Party, i+1, s.Eqn, term, reason)
	}
	if p.Member(r.Party) == nil {
		return fail(-1, model.Step{}, string(r.Party), "is not a party of the protocol")
	}
	received := false
	for i, s := range r.Steps {
		talks := s.Kind == model.StepSend || s.Kind == model.StepRecv
		if s.Peer == "" && talks {
			return fail(i, s, `""`, "is not a party of the protocol")
		}
		if s.Peer != "" && p.Member(s.Peer) == nil {
			return fail(i, s, string(s.Peer), "is not a party of the protocol")
		}
		for _, t := range namesIn(&s) {
			if t.Op == model.OpPRK && s.Kind == model.StepOpen && t.Name == string(r.Party) {
				continue
			}
			if t.Op != model.OpVar {
				return fail(i, s, t.String(), "is not a variable: "+s.Kind.String()+" wants one")
			}
		}
		switch s.Kind {
		case model.StepRecv:
			received = true
		case model.StepAge:
			if !received {
				return fail(i, s, s.Var.String(),
					"no message came before whose age could be checked")
			}
		case model.StepOnce:
			if s.Limit < 1 || s.Table == "" {
				return fail(i, s, s.Term.String(), "wants a table, and a limit of 1 or more")
			}
		case model.StepOpen:
			if len(s.Anew) != len(s.Fields) {
				return fail(i, s, s.Term.String(), "not made by Open")
			}
		}
	}
	return nil
}

// namesIn returns the terms of a step that have to be variables: those that it binds, writes
// or finds by their names. Only an open may also bind the party's own private key.
func namesIn(s *model.Step) []*model.Term {
	switch s.Kind {
	case model.StepRecv, model.StepOpen, model.StepLookup, model.StepPublish:
		return s.Fields
	case model.StepFresh, model.StepStamp, model.StepInput, model.StepLet, model.StepAge,
		model.StepTick, model.StepWithin, model.StepNear:
		return []*model.Term{s.Var}
	case model.StepCert:
		return []*model.Term{s.Var, s.Key}
	case model.StepStore:
		if s.Term == nil {
			return s.Fields
		}
	case model.StepVerify:
		if s.Mode&model.Recovery != 0 {
			return s.Fields
		}
	}
	return nil
}

func checkEquations(p *model.Protocol) error {
	if p.Equations == 0 {
		return nil
	}
	at := map[int]string{}
	var err error
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
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

// Events returns the events that a kind of claim needs: first one of the claim's By party, then
// one of its About party; each may be empty. Claims that need none are decided by what every
// trace has. The kind is known when the result is true.
func Events(kind model.ClaimKind) (events [2]model.Event, known bool) {
	events, known = claimEvents[kind]
	return events, known
}

var claimEvents = map[model.ClaimKind][2]model.Event{
	model.Secrecy:        {model.EventSecret, ""},
	model.ForwardSecrecy: {model.EventSecret, ""},
	model.Aliveness:      {model.EventCommit, ""},
	model.WeakAgreement:  {model.EventCommit, model.EventRunning},
	model.Agreement:      {model.EventCommit, model.EventRunning},
	model.Injective:      {model.EventCommit, model.EventRunning},
	model.IntendedPeer:   {model.EventCommit, model.EventRunning},
	model.Freshness:      {model.EventCommit, model.EventRunning},
	model.Integrity:      {model.EventAccept, model.EventMade},
	model.NonRepudiation: {model.EventAccept, model.EventMade},
	model.Authorization:  {model.EventReleased, model.EventConsent},
	model.Anonymity:      {},
	model.Unlinkability:  {},
	model.Availability:   {},
}

func checkClaims(p *model.Protocol) error {
	type key struct {
		party model.Party
		label string
		event model.Event
	}
	have := map[key]bool{}
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		if s.Kind == model.StepClaim {
			have[key{r.Party, s.Label, s.Event}] = true
		}
	})
	ids := map[string]bool{}
	for _, c := range p.Claims {
		wrong := func(format string, args ...any) error {
			return &Refusal{Claim: c.ID,
				text: fmt.Sprintf("%s: claim %q", p.Name, c.ID) + fmt.Sprintf(format, args...)}
		}
		if ids[c.ID] {
			return wrong(" is there twice")
		}
		ids[c.ID] = true
		events, ok := Events(c.Kind)
		if !ok {
			return wrong(": kind %q: want one of %s", c.Kind, claimKinds())
		}
		for i, party := range []model.Party{c.By, c.About} {
			if e := events[i]; e != "" && !have[key{party, c.Label, e}] {
				return wrong(": role %s has no step %q labelled %q", party, e, c.Label)
			}
		}
	}
	return nil
}

// claimKinds lists all kinds of claims, in order, for an error.
func claimKinds() string {
	var names []string
	for k := range claimEvents {
		names = append(names, string(k))
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}

// A Refusal says why a description cannot run, and where in it.
type Refusal struct {
	Phase string
	Party model.Party
	Step  int    // of the role, counted from 1; 0: the role as a whole
	Term  string // that cannot be rebuilt or opened, or that can never be equal
	Claim string // the id of the claim that is wrong, and no step; empty: none is
	World bool   // the world is wrong
	// Held are the variables of the sort of Term that the party holds there, when Term is one that
	// it does not hold; in the order of the description.
	Held []string
	text string
}

// Error says where and why.
func (r *Refusal) Error() string { return r.text }

// refusal makes the error about a step of a role, counted from 1; step 0 is the role as a
// whole.
func refusal(p *model.Protocol, ph *model.Phase, party model.Party, step, eq int, term,
	reason string) *Refusal {
	where := fmt.Sprintf("%s: %s: role %s", p.Name, ph.Name, party)
	if step > 0 {
		where += fmt.Sprintf(": step %d", step)
	}
	if eq > 0 {
		where += " (" + p.Equation(eq) + ")"
	}
	return &Refusal{Phase: ph.Name, Party: party, Step: step, Term: term,
		text: fmt.Sprintf("%s: %s: %s", where, term, reason)}
}
