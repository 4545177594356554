package sim

import (
	"container/heap"
	"math/rand/v2"

	"emrproof/model"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// A happening is what takes place at one moment of a run: a message arrives, a session starts,
// messages leave, or a timer of the adversary runs out.
type happening struct {
	at       trace.Time
	sequence int
	message  *trace.Message
	start    *Start
	sent     []*trace.Message // by a session that is done computing, when leaving
	leaving  bool
	timer    int // of the adversary's, when timed
	timed    bool
}

// queue orders happenings by (time, sequence). The adversary's timers come after all else that
// happens at their time, so it does not matter when a timer was set.
type queue []*happening

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	switch {
	case a.at != b.at:
		return a.at < b.at
	case a.timed != b.timed:
		return b.timed
	}
	return a.sequence < b.sequence
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*happening)) }
func (q *queue) Pop() any {
	old := *q
	h := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return h
}

func (w *world) at(t trace.Time, h *happening) *happening {
	w.sequence++
	h.at, h.sequence = t, w.sequence
	return h
}

// leave puts the messages that a session sends on the network when its computing is done.
// Where that takes no time, they leave at once.
func (w *world) leave(sent []*trace.Message, after trace.Duration) error {
	if after > 0 {
		heap.Push(&w.queue, w.at(w.now.Add(after), &happening{sent: sent, leaving: true}))
		return nil
	}
	for _, m := range sent {
		if err := w.send(m); err != nil {
			return err
		}
	}
	return nil
}

// send puts a message on the network. Over the secure channel it goes straight to its
// receiver; otherwise it is handed to the adversary.
func (w *world) send(m *trace.Message) error {
	w.messages++
	m.ID = w.messages
	w.tally.message(w.groups[m.Name], m)
	if m.Secure {
		w.transit(trace.KindSecure, m, "")
		w.forward(m, 0)
		return nil
	}
	w.transit(trace.KindSend, m, "")
	if w.adversary == nil {
		w.forward(m, 0)
		return nil
	}
	return w.adversary.Message(w.net, m)
}

// forward schedules the arrival of a message.
func (w *world) forward(m *trace.Message, delay trace.Duration) {
	between := [2]string{m.From.Principal, m.To.Principal}
	link, ok := w.routes[between]
	if !ok {
		link = w.config.Link
	}
	after := link.Takes(int64(m.Size()), w.draw(link, between)).Plus(max(delay, 0))
	heap.Push(&w.queue, w.at(w.now.Add(after), &happening{message: m}))
}

// draw returns the random stream of a link between two principals, where the link needs one.
func (w *world) draw(l delay.Link, between [2]string) *rand.Rand {
	if l.Jitter == 0 && l.LossPPM == 0 {
		return nil
	}
	if w.draws[between] == nil {
		key := w.seed.key("link/" + between[0] + "/" + between[1])
		w.draws[between] = rand.New(rand.NewChaCha8(key))
	}
	return w.draws[between]
}

// deliver hands a message to the session that it is addressed to, or opens a session for it.
func (w *world) deliver(m *trace.Message) error {
	p := w.byName[m.To.Principal]
	if p == nil {
		w.transit(trace.KindIgnore, m, "there is no such principal")
		return nil
	}
	var s *session
	switch {
	case m.To.Session == 0:
		thread := w.threads[string(p.Party)+" "+m.Name]
		if thread == nil {
			w.transit(trace.KindIgnore, m, p.Name+" opens no session with such a message")
			return nil
		}
		s = w.session(p, thread, nil, w.roundOf(m))
	case m.To.Session < 0 || m.To.Session > len(p.open):
		w.transit(trace.KindIgnore, m, p.Name+" has no such session")
		return nil
	default:
		s = p.open[m.To.Session-1]
	}
	if s.state != waiting {
		w.transit(trace.KindIgnore, m, s.label+" waits for nothing")
		return nil
	}
	return w.run(s, m)
}

// address is where a message goes that is sent to a principal by its name alone. A message that
// opens no session of the principal's goes to the session that waits for it, such as the server's
// answer to a client who did not ask it: to one of the sender's round, or else to the first.
func (w *world) address(name, message string, round int) trace.Address {
	to := trace.Address{Principal: name}
	p := w.byName[name]
	if p == nil || w.threads[string(p.Party)+" "+message] != nil {
		return to
	}
	for _, s := range p.open {
		if s.waitsFor(message) && (to.Session == 0 || s.round == round) {
			to.Session = s.number
			if s.round == round {
				break
			}
		}
	}
	return to
}

// waitsFor says whether what the session does next is to receive the message of that name.
func (s *session) waitsFor(message string) bool {
	if s.state != waiting || s.stage >= len(s.stages) {
		return false
	}
	steps := s.stages[s.stage].Role.Steps
	return s.step < len(steps) && steps[s.step].Kind == model.StepRecv && steps[s.step].Msg == message
}

// roundOf is the round that a message belongs to: the round of its sender. An injected message
// has no label, and belongs to no round.
func (w *world) roundOf(m *trace.Message) int {
	if m.Label == "" {
		return noRound
	}
	return w.byName[m.From.Principal].open[m.From.Session-1].round
}

// The events that a run puts on its trace.

func (w *world) emit(e *trace.Event) {
	w.events++
	e.Seq, e.At = w.events, w.now
	w.watch(e)
}

func (w *world) transit(kind trace.EventKind, m *trace.Message, reason string) {
	if w.watch != nil {
		w.emit(&trace.Event{Kind: kind, Msg: m, Reason: reason})
	}
}

// newEvent makes an event of a session, at a step of its current role if there is one.
func (w *world) newEvent(s *session, kind trace.EventKind, step *model.Step) *trace.Event {
	if len(w.slab) == 0 {
		w.slab = make([]trace.Event, 64) // events come by the hundred
	}
	e := &w.slab[0]
	w.slab = w.slab[1:]
	*e = trace.Event{Kind: kind, Who: s.who.Name, Party: s.who.Party, Session: s.label}
	if s.stage < len(s.stages) {
		e.Phase = s.stages[s.stage].Phase.Name
	}
	if step != nil {
		e.Step, e.Eq, e.Do = s.step+1, step.Eqn, step.Kind.String()
	}
	return e
}

// event puts on the trace something that a session did; made is the variable that the step
// bound.
func (w *world) event(s *session, kind trace.EventKind, step *model.Step, made *model.Term) {
	if w.watch == nil {
		return
	}
	e := w.newEvent(s, kind, step)
	if made != nil {
		e.Data = []trace.Datum{{Name: made.Name, Value: s.holds[made.Name]}}
	}
	w.emit(e)
}

func (w *world) delivered(s *session, step *model.Step, m *trace.Message) {
	if w.watch == nil {
		return
	}
	e := w.newEvent(s, trace.KindDeliver, step)
	e.Msg = m
	w.emit(e)
}

func (w *world) refused(s *session, step *model.Step, m *trace.Message, reason string) {
	w.tally.refused(s)
	if w.watch == nil {
		return
	}
	e := w.newEvent(s, trace.KindRefuse, step)
	spent := s.spent
	e.Reason, e.Cost, e.Refused = reason, &spent, m
	w.emit(e)
}
