package reports

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/reports/table"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// tampering is what a chart knows of what the adversary does to messages. Marks and
// words say it, so that it shows without colour too:
//
//	✗ dropped   ✂ injected   ↷ redirected, or delayed   ↻ delivered again
type tampering struct {
	phases   map[string]*model.Phase   // by the name of a message
	sent     map[string]*trace.Message // by label
	injected map[int]*trace.Message    // by ID
	pending  []*trace.Message          // injected and not yet received
	delays   map[string][]trace.Duration
	arrived  map[string]int // by label
}

// adversary is who stands in a chart for the sender of an injected message.
const adversary = "adversary"

func newTampering(p *model.Protocol) *tampering {
	t := &tampering{phases: map[string]*model.Phase{}, sent: map[string]*trace.Message{},
		injected: map[int]*trace.Message{}, delays: map[string][]trace.Duration{},
		arrived: map[string]int{}}
	p.EachStep(func(ph *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepSend {
			t.phases[s.Msg] = ph
		}
	})
	return t
}

// tamper draws what the adversary does, and keeps in mind what it will show in
// messages that arrive.
func (c *Chart) tamper(e *trace.Event) {
	t := c.tampering
	if t == nil {
		return
	}
	switch e.Kind {
	case trace.KindSend:
		t.sent[e.Msg.Label] = e.Msg
	case trace.KindInject:
		t.injected[e.Msg.ID] = e.Msg
		t.pending = append(t.pending, e.Msg)
	case trace.KindReveal:
		c.act(e, "gets "+attacks.Revealed(e))
	case trace.KindSkew:
		way, by := " ahead by ", e.Reason
		if back, ok := strings.CutPrefix(by, "-"); ok {
			way, by = " back by ", back
		}
		c.act(e, "sets the clock of "+e.Who+way+by)
	case trace.KindExhibit:
		c.act(e, "shows "+e.Label)
	case trace.KindMove:
		if m, err := attacks.ParseMove(e.Reason); err == nil {
			c.move(e, m)
		}
	}
}

func (c *Chart) move(e *trace.Event, m attacks.Move) {
	t := c.tampering
	switch m.Do {
	case attacks.DoDrop:
		for _, sent := range t.sent {
			if m.When == "on "+sent.Label {
				c.dropped(e, sent)
			}
		}
	case attacks.DoDeliver:
		k := m.Message + " " + address(m.To)
		t.delays[k] = append(t.delays[k], m.Delay)
		slices.Sort(t.delays[k])
	case attacks.DoStart:
		c.act(e, "has "+m.Start.By+" open "+m.Start.Phase+with(m.Start))
	}
}

func with(s sim.Start) string {
	if s.With == "" {
		return ""
	}
	return " with " + s.With
}

// act draws what the adversary does beside messages.
func (c *Chart) act(e *trace.Event, words string) {
	if c.section.title != "" && !c.room() {
		return
	}
	c.print(c.when(e.At, 0) + c.style.Ink.Bad(adversary+" "+words))
	c.stroke(stroke{at: e.At, act: e, words: words})
}

func (c *Chart) dropped(e *trace.Event, m *trace.Message) {
	ph := c.tampering.phases[m.Name]
	if ph == nil || !c.enter(ph) {
		return
	}
	when := c.when(e.At, c.exchange(m.From).visit)
	c.print(when + c.style.Ink.Strong(c.entry(address(m.From)+" → "+address(m.To), m.Name, m.Size())+
		names(m.Fields)))
	c.mark(when, "✗ dropped by the adversary")
	c.stroke(stroke{at: e.At, from: address(m.From), to: address(m.To), msg: m,
		mark: "✗ dropped by the adversary"})
}

// mark draws a mark below the line of a message; what stands before the message says
// how far to indent it.
func (c *Chart) mark(before, words string) {
	if words != "" {
		c.print(table.Pad("", table.Columns(before)) + c.style.Ink.Bad(words))
	}
}

// receive says from whom a message that arrives is drawn, and what the adversary did
// to it, in words with a mark; empty when nothing.
func (c *Chart) receive(m *trace.Message) (from, mark string) {
	from = address(m.From)
	t := c.tampering
	if t == nil {
		return from, ""
	}
	if t.injected[m.ID] != nil {
		t.pending = slices.DeleteFunc(t.pending, func(p *trace.Message) bool { return p.ID == m.ID })
		return adversary, "✂ injected by the adversary, as if from " + from
	}
	sent := t.sent[m.Label]
	if sent == nil {
		return from, ""
	}
	k := m.Label + " " + address(m.To)
	var delay trace.Duration
	if delays := t.delays[k]; len(delays) > 0 {
		delay, t.delays[k] = delays[0], delays[1:]
	}
	later := ""
	if delay > 0 {
		later = ", " + delay.String() + " later"
	}
	t.arrived[m.Label]++
	switch {
	case sent.To != m.To:
		return from, "↷ redirected by the adversary" + later + ": it was for " + address(sent.To)
	case t.arrived[m.Label] > 1:
		return from, "↻ delivered again by the adversary" + later
	case delay > 0:
		return from, "↷ delayed by the adversary by " + delay.String()
	}
	return from, ""
}

// unread is an injected message that a session refuses before it is read at all, and
// so before it is delivered; nil when there is none.
func (c *Chart) unread(e *trace.Event) *trace.Message {
	if c.tampering == nil || c.step(e).Kind != model.StepRecv {
		return nil
	}
	for i, m := range c.tampering.pending {
		if m.To.Principal == e.Who && (m.To.Session == 0 || address(m.To) == e.Session) {
			c.tampering.pending = slices.Delete(c.tampering.pending, i, i+1)
			return m
		}
	}
	return nil
}

// address is a session, or the principal where it is to be a new one.
func address(a trace.Address) string {
	if a.Session == 0 {
		return a.Principal
	}
	return fmt.Sprintf("%s.%d", a.Principal, a.Session)
}
