package proofs

import (
	"errors"
	"fmt"
	"slices"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/ban/prover"
)

// A Barred is a step that would lead to a formula, were it not for a condition of its rule.
type Barred struct {
	Rule       string // its ID
	Conclusion *ban.Formula
	Why        string // what the checker says of the step
}

// A lifted logic looks for proofs in which conditions of rules do not hold, to say which
// ones bar the way.
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
func (l *lifted) barred(f *ban.Formula) (*Barred, error) {
	c := l.closure.Claim(f)
	if c == nil {
		return nil, nil
	}
	_, err := l.checker.Check(c)
	refused := (*checker.Refusal)(nil)
	switch {
	case err == nil:
		return nil, fmt.Errorf("%s follows, and the prover does not find it", f)
	case errors.As(err, &refused):
		return &Barred{refused.Rule, refused.Conclusion, refused.Why}, nil
	}
	return nil, err
}

// A beyond is a theory with more than is switched on: what follows with an extension, and
// what would if a rule had no conditions. What it was asked before it knows.
type beyond struct {
	variant    *Variant
	extensions []string // that are on, beside those of the file
	with       map[string]*logic
	lifted     *lifted
}

func (v *Variant) beyond(extensions []string) *beyond {
	return &beyond{variant: v, extensions: extensions, with: map[string]*logic{}}
}

// extended looks for an extension with which a formula follows; nil when there is none.
func (b *beyond) extended(f *ban.Formula) (*Extended, error) {
	for _, e := range ban.Extensions() {
		if slices.Contains(b.variant.Switched(b.extensions), e) {
			continue
		}
		if b.with[e] == nil {
			c, err := closed(b.variant.asking(append(slices.Clone(b.extensions), e)))
			if err != nil {
				return nil, err
			}
			b.with[e] = c
		}
		proof, err := b.with[e].derive(f)
		if err != nil {
			return nil, err
		}
		if proof != nil {
			return &Extended{e, proof}, nil
		}
	}
	return nil, nil
}

// barred says what bars the way to a formula that does not follow: from what is given or,
// when nothing that may be added makes it follow, from all of that as well.
func (b *beyond) barred(f *ban.Formula, additions []Addition) (*Barred, error) {
	if b.lifted == nil {
		l, err := lift(b.variant.asking(b.extensions))
		if err != nil {
			return nil, err
		}
		b.lifted = l
	}
	bar, err := b.lifted.barred(f)
	if err != nil || bar != nil || len(additions) > 0 {
		return bar, err
	}
	t, _, err := b.variant.withSpace(f, b.extensions)
	if err != nil {
		return nil, err
	}
	l, err := lift(t)
	if err != nil {
		return nil, err
	}
	return l.barred(f)
}
