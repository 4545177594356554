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

// A Lack is what is missing for a formula that does not follow.
type Lack struct {
	// Extended is the first extension with which it follows; nil when there is none.
	Extended *Least
	// Additions are the least sets of additions that make it follow; there may be none.
	// Whole says that they are complete: no bound was met in the search.
	Additions []Addition
	Whole     bool
	// Barred is the refusal of a step that would lead there, were it not for a condition of
	// its rule; nil when there is none.
	Barred *checker.Refusal
}

// A beyond says what follows from a variant with an extension, with additions, or without
// the conditions of rules. It keeps what it was asked.
type beyond struct {
	variant *protocol.Variant
	with    map[string]*logic // by an extension more
	lifted  *lifted
}

func newBeyond(v *protocol.Variant) *beyond {
	return &beyond{variant: v, with: map[string]*logic{}}
}

// lack asks all three.
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

// barred is the refusal that bars the way to a formula from what is given; when there is
// none, and no additions make the formula follow, from all that may be added as well.
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

// A lifted logic looks for proofs in which conditions of rules do not hold.
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

// barred is the first step that bars the way to a formula that does not follow; nil when
// it is not a condition of a rule that does.
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
