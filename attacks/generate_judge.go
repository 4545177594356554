package attacks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/sim"
)

// honestRuns are where claims break in the worlds of cases without moves.
func honestRuns(cases []Case) (map[string]places, error) {
	honest := map[string]places{}
	for _, c := range cases {
		key := worldKey(c)
		if honest[key] != nil {
			continue
		}
		c.Config.Moves = nil
		o, err := Run(c.Config)
		if err != nil {
			return nil, err
		}
		honest[key] = placesOf(o)
	}
	return honest, nil
}

// worldKey tells worlds apart.
func worldKey(c Case) string {
	c.Config.Moves = nil
	b, err := json.Marshal(c.Config)
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	return string(b)
}

// places are how often claims break, by claim and place.
type places map[string]map[point]int

func placesOf(o *Outcome) places {
	all := places{}
	for _, v := range o.Violated() {
		all[v.Claim.ID] = map[point]int{}
		for _, b := range v.Breaches {
			all[v.Claim.ID][pointOf(o, b)]++
		}
	}
	return all
}

// tryCase runs a case and judges it.
func tryCase(c Case, honest places) (Tried, error) {
	t := Tried{Case: c}
	o, err := Run(c.Config)
	if err != nil {
		return t, err
	}
	f, err := fateOf(o)
	if err != nil {
		return t, err
	}
	for _, check := range Refusals(o) {
		if !slices.Contains(t.Checks, check) {
			t.Checks = append(t.Checks, check)
		}
	}
	violated := t.judge(o, honest)
	switch {
	case violated:
		t.Status = CaseViolated
	case len(t.Checks) > 0:
		t.Status = CaseRefused
	case f.ignored:
		t.Status = CaseIgnored
	case f.sent == 0:
		t.Status = CaseNotDelivered
	default:
		t.Status = CaseAccepted
	}
	return t, nil
}

// judge finds the claims that break in more places than in the honest run, and says
// whether one is another than availability.
func (t *Tried) judge(o *Outcome, honest places) (violated bool) {
	now := placesOf(o)
	for _, v := range o.Violated() {
		more := false
		for p, n := range now[v.Claim.ID] {
			more = more || n > honest[v.Claim.ID][p]
		}
		if more {
			t.Broken = append(t.Broken, BrokenClaim{v.Claim.ID, weaknessOf(t.Case, v.Claim)})
			violated = violated || v.Claim.Kind != model.Availability
		}
	}
	return violated
}

// A fate is what becomes of the messages that moves are about.
type fate struct {
	kept    map[string]bool // labels of messages that are not delivered by themselves
	again   map[string]bool // labels of messages that moves deliver
	sent    int             // messages that moves send
	arrived int
	ignored bool // one of them is for nobody
	same    bool // one of them is what was kept back
}

// fateOf is an error unless every move was made, and what it sent arrived and is
// another message than the one it stands for.
func fateOf(o *Outcome) (*fate, error) {
	moves, err := ParseMoves(o.Config.Moves)
	if err != nil {
		return nil, err
	}
	if o.Made < len(moves) || len(moves) == 0 {
		return nil, fmt.Errorf("the attack never got to act: %d of %d moves had their moment",
			o.Made, len(moves))
	}
	f := &fate{kept: map[string]bool{}, again: map[string]bool{}}
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

func (f *fate) plan(m Move) {
	label, _, _ := m.trigger()
	switch m.Do {
	case DoDrop:
		f.kept[label] = true
	case DoDeliver:
		f.sent++
		f.again[m.Message] = true
		f.kept[label] = f.kept[label] || label == m.Message
	case DoInject:
		f.sent++
	}
}

func (f *fate) follow(events []*sim.Event) {
	var kept []*sim.Message
	for _, e := range events {
		switch e.Kind {
		case sim.KindSend:
			if f.kept[e.Msg.Label] {
				kept = append(kept, e.Msg)
			}
		case sim.KindInject:
			for _, m := range kept {
				f.same = f.same || sameMessage(m, e.Msg)
			}
		case sim.KindRefuse: // what is no message of the right length is not delivered first
			if e.Do == model.StepRecv.String() {
				f.arrived++
			}
		case sim.KindDeliver, sim.KindIgnore:
			if e.Msg.Label == "" || f.again[e.Msg.Label] {
				f.arrived++
				f.ignored = f.ignored || e.Kind == sim.KindIgnore
			}
		}
	}
}

// sameMessage says whether two messages are the same in all that a receiver sees.
func sameMessage(m, n *sim.Message) bool {
	return m.Name == n.Name && m.From == n.From && m.To == n.To &&
		bytes.Equal(m.Bytes(), n.Bytes())
}
