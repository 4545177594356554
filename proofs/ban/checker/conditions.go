package checker

import (
	"fmt"
	"slices"

	"emrproof/proofs/ban"
)

// A condition is what a rule requires beside the forms of its premises and conclusion.
type condition struct {
	broken string // what is so when it does not hold
	holds  func(*Checker, *match) bool
}

// conditions holds the conditions of each rule that has any, by the ID of the rule.
var conditions = map[string][]condition{
	"message-meaning-shared": {sentByAnother},
	"nonce-verification":     {cleartext},
	"belief-part":            {someParts},
	"said-part":              {someParts},
	"sees-part":              {someParts},
	"has-part":               {someParts},
	"fresh-tuple":            {someParts},
	"sees-held":              {noHalf},
	"fresh-key":              {sentByAnother, cleartext},
	"key-agreement":          {anotherPrincipal, anotherKey},
}

var (
	sentByAnother = condition{"R is P, who learns nothing from a message of its own",
		func(_ *Checker, m *match) bool { return !m.of("R").Equal(m.of("P")) }}
	cleartext = condition{"X is not cleartext: something in it is encrypted",
		func(_ *Checker, m *match) bool { return !hidden(m.of("X")) }}
	someParts = condition{"X is not one part or several of X‖Y, in their order, with others left",
		func(_ *Checker, m *match) bool { return among(m.of("X"), m.of(whole)) }}
	noHalf = condition{"K is half of a pair, which opens nothing",
		func(k *Checker, m *match) bool { return !k.public[m.of("K").Key] }}
	anotherPrincipal = condition{"Q is P: nobody agrees on a key with itself",
		func(_ *Checker, m *match) bool { return !m.of("Q").Equal(m.of("P")) }}
	anotherKey = condition{"L is K: a key agrees with another",
		func(_ *Checker, m *match) bool { return !m.of("L").Equal(m.of("K")) }}
)

// follows says why a conclusion does not follow from premises by a rule; the result is empty
// when it does.
func (k *Checker) follows(r ban.Rule, from []*ban.Formula, to *ban.Formula) string {
	s := schemas[r.ID]
	m := &match{bound: map[string]bound{}}
	switch r.ID {
	case "belief-tuple", "has-tuple":
		return m.joined(s, from, to)
	case "belief-part": // at any depth of belief
		for len(from) == 1 && nested(from[0], to) {
			from, to = []*ban.Formula{from[0].Args[0]}, to.Args[0]
		}
	}
	if len(from) != len(s.premises) {
		return fmt.Sprintf("it has %d premises: want %d", len(from), len(s.premises))
	}
	for i, p := range s.premises {
		if why := m.at(fmt.Sprintf("premise %d", i+1), p, from[i]); why != "" {
			return why
		}
	}
	if why := m.at("the conclusion", s.conclusion, to); why != "" {
		return why
	}
	for _, c := range conditions[r.ID] {
		if !c.holds(k, m) {
			return c.broken
		}
	}
	return ""
}

// nested says whether two formulas are beliefs about beliefs, P ⊨ Q ⊨ X and P ⊨ R ⊨ Y, of one
// principal P.
func nested(f, g *ban.Formula) bool {
	belief := func(f *ban.Formula) bool {
		return f.Op == ban.OpBelieves && f.Args[0].Op == ban.OpBelieves
	}
	return belief(f) && belief(g) && f.Name == g.Name
}

// joined matches a rule that has a premise for each part of a tuple.
func (m *match) joined(s schema, from []*ban.Formula, to *ban.Formula) string {
	if why := m.at("the conclusion", s.conclusion, to); why != "" {
		return why
	}
	parts := m.of(whole).Args
	if len(from) != len(parts) {
		return fmt.Sprintf("it has %d premises: want %d, one for each part", len(from), len(parts))
	}
	for i, part := range parts {
		m.bound["X"] = bound{part, fmt.Sprintf("part %d of the conclusion", i+1)}
		if why := m.at(fmt.Sprintf("premise %d", i+1), s.premises[0], from[i]); why != "" {
			return why
		}
	}
	return ""
}

// hidden says whether some part of a formula is encrypted.
func hidden(f *ban.Formula) bool {
	return f.Op == ban.OpEncrypted || slices.ContainsFunc(f.Args, hidden)
}

// among says whether x consists of some but not all parts of a tuple, in their order.
func among(x, whole *ban.Formula) bool {
	rest := x.Parts()
	for _, p := range whole.Args {
		if len(rest) > 0 && p.Equal(rest[0]) {
			rest = rest[1:]
		}
	}
	return len(rest) == 0 && !x.Equal(whole)
}
