package proofs

import (
	"slices"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/idealised"
	"emrproof/proofs/protocol"
)

// An Audit is everything that the logic says of a protocol under some of its errata.
type Audit struct {
	Variant    *protocol.Variant
	Goals      []Goal
	Columns    []Column // the goals under other sets of errata
	Statements []Statement
	Circular   []circle
	// Needed gives for each assumption, by its ID, the goals that have it in one of their least
	// sets.
	Needed map[string][]string
	Space  []candidate // what may be added where something does not follow
	// Mistaken are the messages, by their IDs, whose receiver concludes that it said some of
	// the contents itself, with the derivation of that. It is the sign of a key with the wrong
	// owner.
	Mistaken map[string]*checker.Derivation
	// Wire are the differences between the idealised messages and the wire. Backed are the
	// derivations of the goals, by their IDs, that follow from what is on the wire.
	Wire   []idealised.Difference
	Backed map[string]*checker.Derivation
}

// NewAudit asks every question that can be asked about a variant of a protocol.
func NewAudit(v *protocol.Variant) (*Audit, error) {
	a := &Audit{Variant: v, Space: space(v), Needed: map[string][]string{}}
	for _, ask := range []func() error{
		func() (err error) { a.Goals, err = prove(v); return err },
		func() (err error) { a.Columns, err = matrix(v); return err },
		func() (err error) { a.Statements, err = statements(v); return err },
		func() (err error) { a.Circular, err = circular(v); return err },
		func() (err error) { a.Mistaken, err = mistaken(v); return err },
		func() (err error) { a.Wire, err = idealised.Compare(v); return err },
		func() (err error) { a.Backed, err = backed(v, a.Wire); return err },
	} {
		if err := ask(); err != nil {
			return nil, err
		}
	}
	for i := range a.Goals {
		g := &a.Goals[i]
		g.After = after(a.Columns, g.ID)
		for _, assumption := range v.Assumptions {
			if g.needs(assumption.ID) {
				a.Needed[assumption.ID] = append(a.Needed[assumption.ID], g.ID)
			}
		}
	}
	return a, nil
}

// A circle is an assumption that is a goal, or from which a goal follows by the rules of belief
// alone. Whoever makes that assumption need not prove the goal.
type circle struct {
	Assumption string
	Goal       string
	Same       bool // the assumption is the goal
	Proof      *checker.Derivation
}

func circular(v *protocol.Variant) ([]circle, error) {
	var all []circle
	for _, a := range v.Assumptions {
		for _, g := range v.Goals {
			d, err := byBelief(a.Formula, g.Formula)
			if err != nil {
				return nil, err
			}
			if d != nil {
				all = append(all, circle{a.ID, g.ID, a.Formula.Equal(g.Formula), d})
			}
		}
	}
	return all, nil
}

func mistaken(v *protocol.Variant) (map[string]*checker.Derivation, error) {
	l, err := newLogic(v.Theory())
	if err != nil {
		return nil, err
	}
	all := map[string]*checker.Derivation{}
	for _, m := range v.Messages {
		for _, part := range m.Content.Parts() {
			if part.Op != ban.OpEncrypted && part.Op != ban.OpCombined || m.From == m.To {
				continue
			}
			d, err := l.derive(ban.New(ban.OpBelieves, m.To, ban.New(ban.OpSaid, m.To, part.Args[0])))
			if err != nil {
				return nil, err
			}
			if all[m.ID] == nil && d != nil {
				all[m.ID] = d
			}
		}
	}
	return all, nil
}

// backed returns the goals that still follow when every component that the wire lacks is taken
// out of the idealised messages. Key agreement is left out too when a key is not made as the
// file says.
func backed(v *protocol.Variant, differences []idealised.Difference) (
	map[string]*checker.Derivation, error) {
	w := *v
	w.Messages = slices.Clone(v.Messages)
	agreed := true
	for _, d := range differences {
		agreed = agreed && d.Kind != idealised.NotAgreed
		if d.Lacks != nil {
			m := message(&w, d.Message)
			parts := slices.Clone(m.Content.Parts())
			parts[d.Part-1] = lacking(parts[d.Part-1], d.Lacks)
			m.Content = ban.Tuple(parts...)
		}
	}
	if !agreed { // the rule speaks of another key
		w.Extensions = slices.DeleteFunc(slices.Clone(v.Extensions), func(e string) bool {
			return e == "agreement"
		})
	}
	return derivable(&w)
}

// lacking returns a part of a message without one component. When the part has no other
// component, the name "nothing" takes its place.
func lacking(part, component *ban.Formula) *ban.Formula {
	return part.Map(func(f *ban.Formula) *ban.Formula {
		if f.Op != ban.OpEncrypted && f.Op != ban.OpCombined {
			return f
		}
		rest := slices.DeleteFunc(slices.Clone(f.Args[0].Parts()), component.Equal)
		if len(rest) == 0 {
			rest = []*ban.Formula{ban.Name("nothing")}
		}
		return ban.New(f.Op, f.Name, ban.Tuple(rest...), f.Args[1])
	})
}
