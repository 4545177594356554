package attacks

import (
	"fmt"
	"maps"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// An Executor makes the moves of an attack in a run. An attack can act in no other way.
type Executor struct {
	Net       *sim.Network
	Evaluator *Evaluator
	// Knowledge is what the adversary deduces from. What it came by since the last call of Read
	// is not in it yet.
	Knowledge *deduce.Knowledge
	// Made are the moves made so far, in order, in the form in which they would be saved.
	Made []Move
	// Settled are the labels of messages that a move has dropped or delivered.
	Settled map[string]bool
	// Secrets are the values that claims have called secret so far.
	Secrets []Secret

	decide  Decider
	when    string // the trigger that is being handled
	seen    map[string]*trace.Message
	unread  []*trace.Message    // whose fields are not in Knowledge yet
	shown   map[string]bool     // secrets that were exhibited
	showed  []showing           // what was exhibited because it was deduced
	learned int                 // values made that are in Knowledge
	byBytes map[string]computed // values heard, given or made
}

// A showing is a secret that the adversary exhibited: by which recipe, and before which of the
// moves made.
type showing struct {
	label  string
	recipe deduce.Recipe
	before int
	when   string
}

// A Decider decides the moves of an attack, and makes them with Executor.Make. It is called at
// the beginning, when a message has been sent and is not delivered yet, and when a timer goes
// off that it set on the network. An error ends the run.
type Decider interface {
	Begin(x *Executor) error
	Message(x *Executor, m *trace.Message) error
	Timer(x *Executor, id int) error
}

// A Secret is a value that a claim calls secret. At the end of a run and before each reveal,
// the executor checks whether the adversary can make it; this tells the adversary nothing.
type Secret struct {
	Label string // such as "SEK1 of bob.1"
	term  *model.Term
	is    *trace.Value
}

func newExecutor(d Decider) *Executor {
	return &Executor{decide: d, seen: map[string]*trace.Message{}, Settled: map[string]bool{},
		shown: map[string]bool{}, byBytes: map[string]computed{}}
}

// watch notes the values that claims call secret. It must be shown every event of the run.
func (x *Executor) watch(e *trace.Event) {
	if e.Kind != trace.KindClaim || e.Event != model.EventSecret {
		return
	}
	for _, d := range e.Data {
		x.Secrets = append(x.Secrets, Secret{d.Name + " of " + e.Session, d.Value.Term, d.Value})
	}
}

// An adversary is an Executor in the form that the network asks for.
type adversary struct{ *Executor }

// Begin gives the adversary what is public, at the beginning of the run.
func (x adversary) Begin(n *sim.Network) error {
	x.Net, x.when = n, "begin"
	x.Evaluator = NewEvaluator(n)
	x.Knowledge = deduce.NewKnowledge(deducer{x.Evaluator})
	for _, p := range n.Principals {
		for i, v := range n.Directory[p.Name] {
			x.Knowledge.Add(v.Term, deduce.Apply("entry", deduce.Text(p.Name), deduce.Number(i+1)))
		}
	}
	public := n.Public
	for _, name := range n.Protocol.InOrder(maps.Keys(public)) {
		x.Knowledge.Add(public[name].Term, deduce.Apply("public", deduce.Text(name)))
	}
	return x.decide.Begin(x.Executor)
}

// Message lets the decider act on a message. It then delivers the message, unless a move has
// delivered or dropped it.
func (x adversary) Message(n *sim.Network, m *trace.Message) error {
	x.when = "on " + m.Label
	x.see(m)
	if err := x.decide.Message(x.Executor, m); err != nil {
		return err
	}
	if !x.Settled[m.Label] {
		n.Deliver(m, m.To, 0)
	}
	return nil
}

func (x *Executor) see(m *trace.Message) {
	x.seen[m.Label] = m
	x.Evaluator.Heard[m.Label] = m.Fields
	x.unread = append(x.unread, m)
}

// Timer lets the decider act when a timer goes off.
func (x adversary) Timer(n *sim.Network, id int) error {
	x.when = "at " + trace.Duration(n.Now()-n.Opening).String()
	return x.decide.Timer(x.Executor, id)
}

// Make makes a move now.
func (x *Executor) Make(m Move) error {
	m.When = x.when
	made := len(x.Made)
	x.Made = append(x.Made, m)
	x.Net.Note(m.String())
	err := x.do(m)
	if err != nil { // it was not made
		x.Made = x.Made[:made]
	}
	return err
}

// lines returns the moves made so far, in the form in which a Config has them.
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
		return x.Net.Skew(m.Who, m.Delay)
	case DoStart:
		return x.Net.Start(m.Start)
	case DoExhibit:
		v, err := x.Evaluator.Evaluate(m.Fields[0])
		if err == nil {
			x.Net.Exhibit(m.What, v)
		}
		return err
	}
	return fmt.Errorf("action %q: want %s", m.Do, actions)
}

func (x *Executor) drop(m Move) error {
	label, _, _ := m.Trigger()
	if label == "" {
		return fmt.Errorf("drop: there is no message now")
	}
	x.Settled[label] = true
	return nil
}

func (x *Executor) deliver(m Move) error {
	message := x.seen[m.Message]
	if message == nil {
		return fmt.Errorf("deliver: no message %q has been seen", m.Message)
	}
	if label, _, _ := m.Trigger(); label == m.Message {
		x.Settled[label] = true
	}
	x.Net.Deliver(message, m.To, m.Delay)
	return nil
}

func (x *Executor) inject(m Move) error {
	var fields []trace.Datum
	for i, r := range m.Fields {
		v, err := x.Evaluator.Evaluate(r)
		if err != nil {
			return fmt.Errorf("inject: field %d: %w", i+1, err)
		}
		fields = append(fields, trace.Datum{Name: fmt.Sprint(i + 1), Value: v})
	}
	x.Net.Inject(m.Name, m.From, m.To, fields)
	return nil
}

// reveal makes a move that reveals secrets of a principal. Before it does, it exhibits the
// secrets that the adversary knows without it. What is known only after the reveal is the
// matter of another claim, forward secrecy.
func (x *Executor) reveal(m Move) error {
	if err := x.exhibit(); err != nil {
		return err
	}
	data, err := x.Net.Reveal(m.Who, m.What)
	if err != nil {
		return err
	}
	if x.Evaluator.Revealed[m.Who] == nil {
		x.Evaluator.Revealed[m.Who] = map[string]*trace.Value{}
	}
	for _, d := range data {
		x.Evaluator.Revealed[m.Who][d.Name] = d.Value
		x.hold(computed{deduce.Apply("own", deduce.Text(m.Who), deduce.Text(d.Name)), d.Value})
	}
	return nil
}
