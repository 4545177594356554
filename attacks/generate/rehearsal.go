package generate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/attacks/insider"
	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A rehearsal is an honest run of two rounds as an outsider saw it, with the cases that are
// made from it.
type rehearsal struct {
	world   string
	config  sim.Config // its moves corrupt the insiders
	corrupt []string
	opening trace.Duration    // of the schedule, since the run began
	sent    []*observed       // in order
	open    []openValue       // what is public
	exec    *attacks.Executor // that knows at the end what crossed the network
	players []sim.Principal
	// held are the messages of the second round, by name, as they are sent when the first round
	// waits from a message on, by that message's label.
	held map[string]map[string]*trace.Message

	cases  []Case
	err    error
	memory *suite.Memory
}

// An observed message is a message as it was sent in the honest run.
type observed struct {
	*trace.Message
	second bool           // it belongs to the second round
	at     trace.Duration // when it was sent, since the run began
	got    trace.Address  // the session that had it
	after  *observed      // what its sender had received last; nil when nothing
	// forged are the fields as an outsider could make them just before the message was sent, as
	// close as it could. A time stamp in them is now().
	forged []deduce.Recipe
}

// An openValue is a public value: everybody has a recipe for it.
type openValue struct {
	recipe deduce.Recipe
	sort   model.Sort
}

// rehearse runs a world in which all principals are honest.
func rehearse(m *suite.Memory, c sim.Config) (*rehearsal, error) {
	return rehearseWith(m, c, nil)
}

// rehearseWith runs a world in which some principals are corrupt, and do as they should.
func rehearseWith(m *suite.Memory, c sim.Config, corrupt []string) (*rehearsal, error) {
	s := &rehearsal{config: c, corrupt: corrupt, memory: m}
	o, err := attacks.Decide(m, c, s)
	if err != nil {
		return nil, err
	}
	if v := o.Result.Sessions; v.Completed != v.Started {
		return nil, fmt.Errorf("of %d honest sessions %d complete: want all", v.Started, v.Completed)
	}
	s.config.Moves = o.Config.Moves
	s.exec.Read()
	s.follow(o.Events)
	return s, s.complete(s.exec.Net.Protocol)
}

// follow finds, for each message, which session had it and what its sender had received before.
func (s *rehearsal) follow(events []*trace.Event) {
	byLabel := map[string]*observed{}
	for _, m := range s.sent {
		byLabel[m.Label] = m
	}
	last := map[string]*observed{} // by session
	for _, e := range events {
		if e.Msg == nil || byLabel[e.Msg.Label] == nil {
			continue
		}
		m := byLabel[e.Msg.Label]
		switch e.Kind {
		case trace.KindSend:
			m.after = last[m.From.String()]
		case trace.KindDeliver:
			n, _ := strconv.Atoi(strings.TrimPrefix(e.Session, e.Who+"."))
			m.got = trace.Address{Principal: e.Who, Session: n}
			last[e.Session] = m
		}
	}
}

// complete checks that each message of the description crossed the network exactly once in each
// of the two rounds.
func (s *rehearsal) complete(p *model.Protocol) error {
	var err error
	p.EachStep(func(ph *model.Phase, _ *model.Role, _ int, step *model.Step) {
		if !onNetwork(ph, step) || isBefore(p, ph) {
			return
		}
		first, second := 0, 0
		for _, m := range s.sent {
			switch {
			case m.Name != step.Msg:
			case m.second:
				second++
			default:
				first++
			}
		}
		if first != 1 || second != 1 {
			err = fmt.Errorf("%q is sent %d and %d times in two rounds of sessions: want once in each",
				step.Msg, first, second)
		}
	})
	if err == nil && len(s.sent) == 0 {
		err = errors.New("no message crosses the insecure network")
	}
	return err
}

// isBefore says whether a phase is one that sessions need before them.
func isBefore(p *model.Protocol, ph *model.Phase) bool {
	return slices.ContainsFunc(p.StandardWorld().Before,
		func(m model.Meeting) bool { return m.Phase == ph.Name })
}

func (s *rehearsal) Begin(x *attacks.Executor) error {
	s.exec = x
	if err := insider.NewCoalition(x.Net.Protocol, s.config, s.corrupt).Reveal(x); err != nil {
		return err
	}
	s.opening = x.Net.Opening.Since()
	s.players = x.Net.Principals
	add := func(sort model.Sort, r deduce.Recipe) { s.open = append(s.open, openValue{r, sort}) }
	for _, name := range x.Net.Protocol.InOrder(maps.Keys(x.Net.Public)) {
		add(x.Net.Public[name].Sort, deduce.Apply("public", deduce.Text(name)))
	}
	var departments []string
	for _, p := range s.config.Principals {
		add(model.Identity, deduce.Apply("id", deduce.Text(p.Name)))
		if p.Department != "" && !slices.Contains(departments, p.Department) {
			departments = append(departments, p.Department)
		}
		if x.Net.PublicKeys[p.Name] != nil {
			add(model.PublicKey, deduce.Apply("puk", deduce.Text(p.Name)))
		}
		for i, v := range x.Net.Directory[p.Name] {
			add(v.Sort, deduce.Apply("entry", deduce.Text(p.Name), deduce.Number(i+1)))
		}
	}
	for _, d := range departments {
		add(model.Identity, deduce.Apply("id", deduce.Text(d)))
	}
	return nil
}

// Message notes a message, with what an outsider could have sent in its place just before.
func (s *rehearsal) Message(x *attacks.Executor, m *trace.Message) error {
	began := s.opening + 2*apart
	now := x.Net.Now().Since()
	if now < s.opening+apart { // what sessions need before them
		x.Read()
		return nil
	}
	n := &observed{Message: m, at: now, second: now >= began}
	for _, f := range m.Fields {
		n.forged = append(n.forged, forge(x, f.Value.Term, len(f.Value.Bytes())))
	}
	s.sent = append(s.sent, n)
	x.Read()
	return nil
}

func (s *rehearsal) Timer(*attacks.Executor, int) error { return nil }
