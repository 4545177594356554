package sim

import (
	"container/heap"
	"fmt"
	"maps"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// An Adversary is the attacker who controls the insecure network. It decides what becomes of
// each message, and may act in between. It acts only through a Network, and never sees what
// goes over the secure channel. An error that it returns ends the run.
type Adversary interface {
	// Begin is called once, when every principal has registered and before the schedule
	// starts.
	Begin(n *Network) error
	// Message is called for each message that a principal puts on the insecure network. A
	// message that the adversary does not deliver, then or later, is lost.
	Message(n *Network, m *trace.Message) error
	// Timer is called at a moment that the adversary asked for with After.
	Timer(n *Network, id int) error
	// End is called when nothing is left to happen in the run.
	End(n *Network) error
}

// Passive is the adversary that delivers every message, and only listens.
type Passive struct{}

// Begin does nothing.
func (Passive) Begin(*Network) error { return nil }

// Message delivers m.
func (Passive) Message(n *Network, m *trace.Message) error { n.Deliver(m, m.To, 0); return nil }

// Timer does nothing.
func (Passive) Timer(*Network, int) error { return nil }

// End does nothing.
func (Passive) End(*Network) error { return nil }

// A Network is the adversary's side of a run: what it may know and what it may do.
type Network struct {
	Protocol   *model.Protocol // the description that is run
	Suite      suite.Suite     // with a counter of the adversary's own
	Opening    trace.Time      // when the schedule began
	Principals []Principal     // with their names, which are public, and their parties
	// PublicKeys are the PUK of principals, by name. Directory has the rows of their published
	// values, such as R_HPC1. Public has the values that the description publishes, by the
	// names of their variables, such as PK. All three grow as the run goes on.
	PublicKeys map[string]*trace.Value
	Directory  map[string][]*trace.Value
	Public     map[string]*trace.Value

	w *world
}

func (w *world) network() *Network {
	n := &Network{Protocol: w.protocol, Suite: w.adversarySuite, PublicKeys: w.public.keys,
		Directory: w.public.directory, Public: w.public.values, w: w}
	for _, p := range w.principals {
		n.Principals = append(n.Principals, Principal{Name: p.Name, Party: p.Party})
	}
	return n
}

// Now is the current virtual time.
func (n *Network) Now() trace.Time { return n.w.now }

// Deliver lets a message arrive at an address, after its time on the link and a further delay.
func (n *Network) Deliver(m *trace.Message, to trace.Address, delay trace.Duration) {
	d := *m
	d.To = to
	n.w.forward(&d, delay)
}

// Inject sends a new message with the given fields, as if it came from an address. It returns
// the message, which has a number of its own.
func (n *Network) Inject(name string, from, to trace.Address, fields []trace.Datum) *trace.Message {
	w := n.w
	w.messages++
	m := &trace.Message{ID: w.messages, Name: name, From: from, To: to, Fields: fields}
	for _, f := range fields {
		m.Parts = append(m.Parts, f.Value.Bytes())
	}
	cost := w.adversaryCounts.Minus(w.adversarySpent)
	w.adversarySpent = *w.adversaryCounts
	w.note(&trace.Event{Kind: trace.KindInject, Msg: m, Cost: &cost})
	w.forward(m, 0)
	return m
}

// After asks for a call of Timer with this id when the duration d has passed.
func (n *Network) After(d trace.Duration, id int) {
	heap.Push(&n.w.queue, n.w.at(n.w.now.Add(max(d, 0)), &happening{timer: id, timed: true}))
}

// Start lets a principal open a phase now, as the schedule could.
func (n *Network) Start(s Start) error {
	ph, role := n.w.protocol.Opening(s.Phase)
	p := n.w.byName[s.By]
	if ph == nil || p == nil || p.Party != role.Party {
		return fmt.Errorf("%q cannot open phase %q", s.By, s.Phase)
	}
	heap.Push(&n.w.queue, n.w.at(n.w.now, &happening{start: &s}))
	return nil
}

// Skew moves a principal's clock ahead by d.
func (n *Network) Skew(name string, d trace.Duration) error {
	p := n.w.byName[name]
	if p == nil {
		return fmt.Errorf("principal %q: want one of %s", name, n.w.names())
	}
	p.Skew += d
	n.w.note(&trace.Event{Kind: trace.KindSkew, Who: name, Party: p.Party, Reason: d.String()})
	return nil
}

// Reveal gives the adversary secrets of a principal, and puts that event on the trace. With
// RevealAll the principal becomes corrupt, and claims are no longer about it; with anything
// less it stays honest and is a victim.
func (n *Network) Reveal(name, what string) ([]trace.Datum, error) {
	p := n.w.byName[name]
	if p == nil {
		return nil, fmt.Errorf("principal %q: want one of %s", name, n.w.names())
	}
	var data []trace.Datum
	all := what == trace.RevealAll
	known := all
	if all || what == trace.RevealKeys {
		known = true
		if p.keys != nil {
			data = append(data, trace.Datum{Name: "PRK", Value: p.keys})
		}
	}
	if all || what == trace.RevealStore {
		known = true
		for _, v := range n.Protocol.InOrder(maps.Keys(p.own)) {
			data = append(data, trace.Datum{Name: v, Value: p.own[v]})
		}
	}
	if biometric := p.typed; biometric != nil && (all || what == trace.RevealBiometric) {
		data = append(data, trace.Datum{Name: biometric.Term.Name, Value: biometric})
	}
	for _, t := range p.filed {
		if all || what == trace.RevealTables || what == trace.RevealTable+t {
			known = true
			rows, err := n.dump(p, t)
			if err != nil {
				return nil, err
			}
			data = append(data, rows...)
		}
	}
	if !known && what != trace.RevealBiometric && what != trace.RevealTables {
		return nil, fmt.Errorf("reveal %q: want %s, %s, %s, %s, %sand one of %s's, or %s", what,
			trace.RevealKeys, trace.RevealStore, trace.RevealBiometric, trace.RevealTables,
			trace.RevealTable, name, trace.RevealAll)
	}
	n.w.note(&trace.Event{Kind: trace.KindReveal, Who: name, Party: p.Party, Label: what, Data: data})
	return data, nil
}

// dump returns every row of a principal's table, in the order in which they were first stored:
// first the key of the row, then its values by their numbers.
func (n *Network) dump(p *principal, table string) ([]trace.Datum, error) {
	var data []trace.Datum
	for i, k := range p.tables[table].keys {
		key, err := n.Literal(n.keySort(table), []byte(k))
		if err != nil {
			return nil, err
		}
		data = append(data, trace.Datum{Name: fmt.Sprintf("%s %d.key", table, i+1), Value: key})
		for j, v := range p.tables[table].rows[k] {
			data = append(data, trace.Datum{Name: fmt.Sprintf("%s %d.%d", table, i+1, j+1), Value: v})
		}
	}
	return data, nil
}

// keySort is the sort of the keys of a table.
func (n *Network) keySort(table string) model.Sort {
	sort := model.Data
	n.w.protocol.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepStore && s.Table == table {
			sort = s.Term.Sort
		}
	})
	return sort
}

// Exhibit puts on the trace a value that the adversary claims to know.
func (n *Network) Exhibit(label string, v *trace.Value) {
	n.w.note(&trace.Event{Kind: trace.KindExhibit, Label: label,
		Data: []trace.Datum{{Name: label, Value: v}}})
}

// Note puts on the trace a remark of the adversary, such as the move that it makes.
func (n *Network) Note(text string) { n.w.note(&trace.Event{Kind: trace.KindMove, Reason: text}) }

func (w *world) names() string {
	s := ""
	for i, p := range w.principals {
		if i > 0 {
			s += ", "
		}
		s += p.Name
	}
	return s
}

func (w *world) note(e *trace.Event) {
	if w.watch != nil {
		w.emit(e)
	}
}
