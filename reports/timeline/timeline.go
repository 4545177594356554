package timeline

import (
	"fmt"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A step is one thing that a chart draws. Computing takes no virtual time, so a message and all
// that its receiver does with it are one step, at the time at which the message arrives.
type step struct {
	Kind  kind
	Seq   int // of the last event that it covers
	At    trace.Time
	Phase *model.Phase // nil for what belongs to none
	Round int          // counted from 1; 0: none

	Session  string // that does it; empty where none does
	From, To string // of a message: sessions, or principals where a session is to be new
	Message  *trace.Message
	// Fields are the receiver's names for the fields of a message that the adversary made; such
	// a message has no names of its own.
	Fields   []*model.Term
	Mark     string // what the adversary did to the message, in words with a sign
	Opens    bool   // the session begins with it
	Checks   []string
	Eqs      []int // of the checks
	Computes []computed

	Exchange *exchange // over the secure channel
	Words    string    // an act of the adversary's, a refusal, why a message is ignored
	Act      act
}

// A kind says what happens in a step.
type kind string

// The kinds of steps. A message that is refused or ignored makes a step of kind refused,
// whatever the adversary did to it.
const (
	delivered  kind = "message"
	dropped    kind = "dropped"
	injected   kind = "injected"
	again      kind = "again"      // a copy of one that came before
	redirected kind = "redirected" // or only delayed
	refused    kind = "refuse"
	alone      kind = "alone"  // a session goes on by itself
	secure     kind = "secure" // an exchange over the secure channel
	acted      kind = "act"    // the adversary does something beside messages
)

// signs stand before the words that say what the adversary did to a message, so that it can be
// seen without colour.
var signs = map[kind]string{dropped: "✗ ", injected: "✂ ", again: "↻ ", redirected: "↷ "}

// An act is something that the adversary does other than to a message.
type act struct {
	Who      string // whom it is about; empty: nobody
	Takes    bool   // it takes something from that principal
	Corrupts bool   // it takes everything
}

// A computed is a value that a session computes, with the number of its equation.
type computed struct {
	Text   string
	Errata []string
}

// An exchange is all that follows from one start of a session. Over the secure channel it is
// one step.
type exchange struct {
	By    string
	Sent  []*trace.Message
	Eqs   []int
	Made  []string
	phase *model.Phase
	round int // counted from 1; 0 over the secure channel
	ended int // sessions
}

// adversary is the name that a chart gives to the sender of an injected message.
const adversary = "adversary"

// A reader turns the events of a run into steps, as they come.
type reader struct {
	Protocol  *model.Protocol
	step      func(*step)
	seq       int // of the last event
	exchanges map[string]*exchange
	rounds    int
	open      *step      // what a session does at the moment
	tampering *tampering // nil: there is no adversary
}

// stepsOfRun returns the steps of a run of c that is over.
func stepsOfRun(c sim.Config, events []*trace.Event) ([]*step, error) {
	var all []*step
	r, err := newReader(c, func(s *step) { all = append(all, s) })
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		r.Event(e)
	}
	r.Close()
	return all, nil
}

// newReader returns a reader of a run of c. It calls the function step with each step, when
// that step is over.
func newReader(c sim.Config, step func(*step)) (*reader, error) {
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	r := &reader{Protocol: p, step: step, exchanges: map[string]*exchange{}}
	if len(c.Moves) > 0 {
		r.tampering = newTampering(p)
	}
	return r, nil
}

// Event reads one event of the run; it is the watcher of the run.
func (r *reader) Event(e *trace.Event) {
	if r.open != nil && (e.Session != r.open.Session || e.Kind == trace.KindDeliver ||
		e.Phase != r.open.Phase.Name) {
		r.Close()
	}
	r.seq = e.Seq
	r.tamper(e)
	switch e.Kind {
	case trace.KindStart:
		r.start(e)
	case trace.KindSecure:
		x := r.exchange(e.Msg.From)
		x.Sent = append(x.Sent, e.Msg)
	case trace.KindDeliver:
		if r.exchanges[e.Session] == nil {
			r.exchanges[e.Session] = r.exchange(e.Msg.From)
		}
		r.begin(e)
	case trace.KindCompute:
		r.compute(e)
	case trace.KindRefuse:
		r.refuse(e)
	case trace.KindIgnore:
		r.ignore(e)
	case trace.KindEnd:
		r.end(e)
	}
}

// Close ends the last step.
func (r *reader) Close() {
	if s := r.open; s != nil {
		r.open = nil
		r.make(*s)
	}
}

// make hands over a step that is complete.
func (r *reader) make(s step) {
	s.Seq = r.seq
	r.step(&s)
}

