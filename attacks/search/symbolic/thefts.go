package symbolic

import (
	"emrproof/attacks/search/lazy"
	"emrproof/model"
	"emrproof/sim/trace"
)

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
