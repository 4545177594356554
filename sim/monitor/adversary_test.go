package monitor

import (
	"testing"
	"time"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// An intruder does what its hooks say, and delivers the rest.
type intruder struct {
	sim.Passive
	begin   func(n *sim.Network) error
	message func(n *sim.Network, m *trace.Message) (taken bool, err error)
	timer   func(n *sim.Network)
	end     func(n *sim.Network) error
}

func (a *intruder) Begin(n *sim.Network) error {
	if a.begin == nil {
		return nil
	}
	return a.begin(n)
}

func (a *intruder) Message(n *sim.Network, m *trace.Message) error {
	if a.message != nil {
		if taken, err := a.message(n, m); taken || err != nil {
			return err
		}
	}
	return a.Passive.Message(n, m)
}

func (a *intruder) Timer(n *sim.Network, _ int) error { a.timer(n); return nil }

func (a *intruder) End(n *sim.Network) error {
	if a.end == nil {
		return nil
	}
	return a.end(n)
}

// verdictsOn runs c against an adversary and decides its claims, by their ids.
func verdictsOn(t *testing.T, c sim.Config, a sim.Adversary) map[string]Verdict {
	t.Helper()
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]Verdict{}
	for _, v := range Decide(p, c.Head(), run(t, c, a)) {
		byID[v.Claim.ID] = v
	}
	return byID
}

func wantStatus(t *testing.T, verdicts map[string]Verdict, id string, want Status) {
	t.Helper()
	v, ok := verdicts[id]
	if !ok {
		t.Fatalf("no claim %q", id)
	}
	if v.Status != want {
		t.Errorf("%s: got %s, want %s", id, summary(v), want)
	}
}

// W1: the first message of a session is delivered twice, to two sessions of bob's.
func TestReplayBreaksInjectiveAgreement(t *testing.T) {
	c, _ := world(t, "published", sim.DefaultSize)
	verdicts := verdictsOn(t, c, &intruder{
		message: func(n *sim.Network, m *trace.Message) (bool, error) {
			if m.Label == "alice.2#1" {
				n.Deliver(m, m.To, trace.Duration(time.Second))
			}
			return m.From == trace.Address{Principal: "bob", Session: 4}, nil // the copy's: lost
		}})
	wantStatus(t, verdicts, "non-injective agreement: P-D visit", Holds)
	wantStatus(t, verdicts, "freshness: P-D visit", Holds)
	wantStatus(t, verdicts, "injective agreement: P-D visit", Violated)
	for id, v := range verdicts {
		if v.Status == Violated && id != "injective agreement: P-D visit" &&
			v.Claim.Kind != model.NonRepudiation {
			t.Errorf("%s: got %s", id, summary(v))
		}
	}
	v := verdicts["injective agreement: P-D visit"]
	if v.Checked != 2 || len(v.Breaches) != 1 || len(v.Breaches[0].Evidence) != 2 {
		t.Errorf("got %s, want a breach of two, with the run and the first commit", summary(v))
	}
}

// W2: alice's clock runs ahead, so a message that was held back looks young.
func TestDelayUnderAnUnknownSkewBreaksFreshness(t *testing.T) {
	const late = 90 * time.Second // ΔT is 60 s
	delay := func(skew time.Duration) *intruder {
		return &intruder{
			begin: func(n *sim.Network) error { return n.Skew("alice", trace.Duration(skew)) },
			message: func(n *sim.Network, m *trace.Message) (bool, error) {
				if m.Label != "alice.2#1" {
					return false, nil
				}
				n.Deliver(m, m.To, trace.Duration(late))
				return true, nil
			}}
	}
	c, _ := world(t, "published", sim.DefaultSize)
	const fresh, agrees = "freshness: P-D visit", "injective agreement: P-D visit"

	verdicts := verdictsOn(t, c, delay(2*late))
	wantStatus(t, verdicts, fresh, Violated)
	wantStatus(t, verdicts, agrees, Holds)

	// Clocks that agree: bob refuses.
	wantStatus(t, verdictsOn(t, c, delay(0)), fresh, Vacuous)

	// A skew that is known excuses as much.
	for i := range c.Principals {
		if c.Principals[i].Name == "alice" {
			c.Principals[i].Skew = trace.Duration(late)
		}
	}
	wantStatus(t, verdictsOn(t, c, delay(0)), fresh, Holds)
}

