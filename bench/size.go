package bench

import (
	"fmt"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Message is one message of the protocol on the insecure network.
type Message struct {
	Phase string // its group
	Name  string // such as "visit 1"
	From  model.Party
	To    model.Party
	Bits  int64
	// Records is how many of its bits are M_SD, M_EMR or M_DINF, which any scheme has to
	// carry.
	Records int64
}

// messagesOf returns the messages of a description, with their declared lengths. What stands
// between the fields is not counted.
func messagesOf(p *model.Protocol, l *Lengths) ([]Message, error) {
	made, records := definitions(p)
	var all []Message
	var failed error
	p.EachStep(func(ph *model.Phase, r *model.Role, _ int, s *model.Step) {
		if s.Kind != model.StepSend || ph.Secure || failed != nil {
			return
		}
		m := Message{Phase: ph.Group, Name: s.Msg, From: r.Party, To: s.Peer}
		var err error
		if m.Bits, err = l.sum(s.Fields, made); err == nil {
			m.Records, err = l.sum(inside(s.Fields, made, records), made)
		}
		if err != nil {
			failed = fmt.Errorf("%s: %s: %w", p.Name, s.Msg, err)
		}
		all = append(all, m)
	})
	return inOrder(p, all), failed
}

// definitions finds two kinds of variables in a description. Those in made hold other
// variables that can be read out of them, such as ciphertexts: made has their terms. Those in
// records are medical records from outside.
func definitions(p *model.Protocol) (made map[string]*model.Term, records map[string]bool) {
	made, records = map[string]*model.Term{}, map[string]bool{}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		switch {
		case s.Kind == model.StepLet && (sealed(s.Term) || recovers(s.Term)):
			made[s.Var.Name] = s.Term
		case s.Kind == model.StepInput && s.Key != nil: // about a patient
			records[s.Var.Name] = true
		}
	})
	return made, records
}

// inside finds the records among terms and in the ciphertexts among them.
func inside(ts []*model.Term, made map[string]*model.Term, records map[string]bool) []*model.Term {
	var found []*model.Term
	for _, t := range ts {
		switch {
		case t.Op == model.OpVar && records[t.Name]:
			found = append(found, t)
		case t.Op == model.OpVar && made[t.Name] != nil:
			found = append(found, inside(made[t.Name].Fields(), made, records)...)
		default:
			found = append(found, inside(t.Args, made, records)...)
		}
	}
	return found
}

// inOrder puts messages in the order in which an honest run sends them: by groups of
// phases, and by the numbers in their names, which count through a phase.
func inOrder(p *model.Protocol, all []Message) []Message {
	var sorted []Message
	for i := range p.Phases {
		for n := 1; ; n++ {
			found := false
			for _, m := range all {
				if m.Name == fmt.Sprintf("%s %d", p.Phases[i].Name, n) {
					sorted, found = append(sorted, m), true
				}
			}
			if !found {
				break
			}
		}
	}
	return sorted
}

// A transcript records what went over the insecure network in a run.
type transcript struct {
	messages []Message
	took     map[string]trace.Duration // as SessionTimes has it
}

// SessionTimes is how long the one session of c takes, in virtual time, by group of phases. A
// group lasts from the arrival of the last message of the group before, or from the sending of
// the very first message, to the arrival of its own last one. Under Whole, the session lasts
// from its beginning to the last arrival, and whatever anybody computes after it.
func SessionTimes(c sim.Config) (map[string]trace.Duration, error) {
	sent, err := messagesSent(c)
	if err != nil {
		return nil, err
	}
	return sent.took, nil
}

// messagesSent runs the one session of c and returns its messages as they were on the wire, and
// how long they took.
func messagesSent(c sim.Config) (*transcript, error) {
	protocol, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	l := listener{transcript: transcript{took: map[string]trace.Duration{}},
		groups: map[string]string{}, sends: map[string][]*model.Term{},
		party: map[string]model.Party{}, sizes: map[string]int64{}}
	protocol.EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepSend && !ph.Secure {
			l.groups[s.Msg], l.sends[s.Msg] = ph.Group, s.Fields
		}
	})
	for _, p := range c.Principals {
		l.party[p.Name] = p.Party
	}
	r, err := sim.Run(c, nil, l.hear)
	if err != nil {
		return nil, err
	}
	world := protocol.StandardWorld()
	want := len(world.Sessions)
	for _, m := range world.Before {
		if !protocol.Aside(protocol.PhaseNamed(m.Phase)) {
			want++
		}
	}
	if r.Sessions.Completed != want || r.Sessions.Started != want {
		return nil, fmt.Errorf("%d sessions, %d completed: want %d", r.Sessions.Started,
			r.Sessions.Completed, want)
	}
	l.took[Whole] = r.Duration - lastStart(c)
	made, isRecord := definitions(protocol)
	for i := range l.messages {
		m := &l.messages[i]
		for _, t := range inside(l.sends[m.Name], made, isRecord) {
			m.Records += l.sizes[t.Name]
		}
	}
	return &l.transcript, nil
}

// A listener records what goes over the insecure network in one session.
type listener struct {
	transcript
	groups map[string]string        // of messages, by name
	sends  map[string][]*model.Term // their fields
	party  map[string]model.Party
	sizes  map[string]int64 // of values, in bits, by symbol
	at     trace.Time       // of the last arrival
}

func (l *listener) hear(e *trace.Event) {
	for _, d := range e.Data {
		l.sizes[d.Name] = 8 * int64(len(d.Value.Bytes()))
	}
	if e.Msg == nil || l.groups[e.Msg.Name] == "" {
		return
	}
	group := l.groups[e.Msg.Name]
	switch e.Kind {
	case trace.KindSend:
		if len(l.messages) == 0 {
			l.at = e.At
		}
		l.messages = append(l.messages, Message{Phase: group, Name: e.Msg.Name,
			From: l.party[e.Msg.From.Principal], To: l.party[e.Msg.To.Principal],
			Bits: 8 * int64(e.Msg.Size())})
	case trace.KindDeliver:
		l.took[group] += trace.Duration(e.At - l.at)
		l.at = e.At
	}
}

// lastStart is how long after the opening of the schedule the session begins.
func lastStart(c sim.Config) trace.Duration {
	var at trace.Duration
	for _, s := range c.Starts {
		at = max(at, s.At)
	}
	return at
}
