package attacks

import (
	"fmt"
	"strings"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// Narrate tells a finding in sentences, in the order in which it happened and with the paper's
// names: what the adversary was given, what was sent and what became of it, and how the claim
// was violated.
func (f *Finding) Narrate() []string {
	p, err := library.Profile(f.Outcome.Config.Profile, f.Outcome.Config.Options...)
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	t := teller{finding: f, protocol: p, moved: map[string]bool{}, fields: map[string][]string{},
		matters: map[int]bool{f.Breach.Commit: true}}
	for _, seq := range f.Breach.Evidence {
		t.matters[seq] = true
	}
	for _, line := range f.Outcome.Config.Moves {
		m, err := ParseMove(line)
		if err != nil {
			panic("attacks: internal error: " + err.Error())
		}
		if label, _, _ := m.Trigger(); label != "" {
			t.moved[label] = true
		}
		if m.Message != "" {
			t.moved[m.Message] = true
		}
	}
	for _, e := range f.Outcome.Events {
		t.event(e)
	}
	t.say("So %q is violated: %s.", f.Claim.ID, strings.TrimSuffix(f.Breach.Text, "."))
	return t.told
}

// A teller collects the sentences that tell a finding.
type teller struct {
	finding  *Finding
	protocol *model.Protocol
	moved    map[string]bool     // messages that a move is about, by label
	matters  map[int]bool        // events that the breach names, by sequence number
	fields   map[string][]string // names of the fields of messages, by label
	told     []string
}

func (t *teller) say(format string, args ...any) {
	t.told = append(t.told, fmt.Sprintf(format, args...))
}

func (t *teller) event(e *trace.Event) {
	switch e.Kind {
	case trace.KindReveal:
		t.say("The adversary is given %s.", Revealed(e))
	case trace.KindSkew:
		t.say("The clock of %s is set ahead by %s.", e.Who, e.Reason)
	case trace.KindSend:
		t.fields[e.Msg.Label] = fieldNames(e.Msg)
		if t.moved[e.Msg.Label] {
			t.say("%s sends %s (%s) to %s.", e.Msg.From.Principal, e.Msg.Name,
				strings.Join(fieldNames(e.Msg), ", "), e.Msg.To.Principal)
		}
	case trace.KindMove:
		t.move(e)
	case trace.KindRefuse:
		t.say("%s refuses at %s: %s.", e.Session, t.step(e), e.Reason)
	case trace.KindExhibit:
		if t.matters[e.Seq] {
			t.say("The adversary shows %s.", e.Label)
		}
	case trace.KindClaim:
		t.claim(e)
	}
}

// Revealed describes what a reveal gives the adversary, from the event of the reveal.
func Revealed(e *trace.Event) string {
	what := map[string]string{
		trace.RevealAll:       "everything that %s has: %s is corrupt",
		trace.RevealKeys:      "the private keys of %s",
		trace.RevealStore:     "what %s stores for itself",
		trace.RevealBiometric: "the biometric of %s",
		trace.RevealTables:    "the tables of %s",
	}[e.Label]
	if strings.HasPrefix(e.Label, trace.RevealTable) {
		what = "the " + e.Label + " of %s"
	}
	return strings.ReplaceAll(what, "%s", e.Who)
}

func fieldNames(m *trace.Message) []string {
	var list []string
	for _, f := range m.Fields {
		list = append(list, f.Name)
	}
	return list
}

func (t *teller) step(e *trace.Event) string {
	if e.Eq > 0 {
		return t.protocol.Equation(e.Eq)
	}
	return fmt.Sprintf("step %d of %s (%s)", e.Step, e.Phase, e.Do)
}

// move tells a move, where no other event of the trace tells it.
func (t *teller) move(e *trace.Event) {
	if secret, how, ok := strings.Cut(e.Reason, " = "); ok && strings.HasPrefix(secret, "knows ") {
		if t.aboutTo(secret[6:]) {
			if r, err := deduce.ParseRecipe(how); err == nil {
				how = r.Tell(t.fields)
			}
			t.say("The adversary makes %s: %s.", secret[6:], how)
		}
		return
	}
	m, err := ParseMove(e.Reason)
	if err != nil {
		return
	}
	switch m.Do {
	case DoDrop:
		t.say("The adversary keeps it back.")
	case DoDeliver:
		t.say("The adversary delivers %s to %s%s.", m.Message, m.To, later(m.Delay))
	case DoInject:
		var fields []string
		for _, r := range m.Fields {
			fields = append(fields, r.Tell(t.fields))
		}
		t.say("The adversary sends %s to %s, as if from %s: %s.", m.Name, m.To, m.From.Principal,
			strings.Join(fields, ", "))
	case DoStart:
		t.say("The adversary has %s open %s with %s.", m.Start.By, m.Start.Phase, m.Start.With)
	}
}

// aboutTo says whether the breach is that a secret was exhibited.
func (t *teller) aboutTo(secret string) bool {
	for _, e := range t.finding.Outcome.Events {
		if e.Kind == trace.KindExhibit && e.Label == secret && t.matters[e.Seq] {
			return true
		}
	}
	return false
}

func later(d trace.Duration) string {
	if d == 0 {
		return ""
	}
	return ", " + d.String() + " later"
}

func (t *teller) claim(e *trace.Event) {
	if !t.matters[e.Seq] {
		return
	}
	var data []string
	for _, d := range e.Data {
		data = append(data, d.Name)
	}
	on := strings.Join(data, ", ")
	switch e.Event {
	case model.EventCommit:
		t.say("%s is convinced that it deals with %s, on (%s).", e.Session, e.Peer, on)
	case model.EventRunning:
		t.say("%s acts with %s, on (%s).", e.Session, e.Peer, on)
	case model.EventAccept:
		t.say("%s accepts %s as made by %s.", e.Session, on, e.Peer)
	case model.EventReleased:
		t.say("%s releases %s to %s.", e.Session, e.Label, e.Peer)
	}
}
