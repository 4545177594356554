package mechanism

import (
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/trace"
)

// leading returns the moves of a finding that lead to the session in which the claim breaks. It
// leaves out the messages of the adversary's own that do not lead there, and what the adversary
// was given for these alone. A message leads there if it goes there, or if the answer to it is
// used in a message that does. If no message that is sent leads there, all moves are kept: they
// act through what honest sessions sent after them. For a claim of secrecy all moves are kept,
// too.
func (t *renaming) leading(f *attacks.Finding) []attacks.Move {
	var need []string
	for _, e := range f.Outcome.Events {
		if e.Seq == f.Breach.Commit && e.Session != "" {
			need = append(need, e.Session)
		}
	}
	if len(need) == 0 || f.Claim.Kind == model.Secrecy || f.Claim.Kind == model.ForwardSecrecy {
		return t.moves
	}
	leads := map[string]bool{} // moves
	known := map[string]bool{} // sessions
	for len(need) > 0 {
		at := need[0]
		need = need[1:]
		if known[at] {
			continue
		}
		known[at] = true
		for _, m := range t.moves {
			key := m.String()
			if m.Do != attacks.DoInject || t.came[key].session != "" && t.came[key].session != at {
				continue
			}
			leads[key] = true
			for _, label := range t.namedBy(m.Fields, "field") {
				if sent := t.sent[label]; sent != nil {
					need = append(need, sent.From.String())
				}
			}
		}
	}
	uses := map[string]bool{}
	all, sends := true, false
	for _, m := range t.moves {
		if m.Do == attacks.DoInject && !leads[m.String()] {
			all = false
			continue
		}
		sends = sends || m.Do == attacks.DoInject || m.Do == attacks.DoDeliver
		for _, name := range t.namedBy(m.Fields, "own") {
			uses[name] = true
		}
	}
	if all || !sends {
		return t.moves
	}
	return slices.DeleteFunc(slices.Clone(t.moves), func(m attacks.Move) bool {
		return m.Do == attacks.DoInject && !leads[m.String()] || m.Do == attacks.DoReveal && !uses[m.Who]
	})
}

// An arrival is what became of a message that came to somebody.
type arrival struct {
	session string // that it came to; empty: none
	vain    bool   // it came to nobody, or was refused before anything was sent, claimed or stored
}

// arrivalsOf returns the arrivals of messages. Those of the adversary's own are found by the
// moves that sent them, and the others by redirection.
func arrivalsOf(events []*trace.Event) map[string]arrival {
	all := map[string]arrival{}
	moves := map[int]string{} // by the ID of the message
	made, last := "", ""      // the move made last, and the key of the message that came last
	keyOf := func(m *trace.Message) string {
		if move := moves[m.ID]; move != "" {
			return move
		}
		return redirection(m.Label, m.To)
	}
	for _, e := range events {
		switch e.Kind {
		case trace.KindMove:
			made = e.Reason
		case trace.KindInject:
			moves[e.Msg.ID] = made
		case trace.KindDeliver:
			last = keyOf(e.Msg)
			all[last] = arrival{session: e.Session}
		case trace.KindIgnore:
			if key := keyOf(e.Msg); all[key].session == "" {
				all[key] = arrival{vain: true}
			}
		case trace.KindSend, trace.KindClaim:
			last = ""
		case trace.KindCompute:
			if e.Do == model.StepStore.String() {
				last = ""
			}
		case trace.KindRefuse:
			if a, ok := all[last]; ok && a.session == e.Session {
				all[last] = arrival{session: e.Session, vain: true}
			}
		}
	}
	return all
}

// redirection returns a text for a message and the address that it goes to.
func redirection(label string, to trace.Address) string {
	return label + " to " + to.String()
}

// namedBy returns the first arguments of an operation wherever it stands in recipes: for field,
// the messages whose fields are taken; for own, the principals whose secrets are. A part that
// is an identity needs neither, and is left out.
func (t *renaming) namedBy(list []deduce.Recipe, op string) []string {
	var all []string
	for _, r := range list {
		if r.Op == "part" && t.identity(r) != "" {
			continue
		}
		if r.Op == op {
			all = append(all, r.Args[0].Text)
		}
		all = append(all, t.namedBy(r.Args, op)...)
	}
	return all
}
