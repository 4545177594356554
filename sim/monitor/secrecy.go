package monitor

import (
	"emrproof/model"
	"emrproof/sim/trace"
)

// secrecy is the monitor of secrecy. It looks at the first time that the adversary shows the
// value. If secrets of a or b were revealed between the end of a's session and then, they may
// be the cause, and forward secrecy judges it. What is revealed of others, or of a and b
// during the session or before it, excuses nothing.
func secrecy(t *index, v *Verdict) {
	for _, s := range t.secrets(v.Claim) {
		v.Checked++
		if s.shown != nil && len(s.lost) == 0 {
			v.breach(s.broken(), s.evidence(), "the adversary shows %s, which %s keeps secret "+
				"with %s", s.value.Name, s.said.Who, s.said.Peer)
		}
	}
}

// forwardSecrecy is the monitor of forward secrecy. It judges sessions after which secrets of
// a or b are revealed.
func forwardSecrecy(t *index, v *Verdict) {
	for _, s := range t.secrets(v.Claim) {
		if len(s.lost) == 0 {
			continue
		}
		v.Checked++
		if s.shown != nil {
			v.breach(s.broken(), s.evidence(), "the adversary shows %s, which %s kept secret "+
				"with %s, after the session was over and then %s of %s revealed",
				s.value.Name, s.said.Who, s.said.Peer,
				givenAway(s.lost[0]), s.lost[0].Who)
		}
	}
}

// givenAway says in words what a reveal event gives away.
func givenAway(reveal *trace.Event) string {
	switch reveal.Label {
	case trace.RevealKeys:
		return "the private keys"
	case trace.RevealAll:
		return "every secret"
	}
	return "the " + reveal.Label // such as "tables"
}

// A secret is a value that a principal called secret in a claim event.
type secret struct {
	said  *trace.Event
	value trace.Datum
	shown *trace.Event   // when the adversary first showed it; nil: never
	lost  []*trace.Event // reveals of a or b after the session and before shown
}

// broken is the event at which the claim broke. That is the exhibit, or, where the adversary
// showed the value before a called it secret, the event at which a did. It names a's session.
func (s *secret) broken() *trace.Event {
	e := *s.said
	e.Seq = max(e.Seq, s.shown.Seq)
	return &e
}

func (s *secret) evidence() []int {
	list := []int{min(s.said.Seq, s.shown.Seq)}
	for _, r := range s.lost {
		list = append(list, r.Seq)
	}
	return list
}

// secrets returns the values to judge: those that an honest X calls secret with an honest
// peer. Left out are values that the adversary has by right by the time it shows them, and
// values in whose session a or b becomes corrupt before they are shown.
func (t *index) secrets(c model.Claim) []*secret {
	var list []*secret
	for _, e := range t.between(model.EventSecret, c) {
		for _, d := range e.Data {
			s := &secret{said: e, value: d, shown: t.shown[d.Value.Key()]}
			if !t.gaveIn(s) && !t.byRight(s) {
				s.lost = t.lost(s)
				list = append(list, s)
			}
		}
	}
	return list
}

// gaveIn says whether a or b became corrupt during the session, before the value was shown.
func (t *index) gaveIn(s *secret) bool {
	over := t.last[s.said.Session]
	for _, name := range []string{s.said.Who, s.said.Peer} {
		c := t.corrupt[name]
		if c != 0 && c <= over && (s.shown == nil || s.shown.Seq > c) {
			return true
		}
	}
	return false
}

// lost returns the reveals of a or b after the session, until the value is shown.
func (t *index) lost(s *secret) []*trace.Event {
	var list []*trace.Event
	for _, name := range []string{s.said.Who, s.said.Peer} {
		for _, r := range t.reveals[name] {
			if r.Seq > t.last[s.said.Session] && (s.shown == nil || r.Seq < s.shown.Seq) {
				list = append(list, r)
			}
		}
	}
	return list
}

// byRight says whether a corrupt third principal had the value before it was shown, and was
// meant to have it: the third principal made the value, or somebody who made it, or a, called
// it secret with that principal. The same record goes to every doctor whom its patient visits.
// That some other principal shares the value is no excuse: in Lowe's attack alice takes N_B
// for mallory's and hers, and bob's secret is broken all the same.
func (t *index) byRight(s *secret) bool {
	if s.shown == nil {
		return false
	}
	third := func(name string) bool { return name != s.said.Who && name != s.said.Peer }
	mentions := func(event model.Event) []*trace.Event {
		return before(t.mentions(event, s.value.Value), s.shown.Seq)
	}
	owner := map[string]bool{s.said.Who: true}
	for _, e := range mentions(model.EventMade) {
		owner[e.Who] = true
		if third(e.Who) && !t.honest(s.shown.Seq, e.Who) {
			return true
		}
	}
	for _, e := range mentions(model.EventSecret) {
		if owner[e.Who] && third(e.Peer) && !t.honest(s.shown.Seq, e.Peer) {
			return true
		}
	}
	return false
}

type spokenKey struct {
	event model.Event
	value string // its key
}

// mentions returns the claim events of one kind that name a value, in order. It finds only
// values that the adversary shows at some time.
func (t *index) mentions(event model.Event, v *trace.Value) []*trace.Event {
	if t.spoken == nil {
		t.spoken = map[spokenKey][]*trace.Event{}
		for _, e := range t.events {
			if e.Kind != trace.KindClaim {
				continue // to save time: other events are of no claim's kind
			}
			for _, d := range e.Data {
				if k := d.Value.Key(); t.shown[k] != nil {
					k := spokenKey{e.Event, k}
					t.spoken[k] = append(t.spoken[k], e)
				}
			}
		}
	}
	return t.spoken[spokenKey{event, v.Key()}]
}
