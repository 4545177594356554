package attacks

import (
	"fmt"

	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Lesson is something that the adversary comes to hold in a run: it heard it, was
// given it, or took it out of something that it could open. What it could put together
// from these is not listed, for that has no end; but the secrets that claims are about
// are, from the moment at which it could make them.
type Lesson struct {
	Seq    int    // of the event with which it came
	Name   string // such as "C_P1 of alice.2#1"; else the term
	Term   string
	How    string // such as "part 2 of what C_P1 of alice.2#1 opens to under PRK_mallory"
	Secret bool   // a claim is about it
	Heard  bool   // it crossed the network, as it is
}

// Lessons runs an attack again and asks after every event what the adversary holds. It
// is an error for the attack not to repeat.
func (o *Outcome) Lessons() ([]Lesson, error) {
	moves, err := ParseMoves(o.Config.Moves)
	if err != nil {
		return nil, err
	}
	list, err := newFixed(moves)
	if err != nil {
		return nil, err
	}
	s := &student{Executor: newExecutor(list), outcome: o,
		told: map[string]bool{}, teller: teller{fields: map[string][]string{}}}
	if _, err := sim.Run(o.Config, s, s.watch); err != nil {
		return nil, err
	}
	if s.seq != len(o.Events) || s.differs {
		return nil, fmt.Errorf("%w: its events differ", ErrDoesNotRepeat)
	}
	return s.lessons, nil
}

// A student is an executor that notes what it comes to hold. It asks what the executor
// itself asks later or never; the answers are the same, so the run is.
type student struct {
	*Executor
	outcome *Outcome
	seq     int  // of the last event
	differs bool // from the outcome's events
	items   int  // of the knowledge that are noted
	told    map[string]bool
	teller  teller
	lessons []Lesson
}

// watch keeps up with the events. Before each move it notes what the one before it brought; that
// a secret is shown at the end is told as a move, too.
func (s *student) watch(e *trace.Event) {
	if e.Kind == trace.KindMove {
		s.learn()
	}
	s.seq = e.Seq
	s.differs = s.differs || e.Seq > len(s.outcome.Events) ||
		e.Kind != s.outcome.Events[e.Seq-1].Kind || e.Session != s.outcome.Events[e.Seq-1].Session
	if e.Kind == trace.KindSend {
		s.teller.fields[e.Msg.Label] = fieldNames(e.Msg)
	}
	s.Watch(e)
}

// Begin notes what it is given.
func (s *student) Begin(n *sim.Network) error {
	err := s.Executor.Begin(n)
	s.learn()
	return err
}

// Message notes what the message brings before the adversary acts on it.
func (s *student) Message(n *sim.Network, m *trace.Message) error {
	for i, f := range m.Fields {
		s.Knowledge.Add(f.Value.Term, recipe("field", text(m.Label), number(i+1)))
	}
	s.kitchen.fields[m.Label] = m.Fields
	s.learn()
	err := s.Executor.Message(n, m)
	s.learn()
	return err
}

// Timer notes what its moves bring.
func (s *student) Timer(n *sim.Network, id int) error {
	err := s.Executor.Timer(n, id)
	s.learn()
	return err
}

// learnedBy are the recipes of what is a lesson: not of what is public, and not of what
// the adversary made up or put together.
var learnedBy = map[string]bool{"field": true, "own": true, "part": true, "recovered": true,
	"split": true}

// learn notes all that is new.
func (s *student) learn() {
	s.read()
	s.Knowledge.saturate()
	for _, it := range s.Knowledge.order[s.items:] {
		if !learnedBy[it.recipe.Op] {
			continue
		}
		l := Lesson{Seq: s.seq, Term: it.term.String(), How: s.teller.how(it.recipe),
			Heard: it.recipe.Op == "field"}
		l.Name = l.Term
		if it.recipe.Op == "own" || l.Heard {
			l.Name = l.How
		}
		s.lessons = append(s.lessons, l)
	}
	s.items = len(s.Knowledge.order)
	for _, secret := range s.secrets {
		if s.told[secret.label] {
			continue
		}
		if r, ok := s.knows(secret); ok {
			s.told[secret.label] = true
			s.lessons = append(s.lessons, Lesson{Seq: s.seq, Name: secret.label,
				Term: secret.term.String(), How: s.teller.how(r), Secret: true})
		}
	}
}
