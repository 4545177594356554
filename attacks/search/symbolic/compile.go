package symbolic

import (
	"fmt"
	"slices"

	"emrproof/model"
)

// A Thread is all that a session of a party does, from the phase in which it begins.
type Thread struct {
	Party model.Party
	Phase *model.Phase // in which it begins
	Opens bool         // of its own accord
	lines []Line
	slots map[string]int // of the variables that it holds, by their symbols
}

// A Line is a step of a thread, with its phase.
type Line struct {
	*model.Step
	phase *model.Phase
}

// newThread makes the thread of a party that begins in a phase, with slots for all that its
// steps name.
func newThread(p *model.Protocol, party model.Party, ph *model.Phase) *Thread {
	th := &Thread{Party: party, Phase: ph, slots: map[string]int{}}
	for _, m := range p.Parties {
		th.slot(m.ID)
	}
	th.slot(model.PRK(party))
	for _, st := range p.Thread(party, ph.Name) {
		th.Opens = th.Opens || len(th.lines) == 0 && st.Role.Opens()
		for i := range st.Role.Steps {
			s := &st.Role.Steps[i]
			th.lines = append(th.lines, Line{s, st.Phase})
			for _, t := range s.Terms() {
				t.Walk(th.slot)
			}
		}
	}
	return th
}

func (th *Thread) slot(t *model.Term) {
	if _, ok := th.slots[t.Symbol()]; !ok && (t.Op == model.OpVar || t.Op == model.OpPRK) {
		th.slots[t.Symbol()] = len(th.slots)
	}
}

// Aside says whether a phase is none of those that the adversary can act in.
func Aside(ph *model.Phase) bool { return ph.Secure || ph.Once }

// mixed says whether the thread goes over both channels.
func (th *Thread) mixed() bool {
	return slices.ContainsFunc(th.lines, func(l Line) bool {
		return Aside(l.phase) != Aside(th.Phase)
	})
}

// opensWith is the message that begins a session of the thread; empty: it begins by itself.
func (th *Thread) opensWith() string {
	for _, l := range th.lines {
		if l.Kind == model.StepRecv && !th.Opens {
			return l.Msg
		}
	}
	return ""
}

// Threads are all threads of a description.
func Threads(p *model.Protocol) []*Thread {
	var all []*Thread
	for i := range p.Phases {
		ph := &p.Phases[i]
		for j := range ph.Roles {
			if r := &ph.Roles[j]; !r.Continues {
				all = append(all, newThread(p, r.Party, ph))
			}
		}
	}
	return all
}

// supported says what keeps a description from being searched. What is refused here is what
// the search would get wrong.
func supported(p *model.Protocol) error {
	var err error
	p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if what := unsupported(ph, r, s); what != "" && err == nil {
			err = fmt.Errorf("search %s: %s, role %s: %s: not searched yet", p.Name, ph.Name,
				r.Party, what)
		}
	})
	for _, th := range Threads(p) {
		what := ""
		switch {
		case th.mixed():
			what = "a session on both channels"
		case th.late():
			what = "a check of age between what a session sends and what it claims or stores then"
		}
		if what != "" && err == nil {
			err = fmt.Errorf("search %s: %s, role %s: %s: not searched yet", p.Name, th.Phase.Name,
				th.Party, what)
		}
	}
	return err
}

// late says whether a session may refuse for the age of something, after it has sent or stored
// something, so that what it would claim or store then is missing. The search makes no run in which
// time passes so that a check of age fails.
func (th *Thread) late() bool {
	sent, checked := false, false
	for _, l := range th.lines {
		switch l.Kind {
		case model.StepRecv:
			sent, checked = false, false
		case model.StepAge, model.StepNear, model.StepWithin:
			checked = checked || sent
		case model.StepClaim, model.StepStore:
			if checked {
				return true
			}
			sent = sent || l.Kind == model.StepStore
		case model.StepSend:
			sent = true
		}
	}
	return false
}

// unsupported says what in a step the search cannot deal with; empty: nothing.
func unsupported(ph *model.Phase, r *model.Role, s *model.Step) string {
	what := ""
	for _, t := range s.Terms() {
		t.Walk(func(u *model.Term) {
			switch {
			case u.Op == model.OpXOR:
				what = "exclusive or"
			case u.Mode&^(model.Padded|model.Recovery) != 0:
				what = "texts that are " + u.Mode.String()
			}
		})
	}
	open := !Aside(ph)
	switch {
	case what != "":
	case s.Mode&^(model.Padded|model.Recovery) != 0:
		what = "texts that are " + s.Mode.String()
	case open && s.Kind == model.StepEnrol, open && s.Kind == model.StepPublish && len(s.Fields) > 0:
		what = s.Kind.String() + " on the open network"
	case s.Kind == model.StepVerify && s.Mode&model.Recovery != 0 && !allVariables(s.Fields):
		what = "a signature that shows what is computed"
	case s.Binds() && has(s.Fields, model.PublicKey):
		what = "public keys in messages"
	case open && (travels(s) || s.Kind == model.StepOpen && !kept(r, s.Term)) &&
		has(s.Fields, model.PrivateKey):
		what = "private keys in messages"
	case open && (travels(s) || s.Kind == model.StepOpen || s.Kind == model.StepVerify) &&
		has(s.Fields, model.Masked):
		what = "masked texts in messages"
	case !open && (s.Event == model.EventCommit || s.Event == model.EventAccept ||
		s.Event == model.EventReleased):
		what = "a claim of what comes before on the secure channel"
	}
	return what
}

// travels says whether the fields of a step are those of a message.
func travels(s *model.Step) bool { return s.Kind == model.StepSend || s.Kind == model.StepRecv }

// has says whether one of some terms is of a sort.
func has(ts []*model.Term, sort model.Sort) bool {
	return slices.ContainsFunc(ts, func(t *model.Term) bool { return t.Sort == sort })
}

func allVariables(ts []*model.Term) bool {
	return !slices.ContainsFunc(ts, func(t *model.Term) bool { return t.Op != model.OpVar })
}

// kept says whether what a role opens comes out of what its principal keeps for itself.
func kept(r *model.Role, t *model.Term) bool {
	return slices.ContainsFunc(r.Steps, func(s model.Step) bool {
		return s.Kind == model.StepLookup && s.Term == nil &&
			slices.ContainsFunc(s.Fields, func(f *model.Term) bool { return f.Name == t.Name })
	})
}
