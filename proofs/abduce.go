package proofs

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/ban/prover"
	"emrproof/proofs/protocol"
)

// A candidate is one thing that could be added to a protocol: an assumption, or a formula that
// is joined to the contents of a part of a message.
type candidate struct {
	Kind    string // one of the kinds of SpaceText
	Formula *ban.Formula
	Message string // empty: it is an assumption
	Part    int    // from 1
	// Goal is the ID of the goal that equals the candidate, empty when there is none. To add
	// such a candidate is to assume what has to be proved.
	Goal string
}

// String is the candidate in the form in which an erratum could state it.
func (c candidate) String() string {
	if c.Message == "" {
		return c.Formula.String()
	}
	return fmt.Sprintf("%s part %d says %s", c.Message, c.Part, c.Formula)
}

// An Addition is a least set of candidates with which a formula follows. The candidates were
// really added to the protocol, and the checker accepted the proof.
type Addition struct {
	Candidates []candidate
	Proof      *checker.Derivation
}

// abduce finds all least sets of candidates with which a formula follows. A candidate does not
// count if it is the formula, or gives it by the rules of belief alone. The result whole is
// false when a bound on the work was met.
//
// During the search, each formula that could be joined to a part of a message is treated as a
// message of its own: the part with that one formula behind its contents. A set with several
// formulas in one part is found when each of them does its work by itself. Every set that is
// found is then really added, and the formula is proved again.
func abduce(v *protocol.Variant, f *ban.Formula) ([]Addition, bool, error) {
	t, usable, err := withSpace(v, f)
	if err != nil {
		return nil, false, err
	}
	closure, err := prover.Close(t)
	if err != nil {
		return nil, false, err
	}
	sets, whole := closure.Minimal(f, func(id string) bool {
		return strings.HasPrefix(id, candidateID)
	})
	var additions []Addition
	for _, set := range sets {
		var a Addition
		for _, id := range set {
			var i int
			if _, err := fmt.Sscanf(id, candidateID+"%d", &i); err != nil {
				return nil, false, fmt.Errorf("candidate %q: %w", id, err)
			}
			a.Candidates = append(a.Candidates, usable[i])
		}
		if a.Proof, err = proveWith(v, a.Candidates, f); err != nil {
			return nil, false, err
		}
		additions = append(additions, a)
	}
	return additions, whole, nil
}

// candidateID begins the IDs of candidates. It has a blank, which no ID in a file has.
const candidateID = "candidate "

// withSpace returns a theory to which all candidates are added that do not give a formula by
// themselves, each under its number.
func withSpace(v *protocol.Variant, f *ban.Formula) (ban.Theory, []candidate, error) {
	t := v.Theory()
	t.Asked = append(t.Asked, f)
	var usable []candidate
	for _, c := range space(v) {
		trivial, err := c.gives(f)
		if err != nil {
			return t, nil, err
		}
		if trivial == nil {
			t.Given = append(t.Given, ban.Given{ID: fmt.Sprint(candidateID, len(usable)),
				Formula: given(v, c)})
			usable = append(usable, c)
		}
	}
	return t, usable, nil
}

// given returns a candidate as the formula that a theory takes for granted.
func given(v *protocol.Variant, c candidate) *ban.Formula {
	if c.Message == "" {
		return c.Formula
	}
	m := message(v, c.Message)
	return ban.New(ban.OpSees, m.To, m.Content.Parts()[c.Part-1].Holding(c.Formula))
}

func message(v *protocol.Variant, id string) *protocol.Message {
	i := slices.IndexFunc(v.Messages, func(m protocol.Message) bool { return m.ID == id })
	return &v.Messages[i]
}

// gives derives a formula from the candidate by the rules of belief alone; it returns nil when
// the formula does not follow.
func (c candidate) gives(f *ban.Formula) (*checker.Derivation, error) {
	if c.Message != "" {
		return nil, nil
	}
	return byBelief(c.Formula, f)
}

// with returns a variant of a protocol with candidates added.
func with(v *protocol.Variant, candidates []candidate) *protocol.Variant {
	w := *v
	w.Assumptions = slices.Clone(v.Assumptions)
	w.Messages = slices.Clone(v.Messages)
	for _, c := range candidates {
		if c.Message == "" {
			w.Assumptions = append(w.Assumptions, ban.Given{ID: "added", Formula: c.Formula})
			continue
		}
		m := message(&w, c.Message)
		parts := slices.Clone(m.Content.Parts())
		parts[c.Part-1] = parts[c.Part-1].Holding(c.Formula)
		m.Content = ban.Tuple(parts...)
	}
	return &w
}

// proveWith adds candidates to a protocol, and proves a formula.
func proveWith(v *protocol.Variant, candidates []candidate, f *ban.Formula) (
	*checker.Derivation, error) {
	t := with(v, candidates).Theory()
	t.Asked = append(t.Asked, f)
	l, err := newLogic(t)
	if err != nil {
		return nil, err
	}
	d, err := l.derive(f)
	if err == nil && d == nil {
		return nil, fmt.Errorf("%s does not follow with %v: the search for additions is at fault",
			f, candidates)
	}
	return d, err
}
