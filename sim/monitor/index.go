package monitor

import (
	"encoding/binary"
	"sort"

	"emrproof/model"
	"emrproof/sim/trace"
)

// An index holds the events of a run in the form in which the monitors look for them. A Seq of
// 0 stands for "never".
type index struct {
	protocol *model.Protocol
	deltaT   trace.Duration
	clocks   map[string]trace.Clock // as configured
	events   []*trace.Event

	claims  map[claimKey][]*trace.Event
	alive   map[string]int    // when a principal first ran something on the open network
	met     map[[2]string]int // when a principal first ran something with another
	corrupt map[string]int
	reveals map[string][]*trace.Event // by principal
	last    map[string]int            // the last event of a session
	shown   map[string]*trace.Event   // the first exhibit of a value, by its key
	// verified are the signatures that one principal verified of another, by the two names:
	// who verified, and whose signature.
	verified map[[2]string][]*trace.Event
	injected map[int]*trace.Event      // by the message's ID
	received map[string][]*trace.Event // deliveries, by session
	refused  []*trace.Event

	parts  map[partKey]*part            // made on demand: see agreement.go
	spoken map[spokenKey][]*trace.Event // made on demand: see secrecy.go
}

type claimKey struct {
	event model.Event
	label string
}

func read(p *model.Protocol, head trace.Head, events []*trace.Event) *index {
	t := &index{protocol: p, deltaT: head.DeltaT, events: events,
		clocks: map[string]trace.Clock{},
		claims: map[claimKey][]*trace.Event{},
		alive:  map[string]int{}, met: map[[2]string]int{},
		corrupt: map[string]int{}, reveals: map[string][]*trace.Event{},
		last: map[string]int{}, shown: map[string]*trace.Event{},
		verified: map[[2]string][]*trace.Event{},
		injected: map[int]*trace.Event{}, received: map[string][]*trace.Event{},
		parts: map[partKey]*part{},
	}
	for _, who := range head.Principals {
		t.clocks[who.Name] = who.Clock
	}
	open := map[string]bool{}
	for i := range p.Phases {
		open[p.Phases[i].Name] = !p.Phases[i].Once && !p.Phases[i].Secure
	}
	for _, e := range events {
		if e.Session != "" {
			t.last[e.Session] = e.Seq
		}
		if open[e.Phase] {
			first(t.alive, e.Who, e.Seq)
		}
		t.enter(e)
	}
	return t
}

// first records for a key the first Seq that it is given.
func first[K comparable](m map[K]int, key K, seq int) {
	if m[key] == 0 {
		m[key] = seq
	}
}

func (t *index) enter(e *trace.Event) {
	switch e.Kind {
	case trace.KindClaim:
		k := claimKey{e.Event, e.Label}
		t.claims[k] = append(t.claims[k], e)
		if e.Event == model.EventRunning {
			first(t.alive, e.Who, e.Seq)
			first(t.met, [2]string{e.Who, e.Peer}, e.Seq)
		}
	case trace.KindCompute:
		if e.Do == model.StepVerify.String() {
			k := [2]string{e.Who, e.Peer}
			t.verified[k] = append(t.verified[k], e)
		}
	case trace.KindReveal:
		if e.Label == trace.RevealAll {
			first(t.corrupt, e.Who, e.Seq)
		}
		t.reveals[e.Who] = append(t.reveals[e.Who], e)
	case trace.KindExhibit:
		for _, d := range e.Data {
			if k := d.Value.Key(); t.shown[k] == nil {
				t.shown[k] = e
			}
		}
	case trace.KindInject:
		t.injected[e.Msg.ID] = e
	case trace.KindDeliver:
		t.received[e.Session] = append(t.received[e.Session], e)
	case trace.KindRefuse:
		t.refused = append(t.refused, e)
	}
}

// honest says whether all the named principals are still honest at an event.
func (t *index) honest(at int, names ...string) bool {
	for _, name := range names {
		if c := t.corrupt[name]; c != 0 && c < at {
			return false
		}
	}
	return true
}

// said returns the events of one kind and claim label by principals who play a party.
func (t *index) said(event model.Event, label string, party model.Party) []*trace.Event {
	var list []*trace.Event
	for _, e := range t.claims[claimKey{event, label}] {
		if e.Party == party {
			list = append(list, e)
		}
	}
	return list
}

// between returns the events of a claim in which an honest X says something of an honest peer.
func (t *index) between(event model.Event, c model.Claim) []*trace.Event {
	var list []*trace.Event
	for _, e := range t.said(event, c.Label, c.By) {
		if t.honest(e.Seq, e.Who, e.Peer) {
			list = append(list, e)
		}
	}
	return list
}

// before returns the events of an ordered list that are earlier than a Seq.
func before(list []*trace.Event, seq int) []*trace.Event {
	return list[:sort.Search(len(list), func(i int) bool { return list[i].Seq >= seq })]
}

// latest returns the last event of a list that is earlier than a Seq; nil when there is none.
func latest(list []*trace.Event, seq int) *trace.Event {
	list = before(list, seq)
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}

// dataKey makes a key that tells data apart by names and values. It leaves out the datum whose
// name is but.
func dataKey(data []trace.Datum, but string) string {
	var b []byte
	for _, d := range data {
		if d.Name != but {
			b = appendField(b, d.Name)
			b = appendField(b, d.Value.Key())
		}
	}
	return string(b)
}

func appendField(b []byte, field string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(field))), field...)
}

// find returns the value with a name in data; nil when there is none.
func find(data []trace.Datum, name string) *trace.Value {
	for _, d := range data {
		if d.Name == name {
			return d.Value
		}
	}
	return nil
}
