package generate

import (
	"fmt"
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/trace"
)

// impersonate sends a message in the place of its sender's. Where it opens a
// session, that is done out of the blue, to each principal who could receive it;
// where it answers, the sender never has what it would answer to.
func (s *rehearsal) impersonate(m *observed) {
	kind := kindImpersonate + string(s.party(m.From.Principal))
	if m.To.Session > 0 {
		s.answer(kind, m)
		return
	}
	s.openAs(kind, m)
	if t := s.counterpart(m); t.From.Principal != m.From.Principal {
		s.openAs(kind, t)
	}
}

func (s *rehearsal) party(name string) model.Party {
	for _, p := range s.players {
		if p.Name == name {
			return p.Party
		}
	}
	return ""
}

// others are the principals who play the party of one, itself first.
func (s *rehearsal) others(name string) []string {
	list := []string{name}
	for _, p := range s.players {
		if p.Party == s.party(name) && p.Name != name {
			list = append(list, p.Name)
		}
	}
	return list
}

// openAs opens a session when both visits are over, with nonces of its own.
func (s *rehearsal) openAs(kind string, m *observed) {
	now := s.sent[len(s.sent)-1].at + apart
	var forged []deduce.Recipe
	for _, f := range m.Fields {
		anew := f.Value.Term.Map(func(t *model.Term) *model.Term {
			if t.At != m.From.String() && !t.Op.Row().Random {
				return t
			}
			u := *t
			u.At = "another"
			return &u
		})
		forged = append(forged, stamped(forge(s.exec, anew, len(f.Value.Bytes())), now))
	}
	for _, to := range s.others(m.To.Principal) {
		f := forgery{m, m.From.Principal, to, forged, m.own()}
		s.forgeries(kind, f, func(fields []deduce.Recipe) []attacks.Move {
			return []attacks.Move{injectMove(s.when(now), m, newSession(m.From),
				trace.Address{Principal: to}, fields)}
		})
	}
}

// answer answers in the sender's place, as it and as its peers.
func (s *rehearsal) answer(kind string, m *observed) {
	if m.after == nil {
		s.err = fmt.Errorf("%s answers to nothing", m.Name)
		return
	}
	var forged []deduce.Recipe
	for _, r := range m.forged {
		forged = append(forged, stamped(r, m.after.at))
	}
	for _, as := range s.others(m.From.Principal) {
		f := forgery{m, as, m.To.Principal, forged, s.counterpart(m).own()}
		s.forgeries(kind, f, func(fields []deduce.Recipe) []attacks.Move {
			return []attacks.Move{dropMove(m.after),
				injectMove(sentAt(m.after), m, trace.Address{Principal: as}, m.To, fields)}
		})
	}
}

// A forgery is a message that one principal is to take for another's.
type forgery struct {
	of       *observed
	from, to string
	made     []deduce.Recipe // as the sender of the honest one would to its receiver
	recorded []deduce.Recipe // fields that were seen in their place
}

// forgeries adds a case in which what nobody makes without a key is random bytes, and
// one in which it is what was recorded.
func (s *rehearsal) forgeries(kind string, f forgery,
	moves func(fields []deduce.Recipe) []attacks.Move) {
	var made, mixed []deduce.Recipe
	random := false
	for i, r := range f.made {
		r = inTheNameOf(r, f.of.From.Principal, f.from)
		r = inTheNameOf(r, f.of.To.Principal, f.to)
		made, mixed = append(made, r), append(mixed, r)
		if r.Op == "junk" {
			mixed[i], random = f.recorded[i], true
		}
	}
	with := f.from + " to " + f.to
	s.add(kind, f.of, "", with+": "+listed(made), moves(made)...)
	if random {
		s.add(kind, f.of, "", with+": "+listed(mixed), moves(mixed)...)
	}
}

// listed are the texts of recipes, as a move has them.
func listed(fields []deduce.Recipe) string {
	var texts []string
	for _, r := range fields {
		texts = append(texts, r.String())
	}
	return "[" + strings.Join(texts, ", ") + "]"
}
