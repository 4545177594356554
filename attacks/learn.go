package attacks

import (
	"fmt"

	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Lesson is a value that the adversary comes to hold in a run. It heard the value, was given
// it, or took it out of something that it can open. What it could put together from these has
// no end, and is not listed, except for the secrets that claims are about.
type Lesson struct {
	Seq    int    // of the event that brought it
	Name   string // such as "C_P1 of alice.2#1"; else the term
	Term   string
	How    string // such as "part 2 of what C_P1 of alice.2#1 opens to under PRK_mallory"
	Secret bool   // a claim is about it
	Heard  bool   // it crossed the network as it is
}

// Lessons runs an attack again and finds out, after every event, what the adversary holds. It
// is an error if the attack does not repeat.
func (o *Outcome) Lessons() ([]Lesson, error) {
	list, err := newFixed(o.Config.Moves)
	if err != nil {
		return nil, err
	}
	s := &learner{adversary: adversary{newExecutor(list)}, outcome: o,
		told: map[string]bool{}, fields: map[string][]string{}}
	if _, err := sim.Run(o.Config, s, s.note); err != nil {
		return nil, err
	}
	if s.seq != len(o.Events) || s.differs {
		return nil, fmt.Errorf("%w: its events differ", ErrDoesNotRepeat)
	}
	return s.lessons, nil
}

// A learner is an adversary that notes the values that it comes to hold. It asks more questions
// than an executor does; the answers change nothing, so the run is the same.
type learner struct {
	adversary
	outcome *Outcome
	seq     int  // of the last event
	differs bool // from the outcome's events
	items   int  // of the knowledge that are noted
	told    map[string]bool
	fields  map[string][]string // names of the fields of messages, by label
	lessons []Lesson
}

// note follows the events of the run. Before each move it notes what the previous move brought.
// A secret shown at the end is preceded by such an event, too.
func (s *learner) note(e *trace.Event) {
	if e.Kind == trace.KindMove {
		s.learn()
	}
	s.seq = e.Seq
	s.differs = s.differs || e.Seq > len(s.outcome.Events) ||
		e.Kind != s.outcome.Events[e.Seq-1].Kind || e.Session != s.outcome.Events[e.Seq-1].Session
	if e.Kind == trace.KindSend {
		s.fields[e.Msg.Label] = fieldNames(e.Msg)
	}
	s.Executor.watch(e)
}

// Begin notes what the adversary is given at the beginning.
func (s *learner) Begin(n *sim.Network) error {
	err := s.adversary.Begin(n)
	s.learn()
	return err
}

// Message notes what a message brings, before the adversary acts on it.
func (s *learner) Message(n *sim.Network, m *trace.Message) error {
	for i, r := range deduce.Heard(m) {
		s.Knowledge.Add(m.Fields[i].Value.Term, r)
	}
	s.Evaluator.Heard[m.Label] = m.Fields
	s.learn()
	err := s.adversary.Message(n, m)
	s.learn()
	return err
}

// Timer notes what the moves bring that are made when a timer goes off.
func (s *learner) Timer(n *sim.Network, id int) error {
	err := s.adversary.Timer(n, id)
	s.learn()
	return err
}

// learnedBy are the operations of recipes whose values are lessons. Values that are public are
// no lessons, nor are those that the adversary made up or put together. What an exclusive or
// gives is one unless it is an exclusive or itself: then something was taken out.
var learnedBy = map[string]bool{"field": true, "own": true, "part": true, "recovered": true,
	"split": true, "xor": true}

// learn notes all that the adversary holds and that was not noted before.
func (s *learner) learn() {
	s.Read()
	all := s.Knowledge.Items()
	for _, it := range all[s.items:] {
		if !learnedBy[it.Recipe.Op] || it.Recipe.Op == "xor" && it.Term.Op == model.OpXOR {
			continue
		}
		l := Lesson{Seq: s.seq, Term: it.Term.String(), How: it.Recipe.Tell(s.fields),
			Heard: it.Recipe.Op == "field"}
		l.Name = l.Term
		if it.Recipe.Op == "own" || l.Heard {
			l.Name = l.How
		}
		s.lessons = append(s.lessons, l)
	}
	s.items = len(all)
	for _, secret := range s.Secrets {
		if s.told[secret.Label] {
			continue
		}
		if r, ok := s.Knows(secret); ok {
			s.told[secret.Label] = true
			s.lessons = append(s.lessons, Lesson{Seq: s.seq, Name: secret.Label,
				Term: secret.term.String(), How: r.Tell(s.fields), Secret: true})
		}
	}
}
