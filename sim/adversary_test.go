package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// An actor acts at the beginning and when a timer comes, and listens otherwise.
type actor struct {
	Passive
	begin func(n *Network)
	timer func(n *Network, id int)
}

func (a actor) Begin(n *Network) error         { a.begin(n); return nil }
func (a actor) Timer(n *Network, id int) error { a.timer(n, id); return nil }

// The adversary is told what is public, by the names that everybody uses.
func TestAdversarySeesWhatIsPublic(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	c.Seed = 7
	a := actor{begin: func(n *Network) {
		var names []string
		for _, p := range n.Principals {
			names = append(names, p.Name+" "+string(p.Party))
		}
		const all = "authority MA, cloud PC, hospital-a HPC, hospital-b HPC, bob D, alice P"
		if got := strings.Join(names, ", "); got != all {
			t.Errorf("principals: %s, want %s", got, all)
		}
		if n.Protocol.Name != library.Must("published").Name {
			t.Errorf("got protocol %q", n.Protocol.Name)
		}
		if key := n.PublicKeys["bob"]; key == nil || key.Sort != model.PublicKey ||
			key.String() != "PUK_bob" {
			t.Errorf("the key of bob is %v", key)
		}
		if n.PublicKeys["nobody"] != nil {
			t.Error("nobody has a key")
		}
		if key := n.Public["PK"]; key == nil || key.Sort != model.Point {
			t.Errorf("PK is %v", key)
		}
		if row := n.Directory["hospital-a"]; len(row) == 0 || row[0].Sort != model.Point {
			t.Errorf("the directory has %v", row)
		}
		if n.Now() < trace.Epoch || n.Now() > n.Opening {
			t.Errorf("it is %s, and the schedule opens at %s", n.Now(), n.Opening)
		}
	}}
	mustRun(t, c, a, nil)
}

// What the adversary computes is not in the parties' account, and an injection says what
// has been spent on it, since the one before.
func TestAdversaryHasAnAccountOfItsOwn(t *testing.T) {
	c := standard(t, "published", DefaultSize)
	var costs []suite.Counts
	var injected *trace.Message
	a := actor{begin: func(n *Network) {
		scalar, err := n.Fresh(model.Scalar, "a", 0)
		if err != nil {
			t.Fatal(err)
		}
		for spend := range 3 {
			for range spend {
				if _, err := n.Apply(model.OpMul, 0, "", scalar, n.Constant(model.G)); err != nil {
					t.Fatal(err)
				}
			}
			injected = n.Inject("visit 1", trace.Address{Principal: "nobody", Session: 1},
				trace.Address{Principal: "bob"}, []trace.Datum{{Name: "a", Value: scalar},
					{Name: "b", Value: n.Constant(model.Label("text"))}})
		}
	}}
	before := mustRun(t, c, Passive{}, nil)
	var refusals []string
	after := mustRun(t, c, a, func(e *trace.Event) {
		switch e.Kind {
		case trace.KindInject:
			costs = append(costs, *e.Cost)
		case trace.KindRefuse:
			refusals = append(refusals, refusalText(e))
		}
	})
	var multiplications []int
	for _, c := range costs {
		multiplications = append(multiplications, c[model.CallBaseMul])
	}
	if !slices.Equal(multiplications, []int{0, 1, 2}) {
		t.Errorf("the injections cost %v multiplications, want 0, 1 and 2", multiplications)
	}
	if len(refusals) != 3 {
		t.Errorf("refusals: %q", refusals)
	}
	// Bob takes the messages apart, and computes nothing on them.
	if a, b := fmt.Sprint(after.Operations), fmt.Sprint(before.Operations); a != b {
		t.Errorf("the parties computed %s, and %s without an adversary", a, b)
	}
	if after.Sessions != before.Sessions || fmt.Sprint(after.Phases) != fmt.Sprint(before.Phases) {
		t.Errorf("injections count as sessions: %+v, %+v", after.Sessions, after.Phases)
	}
	fields, err := partsOf(injected, 2)
	if err != nil || string(fields[1]) != "text" || injected.Fields[0].Name != "a" {
		t.Errorf("the message has %q, %v", fields, err)
	}
}