// W6, and what is not W6: SEK1 is shown at the end of a session, with and without
// what was lost after it or before.
func TestExhibitsAndLosses(t *testing.T) {
	for _, w := range []struct {
		name            string
		before, after   string // what is revealed of bob
		secret, forward Status
	}{
		{"shown, and nothing lost", "", "", Violated, Vacuous},
		{"shown after the loss of keys", "", trace.RevealKeys, Holds, Violated},
		{"shown after bob fell", "", trace.RevealAll, Holds, Violated},
		{"shown, the keys were stolen before", trace.RevealKeys, "", Violated, Vacuous},
		{"shown, bob was corrupt all along", trace.RevealAll, "", Vacuous, Vacuous},
	} {
		t.Run(w.name, func(t *testing.T) {
			c, p := world(t, "published", sim.DefaultSize)
			var key *trace.Value
			reveal := func(n *sim.Network, what string) error {
				if what == "" {
					return nil
				}
				_, err := n.Reveal("bob", what)
				return err
			}
			a := &intruder{
				begin: func(n *sim.Network) error { return reveal(n, w.before) },
				end: func(n *sim.Network) error {
					err := reveal(n, w.after)
					n.Exhibit("SEK1", key)
					return err
				}}
			var events []*trace.Event
			watch := func(e *trace.Event) {
				events = append(events, e)
				if e.Event == model.EventSecret && e.Label == "SEK1" {
					key = e.Data[0].Value
				}
			}
			if _, err := sim.Run(c, a, watch); err != nil {
				t.Fatal(err)
			}
			for _, v := range Decide(p, c.Head(), events) {
				switch v.Claim.ID {
				case "secrecy: SEK1 of P", "secrecy: SEK1 of D":
					if v.Status != w.secret {
						t.Errorf("%s: got %s, want %s", v.Claim.ID, summary(v), w.secret)
					}
				case "forward secrecy: SEK1 of P", "forward secrecy: SEK1 of D":
					if v.Status != w.forward {
						t.Errorf("%s: got %s, want %s", v.Claim.ID, summary(v), w.forward)
					}
				case "secrecy: SEK2 of D":
					if v.Status == Violated {
						t.Errorf("%s: got %s of another secret", v.Claim.ID, summary(v))
					}
				}
			}
		})
	}
}

// W16: the ciphertext of one session with the signature of another. bob decrypts and
// verifies before it refuses; when the time stamp is old it refuses at once.
func TestJunkCostsTheVictimMore(t *testing.T) {
	for _, w := range []struct {
		name  string
		after time.Duration
		want  string
	}{
		{"young junk", time.Second, "violated, 1 judged"},
		{"old junk", 2 * time.Minute, "not violated, 1 judged"},
	} {
		t.Run(w.name, func(t *testing.T) {
			size := sim.Size{Of: map[model.Party]int{"P": 2, "D": 1, "HPC": 1}, Sessions: 2}
			c, _ := world(t, "published", size)
			var first [][]trace.Datum
			var to trace.Address
			verdicts := verdictsOn(t, c, &intruder{
				begin: func(n *sim.Network) error {
					n.After(trace.Duration(2*time.Second+w.after), 1)
					return nil
				},
				message: func(n *sim.Network, m *trace.Message) (bool, error) {
					if m.Name == "visit 1" {
						first, to = append(first, m.Fields), m.To
					}
					return false, nil
				},
				timer: func(n *sim.Network) {
					junk := []trace.Datum{first[0][0], first[1][1], first[0][2]}
					n.Inject("visit 1", trace.Address{Principal: "alice", Session: 9}, to, junk)
				}})
			v := verdicts["availability"]
			v.Breaches = nil
			if got := summary(v); got != w.want {
				t.Errorf("got %s, want %s", got, w.want)
			}
		})
	}
}