func (r *reader) start(e *trace.Event) {
	ph := r.Protocol.PhaseNamed(e.Phase)
	if !ph.Role(e.Party).Opens() {
		return // the message that opens the session comes next
	}
	x := &exchange{phase: ph, By: e.Who}
	if !ph.Secure {
		r.rounds++
		x.round = r.rounds
	}
	r.exchanges[e.Session] = x
	r.begin(e)
}

// exchange returns the exchange to which a message belongs, by the session that sent it. A
// message that no session sent belongs to none.
func (r *reader) exchange(from trace.Address) *exchange {
	if x := r.exchanges[fmt.Sprintf("%s.%d", from.Principal, from.Session)]; x != nil {
		return x
	}
	return &exchange{By: from.Principal}
}

// begin begins a step of the chart at an event of a session.
func (r *reader) begin(e *trace.Event) {
	ph := r.Protocol.PhaseNamed(e.Phase)
	if ph.Secure {
		return
	}
	s := &step{Kind: alone, Session: e.Session, Phase: ph, At: e.At, Message: e.Msg,
		To: e.Session, Round: r.exchanges[e.Session].round, Opens: e.Kind == trace.KindStart}
	if e.Msg != nil {
		s.Kind, s.From, s.Mark = r.receive(e.Msg)
		if s.From == adversary {
			s.Fields = r.stepOf(e).Fields
		}
	}
	r.open = s
}

// compute adds a step of the protocol description to the step of the chart.
func (r *reader) compute(e *trace.Event) {
	s := r.stepOf(e)
	if ph := r.Protocol.PhaseNamed(e.Phase); ph.Secure {
		r.exchanges[e.Session].note(s)
		return
	}
	if r.open == nil {
		r.begin(e)
	}
	r.open.note(s)
}

func (s *step) note(of *model.Step) {
	if words, ok := checking(of); ok {
		s.Checks = append(s.Checks, words)
		if of.Eqn > 0 {
			s.Eqs = append(s.Eqs, of.Eqn)
		}
	} else if words, ok := computing(of); ok {
		s.Computes = append(s.Computes, computed{numberColumn(of) + " " + words, of.Errata})
	}
}

func (x *exchange) note(s *model.Step) {
	if s.Eqn > 0 {
		x.Eqs = append(x.Eqs, s.Eqn)
	}
	if s.Kind == model.StepEnrol {
		x.Made = append(x.Made, "makes its key pairs")
	} else if words, ok := computing(s); ok {
		x.Made = append(x.Made, numbered(s, words))
	}
}

// stepOf returns the step of the protocol description that an event is about.
func (r *reader) stepOf(e *trace.Event) *model.Step {
	return &r.Protocol.PhaseNamed(e.Phase).Role(e.Party).Steps[e.Step-1]
}

// end makes a step of an exchange over the secure channel when its last session ends.
func (r *reader) end(e *trace.Event) {
	r.Close()
	x := r.exchanges[e.Session]
	if x.ended++; x.phase != nil && x.phase.Secure && x.ended == len(x.phase.Roles) {
		r.make(step{Kind: secure, At: e.At, Phase: x.phase, Exchange: x})
	}
}

func (r *reader) refuse(e *trace.Event) {
	ph := r.Protocol.PhaseNamed(e.Phase)
	x := r.exchanges[e.Session]
	if x == nil { // the message that opens the session is none
		x = &exchange{phase: ph, By: e.Who}
	}
	if ph.Secure {
		r.make(step{Kind: secure, At: e.At, Phase: x.phase, Exchange: x})
	}
	r.Close()
	s := step{Kind: refused, At: e.At, Phase: ph, Round: x.round, Session: e.Session,
		Words: fmt.Sprintf("%s refuses at %q: %s", e.Session, doing(r.stepOf(e)), e.Reason)}
	if m := r.unread(e); m != nil {
		s.From, s.To, s.Message = adversary, e.Session, m
		s.Mark = injectedFrom(m)
	}
	r.make(s)
}

func (r *reader) ignore(e *trace.Event) {
	s := step{Kind: refused, At: e.At, Round: r.exchange(e.Msg.From).round, To: address(e.Msg.To),
		Message: e.Msg, Words: e.Msg.Name + " is ignored: " + e.Reason}
	if _, s.From, s.Mark = r.receive(e.Msg); s.From != adversary {
		s.From = e.Msg.From.Principal
	}
	r.make(s)
}

// Sessions counts the rounds of a run of c: what follows from one start on the insecure network.
// It returns how many the schedule starts, and whether an event is the first of one.
func Sessions(c sim.Config) (n int, opens func(*trace.Event) bool, err error) {
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return 0, nil, err
	}
	for _, s := range c.Starts {
		if ph := p.PhaseNamed(s.Phase); ph != nil && !ph.Secure {
			n++
		}
	}
	return n, func(e *trace.Event) bool {
		if e.Kind != trace.KindStart {
			return false
		}
		ph := p.PhaseNamed(e.Phase)
		return !ph.Secure && ph.Role(e.Party).Opens()
	}, nil
}
