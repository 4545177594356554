package timeline_test

import (
	"strings"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/attacks/script/need"
	"emrproof/reports/timeline"
	"emrproof/sim/simtest"
)

// drawn is the chart of a script's attack.
func drawn(t *testing.T, src string) string {
	t.Helper()
	s := attacktest.Load(t, src)
	o, err := s.Run()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	c, err := timeline.NewChart(&b, o.Config, false, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range o.Events {
		c.Event(e)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What the adversary does to a message is said below it, with a mark and in words, and
// the rest where it happens.
func TestChartOfWhatAnAdversaryDoes(t *testing.T) {
	for _, c := range []struct{ name, do string }{
		{"drop", "drop(m)"},
		{"delay", "deliver(m, delay = '3s')"},
		{"again", "replay(m, delay = '3s')"},
		{"redirect", "deliver(m, to = 'mallory')"},
		{"inject", "inject(m.name, to = m.to, sender = 'mallory', fields = [m['M1']])"},
		{"junk", "inject(m.name, to = m.to, sender = m.sender, fields = [data('junk'), data('more')])"},
		{"skew", "skew('bob', '-2s'); skew('alice', '3s'); reveal('mallory', 'keys')"},
		{"start", "start('exchange', 'eve', 'mallory')"},
	} {
		t.Run(c.name, func(t *testing.T) {
			simtest.Golden(t, "adversary/"+c.name+".txt", drawn(t, `
acts = []
world = need(profile = "ns", A = ["alice", "eve"], B = ["bob", "mallory"], corrupt = ["eve"],
    sessions = [session("exchange", "alice", "bob")])
done = []
def on_message(m):
    if m.name == "exchange 1" and not done:
        done.append(1)
        `+c.do+"\n"))
		})
	}
}

// With several rounds the marks stand below the lines all the same.
func TestChartOfAnAdversaryAmongVisits(t *testing.T) {
	simtest.Golden(t, "adversary/visits.txt", drawn(t, `
acts = []
world = need(profile = "ns", A = ["alice", "carol"], B = ["bob", "mallory"], corrupt = ["mallory"],
    sessions = [session("exchange", "alice", "mallory"),
                session("exchange", "carol", "bob", at = "1s")])
def on_message(m):
    if m.name == "exchange 1" and m.to == "mallory":
        n = open(m["M1"], prk("mallory"), 2)
        drop(m)
        inject("exchange 1", to = "bob", sender = m.sender, fields = [aenc(puk("bob"), *n)])
    if m.name == "exchange 1" and m.to == "bob":
        replay(m, delay = "1ms")
`))
}

// A storm of moves is not drawn to its end.
func TestChartOfAStorm(t *testing.T) {
	got := drawn(t, `
acts = []
world = need(profile = "ns", sessions = [session("exchange", "alice", "bob")])
def on_message(m):
    if m.name == "exchange 1":
        for i in range(500):
            inject("exchange 1", to = "bob", sender = "alice", fields = [m["M1"]])
            skew("bob", "1ns")
`)
	if n := strings.Count(got, "\n"); n > 2500 || !strings.Contains(got, " more\n") {
		t.Errorf("%d lines: want most of them left out", n)
	}
}

// An honest run is drawn as ever, whatever its messages are called.
func TestChartWithoutAnAdversary(t *testing.T) {
	s := attacktest.Script(t, "lowe", need.Overrides{})
	c := s.Config
	if got := chart(t, c, nil, false, false); strings.Contains(got, "adversary") {
		t.Errorf("there is none:\n%s", got)
	}
}
