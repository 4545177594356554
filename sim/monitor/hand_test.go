package monitor

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// Traces by hand, a line an event:
//
//	alice.1 start session                      a session begins
//	alice.1 running part bob ID_P=alice n=1  and commit, secret, made, accept, consent, released:
//	                                         the label, the peer, the data
//	bob.1 verify alice Sig=s M=m             whose signature, the signature, its text
//	bob.1 deliver 7                          message 7 arrives; "7 new": and opens the session
//	bob.1 refuse 71                          with a cost, as a number of verifications
//	bob.1 end
//	reveal alice keys
//	exhibit m
//	inject 7 17
//	wait 61s
//
// A comment begins with #. Who plays what is in cast.

var cast = map[string]model.Party{
	"alice": "P", "carol": "P",
	"bob": "D", "dan": "D", "mallory": "D",
	"hospital": "HPC", "clinic": "HPC",
}

// handProtocol has a claim of every kind, one each.
func handProtocol() *model.Protocol {
	var claims []model.Claim
	add := func(label string, kinds ...model.ClaimKind) {
		for _, kind := range kinds {
			claims = append(claims, model.Claim{ID: string(kind), Kind: kind, Label: label,
				By: "D", About: "P"})
		}
	}
	add("part", model.Aliveness, model.WeakAgreement, model.Agreement, model.Injective,
		model.IntendedPeer, model.Freshness)
	add("K", model.Secrecy, model.ForwardSecrecy)
	add("M", model.Integrity, model.NonRepudiation)
	claims = append(claims,
		model.Claim{Kind: model.Authorization, Label: "E", By: "HPC", About: "P"},
		model.Claim{Kind: model.Availability},
		model.Claim{Kind: model.Anonymity, About: "P"},
		model.Claim{Kind: model.Unlinkability, About: "P"})
	return &model.Protocol{
		Name: "by hand",
		Parties: []model.Member{{Party: "P", ID: model.Var("ID_P", model.Identity)}, {Party: "D",
			ID: model.Var("ID_D", model.Identity)},
			{Party: "HPC", ID: model.Var("ID_HPC", model.Identity)}},
		Phases: []model.Phase{{Name: "registration", Once: true},
			{Name: "filing", Secure: true}, {Name: "visit"}},
		Claims: claims,
	}
}

// handHead has ΔT = 60 s; bob's clock and the clinic's are 5 s ahead, dan's runs fast.
func handHead() trace.Head {
	c := trace.Head{DeltaT: trace.Duration(time.Minute)}
	for name, party := range cast {
		c.Principals = append(c.Principals, trace.Principal{Name: name, Party: party,
			Clock: map[string]trace.Clock{
				"bob": {Skew: trace.Duration(5 * time.Second)}, "dan": {Drift: 100_000},
				"clinic": {Skew: trace.Duration(5 * time.Second)},
			}[name]})
	}
	return c
}

// handTrace reads a trace; Seqs count from 1, and comments do not count.
func handTrace(t testing.TB, text string) []*trace.Event {
	t.Helper()
	var events []*trace.Event
	at := trace.Epoch
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if words[0] == "wait" {
			d, err := time.ParseDuration(words[1])
			if err != nil {
				t.Fatal(err)
			}
			at = at.Add(trace.Duration(d))
			continue
		}
		e := handEvent(t, words)
		e.Seq, e.At = len(events)+1, at
		events = append(events, e)
	}
	return events
}

func handEvent(t testing.TB, words []string) *trace.Event {
	t.Helper()
	switch words[0] {
	case "reveal":
		return &trace.Event{Kind: trace.KindReveal, Who: words[1], Party: cast[words[1]],
			Label: words[2]}
	case "exhibit":
		return &trace.Event{Kind: trace.KindExhibit, Data: handData(t, "shown="+words[1])}
	case "inject":
		return &trace.Event{Kind: trace.KindInject, Msg: &trace.Message{ID: handNumber(t, words[1])},
			Cost: &suite.Counts{model.CallSign: handNumber(t, words[2])}}
	}
	who, _, _ := strings.Cut(words[0], ".")
	if cast[who] == "" || len(words) < 2 {
		t.Fatalf("%q: want a session of %v", words, cast)
	}
	e := &trace.Event{Session: words[0], Who: who, Party: cast[who]}
	switch words[1] {
	case "start":
		e.Kind, e.Phase = trace.KindStart, words[2]
	case "end":
		e.Kind = trace.KindEnd
	case "refuse":
		e.Kind, e.Cost = trace.KindRefuse, &suite.Counts{model.CallVerify: handNumber(t, words[2])}
	case "deliver":
		e.Kind, e.Msg = trace.KindDeliver, &trace.Message{ID: handNumber(t, words[2])}
		e.Msg.To = trace.Address{Principal: who, Session: 1}
		if len(words) > 3 {
			e.Msg.To.Session = 0
		}
	case "verify":
		e.Kind, e.Do, e.Peer = trace.KindCompute, "verify", words[2]
		e.Data = handData(t, words[3:]...)
	default:
		e.Kind, e.Event, e.Label, e.Peer = trace.KindClaim, model.Event(words[1]), words[2], words[3]
		e.Data = handData(t, words[4:]...)
	}
	return e
}

func handNumber(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func handData(t testing.TB, words ...string) []trace.Datum {
	t.Helper()
	var data []trace.Datum
	for _, w := range words {
		name, text, ok := strings.Cut(w, "=")
		if !ok {
			t.Fatalf("%q: want name=value", w)
		}
		sort := model.Data
		switch {
		case strings.HasPrefix(name, "ID_"):
			sort = model.Identity
		case strings.HasPrefix(name, "T_"): // its text has 8 bytes
			sort = model.Time
		}
		data = append(data, trace.Datum{Name: name, Value: value(t, sort, text)})
	}
	return data
}

// An observer delivers everything and keeps the network, which can make values.
type observer struct {
	sim.Passive
	network *sim.Network
}

func (o *observer) Begin(n *sim.Network) error { o.network = n; return nil }

// workshop is a network of a run with nothing in it, to make values on.
var workshop = sync.OnceValues(func() (*sim.Network, error) {
	c, err := sim.Standard("ns", sim.Size{Each: 1})
	if err != nil {
		return nil, err
	}
	var o observer
	_, err = sim.Run(c, &o, nil)
	return o.network, err
})

func value(t testing.TB, sort model.Sort, text string) *trace.Value {
	t.Helper()
	n, err := workshop()
	if err != nil {
		t.Fatal(err)
	}
	v, err := n.Literal(sort, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// verdictOf is the verdict on the first claim of a kind.
func verdictOf(t testing.TB, verdicts []Verdict, kind model.ClaimKind) Verdict {
	t.Helper()
	for _, v := range verdicts {
		if v.Claim.Kind == kind {
			return v
		}
	}
	t.Fatalf("no verdict on %s", kind)
	return Verdict{}
}

// summary is a verdict in a line: the status, how many were judged, the breaches.
func summary(v Verdict) string {
	s := fmt.Sprintf("%s, %d judged", v.Status, v.Checked)
	for _, b := range v.Breaches {
		s += fmt.Sprintf("; %d %v", b.Commit, b.Evidence)
	}
	return s
}
