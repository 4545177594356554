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

// honestRuns returns the places where claims break in the worlds of the cases, without the
// attacks. These are runs without moves; or, where some principals are corrupt, runs in which
// they only listen.
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

// given returns the moves that corrupt the principals of a case. A case that consists of these
// moves alone has none.
func (c Case) given() []string {
	if c.Kind == kindListen || len(c.Corrupt) == 0 {
		return nil
	}
	return c.Config.Moves[:len(c.Corrupt)]
}

// worldKey returns a text that is the same for cases of the same world.
func worldKey(c Case) string {
	c.Config.Moves = c.given()
	b, err := json.Marshal(c.Config)
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	return string(b)
}

// places are the places of the description where claims break, by claim.
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

// run runs a case. Where insiders play sessions by themselves, what they do becomes the moves
// of the case.
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

// judge finds the claims that break at places where they do not break in the honest run. It
// says whether one of them is not a claim of availability.
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

// beyond returns the breaches of a claim at places where the honest run has none: the first at
// each place, or all for availability. A place where the honest run breaks the claim too is
// nothing new: for example, whoever accepts a record can never prove whose it is.
func (h places) beyond(o *attacks.Outcome, v monitor.Verdict) []monitor.Breach {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(v.Breaches), func(b monitor.Breach) bool {
		at := o.Place(v.Claim, b)
		again := seen[at] && v.Claim.Kind != model.Availability
		seen[at] = true
		return again || h[v.Claim.ID][at]
	})
}

// An effect is what became of the messages that the moves of a case are about.
type effect struct {
	kept    map[string]bool // labels of messages that are not delivered by themselves
	again   map[string]bool // labels of messages that moves deliver
	sent    int             // messages that moves send
	arrived int
	ignored bool // one of them is for nobody
	same    bool // one of them is what was kept back
}

// effectOf finds what became of the messages that moves are about. It is an error if a move was
// not made, or if a message that a move sent did not arrive or is the same as the one that it
// replaces.
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
	case attacks.DoDrop:
		f.kept[label] = true
	case attacks.DoDeliver:
		f.sent++
		f.again[m.Message] = true
		f.kept[label] = f.kept[label] || label == m.Message
	case attacks.DoInject:
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
