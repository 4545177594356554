package attacks

import (
	"slices"

	"emrproof/model"
	"emrproof/sim"
)

// leading are the moves of a finding but for messages of the adversary's own that do not lead
// to the session in which the claim breaks, and what was given for these alone. A message
// leads there if it goes there, or if what was answered to it is in one that does. What is
// secret may be known by anything.
func (t *renaming) leading(f *Finding) []Move {
	end := t.sessionOf(f)
	if end == "" || f.Claim.Kind == model.Secrecy || f.Claim.Kind == model.ForwardSecrecy {
		return t.moves
	}
	reached := reachedBy(f.Outcome.Events)
	leads := map[string]bool{} // moves
	need := []string{end}
	for len(need) > 0 {
		at := need[0]
		need = need[1:]
		for _, m := range t.moves {
			key := m.String()
			if m.Do != DoInject || leads[key] || reached[key] != "" && reached[key] != at {
				continue
			}
			leads[key] = true
			for _, label := range labelsIn(m.Fields) {
				if sent := t.sent[label]; sent != nil {
					need = append(need, address(sent.From).String())
				}
			}
		}
	}
	uses := map[string]bool{}
	all := true
	for _, m := range t.moves {
		if m.Do == DoInject && !leads[m.String()] {
			all = false
			continue
		}
		for _, name := range ownersIn(m.Fields) {
			uses[name] = true
		}
	}
	if all {
		return t.moves
	}
	return slices.DeleteFunc(slices.Clone(t.moves), func(m Move) bool {
		return m.Do == DoInject && !leads[m.String()] || m.Do == DoReveal && !uses[m.Who]
	})
}

// sessionOf is the session in which a claim breaks; empty where it is in none.
func (t *renaming) sessionOf(f *Finding) string {
	for _, e := range f.Outcome.Events {
		if e.Seq == f.Breach.Commit {
			return e.Session
		}
	}
	return ""
}

// reachedBy are the sessions that messages of the adversary's own came to, by their moves.
func reachedBy(events []*sim.Event) map[string]string {
	reached := map[string]string{}
	moves := map[int]string{} // by the ID of the message
	last := ""
	for _, e := range events {
		switch e.Kind {
		case sim.KindMove:
			last = e.Reason
		case sim.KindInject:
			moves[e.Msg.ID] = last
		case sim.KindDeliver:
			if move := moves[e.Msg.ID]; move != "" {
				reached[move] = e.Session
			}
		}
	}
	return reached
}

// labelsIn are the messages that recipes take fields of.
func labelsIn(list []Recipe) []string { return namedBy(list, "field") }

// ownersIn are the principals whose secrets recipes take.
func ownersIn(list []Recipe) []string { return namedBy(list, "own") }

// namedBy are the first texts of what is made by an operation, in recipes and their parts.
func namedBy(list []Recipe, op string) []string {
	var all []string
	for _, r := range list {
		if r.Op == op {
			all = append(all, r.Args[0].Text)
		}
		all = append(all, namedBy(r.Args, op)...)
	}
	return all
}
