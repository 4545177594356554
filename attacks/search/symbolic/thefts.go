package symbolic

import (
	"fmt"
	"slices"

	"emrproof/attacks/search/lazy"
	"emrproof/model"
	"emrproof/sim/trace"
)

// A Theft gives the adversary secrets of a principal who stays honest: of the first honest one of a
// party, before all sessions.
type Theft struct {
	Party model.Party
	// What is in the words of a reveal move; or "device", which is the store, and the keys unless
	// they are sealed there.
	What string
}

// device is what a theft of a device is called.
const device = "device"

// Victim is the principal from whom a theft is; nil: there is none.
func (w *World) Victim(t Theft) *Principal {
	for _, who := range w.Principals {
		if who.Party == t.Party && !who.Corrupt {
			return who
		}
	}
	return nil
}

// Reveals are the words of the reveal moves by which a theft is made.
func (w *World) Reveals(t Theft) []string {
	if t.What != device {
		return []string{t.What}
	}
	if w.Protocol.Member(t.Party).Sealed {
		return []string{trace.RevealStore}
	}
	return []string{trace.RevealKeys, trace.RevealStore}
}

// steal has the adversary steal something. Other principals of the party are not like the victim
// any more.
func (s *Machine) steal(t Theft) error {
	who := s.Victim(t)
	if who == nil {
		return fmt.Errorf("search %s: steal %s.%s: nobody of the party is honest", s.Protocol.Name,
			t.Party, t.What)
	}
	if !s.revealable(who, t.What) {
		return fmt.Errorf("search %s: steal %s.%s: want %s, %s, %s, %s, %sand one of the party's, or %s",
			s.Protocol.Name, t.Party, t.What, trace.RevealKeys, trace.RevealStore,
			trace.RevealBiometric, trace.RevealTables, trace.RevealTable, device)
	}
	for _, o := range s.Principals {
		if o.Like == who {
			o.Like = nil
		}
	}
	for _, what := range s.Reveals(t) {
		s.LearnAll(s.Secrets(who, what), s.Level)
	}
	s.Stolen = append(s.Stolen, t)
	return nil
}

// revealable says whether there is such a thing to steal of a principal.
func (s *Machine) revealable(who *Principal, what string) bool {
	switch what {
	case trace.RevealKeys, trace.RevealStore, trace.RevealBiometric, trace.RevealTables, device:
		return true
	}
	return slices.ContainsFunc(s.rows, func(r row) bool {
		return r.who == who && r.key != nil && what == trace.RevealTable+r.table
	})
}

// Secrets are what somebody has from a principal, in the words of a reveal move.
func (s *Machine) Secrets(who *Principal, what string) []*lazy.Term {
	var list []*lazy.Term
	all := what == trace.RevealAll
	if all || what == trace.RevealKeys {
		list = append(list, lazy.Pair(model.OpPRK, who.ID))
	}
	if who.typed != nil && (all || what == trace.RevealBiometric) {
		list = append(list, who.typed)
	}
	for i, r := range s.rows {
		if r.who != who || r.seen || s.replaced(i) {
			continue
		}
		switch own := r.table == model.OwnTable; {
		case all, own && what == trace.RevealStore:
		case own, what != trace.RevealTables && what != trace.RevealTable+r.table:
			continue
		}
		list = append(list, r.values...)
		if r.key != nil {
			list = append(list, r.key)
		}
	}
	return list
}

// replaced says whether a later row has the key of one, so that this one is gone.
func (s *Machine) replaced(i int) bool {
	r := s.rows[i]
	for _, o := range s.rows[i+1:] {
		if o.who != r.who || o.table != r.table || o.seen != r.seen {
			continue
		}
		if r.key == nil && o.own == r.own || r.key != nil && lazy.Same(o.key, r.key) {
			return true
		}
	}
	return false
}
