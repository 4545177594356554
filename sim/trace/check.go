package trace

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"emrproof/model"
)

// A checker checks the events of a file against the description, and against each other.
type checker struct {
	protocol   *model.Protocol
	principals map[string]model.Party
	at         Time // of the event before
	sessions   map[string]*progress
	count      map[string]int   // sessions, by principal
	messages   map[int]*Message // that somebody sent, by ID
}

// A progress records how far a session has come.
type progress struct {
	phase string
	step  int
	over  bool
}

func newChecker(p *model.Protocol, head Head) *checker {
	c := &checker{protocol: p, principals: map[string]model.Party{}, at: Epoch,
		sessions: map[string]*progress{}, count: map[string]int{}, messages: map[int]*Message{}}
	for _, who := range head.Principals {
		c.principals[who.Name] = who.Party
	}
	return c
}

func (c *checker) check(e *Event) error {
	if e.At < c.at {
		return fmt.Errorf("at %d: the event before it is at %d", e.At-Epoch, c.at-Epoch)
	}
	c.at = e.At
	if e.Who != "" {
		if party, ok := c.principals[e.Who]; !ok {
			return fmt.Errorf("who %q: want a principal of the head: one of %s", e.Who,
				strings.Join(slices.Sorted(maps.Keys(c.principals)), ", "))
		} else if party != e.Party {
			return fmt.Errorf("party %q: %s plays %s", e.Party, e.Who, party)
		}
	}
	switch e.Kind {
	case KindStart, KindCompute, KindDeliver, KindRefuse, KindEnd, KindClaim:
		if err := c.session(e); err != nil || e.Msg == nil {
			return err
		}
		return c.received(e)
	case KindSend, KindSecure, KindInject:
		return c.sent(e)
	case KindIgnore:
		return c.received(e)
	case KindReveal, KindSkew:
		if e.Who == "" {
			return fmt.Errorf("who: %s is of a principal: want its name", e.Kind)
		}
	case KindExhibit:
		if len(e.Data) == 0 {
			return fmt.Errorf("data: exhibit shows a value: want one")
		}
	}
	return nil
}

// sent checks the event of a message that is new.
func (c *checker) sent(e *Event) error {
	if want := len(c.messages) + 1; e.Msg.ID != want {
		return fmt.Errorf("message %d: want a new one, %d", e.Msg.ID, want)
	}
	if (e.Msg.Label == "") != (e.Kind == KindInject) || e.Msg.Secure != (e.Kind == KindSecure) {
		return fmt.Errorf("message %d: it is not one of %s", e.Msg.ID, e.Kind)
	}
	c.messages[e.Msg.ID] = e.Msg
	return nil
}

// received checks the event of a message that was sent before.
func (c *checker) received(e *Event) error {
	sent := c.messages[e.Msg.ID]
	if sent == nil {
		return fmt.Errorf("message %d: nobody has sent it before", e.Msg.ID)
	}
	if !sameMessage(sent, e.Msg) {
		return fmt.Errorf("message %d: it is not what was sent", e.Msg.ID)
	}
	return nil
}

// session checks the event of a session: that it may be one of this principal's, that it is
// under way, and that the step is one of its role's and comes after those that it has done.
func (c *checker) session(e *Event) error {
	s := c.sessions[e.Session]
	if e.Kind == KindStart {
		c.count[e.Who]++
		if want := e.Who + "." + strconv.Itoa(c.count[e.Who]); e.Who == "" || e.Session != want {
			return fmt.Errorf("session %q: want the next one of %q, %q", e.Session, e.Who, want)
		}
		s = &progress{}
		c.sessions[e.Session] = s
	}
	switch {
	case s == nil:
		return fmt.Errorf("session %q: it has not begun", e.Session)
	case s.over:
		return fmt.Errorf("session %q: it is over", e.Session)
	case e.Who != e.Session[:strings.LastIndexByte(e.Session, '.')]:
		return fmt.Errorf("session %q: it is not one of %q", e.Session, e.Who)
	}
	s.over = e.Kind == KindEnd || e.Kind == KindRefuse
	if e.Kind == KindEnd {
		return nil
	}
	ph := c.protocol.PhaseNamed(e.Phase)
	if ph == nil || ph.Role(e.Party) == nil {
		return fmt.Errorf("phase %q: want one in which %s has a role", e.Phase, e.Party)
	}
	if s.phase != e.Phase {
		s.phase, s.step = e.Phase, 0
	}
	if e.Kind == KindStart {
		return nil
	}
	steps := ph.Role(e.Party).Steps
	least := s.step + 1
	if e.Kind == KindRefuse && s.step > 0 { // what was delivered at this step
		least = s.step
	}
	if e.Step < least || e.Step > len(steps) {
		return fmt.Errorf("step %d of %s in %s: want one from %d to %d", e.Step, e.Party, e.Phase,
			least, len(steps))
	}
	s.step = e.Step
	return c.step(e, &steps[e.Step-1])
}

// step checks that an event is of a step of the description.
func (c *checker) step(e *Event, s *model.Step) error {
	do, known := s.Kind.String(), true
	switch e.Kind {
	case KindClaim:
		do, known = "", s.Kind == model.StepClaim && e.Event == s.Event && e.Label == s.Label &&
			slices.EqualFunc(e.Data, s.Fields, func(d Datum, f *model.Term) bool {
				return d.Name == f.Name
			})
	case KindDeliver:
		known = s.Kind == model.StepRecv
	}
	if !known || e.Do != do || e.Eq != s.Eqn {
		return fmt.Errorf("step %d of %s in %s: the description has something else there", e.Step,
			e.Party, e.Phase)
	}
	return nil
}
