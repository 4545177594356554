package mechanism

import (
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/trace"
)

// leading are the moves of a finding but for messages of the adversary's own that do not lead
// to the session in which the claim breaks, and what was given for these alone. A message leads
// there if it goes there, or if what was answered to it is in one that does. Where nothing that
// is sent does, all of them lead there, by what honest sessions sent after them. What is secret
// may be known by anything.
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
			if m.Do != "inject" || t.came[key].session != "" && t.came[key].session != at {
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
		if m.Do == "inject" && !leads[m.String()] {
			all = false
			continue
		}
		sends = sends || m.Do == "inject" || m.Do == "deliver"
		for _, name := range t.namedBy(m.Fields, "own") {
			uses[name] = true
		}
	}
	if all || !sends {
		return t.moves
	}
	return slices.DeleteFunc(slices.Clone(t.moves), func(m attacks.Move) bool {
		return m.Do == "inject" && !leads[m.String()] || m.Do == "reveal" && !uses[m.Who]
	})
}

// An arrival is what became of a message that came to somebody.
type arrival struct {
	session string // that it came to; empty: none
	vain    bool   // it came to nobody, or was refused before anything was sent, claimed or stored
}

// arrivalsOf are those of messages of the adversary's own, by the moves that sent them; and of
// others, by redirection.
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

// redirection names a message with where it goes.
func redirection(label string, to trace.Address) string {
	return label + " to " + to.String()
}

// namedBy are the first texts of what is made by an operation, in recipes and their parts:
// the messages that fields are taken of, the principals whose secrets. Where the whole is an
// identity, it needs neither.
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
