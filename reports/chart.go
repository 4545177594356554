package reports

import (
	"fmt"
	"io"
	"strings"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/reports/table"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Chart draws the messages of a run as they go: who to whom, which fields, how
// many bytes, when, and what the receiver checks and then computes. Time is in
// seconds of virtual time since the run began; a session computes in no time, so
// a message is drawn, with all that follows from it, when it arrives.
//
// An exchange over the secure channel is one line. A world with one visit is
// drawn with every formula; with more of them, a message is one line that begins
// with the number of its visit, and only so many are drawn.
type Chart struct {
	out      io.Writer
	err      error
	style    Style
	protocol *model.Protocol
	formulas bool
	tag      int             // columns of a visit's number; 0: visits are not numbered
	layouts  map[bool]layout // by whether the channel is secure

	exchanges map[string]*exchange // by session
	visits    int
	block     *block // what a session does at the moment
	section   section
	tampering *tampering // nil: there is no adversary

	seq  int           // of the last event
	show func(*stroke) // told all that is drawn; nil: nobody
}

// A stroke is one thing that a chart draws, for those who draw it in another way.
type stroke struct {
	seq      int // of the last event that it shows
	at       trace.Time
	who      string         // the session; of an act, empty
	from, to string         // of a message
	msg      *trace.Message // nil where there is none
	fields   []*model.Term  // of the message, as its receiver names them; nil: as its sender
	mark     string         // what the adversary did to it
	block    *block         // what the session did then
	secure   *exchange      // over the secure channel
	act      *trace.Event   // of the adversary's
	words    string         // an act, a refusal, why a message is ignored
	refused  bool
}

func (c *Chart) stroke(s stroke) {
	if c.show != nil {
		s.seq = c.seq
		c.show(&s)
	}
}

// A Style is how a chart looks.
type Style struct {
	Ink table.Ink
	// All draws every message with every formula, however many there are.
	All bool
}

// The most lines that a heading has below it, unless all are asked for.
const (
	mostExchanges = 20
	mostMessages  = 200
)

// An exchange is all that follows from one start of a session.
type exchange struct {
	visit int // counted from 1; 0 over the secure channel
	phase *model.Phase
	by    string
	ended int // sessions
	sent  []*trace.Message
	eqs   []int
	made  []string
}

// NewChart is a chart of a run of c. Its Event is the run's watcher.
func NewChart(w io.Writer, c sim.Config, style Style) (*Chart, error) {
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	visits := Visits(p, c)
	ch := &Chart{out: w, style: style, protocol: p, exchanges: map[string]*exchange{},
		formulas: visits <= 1 || style.All}
	if visits > 1 {
		ch.tag = len(fmt.Sprintf("#%d ", visits))
	}
	if len(c.Moves) > 0 {
		ch.tampering = newTampering(p)
	}
	ch.layouts = map[bool]layout{true: ch.layoutOf(c, true), false: ch.layoutOf(c, false)}
	ch.opening(c)
	return ch, nil
}

// Visits are the starts of a schedule on the insecure network.
func Visits(p *model.Protocol, c sim.Config) int {
	n := 0
	for _, s := range c.Starts {
		if ph := p.PhaseNamed(s.Phase); ph != nil && !ph.Secure {
			n++
		}
	}
	return n
}

// OpensVisit says whether an event is the first of what a start on the insecure
// network leads to.
func OpensVisit(p *model.Protocol, e *trace.Event) bool {
	if e.Kind != trace.KindStart {
		return false
	}
	ph := p.PhaseNamed(e.Phase)
	return !ph.Secure && ph.Role(e.Party).Opens()
}

// opening says who plays which party.
func (c *Chart) opening(config sim.Config) {
	c.print(c.style.Ink.Strong(c.protocol.Name) + ": " + c.protocol.Source)
	for _, id := range c.protocol.Options {
		c.print("option " + id + ": " + optionText(id))
	}
	legend := "times in seconds, when a message arrives"
	if c.protocol.Equations > 0 {
		legend += "; (1): equation; E1: erratum"
	}
	c.print(c.style.Ink.Faint(legend))
	for _, m := range c.protocol.Parties {
		var names []string
		for _, p := range config.Principals {
			if p.Party == m.Party {
				names = append(names, p.Name)
			}
		}
		if len(names) > 0 {
			c.print(fmt.Sprintf("  %-4s %-26s %s", m.Party, m.Name, table.Few(names, 5)))
		}
	}
}

func optionText(id string) string {
	for _, o := range library.Options() {
		if o.ID == id {
			return o.Text
		}
	}
	return ""
}

// Event draws what is over, and begins or goes on with what is not.
func (c *Chart) Event(e *trace.Event) {
	if c.block != nil && (e.Session != c.block.session || e.Kind == trace.KindDeliver ||
		e.Phase != c.block.phase.Name) {
		c.flush()
	}
	c.seq = e.Seq
	c.tamper(e)
	switch e.Kind {
	case trace.KindStart:
		c.start(e)
	case trace.KindSecure:
		x := c.exchange(e.Msg.From)
		x.sent = append(x.sent, e.Msg)
	case trace.KindDeliver:
		if c.exchanges[e.Session] == nil {
			c.exchanges[e.Session] = c.exchange(e.Msg.From)
		}
		c.begin(e)
	case trace.KindCompute:
		c.do(e)
	case trace.KindRefuse:
		c.refuse(e)
	case trace.KindIgnore:
		c.ignore(e)
	case trace.KindEnd:
		c.end(e)
	}
}

// Close draws what is left over, with an empty line after it, and reports the first
// error.
func (c *Chart) Close() error {
	c.flush()
	c.leave()
	c.print("")
	return c.err
}

func (c *Chart) start(e *trace.Event) {
	ph := c.protocol.PhaseNamed(e.Phase)
	if !ph.Role(e.Party).Opens() {
		return // the message that opens the session comes next
	}
	x := &exchange{phase: ph, by: e.Who}
	if !ph.Secure {
		c.visits++
		x.visit = c.visits
	}
	c.exchanges[e.Session] = x
	c.begin(e)
}

// exchange finds what a message belongs to, by the session that sent it; what
// nobody sent belongs to nothing.
func (c *Chart) exchange(from trace.Address) *exchange {
	if x := c.exchanges[fmt.Sprintf("%s.%d", from.Principal, from.Session)]; x != nil {
		return x
	}
	return &exchange{by: from.Principal}
}

// do notes a step that was done.
func (c *Chart) do(e *trace.Event) {
	s := c.step(e)
	if ph := c.protocol.PhaseNamed(e.Phase); ph.Secure {
		c.exchanges[e.Session].note(s)
		return
	}
	if c.block == nil {
		c.begin(e)
	}
	c.block.note(s)
}

func (x *exchange) note(s *model.Step) {
	if s.Eqn > 0 {
		x.eqs = append(x.eqs, s.Eqn)
	}
	if s.Kind == model.StepEnrol {
		x.made = append(x.made, "makes its key pairs")
	} else if words, ok := computing(s); ok {
		x.made = append(x.made, numbered(s, words))
	}
}

// step is the step of the description that an event is about.
func (c *Chart) step(e *trace.Event) *model.Step {
	return &c.protocol.PhaseNamed(e.Phase).Role(e.Party).Steps[e.Step-1]
}

// end draws an exchange over the secure channel when its last session is over.
func (c *Chart) end(e *trace.Event) {
	c.flush()
	x := c.exchanges[e.Session]
	if x.ended++; x.phase != nil && x.phase.Secure && x.ended == len(x.phase.Roles) {
		c.secure(x, e.At)
	}
}

func (c *Chart) refuse(e *trace.Event) {
	ph := c.protocol.PhaseNamed(e.Phase)
	x := c.exchanges[e.Session]
	if x == nil { // the message that opens the session is none
		x = &exchange{phase: ph, by: e.Who}
	}
	if ph.Secure {
		c.secure(x, e.At)
	}
	c.flush()
	c.head(ph)
	words := fmt.Sprintf("%s refuses at %q: %s", e.Session, doing(c.step(e)), e.Reason)
	drawn := stroke{at: e.At, who: e.Session, words: words, refused: true}
	if m := c.unread(e); m != nil {
		when := c.when(e.At, x.visit)
		drawn.from, drawn.to, drawn.msg = adversary, e.Session, m
		drawn.mark = "✂ injected by the adversary, as if from " + address(m.From)
		c.print(when + c.style.Ink.Strong(c.entry(adversary+" → "+e.Session, m.Name, m.Size())))
		c.mark(when, drawn.mark)
	}
	c.print(c.when(e.At, x.visit) + c.style.Ink.Bad(words))
	c.stroke(drawn)
}

func (c *Chart) ignore(e *trace.Event) {
	when := c.when(e.At, c.exchange(e.Msg.From).visit)
	from, mark := c.receive(e.Msg)
	if from != adversary {
		from = e.Msg.From.Principal
	}
	c.print(when + c.style.Ink.Bad(fmt.Sprintf("%s → %s  %s is ignored: %s",
		from, e.Msg.To.Principal, e.Msg.Name, e.Reason)))
	c.mark(when, mark)
	c.stroke(stroke{at: e.At, from: from, to: address(e.Msg.To), msg: e.Msg, mark: mark,
		words: e.Msg.Name + " is ignored: " + e.Reason, refused: true})
}

// print writes a line; the first error stays for Close.
func (c *Chart) print(line string) {
	if c.err == nil {
		_, c.err = io.WriteString(c.out, strings.TrimRight(line, " ")+"\n")
	}
}
