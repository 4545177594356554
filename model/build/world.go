package build

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"emrproof/model"
)

// A principal's name has to stand in a FHIR id, and must not look like that of a session.
var principalName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,39}$`)

// checkWorld refuses a world whose principals or sessions the description does not have.
func checkWorld(p *model.Protocol) error {
	if err := checkCast(p); err != nil {
		return err
	}
	w := p.StandardWorld()
	for _, m := range w.Sessions {
		if err := checkMeeting(p, "session", m); err != nil {
			return err
		}
	}
	for _, m := range w.Before {
		if err := checkMeeting(p, "before", m); err != nil {
			return err
		}
		met := false
		for _, s := range w.Sessions {
			met = met || m.By == s.By || m.By == s.With || m.With == s.By ||
				m.With != "" && m.With == s.With
		}
		if !met {
			return worldFault("%s: world: before %q: no session has %s", p.Name, m.Phase, m.By)
		}
	}
	if w.From < 0 || w.Every < 0 {
		return worldFault("%s: world: sessions from %s every %s: want 0s or more", p.Name, w.From,
			w.Every)
	}
	return nil
}

func checkCast(p *model.Protocol) error {
	parties, names, rests := map[model.Party]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range p.World.Cast {
		fail := func(format string, args ...any) error {
			return worldFault("%s: world: %s: %s", p.Name, c.Party, fmt.Sprintf(format, args...))
		}
		m := p.Member(c.Party)
		switch {
		case m == nil:
			return fail("is not a party of the protocol")
		case parties[c.Party]:
			return fail("is there twice")
		case c.Count < 0:
			return fail("%d principals: want 1 or more", c.Count)
		case m.One && c.Count > 1:
			return fail("%d principals: want one", c.Count)
		case c.Rest != "" && (strings.Count(c.Rest, "#") != 1 ||
			!principalName.MatchString(strings.Replace(c.Rest, "#", "0001", 1))):
			return fail("name %q: want letters, digits and hyphens, and one #", c.Rest)
		case c.Rest != "" && rests[c.Rest]:
			return fail("name %q is taken", c.Rest)
		}
		parties[c.Party], rests[c.Rest] = true, true
		for _, name := range c.Names {
			if !principalName.MatchString(name) {
				return fail("name %q: want 1 to 40 letters, digits and hyphens", name)
			}
			if names[name] {
				return fail("name %q is taken", name)
			}
			names[name] = true
		}
		seen := map[string]bool{}
		for _, d := range c.Departments {
			if d == "" || len(d) > 255 || !utf8.ValidString(d) {
				return fail("department %q: want 1 to 255 bytes of UTF-8", d)
			}
			if seen[d] {
				return fail("department %q is there twice", d)
			}
			seen[d] = true
		}
	}
	return nil
}

// checkMeeting refuses a line of the schedule that the description has no phase for.
func checkMeeting(p *model.Protocol, what string, m model.Meeting) error {
	fail := func(format string, args ...any) error {
		return worldFault("%s: world: %s %q: %s", p.Name, what, m.Phase, fmt.Sprintf(format, args...))
	}
	ph, role := p.Opening(m.Phase)
	switch {
	case p.PhaseNamed(m.Phase) == nil:
		return fail("is not a phase of the protocol")
	case ph == nil:
		return fail("nobody begins a session of it")
	case ph.Once:
		return fail("every %s runs it when it registers", role.Party)
	case role.Party != m.By:
		return fail("by %s: want %s, who opens it", m.By, role.Party)
	case m.With != "" && p.Member(m.With) == nil:
		return fail("with %s: is not a party of the protocol", m.With)
	}
	if peer := p.PeerOf(role.Party, ph.Name); peer != "" && m.With != peer {
		return fail("with %q: want %s, whom %s takes from its peer", m.With, peer, m.By)
	}
	return nil
}

// worldFault makes an error about the world of a description.
func worldFault(format string, args ...any) error {
	return &Refusal{World: true, text: fmt.Sprintf(format, args...)}
}
