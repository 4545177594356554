package checker

import (
	"fmt"
	"maps"

	"emrproof/proofs/ban"
)

// A schema is a rule as patterns: formulas whose names are variables.
type schema struct {
	rule       ban.Rule
	premises   []*ban.Formula
	conclusion *ban.Formula
}

// schemas are all rules as patterns, by their IDs.
var schemas = func() map[string]schema {
	all := map[string]schema{}
	for _, r := range ban.Rules() {
		s := schema{rule: r, conclusion: pattern(r.Conclusion)}
		for _, p := range r.Premises {
			s.premises = append(s.premises, pattern(p))
		}
		all[r.ID] = s
	}
	return all
}()

func pattern(text string) *ban.Formula {
	f, err := ban.Parse(text)
	if err != nil {
		panic(fmt.Sprintf("checker: internal error: pattern %q: %v", text, err))
	}
	return f
}

// whole is the pattern that stands for a tuple as a whole, and is treated as one variable.
const whole = "X‖Y"

// A match records which formulas the variables of a rule stand for.
type match struct {
	bound map[string]bound
	place string // what is being matched: "premise 1", "the conclusion"
	want  *ban.Formula
	got   *ban.Formula
}

// A bound is the formula that a variable stands for, and the place where it was first met. A
// principal is stored as a name; a principal that is not named has the empty name.
type bound struct {
	formula *ban.Formula
	place   string
}

func (m *match) of(variable string) *ban.Formula { return m.bound[variable].formula }

// at matches a pattern with a whole premise or conclusion, and says why they do not match; the
// result is empty when they do.
func (m *match) at(place string, pattern, f *ban.Formula) string {
	m.place, m.want, m.got = place, pattern, f
	return m.match(pattern, f)
}

func (m *match) match(pattern, f *ban.Formula) string {
	switch {
	case pattern.Op == ban.OpName:
		return m.bind(pattern.Name, f)
	case pattern.Op != f.Op, pattern.Op == ban.OpApply && pattern.Name != f.Name:
		return fmt.Sprintf("%s is %s: want the form %s", m.place, m.got, m.want)
	case pattern.Op == ban.OpTuple:
		return m.bind(whole, f)
	case pattern.Op == ban.OpShared, pattern.Op == ban.OpSecret, pattern.Op == ban.OpAgreed:
		return m.eitherWay(pattern, f)
	}
	if pattern.Op != ban.OpApply && pattern.Name != "" {
		if why := m.bind(pattern.Name, ban.Name(f.Name)); why != "" {
			return why
		}
	}
	return m.all(pattern.Args, f.Args)
}

// eitherWay matches a formula whose two sides may be exchanged, such as P ↔K Q.
func (m *match) eitherWay(pattern, f *ban.Formula) string {
	type way struct {
		name, peer string
		args       []*ban.Formula
	}
	ways := []way{{f.Name, f.Peer, f.Args}, {f.Peer, f.Name, f.Args}}
	if f.Op == ban.OpAgreed {
		ways[1].args = []*ban.Formula{f.Args[1], f.Args[0]}
	}
	first, before := "", m.bound
	for _, w := range ways {
		m.bound = maps.Clone(before)
		why := ""
		if pattern.Op != ban.OpAgreed {
			why = m.all([]*ban.Formula{ban.Name(pattern.Name), ban.Name(pattern.Peer)},
				[]*ban.Formula{ban.Name(w.name), ban.Name(w.peer)})
		}
		if why == "" {
			why = m.all(pattern.Args, w.args)
		}
		if why == "" {
			return ""
		}
		if first == "" {
			first = why
		}
	}
	return first
}

func (m *match) all(patterns, formulas []*ban.Formula) string {
	for i, p := range patterns {
		if why := m.match(p, formulas[i]); why != "" {
			return why
		}
	}
	return ""
}

// bind makes a variable stand for a formula, the same one everywhere in the rule. A variable
// for a key never stands for a private half: a rule that means one says K⁻¹.
func (m *match) bind(variable string, f *ban.Formula) string {
	if (variable == "K" || variable == "L") && f.Op == ban.OpInverse {
		return fmt.Sprintf("%s is %s in %s: want no private half", variable, f, m.place)
	}
	old, met := m.bound[variable]
	if met && !old.formula.Equal(f) {
		return fmt.Sprintf("%s is %s in %s, and %s in %s", variable, old.formula, old.place, f, m.place)
	}
	if !met {
		m.bound[variable] = bound{f, m.place}
	}
	return ""
}
