package attacks

import (
	"fmt"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// An Executor makes moves in a run. It is the only way in which an attack acts: a
// script decides its moves one by one as the run goes on, a saved attack has them
// all from the start.
type Executor struct {
	Knowledge *Knowledge
	// Made are the moves made so far, in order, as they would be saved.
	Made []Move

	decide  decider
	net     *sim.Network
	kitchen *kitchen
	when    string // the trigger that is being handled
	seen    map[string]*trace.Message
	unread  []*trace.Message    // whose fields are not in Knowledge yet
	settled map[string]bool     // messages that a move has dropped or delivered
	secrets []secret            // what claims say is secret
	shown   map[string]bool     // secrets that were exhibited
	showed  []showing           // what was exhibited because it was deduced
	learned int                 // values made that are in Knowledge
	byBytes map[string]computed // values heard, given or made
}

// A showing is a secret that was exhibited, how, and before which of the moves made.
type showing struct {
	label  string
	recipe Recipe
	before int
	when   string
}

// A decider decides the moves: a list, or a script.
type decider interface {
	begin(x *Executor) error
	message(x *Executor, m *trace.Message) error
	timer(x *Executor, id int) error
}

// A secret is a value that a claim is about. The adversary is asked for it at the
// end and before each reveal; to be asked tells it nothing.
type secret struct {
	label string // such as "SEK1 of bob.1"
	term  *model.Term
	is    *trace.Value
}

func newExecutor(d decider) *Executor {
	return &Executor{decide: d, seen: map[string]*trace.Message{}, settled: map[string]bool{},
		shown: map[string]bool{}, byBytes: map[string]computed{}}
}

// Watch notes what claims say is secret; it must be shown the run's events.
func (x *Executor) Watch(e *trace.Event) {
	if e.Kind != trace.KindClaim || e.Event != model.EventSecret {
		return
	}
	for _, d := range e.Data {
		x.secrets = append(x.secrets, secret{d.Name + " of " + e.Session, d.Value.Term, d.Value})
	}
}

// Begin gives the adversary what is public.
func (x *Executor) Begin(n *sim.Network) error {
	x.net, x.when = n, "begin"
	x.kitchen = newKitchen(n)
	x.Knowledge = newKnowledge(deducer{x.kitchen})
	for _, p := range n.Principals() {
		for i, v := range n.Directory(p.Name) {
			x.Knowledge.Add(v.Term, recipe("entry", text(p.Name), number(i+1)))
		}
	}
	public := n.Public()
	for _, name := range sortedKeys(public) {
		x.Knowledge.Add(public[name].Term, recipe("public", text(name)))
	}
	return x.decide.begin(x)
}

// Message lets the decider act on a message, and delivers it when no move did or
// dropped it.
func (x *Executor) Message(n *sim.Network, m *trace.Message) error {
	x.when = "on " + m.Label
	x.see(m)
	if err := x.decide.message(x, m); err != nil {
		return err
	}
	if !x.settled[m.Label] {
		n.Deliver(m, m.To, 0)
	}
	return nil
}

func (x *Executor) see(m *trace.Message) {
	x.seen[m.Label] = m
	x.kitchen.fields[m.Label] = m.Fields
	x.unread = append(x.unread, m)
}

// Timer lets the decider act.
func (x *Executor) Timer(n *sim.Network, id int) error {
	x.when = "at " + trace.Duration(n.Now()-n.Opening()).String()
	return x.decide.timer(x, id)
}

// Make makes a move now.
func (x *Executor) Make(m Move) error {
	m.When = x.when
	made := len(x.Made)
	x.Made = append(x.Made, m)
	x.net.Note(m.String())
	err := x.do(m)
	if err != nil { // it was not made
		x.Made = x.Made[:made]
	}
	return err
}

// lines are the moves made so far, as a Config has them.
func (x *Executor) lines() []string {
	var lines []string
	for _, m := range x.Made {
		lines = append(lines, m.String())
	}
	return lines
}

func (x *Executor) do(m Move) error {
	switch m.Do {
	case DoDrop:
		return x.drop(m)
	case DoDeliver:
		return x.deliver(m)
	case DoInject:
		return x.inject(m)
	case DoReveal:
		return x.reveal(m)
	case DoSkew:
		return x.net.Skew(m.Who, m.Delay)
	case DoStart:
		return x.net.Start(m.Start)
	case DoExhibit:
		v, err := x.kitchen.evaluate(m.Fields[0])
		if err == nil {
			x.net.Exhibit(m.What, v)
		}
		return err
	}
	return fmt.Errorf("action %q: want %s", m.Do, actions)
}

func (x *Executor) drop(m Move) error {
	label, _, _ := m.trigger()
	if label == "" {
		return fmt.Errorf("drop: there is no message now")
	}
	x.settled[label] = true
	return nil
}

func (x *Executor) deliver(m Move) error {
	message := x.seen[m.Message]
	if message == nil {
		return fmt.Errorf("deliver: no message %q has been seen", m.Message)
	}
	if label, _, _ := m.trigger(); label == m.Message {
		x.settled[label] = true
	}
	x.net.Deliver(message, m.To, m.Delay)
	return nil
}

func (x *Executor) inject(m Move) error {
	var fields []trace.Datum
	for i, r := range m.Fields {
		v, err := x.kitchen.evaluate(r)
		if err != nil {
			return fmt.Errorf("inject: field %d: %w", i+1, err)
		}
		fields = append(fields, trace.Datum{Name: fmt.Sprint(i + 1), Value: v})
	}
	x.net.Inject(m.Name, m.From, m.To, fields)
	return nil
}

// reveal first shows what is known without it: what is known only after it is
// another claim's matter.
func (x *Executor) reveal(m Move) error {
	if err := x.exhibit(); err != nil {
		return err
	}
	data, err := x.net.Reveal(m.Who, m.What)
	if err != nil {
		return err
	}
	if x.kitchen.revealed[m.Who] == nil {
		x.kitchen.revealed[m.Who] = map[string]*trace.Value{}
	}
	for _, d := range data {
		x.kitchen.revealed[m.Who][d.Name] = d.Value
		x.hold(computed{recipe("own", text(m.Who), text(d.Name)), d.Value})
	}
	return nil
}