// Timers come in the order of their times, none in the past.
func TestAdversarySetsTimers(t *testing.T) {
	var got []string
	a := actor{
		begin: func(n *Network) {
			n.After(2*trace.Duration(time.Second), 1)
			n.After(trace.Duration(time.Second), 2)
			n.After(-trace.Duration(time.Hour), 3)
		},
		timer: func(n *Network, id int) {
			got = append(got, fmt.Sprintf("%d at %s", id, trace.Duration(n.Now()-n.Opening)))
		}}
	c := standard(t, "published", DefaultSize)
	c.Starts = nil
	mustRun(t, c, a, nil)
	if want := []string{"3 at 0s", "2 at 1s", "1 at 2s"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The adversary may let a principal open what the schedule could, now.
func TestAdversaryStartsSessions(t *testing.T) {
	for _, w := range []struct {
		start Start
		want  string
	}{
		{Start{Phase: "visit", By: "alice", With: "bob", Department: "cardiology"}, ""},
		{Start{Phase: "visit", By: "bob"}, `"bob" cannot open phase "visit"`},
		{Start{Phase: "visit", By: "nobody"}, `"nobody" cannot open phase "visit"`},
		{Start{Phase: "wedding", By: "alice"}, `"alice" cannot open phase "wedding"`},
	} {
		c := standard(t, "published", DefaultSize)
		c.Starts = nil
		a := actor{begin: func(n *Network) { wantError(t, w.start.By, n.Start(w.start), w.want) }}
		var started []string
		mustRun(t, c, a, func(e *trace.Event) {
			if e.Kind == trace.KindStart && e.Phase == "visit" {
				started = append(started, e.Session)
			}
		})
		if (len(started) > 0) != (w.want == "") {
			t.Errorf("%+v: started %q", w.start, started)
		}
	}
}

// What the adversary says and does is on the trace.
func TestAdversaryIsOnTheTrace(t *testing.T) {
	events := withNetwork(t, func(n *Network) {
		n.Note("it ponders")
		n.Exhibit("a text", n.Constant(model.Label("text")))
		wantError(t, "skew", n.Skew("bob", trace.Duration(time.Second)), "")
		wantError(t, "skew of nobody", n.Skew("nobody", 1), `principal "nobody": want one of `+
			"authority, cloud, hospital-a, hospital-b, bob, alice")
		if _, err := n.Reveal("alice", trace.RevealBiometric); err != nil {
			t.Error(err)
		}
	})
	var got []string
	for _, e := range events[len(events)-4:] {
		s := fmt.Sprintf("%s %s %s %s", e.Kind, e.Who, e.Label, e.Reason)
		for _, d := range e.Data {
			s += " " + d.Name + "=" + d.Value.String()
		}
		got = append(got, s)
	}
	want := []string{"move   it ponders", `exhibit  a text  a text="text"`, "skew bob  1s",
		"reveal alice biometric  B_P=B_P[alice]"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A message has its fields as the sender sees them, and a size before it has bytes.
func TestAdversarySeesMessages(t *testing.T) {
	for _, bytesFirst := range []bool{false, true} {
		var got []string
		a := onMessage(func(n *Network, m *trace.Message) {
			if bytesFirst {
				m.Bytes()
			}
			if size := m.Size(); size != len(m.Bytes()) {
				t.Errorf("%s: size %d, and %d bytes", m.Name, size, len(m.Bytes()))
			}
			var names []string
			for _, f := range m.Fields {
				names = append(names, f.Name)
			}
			got = append(got, m.Label+" "+strings.Join(names, " "))
			n.Deliver(m, m.To, 0)
		})
		mustRun(t, standard(t, "published", DefaultSize), a, nil)
		want := []string{"alice.2#1 C_P1 Sig_P1 T_P1", "bob.3#1 C_D1 Sig_D1 T_D1"}
		if len(got) < 2 || !slices.Equal(got[:2], want) {
			t.Errorf("got %q, want first %q", got, want)
		}
	}
}

// Each round is counted for itself: one that is refused takes nothing from the other.
func TestVisitsAreCountedEach(t *testing.T) {
	for _, spoilt := range [][]int{{}, {1}, {2}, {1, 2}} {
		c := standard(t, "published", DefaultSize)
		round := c.Starts[len(c.Starts)-1]
		round.At += trace.Duration(time.Hour)
		c.Starts = append(c.Starts, round)
		seen := 0
		late := on("visit 2", func(n *Network, m *trace.Message) {
			delay := trace.Duration(0)
			if seen++; slices.Contains(spoilt, seen) {
				delay = c.DeltaT + trace.Duration(time.Second)
			}
			n.Deliver(m, m.To, delay)
		})
		want := Sessions{Started: 2, Completed: 2 - len(spoilt), Refused: len(spoilt)}
		if got := mustRun(t, c, late, nil).Sessions; got != want {
			t.Errorf("sessions %v come to nothing: %+v, want %+v", spoilt, got, want)
		}
	}
}

// A faulty adversary fails at one of the moments at which it is called.
type faulty struct{ at string }

var errFaulty = errors.New("the adversary is at fault")

func (f faulty) fail(at string) error {
	if f.at == at {
		return errFaulty
	}
	return nil
}

func (f faulty) Begin(n *Network) error    { n.After(1, 1); return f.fail("begin") }
func (f faulty) Timer(*Network, int) error { return f.fail("timer") }
func (f faulty) End(*Network) error        { return f.fail("end") }
func (f faulty) Message(n *Network, m *trace.Message) error {
	n.Deliver(m, m.To, 0)
	return f.fail("message")
}

// What goes wrong in the adversary is an error of the run, whenever it happens.
func TestAdversaryErrorsEndTheRun(t *testing.T) {
	for _, at := range []string{"begin", "timer", "message", "end", "never"} {
		r, err := Run(standard(t, "published", DefaultSize), faulty{at}, nil)
		if failed := errors.Is(err, errFaulty); failed != (at != "never") || failed != (r == nil) {
			t.Errorf("%s: got %+v, %v", at, r, err)
		}
	}
}
