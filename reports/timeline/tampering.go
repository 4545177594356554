package timeline

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// tampering records what the adversary has done to the messages of a run so far.
type tampering struct {
	phases   map[string]*model.Phase   // by the name of a message
	sent     map[string]*trace.Message // by label
	injected map[int]*trace.Message    // by ID
	pending  []*trace.Message          // injected and not yet received
	delays   map[string][]trace.Duration
	arrived  map[string]int // by label
}

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

// tamper makes steps of an event of the adversary, and remembers what will show when a message
// arrives.
func (r *reader) tamper(e *trace.Event) {
	t := r.tampering
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
		r.act(e, "gets "+attacks.Revealed(e))
	case trace.KindSkew:
		way, by := " ahead by ", e.Reason
		if back, ok := strings.CutPrefix(by, "-"); ok {
			way, by = " back by ", back
		}
		r.act(e, "sets the clock of "+e.Who+way+by)
	case trace.KindExhibit:
		r.act(e, "shows "+e.Label)
	case trace.KindMove:
		if m, err := attacks.ParseMove(e.Reason); err == nil {
			r.move(e, m)
		}
	}
}

func (r *reader) move(e *trace.Event, m attacks.Move) {
	t := r.tampering
	switch m.Do {
	case attacks.DoDrop:
		for _, sent := range t.sent {
			if m.When == "on "+sent.Label {
				r.dropped(e, sent)
			}
		}
	case attacks.DoDeliver:
		k := m.Message + " " + address(m.To)
		t.delays[k] = append(t.delays[k], m.Delay)
		slices.Sort(t.delays[k])
	case attacks.DoStart:
		r.act(e, "has "+m.Start.By+" open "+m.Start.Phase+with(m.Start))
	}
}

func with(s sim.Start) string {
	if s.With == "" {
		return ""
	}
	return " with " + s.With
}

// act makes a step of an act of the adversary that is not about a message.
func (r *reader) act(e *trace.Event, words string) {
	r.make(step{Kind: acted, At: e.At, Words: words, Act: act{Who: e.Who,
		Takes:    e.Kind == trace.KindReveal,
		Corrupts: e.Kind == trace.KindReveal && e.Label == trace.RevealAll}})
}

func (r *reader) dropped(e *trace.Event, m *trace.Message) {
	if ph := r.tampering.phases[m.Name]; ph != nil {
		r.make(step{Kind: dropped, At: e.At, Phase: ph, Round: r.exchange(m.From).round,
			From: address(m.From), To: address(m.To), Message: m,
			Mark: signs[dropped] + "dropped by the adversary"})
	}
}

// receive says from whom an arriving message comes, and what the adversary did to it.
func (r *reader) receive(m *trace.Message) (k kind, from, mark string) {
	from = address(m.From)
	t := r.tampering
	if t == nil {
		return delivered, from, ""
	}
	if t.injected[m.ID] != nil {
		t.pending = slices.DeleteFunc(t.pending, func(p *trace.Message) bool { return p.ID == m.ID })
		return injected, adversary, injectedFrom(m)
	}
	sent := t.sent[m.Label]
	if sent == nil {
		return delivered, from, ""
	}
	label := m.Label + " " + address(m.To)
	var delay trace.Duration
	if delays := t.delays[label]; len(delays) > 0 {
		delay, t.delays[label] = delays[0], delays[1:]
	}
	later := ""
	if delay > 0 {
		later = ", " + delay.String() + " later"
	}
	t.arrived[m.Label]++
	did := ""
	switch {
	case sent.To != m.To:
		k, did = redirected, "redirected by the adversary"+later+": it was for "+address(sent.To)
	case t.arrived[m.Label] > 1:
		k, did = again, "delivered again by the adversary"+later
	case delay > 0:
		k, did = redirected, "delayed by the adversary by "+delay.String()
	default:
		return delivered, from, ""
	}
	return k, from, signs[k] + did
}

func injectedFrom(m *trace.Message) string {
	return signs[injected] + "injected by the adversary, as if from " + address(m.From)
}

// unread returns an injected message that a session refuses before it is read, and so before it
// is delivered; nil when there is none.
func (r *reader) unread(e *trace.Event) *trace.Message {
	if r.tampering == nil || r.stepOf(e).Kind != model.StepRecv {
		return nil
	}
	for i, m := range r.tampering.pending {
		if m.To.Principal == e.Who && (m.To.Session == 0 || address(m.To) == e.Session) {
			r.tampering.pending = slices.Delete(r.tampering.pending, i, i+1)
			return m
		}
	}
	return nil
}

// address names a session or, where the session is still to begin, its principal.
func address(a trace.Address) string {
	if a.Session == 0 {
		return a.Principal
	}
	return fmt.Sprintf("%s.%d", a.Principal, a.Session)
}
