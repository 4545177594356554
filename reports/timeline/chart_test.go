package timeline_test

import (
	"errors"
	"strings"
	"testing"

	"emrproof/reports/table"
	"emrproof/reports/timeline"
	"emrproof/sim"
	"emrproof/sim/delay"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

// chart draws a run of c under an adversary, which may be nil.
func chart(t *testing.T, c sim.Config, a sim.Adversary, ink table.Ink, all bool) string {
	t.Helper()
	var b strings.Builder
	ch, err := timeline.NewChart(&b, c, ink, all)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Run(c, a, ch.Event); err != nil {
		t.Fatal(err)
	}
	if err := ch.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// world is a standard world with so many rounds.
func world(t *testing.T, profile string, rounds int) sim.Config {
	t.Helper()
	size := sim.DefaultSize
	size.Sessions = rounds
	c, err := sim.Standard(profile, size)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestChartOfAVisit(t *testing.T) {
	simtest.Golden(t, "visit.txt", chart(t, world(t, "published", 1), nil, false, false))
}

func TestChartOfVisitsThatOverlap(t *testing.T) {
	c := world(t, "published", 2)
	var err error
	if c.Link, err = delay.LinkNamed("4g"); err != nil {
		t.Fatal(err)
	}
	simtest.Golden(t, "overlap.txt", chart(t, c, nil, false, false))
}

func TestChartOnATerminal(t *testing.T) {
	simtest.Golden(t, "colour.txt", chart(t, world(t, "nsl", 1), nil, true, false))
}

// The doctor's certificate is not valid: he notices when he gets it, over the secure
// channel, and nothing that follows can work.
func TestChartOfARefusedRegistration(t *testing.T) {
	c := world(t, "published", 1)
	for i := range c.Principals {
		if c.Principals[i].Name == "bob" {
			c.Principals[i].CertUntil = -1
			c.Principals[i].CertFrom = -2
		}
	}
	simtest.Golden(t, "certificate.txt", chart(t, c, nil, false, false))
}

// twice delivers every message twice.
type twice struct{ sim.Passive }

func (twice) Message(n *sim.Network, m *trace.Message) error {
	n.Deliver(m, m.To, 0)
	n.Deliver(m, m.To, 0)
	return nil
}

// What nobody waits for any more is drawn too.
func TestChartOfMessagesThatComeTwice(t *testing.T) {
	simtest.Golden(t, "twice.txt", chart(t, world(t, "nsl", 1), twice{}, false, false))
}

// stranger sends the first message of the initiator as if it came from nobody.
type stranger struct{ sim.Passive }

func (stranger) Message(n *sim.Network, m *trace.Message) error {
	n.Inject(m.Name, trace.Address{Principal: "nobody", Session: 9}, m.To, m.Fields)
	n.Inject(m.Name, trace.Address{Principal: "nobody", Session: 9}, m.To, nil)
	return nil
}

func TestChartOfMessagesFromNobody(t *testing.T) {
	simtest.Golden(t, "nobody.txt", chart(t, world(t, "nsl", 1), stranger{}, false, false))
}

// forger passes each second message on as if it came from nobody.
type forger struct{ sim.Passive }

func (forger) Message(n *sim.Network, m *trace.Message) error {
	if m.Name == "exchange 2" {
		n.Inject(m.Name, trace.Address{Principal: "nobody"}, m.To, m.Fields)
		return nil
	}
	n.Deliver(m, m.To, 0)
	return nil
}

// A session stays in its round, whoever seems to send it a message.
func TestChartOfForgedAnswers(t *testing.T) {
	simtest.Golden(t, "forged.txt", chart(t, world(t, "nsl", 2), forger{}, false, false))
}

func TestChartDrawsOnlySoMany(t *testing.T) {
	c := world(t, "nsl", 100)
	short := chart(t, c, nil, false, false)
	if !strings.Contains(short, "\n  … and 100 more\n") || strings.Contains(short, "#100 ") {
		t.Errorf("want the last 100 of 300 messages left out:\n%s", short)
	}
	all := chart(t, c, nil, false, true)
	if strings.Contains(all, "more\n") || !strings.Contains(all, "#100 ") ||
		!strings.Contains(all, "M3 = E_PUK_B(N_B)") {
		t.Errorf("want every message and formula:\n%s", all)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestChartReportsThatItCannotBeWritten(t *testing.T) {
	ch, err := timeline.NewChart(full{}, world(t, "ns", 1), false, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := ch.Close(); err == nil || err.Error() != "no room" {
		t.Errorf("got %v, want no room", err)
	}
}
