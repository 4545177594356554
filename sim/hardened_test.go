package sim

import (
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// refusalsOf are the refusals of a run, as "who: reason".
func refusalsOf(events []*trace.Event) []string {
	var list []string
	for _, e := range events {
		if e.Kind == trace.KindRefuse {
			list = append(list, e.Who+": "+e.Reason)
		}
	}
	return list
}

// A holder keeps a kind of message back, and may set a clock while it does.
type holder struct {
	Passive
	name  string
	delay trace.Duration
	skew  string // whose clock is set back by the delay, so that no time seems to pass
}

func (h holder) Message(n *Network, m *trace.Message) error {
	if m.Name != h.name {
		n.Deliver(m, m.To, 0)
		return nil
	}
	n.Deliver(m, m.To, h.delay)
	if h.skew != "" {
		return n.Skew(h.skew, -h.delay)
	}
	return nil
}

// A message that is held back is refused by the steady clock, and setting the date back
// does not help.
func TestSteadyClocksBoundEveryAnswer(t *testing.T) {
	for _, c := range []struct{ message, receiver, want string }{
		{"visit 1", "bob", "bob: 1m1.00"},
		{"visit 2", "alice", "alice: 1m1.00"},
		{"visit 3", "bob", "bob: 1m1.00"},
		{"query 1", "cloud", "cloud: 1m1.00"},
		{"query 2", "bob", "bob: 1m1.00"},
		{"search 1", "hospital-a", "hospital-a: 1m1.00"},
		{"search 2", "bob", "bob: 1m1.00"},
		{"search 3", "hospital-a", "hospital-a: 1m1.00"},
		{"search 4", "bob", "bob: 1m1.00"},
	} {
		for _, skew := range []string{"", c.receiver} {
			_, events := eventsOf(t, standard(t, "hardened", DefaultSize),
				holder{name: c.message, delay: 61e9, skew: skew})
			got := refusalsOf(events)
			if len(got) != 1 || !strings.HasPrefix(got[0], c.want) ||
				!strings.Contains(got[0], "passed since") {
				t.Errorf("%s, clock of %q set: got %q, want %s…s passed since …", c.message, skew, got,
					c.want)
			}
		}
	}
}

// A diagnosis has no question that it answers: its age is by the date, to both sides.
func TestDatesAreCheckedToBothSides(t *testing.T) {
	for delay, want := range map[trace.Duration]string{
		30e9: "", 61e9: "alice: T_D5 is 1m1.0",
	} {
		_, events := eventsOf(t, standard(t, "hardened", DefaultSize),
			holder{name: "diagnosis 1", delay: delay})
		got := strings.Join(refusalsOf(events), "; ")
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("held for %s: got %q, want %q", delay, got, want)
		}
	}
	c := standard(t, "hardened", DefaultSize)
	principalOf(t, &c, "alice").Skew = 61e9 // her consent comes from the future
	_, events := eventsOf(t, c, nil)
	got := refusalsOf(events)
	if len(got) != 1 || !strings.HasPrefix(got[0], "cloud: T_P1 is -1m0.9") {
		t.Errorf("got %q, want that the cloud refuses T_P1", got)
	}
}

// When the memory of cookies is full of young ones, new rounds are refused; when they are
// old there is room again.
func TestAFullMemoryRefusesWhatIsNew(t *testing.T) {
	p := library.Must("hardened").Edit(func(_ *model.Phase, _ *model.Role, s model.Step) []model.Step {
		if s.Kind == model.StepOnce {
			s.Limit = 2
		}
		return []model.Step{s}
	})
	c := standard(t, "hardened", Size{Each: 1, Sessions: 4})
	for i, at := range []trace.Duration{1e9, 2e9, 3e9, 200e9} {
		c.Starts[len(c.Starts)-4+i].At = at
	}
	var refused []string
	w := worldOf(p, baseSuite(t), c, nil, func(e *trace.Event) {
		refused = append(refused, refusalsOf([]*trace.Event{e})...)
	})
	r, err := w.play()
	if err != nil {
		t.Fatal(err)
	}
	const want = "bob: cookie_D: 2 others are remembered, which is as many as there is room for"
	if len(refused) != 1 || refused[0] != want {
		t.Errorf("got %q, want %q", refused, want)
	}
	if r.Sessions.Completed != 3 {
		t.Errorf("%d sessions complete, want the two first and the one after 2·ΔT",
			r.Sessions.Completed)
	}
}

// The doctor has forgotten the round when the cookie comes back: the session that checks it
// is another, and holds only what its principal keeps.
func TestCookiesAreStateless(t *testing.T) {
	_, events := eventsOf(t, standard(t, "hardened", DefaultSize), Passive{})
	ended := map[string]int{}
	for _, e := range events {
		if e.Kind == trace.KindEnd {
			ended[e.Session] = e.Seq
		}
		if e.Kind != trace.KindDeliver || e.Msg.Name != "visit 1" && e.Msg.Name != "query 1" &&
			e.Msg.Name != "search 1" {
			continue
		}
		if e.Msg.To.Session != 0 {
			t.Errorf("%s goes to session %d, want a new one", e.Msg.Name, e.Msg.To.Session)
		}
		before := 0
		for session := range ended {
			if strings.HasPrefix(session, e.Who+".") {
				before++
			}
		}
		if before == 0 {
			t.Errorf("%s: no session of %s is over", e.Msg.Name, e.Who)
		}
	}
}
