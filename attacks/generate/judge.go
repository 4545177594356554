package generate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/mechanism"
	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// honestRuns are where claims break in the worlds of cases without what they do: without
// moves, and, where some are corrupt, when these only listen.
func honestRuns(cases []Case) (map[string]places, error) {
	honest := map[string]places{}
	for _, c := range cases {
		key := worldKey(c)
		if honest[key] != nil {
			continue
		}
		c.Config.Moves = c.given()
		o, err := attacks.Run(c.Config)
		if err != nil {
			return nil, err
		}
		honest[key] = placesOf(o)
	}
	return honest, nil
}

// given are the moves by which a case's principals are corrupt; of a case that is only about
// that, none.
func (c Case) given() []string {
	if c.Kind == kindListen || len(c.Corrupt) == 0 {
		return nil
	}
	return c.Config.Moves[:len(c.Corrupt)]
}

// worldKey tells worlds apart.
func worldKey(c Case) string {
	c.Config.Moves = c.given()
	b, err := json.Marshal(c.Config)
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	return string(b)
}

// places are where claims break, by claim.
type places map[string]map[string]bool

func placesOf(o *attacks.Outcome) places {
	all := places{}
	for _, v := range o.Violated() {
		all[v.Claim.ID] = map[string]bool{}
		for _, b := range v.Breaches {
			all[v.Claim.ID][o.Place(v.Claim, b)] = true
		}
	}
	return all
}

// run runs a case; what insiders do by themselves becomes its moves.
func (c *Case) run(m *suite.Memory) (*attacks.Outcome, error) {
	if c.deviation == nil {
		return attacks.Decide(m, c.Config, nil)
	}
	o, err := c.deviation.Run(m, c.Config, c.Corrupt)
	if err == nil {
		c.Config.Moves = o.Config.Moves
	}
	return o, err
}

// tryCase runs a case and judges it.
func tryCase(m *suite.Memory, c Case, honest places) (Tried, error) {
	o, err := c.run(m)
	t := Tried{Case: c}
	if err != nil {
		return t, err
	}
	f, err := effectOf(o)
	if err != nil {
		return t, err
	}
	for _, check := range attacks.Refusals(o) {
		if !slices.Contains(t.Checks, check) {
			t.Checks = append(t.Checks, check)
		}
	}
	violated := t.judge(o, honest)
	switch {
	case violated:
		t.Status = statusViolated
	case len(t.Checks) > 0:
		t.Status = statusRefused
	case f.ignored:
		t.Status = statusIgnored
	case f.sent == 0:
		t.Status = statusNotDelivered
	default:
		t.Status = statusAccepted
	}
	return t, nil
}

// judge finds the claims that break where they do not in the honest run, and says
// whether one is another than availability.
func (t *Tried) judge(o *attacks.Outcome, honest places) (violated bool) {
	for _, v := range o.Violated() {
		beyond := honest.beyond(o, v)
		if len(beyond) == 0 {
			continue
		}
		if v.Claim.Kind != model.Availability {
			for range beyond {
				t.Broken = append(t.Broken, Broken{ID: v.Claim.ID})
			}
			violated = true
			continue
		}
		for _, b := range beyond { // each check that costs too much
			how := mechanism.Of(&attacks.Finding{Claim: v.Claim, Breach: b, Outcome: o})
			if !slices.ContainsFunc(t.Broken, func(x Broken) bool { return x.How == how }) {
				t.Broken = append(t.Broken, Broken{ID: v.Claim.ID, How: how})
			}
		}
	}
	return violated
}

// beyond are the breaches of a claim at places where the honest run has none, the first at each
// place; of availability all. Where the honest run has one, as where whoever accepts a record
// can never prove whose it is, another is nothing new.
func (h places) beyond(o *attacks.Outcome, v monitor.Verdict) []monitor.Breach {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(v.Breaches), func(b monitor.Breach) bool {
		at := o.Place(v.Claim, b)
		again := seen[at] && v.Claim.Kind != model.Availability
		seen[at] = true
		return again || h[v.Claim.ID][at]
	})
}

// An effect is what becomes of the messages that moves are about.
type effect struct {
	kept    map[string]bool // labels of messages that are not delivered by themselves
	again   map[string]bool // labels of messages that moves deliver
	sent    int             // messages that moves send
	arrived int
	ignored bool // one of them is for nobody
	same    bool // one of them is what was kept back
}

// effectOf is an error unless every move was made, and what it sent arrived and is
// another message than the one it stands for.
func effectOf(o *attacks.Outcome) (*effect, error) {
	moves, err := attacks.ParseMoves(o.Config.Moves)
	if err != nil {
		return nil, err
	}
	if o.Made < len(moves) || len(moves) == 0 {
		return nil, fmt.Errorf("the attack never got to act: %d of %d moves had their moment",
			o.Made, len(moves))
	}
	f := &effect{kept: map[string]bool{}, again: map[string]bool{}}
	for _, m := range moves {
		f.plan(m)
	}
	f.follow(o.Events)
	switch {
	case f.same:
		return nil, errors.New("the attack changes nothing: it sends what it keeps back")
	case f.arrived < f.sent:
		return nil, fmt.Errorf("the attack never got to act: of %d messages %d arrived", f.sent,
			f.arrived)
	}
	return f, nil
}

func (f *effect) plan(m attacks.Move) {
	label, _, _ := m.Trigger()
	switch m.Do {
	case "drop":
		f.kept[label] = true
	case "deliver":
		f.sent++
		f.again[m.Message] = true
		f.kept[label] = f.kept[label] || label == m.Message
	case "inject":
		f.sent++
	}
}

func (f *effect) follow(events []*trace.Event) {
	var kept []*trace.Message
	for _, e := range events {
		switch e.Kind {
		case trace.KindSend:
			if f.kept[e.Msg.Label] {
				kept = append(kept, e.Msg)
			}
		case trace.KindInject:
			for _, m := range kept {
				f.same = f.same || sameMessage(m, e.Msg)
			}
		case trace.KindRefuse: // what is no message of the right length is not delivered first
			if e.Do == model.StepRecv.String() {
				f.arrived++
			}
		case trace.KindDeliver, trace.KindIgnore:
			if e.Msg.Label == "" || f.again[e.Msg.Label] {
				f.arrived++
				f.ignored = f.ignored || e.Kind == trace.KindIgnore
			}
		}
	}
}

// sameMessage says whether two messages are the same in all that a receiver sees.
func sameMessage(m, n *trace.Message) bool {
	return m.Name == n.Name && m.From == n.From && m.To == n.To &&
		bytes.Equal(m.Bytes(), n.Bytes())
}
