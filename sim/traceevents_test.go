package sim

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"emrproof/sim/trace"
)

// busy reveals bob's keys, sends every message again as its own, and shows alice's key.
type busy struct{ Passive }

func (busy) Begin(n *Network) error {
	_, err := n.Reveal("bob", trace.RevealKeys)
	return err
}

func (busy) Message(n *Network, m *trace.Message) error {
	n.Deliver(m, m.To, 0)
	n.Inject(m.Name, m.From, m.To, m.Fields)
	return nil
}

func (busy) End(n *Network) error {
	n.Exhibit("PUK_alice", n.PublicKeys["alice"])
	return n.Skew("alice", second)
}

// busyTrace is the trace of a run under busy.
func busyTrace(t testing.TB, profile string) string {
	t.Helper()
	c := standard(t, profile, DefaultSize)
	var b bytes.Buffer
	w := trace.NewWriter(&b, c)
	mustRun(t, c, busy{}, w.Event)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The events that are read from a file are written as the same file again, but for what a
// file gives as a hash.
func TestEventsAreReadFromAFile(t *testing.T) {
	for _, profile := range []string{"ns", "published", "hardened"} {
		text := busyTrace(t, profile)
		file, err := ReadTrace("t", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		events, err := file.Events()
		if err != nil {
			t.Fatal(err)
		}
		if len(events) != file.Count {
			t.Errorf("%s: %d events, want %d", profile, len(events), file.Count)
		}
		var want []*trace.Event
		mustRun(t, file.Config, busy{}, func(e *trace.Event) { want = append(want, e) })
		for i, e := range events {
			if got, want := sketch(e), sketch(want[i]); got != want {
				t.Errorf("%s: line %d:\ngot  %s\nwant %s", profile, trace.Line(e.Seq), got, want)
			}
		}
	}
}

// sketch is all of an event that a file keeps.
func sketch(e *trace.Event) string {
	text := fmt.Sprint(e.Seq, e.At, e.Kind, e.Who, e.Party, e.Session, e.Phase, e.Step, e.Eq, e.Do,
		e.Event, e.Label, e.Peer, e.Reason)
	data := e.Data
	if e.Cost != nil {
		text += fmt.Sprint(" cost ", *e.Cost)
	}
	if m := e.Msg; m != nil {
		text += fmt.Sprint(" message ", m.ID, m.Name, m.Label, m.From, m.To, m.Secure, m.Size())
		if !m.Secure {
			text += fmt.Sprintf(" %x", m.Bytes())
		}
		if e.Kind == trace.KindSend || e.Kind == trace.KindInject {
			data = m.Fields
		}
	}
	for _, d := range data {
		text += fmt.Sprintf(" %s %s %s", d.Name, d.Value.Sort, d.Value)
		if raw := d.Value.Bytes(); raw != nil && len(raw) <= 64 {
			text += fmt.Sprintf(" %x", raw)
		}
	}
	return text
}

// Two values of a file are the same where their bytes are in the run, also where the file has
// only their hashes.
func TestLongValuesOfAFileAreToldApart(t *testing.T) {
	file, err := ReadTrace("t", strings.NewReader(busyTrace(t, "published")))
	if err != nil {
		t.Fatal(err)
	}
	events, err := file.Events()
	if err != nil {
		t.Fatal(err)
	}
	type pair struct{ run, file *trace.Value }
	var all []pair
	long := 0
	mustRun(t, file.Config, busy{}, func(e *trace.Event) {
		for i, d := range e.Data {
			v := events[e.Seq-1].Data[i].Value
			all = append(all, pair{d.Value, v})
			if v.Bytes() == nil {
				long++
			}
		}
	})
	for _, p := range all {
		for _, q := range all {
			want := p.run.Same(q.run)
			if p.file.Same(q.file) != want || (p.file.Key() == q.file.Key()) != want ||
				(p.run.Key() == q.run.Key()) != want {
				t.Errorf("%s and %s: want the same %v", p.run, q.run, want)
			}
		}
	}
	if long < 10 {
		t.Errorf("%d long values: want more to compare", long)
	}
}

// TestEditedTraces edits the line of the trace of a run of ns that has a text first.
func TestEditedTraces(t *testing.T) {
	for _, e := range []struct{ in, old, new, want string }{
		{`"kind":"start"`, `"start"`, `"begin"`, `kind "begin": want one of start, compute, send, ` +
			`deliver, secure, ignore, refuse, end, claim, move, inject, reveal, skew or exhibit`},
		{`"seq":14`, `"at":0`, `"at":-1`, `at -1: no time of a run`},
		{`"seq":14`, `"at":0`, `"at":9223372036854775807`, `at 9223372036854775807: no time of a run`},
		{`"kind":"claim"`, `"who":"alice"`, `"who":"carol"`,
			`who "carol": want a principal of the head: one of alice, bob`},
		{`"kind":"claim"`, `"party":"A"`, `"party":"B"`, `party "B": alice plays A`},
		{`"kind":"claim"`, `"alice.2"`, `"alice.3"`, `session "alice.3": it has not begun`},
		{`"kind":"claim"`, `"alice.2"`, `"alice.1"`, `session "alice.1": it is over`},
		{`"kind":"claim"`, `"who":"alice","party":"A"`, `"who":"bob","party":"B"`,
			`session "alice.2": it is not one of "bob"`},
		{`"kind":"claim"`, `"phase":"exchange"`, `"phase":"visit"`,
			`phase "visit": want one in which A has a role`},
		{`"kind":"claim"`, `"step":3`, `"step":2`, `step 2 of A in exchange: want one from 3 to 12`},
		{`"kind":"claim"`, `"step":3`, `"step":99`, `step 99 of A in exchange: want one from 3 to 12`},
		{`"kind":"claim"`, `"step":3,`, ``, `step 0 of A in exchange: want one from 3 to 12`},
		{`"kind":"claim"`, `"step":3`, `"step":4`,
			`step 4 of A in exchange: the description has something else there`},
		{`"kind":"claim"`, `"event":"secret"`, `"event":"running"`,
			`step 3 of A in exchange: the description has something else there`},
		{`"kind":"claim"`, `"label":"N_A"`, `"label":"N_B"`,
			`step 3 of A in exchange: the description has something else there`},
		{`"kind":"claim"`, `"name":"N_A"`, `"name":"N_B"`,
			`step 3 of A in exchange: the description has something else there`},
		{`"do":"fresh"`, `"do":"fresh"`, `"do":"let"`,
			`step 2 of A in exchange: the description has something else there`},
		{`"kind":"start"`, `"alice.1"`, `"alice.2"`,
			`session "alice.2": want the next one of "alice", "alice.1"`},
		{`"kind":"claim"`, `"hex":"`, `"hex":"00`, `data[0]: N_A: "00…`},
		{`"kind":"claim"`, `"hex":"2`, `"hex":"x`, `data[0]: N_A: "x0c7…`},
		{`"kind":"claim"`, `"size":32`, `"size":31`, `data[0]: N_A: "20c7…`},
		{`"kind":"claim"`, `"size":32`, `"size":320`,
			`data[0]: N_A: "": want 32 bytes in hexadecimal digits`},
		{`"kind":"claim"`, `"sort":"key"`, `"sort":"door"`,
			`data[0]: N_A: sort "door": no sort of value is called so`},
		{`"kind":"claim"`, `"hex":`, `"sha256":"00","hex":`,
			`data[0]: N_A: hex and sha256: want one of them`},
		{`"kind":"send"`, `"size":97`, `"size":98`, `message 1: size 98, and it has 97 bytes`},
		{`"kind":"send"`, `"id":1`, `"id":2`, `message 2: want a new one, 1`},
		{`"kind":"send"`, `"label":"alice.2#1",`, ``, `message 1: it is not one of send`},
		{`"kind":"send"`, `"fields":[`, `"fields":[{"name":"x","sort":"data","term":"x","size":0},`,
			`message 1: its bytes are not 2 fields: wire: 1 fields, want 2`},
		{`"kind":"send"`, `"sha256":"4`, `"sha256":"5`, `message 1: its bytes have another M1`},
		{`"kind":"send"`, `"bytes":"A`, `"bytes":"B`, `message 1: its bytes are not 1 fields: …`},
		{`"kind":"send"`, `"label"`, `"secure":true,"label"`,
			`message 1: it went over the secure channel: want no bytes`},
		{`"kind":"deliver"`, `"at":200`, `"at":99`,
			`at 99776: the event before it is at 200776`},
		{`"kind":"deliver"`, `"id":1`, `"id":7`, `message 7: nobody has sent it before`},
		{`"kind":"deliver"`, `"name":"exchange 1"`, `"name":"exchange 2"`,
			`message 1: it is not what was sent`},
		{`"kind":"inject"`, `"cost":{},`, ``,
			`cost: a line of refuse or inject has one, and no other: this is inject`},
		{`"kind":"exhibit"`, `"data":`, `"cost":{},"data":`,
			`cost: a line of refuse or inject has one, and no other: this is exhibit`},
		{`"kind":"end"`, `"session"`, `"message":{"id":1,"name":"","from":{"principal":"",` +
			`"session":0},"to":{"principal":"","session":0},"size":0},"session"`,
			`message: a line of send, deliver, secure, ignore or inject has one, and no other: ` +
				`this is end`},
		{`"kind":"reveal"`, `"who":"bob","party":"B",`, ``,
			`who: reveal is of a principal: want its name`},
	} {
		lines := strings.SplitAfter(busyTrace(t, "ns"), "\n")
		at := 0
		for at < len(lines)-1 && !strings.Contains(lines[at], e.in) {
			at++
		}
		if !strings.Contains(lines[at], e.old) {
			t.Errorf("%s: no %s in %s", e.in, e.old, lines[at])
			continue
		}
		lines[at] = strings.Replace(lines[at], e.old, e.new, 1)
		file, err := ReadTrace("t", strings.NewReader(strings.Join(lines, "")))
		if err != nil {
			t.Errorf("%s: %v", e.new, err)
			continue
		}
		_, err = file.Events()
		want := fmt.Sprintf("t:%d: %s", at+1, e.want)
		if got := fmt.Sprint(err); got != want && !(strings.HasSuffix(want, "…") &&
			strings.HasPrefix(got, strings.TrimSuffix(want, "…"))) {
			t.Errorf("%s:\ngot  %s\nwant %s", e.new, got, want)
		}
	}
}
