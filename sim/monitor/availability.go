package monitor

import (
	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// availability is the monitor of availability. It judges sessions of honest principals that
// ended in a refusal, that the adversary opened and that received only messages of its own. It
// compares what the session spent with what the messages cost the adversary; a message that is
// delivered again costs nothing more. A message that is no tuple of the right length is
// refused at no cost before it is delivered, and is not judged.
func availability(t *index, v *Verdict) {
	charged := map[int]bool{}
	for _, e := range t.refused {
		junk := t.junk(e.Session)
		if junk == nil || !t.honest(e.Seq, e.Who) {
			continue
		}
		v.Checked++
		made, evidence := 0, []int(nil)
		for _, inject := range junk {
			evidence = append(evidence, inject.Seq)
			if !charged[inject.Seq] {
				charged[inject.Seq] = true
				made += work(*inject.Cost)
			}
		}
		if spent := work(*e.Cost); spent > made {
			v.breach(e, evidence, "%s spends %d units of work before it refuses a message "+
				"that the adversary made for %d", e.Who, spent, made)
		}
	}
}

// junk returns the injected messages that a session received, if one of them opened it and it
// received nothing else.
func (t *index) junk(session string) []*trace.Event {
	var list []*trace.Event
	for i, r := range t.received[session] {
		inject := t.injected[r.Msg.ID]
		if inject == nil || i == 0 && r.Msg.To.Session != 0 {
			return nil
		}
		list = append(list, inject)
	}
	return list
}

// work is the cost of the calls with public keys and points, by the weights of their kinds.
func work(c suite.Counts) int {
	work := 0
	for call, n := range c {
		work += n * model.Call(call).Kind().Work
	}
	return work
}
