package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// A World is what a description says of the principals that run it: who there is, and which
// sessions they start. It makes the standard world of any size.
type World struct {
	Cast []Cast // in the order in which they register
	// Before are phases that a session needs: each is run once for the same principals and the
	// same department, ahead of all sessions.
	Before []Meeting
	// Sessions take turns: the first session is one of the first line, the next one of the
	// second. The i-th session is that of the i-th principals of its two parties, in turn.
	Sessions []Meeting
	From     time.Duration // when the first session starts, after all registrations
	Every    time.Duration // from the start of one session to that of the next
}

// A Cast is who plays a party.
type Cast struct {
	Party Party
	Count int      // how many there are where nobody says how many; 0 is 1
	Names []string // of the first ones
	// Rest names those for whom there is no name: # stands for their number in four digits.
	// Empty: the name of the party and the number.
	Rest string
	// Departments are what the principals choose, in turn, where a role asks for a department.
	Departments []string
}

// A Meeting is a phase that the principals of one party open.
type Meeting struct {
	Phase string
	By    Party
	With  Party // whom By takes from its peer; empty: nobody
}

// Name is the name of the i-th principal of the cast, counted from 0.
func (c *Cast) Name(i int) string {
	if i < len(c.Names) {
		return c.Names[i]
	}
	return strings.ReplaceAll(c.Rest, "#", fmt.Sprintf("%04d", i+1))
}

// Department is the department of the i-th principal; empty where the party has none.
func (c *Cast) Department(i int) string {
	if len(c.Departments) == 0 {
		return ""
	}
	return c.Departments[i%len(c.Departments)]
}

// Of returns the cast of a party, nil when there is none.
func (w *World) Of(party Party) *Cast {
	for i := range w.Cast {
		if w.Cast[i].Party == party {
			return &w.Cast[i]
		}
	}
	return nil
}

// StandardWorld is the world that a description states, with what it leaves out: one principal
// for each party, named after it, and sessions of the first phase on the open network that
// somebody opens, by its opener, with the party whose identity the opener takes from its peer.
func (p *Protocol) StandardWorld() World {
	w := p.World
	w.Cast = slices.Clone(w.Cast)
	for i, m := range p.Parties {
		name := p.nameOf(i)
		c := w.Of(m.Party)
		if c == nil {
			w.Cast = append(w.Cast, Cast{Party: m.Party, Names: []string{name}})
			c = &w.Cast[len(w.Cast)-1]
		}
		c.Count = max(c.Count, 1)
		if c.Rest == "" {
			c.Rest = name + "-#"
		}
	}
	if len(w.Sessions) == 0 {
		if m, ok := p.firstMeeting(); ok {
			w.Sessions, w.Every = []Meeting{m}, 25*time.Millisecond
		}
	}
	return w
}

// Players are the parties that several principals can play: those of the first kind of session,
// its opener before its peer, and then the others in the order of the cast.
func (p *Protocol) Players() []Party {
	w := p.StandardWorld()
	var order []Party
	for _, m := range w.Sessions[:min(len(w.Sessions), 1)] {
		order = append(order, m.By, m.With)
	}
	for _, c := range w.Cast {
		order = append(order, c.Party)
	}
	var players []Party
	for _, party := range order {
		if m := p.Member(party); m != nil && !m.One && !slices.Contains(players, party) {
			players = append(players, party)
		}
	}
	return players
}

// nameOf is the name of a principal of the i-th party that has no name in the description.
func (p *Protocol) nameOf(i int) string {
	m := p.Parties[i]
	same := func(o Member) bool { return o.Party != m.Party && plain(o.Name) == plain(m.Name) }
	if name := plain(m.Name); name != "" && len(name) <= 40 && !slices.ContainsFunc(p.Parties, same) {
		return name
	}
	return fmt.Sprintf("principal-%c", 'a'+i%26)
}

// plain makes a name that a principal can have: letters of ASCII, digits and hyphens.
func plain(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			return unicode.ToLower(r)
		case r == ' ' || r == '_' || r == '-':
			return '-'
		}
		return -1
	}, s), "-")
}

// firstMeeting is what sessions are where the description does not say it.
func (p *Protocol) firstMeeting() (Meeting, bool) {
	for i := range p.Phases {
		ph := &p.Phases[i]
		if ph.Secure || ph.Once {
			continue
		}
		if opening, r := p.Opening(ph.Name); opening == ph {
			return Meeting{Phase: ph.Name, By: r.Party, With: p.PeerOf(r.Party, ph.Name)}, true
		}
	}
	return Meeting{}, false
}

// PeerOf returns the party whose identity the opener of a phase takes from its peer; empty: it
// takes none.
func (p *Protocol) PeerOf(opener Party, phase string) Party {
	for _, st := range p.Thread(opener, phase) {
		for _, s := range st.Role.Steps {
			if s.Kind != StepInput || s.Input != InputPeer {
				continue
			}
			for _, m := range p.Parties {
				if m.ID != nil && m.ID.Name == s.Var.Name {
					return m.Party
				}
			}
		}
	}
	return ""
}
