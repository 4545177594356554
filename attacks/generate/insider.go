package generate

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/attacks/insider"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// insiderCases returns the attacks of corrupt principals in a world: of each untrusted party of
// the second round alone, and of two together.
func (w setting) insiderCases(m *suite.Memory, c sim.Config, first bool) ([]Case, error) {
	honest, err := rehearse(m, c)
	if err != nil {
		return nil, err
	}
	var all []Case
	for _, corrupt := range honest.coalitions(first) {
		s, err := rehearseWith(m, c, corrupt)
		if err != nil {
			return nil, fmt.Errorf("%s corrupt: %w", strings.Join(corrupt, " and "), err)
		}
		s.world = w.world
		s.add(kindListen, s.sent[0], "", "what it is given")
		s.each((*rehearsal).relay)
		s.each((*rehearsal).impersonate)
		s.keepOwn()
		if s.err == nil {
			s.err = s.deviate(w.others)
		}
		if s.err != nil {
			return nil, s.err
		}
		all = append(all, s.cases...)
	}
	return all, nil
}

// coalitions returns those of insider.Coalitions whose principals act in the second round. Two
// principals of one party, and others that several worlds have, are tried in the first world
// only.
func (s *rehearsal) coalitions(first bool) [][]string {
	p, err := library.Profile(s.config.Profile, s.config.Options...)
	if err != nil {
		panic("attacks: internal error: " + err.Error())
	}
	second := map[string]bool{}
	for _, m := range s.sent {
		if m.second {
			second[m.From.Principal], second[m.To.Principal] = true, true
		}
	}
	var all [][]string
	for _, names := range insider.Coalitions(p, s.config) {
		of := func(i int) model.Party { return s.party(names[i]) }
		acting := 0 // in the second round
		for _, name := range names {
			if second[name] {
				acting++
			}
		}
		switch {
		case acting == 0:
		case len(names) == 1, first && (of(0) == of(1) || acting == 2):
			all = append(all, names)
		}
	}
	return all
}

// keepOwn removes the cases that an outsider can make as well: those in which a message is
// forged without a corrupt principal's secrets.
func (s *rehearsal) keepOwn() {
	given := len(s.corrupt)
	s.cases = slices.DeleteFunc(s.cases, func(c Case) bool {
		if !strings.HasPrefix(c.Kind, kindImpersonate) {
			return false
		}
		return !strings.Contains(strings.Join(c.Config.Moves[given:], "\n"), `own("`)
	})
	for i := range s.cases {
		if party, ok := strings.CutPrefix(s.cases[i].Kind, kindImpersonate); ok {
			s.cases[i].Kind = kindInsiderAs + party
		}
	}
}

// relay adds the cases in which a corrupt principal passes a message that it gets on to others
// of its party, encrypted again. A message that opens a session goes to each of them. One that
// answers goes to the one who waits for an answer in the first round.
func (s *rehearsal) relay(m *observed) {
	if !slices.Contains(s.corrupt, m.To.Principal) {
		return
	}
	var sealed int
	if m.To.Session == 0 {
		for _, to := range s.others(m.To.Principal)[1:] {
			s.add(kindRelay, m, "", "to "+to, dropMove(m), injectMove(sentAt(m), m, m.From,
				trace.Address{Principal: to}, insider.Resealed(m.Message, to, &sealed)))
		}
		return
	}
	t := s.counterpart(m)
	if t.To.Principal == m.To.Principal {
		return
	}
	if m = s.waiting(m, t); m == nil {
		return
	}
	s.add(kindRelay, m, "", "to "+t.To.Principal+", who waits for its own", dropMove(t),
		dropMove(m), injectMove(sentAt(m), m, t.From, t.To,
			insider.Resealed(m.Message, t.To.Principal, &sealed)))
}

// deviate adds a case for each deviation of the insiders. They open each phase that one of them
// can open when both rounds are over; and they put so many other values in the place of each
// value of the second round.
func (s *rehearsal) deviate(others int) error {
	end := s.sent[len(s.sent)-1].at - s.opening + apart
	list, err := insider.Deviations(s.memory, s.config, s.corrupt, s.opening+2*apart, end, others)
	for _, d := range list {
		kind := kindAlter
		if d.Role != "" {
			kind = kindOpenAs + string(d.Role)
		}
		s.add(kind, &observed{Message: &trace.Message{Name: d.Phase}}, d.Variable, d.How)
		s.cases[len(s.cases)-1].deviation = &d
	}
	return err
}
