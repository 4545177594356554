package games

import (
	"cmp"
	"slices"

	"emrproof/model"
	"emrproof/model/wire"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A sending is a message that an honest round sends. An outsider who knows the protocol knows
// what stands where in it.
type sending struct {
	message string
	fields  []*model.Term
}

// sendingsOf returns the messages that an honest round sends on the insecure network, in order.
func sendingsOf(p *model.Protocol) []sending {
	var all []sending
	for i := range p.Phases {
		ph := &p.Phases[i]
		if ph.Secure {
			continue
		}
		var of []sending
		for _, r := range ph.Roles {
			for _, s := range r.Steps {
				if s.Kind == model.StepSend {
					of = append(of, sending{s.Msg, s.Fields})
				}
			}
		}
		// The messages are ordered by the numbers at the end of their names.
		slices.SortStableFunc(of, func(a, b sending) int {
			return cmp.Or(len(a.message)-len(b.message), cmp.Compare(a.message, b.message))
		})
		all = append(all, of...)
	}
	return all
}

// A view is what the outsider has heard in a trial, with what is public.
type view struct {
	*arena
	net    *sim.Network
	rounds []overheard // one, or two; none where a table was stolen
	stolen *theft      // nil where none was
	keys   publicKeys
}

// overheard are the messages of a round by their names. Of two messages with one name the first
// counts.
type overheard map[string]*heard

// heard is one message: when it was sent, its size, and its fields as bytes.
type heard struct {
	at     trace.Time
	size   int
	fields [][]byte
}

// A heardField is a field of a round, under the name that it has in the description.
type heardField struct {
	term  *model.Term
	label string // such as "C_P1 of visit 1"
	raw   []byte // nil when it was not sent
}

// wire returns the fields of a round in the order of the sendings.
func (v *view) wire(o overheard) []heardField {
	var all []heardField
	for _, l := range v.sendings {
		for i, t := range l.fields {
			f := heardField{term: t, label: t.String() + " of " + l.message}
			if m := o[l.message]; m != nil && m.fields != nil {
				f.raw = m.fields[i]
			}
			all = append(all, f)
		}
	}
	return all
}

// recovered returns the fields of the texts that signatures with message recovery carry (E12),
// in the order of the sendings.
func (v *view) recovered(o overheard) []heardField {
	var all []heardField
	for _, f := range v.wire(o) {
		signed := v.signed(f.term)
		if signed == nil {
			continue
		}
		var parts []*trace.Value
		if sig, err := v.net.Literal(model.Signature, f.raw); err == nil {
			parts, _ = v.net.Recover(sig, len(signed)) // none when it is no such signature
		}
		for i, t := range signed {
			g := heardField{term: t, label: t.String() + " in " + f.label}
			if parts != nil {
				g.raw = parts[i].Bytes()
			}
			all = append(all, g)
		}
	}
	return all
}

// signed returns the text that a verifier reads off a signature, or nil if the signature
// carries none.
func (v *view) signed(sig *model.Term) []*model.Term {
	var text []*model.Term
	v.protocol.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if text == nil && s.Kind == model.StepVerify && s.Mode&model.Recovery != 0 &&
			s.Term.Name == sig.Name {
			text = s.Fields
		}
	})
	return text
}

// An eavesdropper is the outsider in a run. It delivers everything, notes what it hears, and
// has its distinguishers look at that at the end. Of a message it takes the bytes, the name and
// the time, and never the terms or the addresses.
type eavesdropper struct {
	sim.Passive
	arena  *arena
	rounds []overheard
	shown  [][]mark
}

// Message notes a message, and delivers it.
func (l *eavesdropper) Message(n *sim.Network, m *trace.Message) error {
	round := 0
	if n.Now() >= n.Opening.Add(secondRound) {
		round = 1
	}
	for len(l.rounds) <= round {
		l.rounds = append(l.rounds, overheard{})
	}
	if l.rounds[round][m.Name] == nil {
		h := &heard{at: n.Now(), size: m.Size()}
		for _, s := range l.arena.sendings {
			if s.message == m.Name {
				h.fields, _ = wire.Decode(m.Bytes(), len(s.fields))
			}
		}
		l.rounds[round][m.Name] = h
	}
	return l.Passive.Message(n, m)
}

// End has every distinguisher look at what was heard.
func (l *eavesdropper) End(n *sim.Network) error {
	v := &view{arena: l.arena, net: n, rounds: l.rounds, keys: publicKeys{}}
	if l.arena.game.Table != "" {
		var err error
		if v.stolen, err = l.arena.steal(n); err != nil {
			return err
		}
	}
	for _, d := range distinguishers() {
		var marks []mark
		if d.rows == (v.stolen != nil) {
			marks = d.look(v)
		}
		l.shown = append(l.shown, marks)
	}
	return nil
}
