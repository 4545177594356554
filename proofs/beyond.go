package proofs

import (
	"errors"
	"fmt"
	"slices"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/ban/prover"
	"emrproof/proofs/protocol"
)

// A Lack says what is missing for a formula that does not follow.
type Lack struct {
	// Extended is the first extension with which the formula follows; nil when there is none.
	Extended *Least
	// Additions are the least sets of candidates with which it follows; there may be none.
	// Whole says that the list is complete, that is, the search met no bound.
	Additions []Addition
	Whole     bool
	// Barred is the checker's refusal of a step which would lead to the formula, but for a
	// condition of the step's rule; nil when there is no such step.
	Barred *checker.Refusal
}

// A beyond finds out whether a formula follows from a variant with an extension, with
// additions, or without the conditions of rules. It keeps the answers for later questions.
type beyond struct {
	variant *protocol.Variant
	with    map[string]*logic // by an extension more
	lifted  *lifted
}

func newBeyond(v *protocol.Variant) *beyond {
	return &beyond{variant: v, with: map[string]*logic{}}
}

// lack says what is missing for a formula, by asking all three questions.
func (b *beyond) lack(f *ban.Formula) (l Lack, err error) {
	if l.Additions, l.Whole, err = abduce(b.variant, f); err != nil {
		return l, err
	}
	if l.Extended, err = b.extended(f); err != nil {
		return l, err
	}
	l.Barred, err = b.barred(f, l.Additions)
	return l, err
}

func (b *beyond) extended(f *ban.Formula) (*Least, error) {
	for _, e := range ban.Extensions() {
		if slices.Contains(b.variant.Extensions, e) {
			continue
		}
		if b.with[e] == nil {
			w := *b.variant
			w.Extensions = append(slices.Clone(w.Extensions), e)
			l, err := newLogic(asking(&w))
			if err != nil {
				return nil, err
			}
			b.with[e] = l
		}
		proof, err := b.with[e].derive(f)
		if err != nil {
			return nil, err
		}
		if proof != nil {
			return &Least{[]string{e}, proof}, nil
		}
	}
	return nil, nil
}

// barred returns the refusal that bars the way from what is given to a formula. If there is
// none, and no additions make the formula follow, it searches again, with all candidates given
// too.
func (b *beyond) barred(f *ban.Formula, additions []Addition) (*checker.Refusal, error) {
	if b.lifted == nil {
		l, err := lift(asking(b.variant))
		if err != nil {
			return nil, err
		}
		b.lifted = l
	}
	bar, err := b.lifted.barred(f)
	if err != nil || bar != nil || len(additions) > 0 {
		return bar, err
	}
	t, _, err := withSpace(b.variant, f)
	if err != nil {
		return nil, err
	}
	l, err := lift(t)
	if err != nil {
		return nil, err
	}
	return l.barred(f)
}

// A lifted logic looks for proofs that may break the conditions of rules.
type lifted struct {
	closure *prover.Closure
	checker *checker.Checker
}

func lift(t ban.Theory) (*lifted, error) {
	c, err := prover.Lift(t)
	if err != nil {
		return nil, err
	}
	return &lifted{c, checker.New(t)}, nil
}

// barred returns the first refused step on the way to a formula that does not follow. It is nil
// when the formula would not follow without the conditions of rules either.
func (l *lifted) barred(f *ban.Formula) (*checker.Refusal, error) {
	c := l.closure.Claim(f, nil)
	if c == nil {
		return nil, nil
	}
	_, err := l.checker.Check(c)
	refused := (*checker.Refusal)(nil)
	switch {
	case err == nil:
		return nil, fmt.Errorf("%s follows, and the prover does not find it", f)
	case errors.As(err, &refused):
		return refused, nil
	}
	return nil, err
}
