package proofs

import (
	"fmt"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/ban/prover"
)

// A logic finds out what follows from a theory. Each positive answer is a derivation: the
// prover found it, and the checker accepted it. If the checker refuses what the prover found,
// that is an error, and a fault of emrproof.
type logic struct {
	closure *prover.Closure
	checker *checker.Checker
}

func newLogic(t ban.Theory) (*logic, error) {
	c, err := prover.Close(t)
	if err != nil {
		return nil, err
	}
	return &logic{c, checker.New(t)}, nil
}

// derive returns the smallest derivation of a formula; nil when the formula does not follow.
func (l *logic) derive(f *ban.Formula) (*checker.Derivation, error) {
	return l.accept(f, l.closure.Claim(f, nil))
}

func (l *logic) accept(f *ban.Formula, c *ban.Claim) (*checker.Derivation, error) {
	if c == nil {
		return nil, nil
	}
	d, err := l.checker.Check(c)
	if err == nil && !d.Conclusion().Equal(f) {
		return nil, fmt.Errorf("the prover was asked for %s, and proves %s", f, d.Conclusion())
	}
	return d, err
}

// A Least is a least set of assumptions, errata or extensions with which something follows,
// together with the derivation.
type Least struct {
	IDs   []string
	Proof *checker.Derivation
}

// Sets returns least sets without their derivations.
func Sets(all []Least) [][]string {
	var sets [][]string
	for _, l := range all {
		sets = append(sets, l.IDs)
	}
	return sets
}

// least returns all least sets of optional givens from which a formula follows, together with
// the givens that are not optional. The result whole is false when the search met its bound.
func (l *logic) least(f *ban.Formula, optional func(id string) bool) (all []Least, whole bool,
	err error) {
	sets, whole := l.closure.Minimal(f, optional)
	for _, set := range sets {
		in := map[string]bool{}
		for _, id := range set {
			in[id] = true
		}
		d, err := l.accept(f, l.closure.Claim(f, func(id string) bool {
			return in[id] || !optional(id)
		}))
		if err == nil && d == nil {
			err = fmt.Errorf("%s is said to follow from %v, and does not", f, set)
		}
		if err != nil {
			return nil, false, err
		}
		all = append(all, Least{set, d})
	}
	return all, whole, nil
}

// byBelief derives one formula from another by the rules of belief alone; it returns nil when
// the formula does not follow.
func byBelief(from, to *ban.Formula) (*checker.Derivation, error) {
	l, err := newLogic(ban.Theory{Given: []ban.Given{{ID: "it", Formula: from}},
		Families: []string{"belief"}, Asked: []*ban.Formula{to}})
	if err != nil {
		return nil, err
	}
	return l.derive(to)
}
