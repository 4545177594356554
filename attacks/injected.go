package attacks

import (
	"fmt"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// An Injected message is one that the adversary sent, with what became of it.
type Injected struct {
	Message string `json:"message"` // such as "visit 1"
	To      string `json:"to"`      // a principal, or a session of one
	Session string `json:"session"` // that got it; empty: none did
	// Check is the check that refused the message, such as "Eq. 15"; empty: none did.
	Check string `json:"check"`
	// Reason says why the message was refused, or that there was nobody to take it.
	Reason string `json:"reason"`
}

// String says in words what became of the message.
func (i Injected) String() string {
	s := i.Message + " to " + i.To + ": "
	switch {
	case i.Check != "":
		return s + fmt.Sprintf("%s refuses at %s: %s", i.Session, i.Check, i.Reason)
	case i.Session != "":
		return s + i.Session + " takes it"
	case i.Reason != "":
		return s + "ignored: " + i.Reason
	}
	return s + "it never arrives"
}

// Injected returns the messages that the adversary sent, in order. A session that got one
// refused it if it refused something before it got another message.
func (o *Outcome) Injected() []Injected {
	p, err := library.Profile(o.Config.Profile, o.Config.Options...)
	if err != nil {
		return nil
	}
	var list []Injected
	at := map[int]int{}      // in the list, by the number of the message
	last := map[string]int{} // what a session got last, in the list; -1: what is not in it
	for _, e := range o.Events {
		switch e.Kind {
		case trace.KindInject:
			at[e.Msg.ID] = len(list)
			list = append(list, Injected{Message: e.Msg.Name, To: e.Msg.To.String()})
		case trace.KindDeliver:
			last[e.Session] = -1
			if i, ok := at[e.Msg.ID]; ok {
				last[e.Session] = i
				list[i].Session = e.Session
			}
		case trace.KindIgnore:
			if i, ok := at[e.Msg.ID]; ok {
				list[i].Reason = e.Reason
			}
		case trace.KindRefuse:
			i, ok := last[e.Session]
			if e.Refused != nil { // as what it is not, before it was taken
				i, ok = at[e.Refused.ID]
			}
			if ok && i >= 0 {
				list[i].Session, list[i].Check, list[i].Reason = e.Session, checkName(p, e), e.Reason
			}
		}
	}
	return list
}

// Refusals returns the checks that refused something in a run, in order. A check is named by
// its equation, such as "Eq. 15"; or, where its step stands for no equation, by what the step
// does and on what, such as "age T_P1".
func Refusals(o *Outcome) []string {
	p, err := library.Profile(o.Config.Profile, o.Config.Options...)
	if err != nil {
		return nil
	}
	var checks []string
	for _, e := range o.Events {
		if e.Kind == trace.KindRefuse {
			checks = append(checks, checkName(p, e))
		}
	}
	return checks
}

// checkName returns the name of the check that refused, from the event of the refusal: the
// equation that its step stands for, or else what the step does and on what.
func checkName(p *model.Protocol, e *trace.Event) string {
	if e.Eq > 0 {
		return p.Equation(e.Eq)
	}
	ph := p.PhaseNamed(e.Phase)
	if ph == nil || ph.Role(e.Party) == nil || e.Step > len(ph.Role(e.Party).Steps) {
		return e.Do
	}
	s := ph.Role(e.Party).Steps[e.Step-1]
	switch {
	case s.Kind == model.StepRecv:
		return e.Do + " " + s.Msg
	case s.Kind == model.StepLookup:
		return e.Do + " " + s.Table
	case s.Kind == model.StepOpen, s.Kind == model.StepVerify, s.Kind == model.StepOnce:
		return e.Do + " " + s.Term.String()
	case s.Var != nil:
		return e.Do + " " + s.Var.Name
	}
	return e.Do
}
