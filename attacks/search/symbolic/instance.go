package symbolic

import (
	"emrproof/attacks/search/lazy"
	"emrproof/model"
)

// A Principal is one of the run's participants.
type Principal struct {
	Name    string
	Party   model.Party
	Corrupt bool
	// Like is another principal that differs from it by its name alone; nil: there is none.
	Like       *Principal
	ID         *lazy.Term
	Department string     // that it chooses; empty: none
	typed      *lazy.Term // its biometric, once it has typed it
	Opened     int        // sessions, in the phases that come before
}

// An Instance is a session of a principal, or one that may come about.
type Instance struct {
	*Thread
	Who        *Principal
	With       *Principal // whom it was started with; nil: with nobody
	Department string     // that it was started with, or else the principal's own
	Label      string     // tells it from others
	Number     int        // in the order of all instances
	Copy       int        // it is the copy-th of the same principal with the same peer, from 0

	vals  []*lazy.Term
	pc    int
	State int
}

// The states of an instance.
const (
	Unborn = iota
	Waiting
	Over
)

// A sent message, or one that a step waits for.
type sent struct {
	line   Line
	to     *lazy.Term // an identity
	Fields []*lazy.Term
}

// An Event is what a claim step says, or the text of a signature that was verified.
type Event struct {
	*model.Step
	In   *Instance
	Move int          // in which it is said, from 0
	With *lazy.Term   // the peer
	Data []*lazy.Term // by the names of the step's fields
}

// A Segment is what an instance does from one receive to the next.
type Segment struct {
	In       *Instance
	incoming []*lazy.Term // fields of the message that comes; nil: whatever fits
	Got      *Line        // the receive; nil: the instance began by itself
	Fields   []*lazy.Term // of the message
	Events   []*Event
	Sends    []sent
	Times    []timed
	touched  []touch      // tables
	Shown    []*lazy.Term // rows of the directory, which everybody can read
	done     int          // how much others notice of it
	before   int          // how much of that came before the last check
	Judged   int          // how many of its events were judged
}

// A timed step reads a clock, or compares a time with it.
type timed struct {
	Kind model.StepKind
	T    *lazy.Term
}

// Ticks are the times that a segment compares with a steady clock, as far as they are open.
func (seg *Segment) Ticks() (all []*lazy.Term) {
	for _, s := range seg.Times {
		if t := s.T.Walk(); s.Kind == model.StepWithin && t.Open() {
			all = append(all, t)
		}
	}
	return all
}

// A World is what all instances of a run share.
type World struct {
	Protocol   *model.Protocol
	Principals []*Principal
	ByName     map[string]*Principal
	ones       map[model.Party]*Principal
	public     map[string]*lazy.Term
	written    map[string]bool // tables, by sessions on the open network
	proves     bool            // signatures that are verified are evidence
	Stolen     []Theft
	// Records are what a run calls the records that were filed, by how they print.
	Records map[string]*model.Term
	Said    []*Event // in the phases that come before
	settled bool     // these are over
}

// A Machine runs instances, and knows what the adversary does.
type Machine struct {
	*World
	lazy.Knowledge
	rows   []row // of all tables, as they were written
	apart  []pair
	misses []miss
}

// Begin gives an instance what it knows before its first step.
func (w *World) Begin(in *Instance) {
	in.vals = make([]*lazy.Term, len(in.slots))
	for party, one := range w.ones {
		in.vals[in.slots[w.Protocol.Member(party).ID.Name]] = one.ID
	}
	in.vals[in.slots[w.Protocol.Member(in.Who.Party).ID.Name]] = in.Who.ID
}

// held is the value that an instance holds under a symbol; nil: none.
func (w *World) held(in *Instance, symbol string) *lazy.Term {
	if i, ok := in.slots[symbol]; ok && in.vals[i] != nil {
		return in.vals[i]
	}
	return w.public[symbol]
}

// peer is the identity of the principal that an instance believes to play a party.
func (w *World) peer(in *Instance, party model.Party) *lazy.Term {
	if one := w.ones[party]; one != nil {
		return one.ID
	}
	return w.held(in, w.Protocol.Member(party).ID.Name)
}

// eval computes a term of a step. It returns nil where the instance would refuse.
func (s *Machine) eval(in *Instance, t *model.Term) *lazy.Term {
	switch t.Op {
	case model.OpVar:
		return s.held(in, t.Symbol())
	case model.OpPRK:
		if s.Protocol.Member(in.Party).Sealed {
			return s.held(in, t.Symbol()) // once the session has opened it
		}
		return lazy.Pair(model.OpPRK, in.Who.ID)
	case model.OpPUK:
		id := s.peer(in, model.Party(t.Name))
		if id == nil || !id.Walk().Open() && s.ByName[id.Walk().Name] == nil {
			return nil
		}
		return lazy.Pair(model.OpPUK, id)
	case model.OpLabel, model.OpGen:
		return &lazy.Term{Op: t.Op, Sort: t.Sort, Name: t.Name}
	}
	u := &lazy.Term{Op: t.Op, Sort: t.Sort, Mode: t.Mode}
	if u.Args = s.evalAll(in, t.Args); u.Args == nil {
		return nil
	}
	switch {
	case t.Op == model.OpSum:
		return lazy.Sum(u.Args...)
	case t.Op == model.OpMul:
		return lazy.Mul(u.Args[0], u.Args[1])
	}
	if t.Op.Row().Random || t.Op.Row().Numbered {
		u.Args = append(u.Args, s.Draw())
	}
	return u
}

func (s *Machine) evalAll(in *Instance, ts []*model.Term) []*lazy.Term {
	var all []*lazy.Term
	for _, t := range ts {
		v := s.eval(in, t)
		if v == nil {
			return nil
		}
		all = append(all, v)
	}
	return all
}
