package generate

import (
	"strings"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
	"emrproof/sim/trace"
)

// impersonate adds the cases in which the adversary sends a message in the place of its sender.
// A message that opens a session is sent after both rounds, to each principal who could receive
// it. A message that answers another is sent instead of the true answer, whose sender never
// gets the message to be answered.
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

// others returns the principals who play the same party as the named one, itself first.
func (s *rehearsal) others(name string) []string {
	list := []string{name}
	for _, p := range s.players {
		if p.Party == s.party(name) && p.Name != name {
			list = append(list, p.Name)
		}
	}
	return list
}

// openAs adds the cases in which the adversary opens a session with a message, after both
// rounds are over. Nonces in the message are its own.
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

// answer adds the cases in which the adversary answers in the sender's place, in the name of
// the sender or of another principal of its party.
func (s *rehearsal) answer(kind string, m *observed) {
	// What is answered over the secure channel comes all the same: the answer is kept back.
	asked := m.after
	if asked == nil {
		asked = m
	}
	var forged []deduce.Recipe
	for _, r := range m.forged {
		forged = append(forged, stamped(r, asked.at))
	}
	for _, as := range s.others(m.From.Principal) {
		f := forgery{m, as, m.To.Principal, forged, s.counterpart(m).own()}
		s.forgeries(kind, f, func(fields []deduce.Recipe) []attacks.Move {
			return []attacks.Move{dropMove(asked),
				injectMove(sentAt(asked), m, trace.Address{Principal: as}, m.To, fields)}
		})
	}
}

// A forgery is a message of the adversary's own that one principal is to take for another's.
type forgery struct {
	of       *observed
	from, to string
	made     []deduce.Recipe // as the sender of the honest one would to its receiver
	recorded []deduce.Recipe // fields that were seen in their place
}

// forgeries adds the cases of a forgery. In one, fields that nobody makes without a key are
// random bytes; in the other, they are fields that were recorded.
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

// listed returns the text of a list of recipes, as a move has it.
func listed(fields []deduce.Recipe) string {
	var texts []string
	for _, r := range fields {
		texts = append(texts, r.String())
	}
	return "[" + strings.Join(texts, ", ") + "]"
}
