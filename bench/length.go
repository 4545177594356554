package bench

import (
	"errors"
	"fmt"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/wire"
)

// bits is the declared length of a term, in bits. A ciphertext counts with what is in it,
// anything else by its symbol or its sort. made has the terms that variables stand for.
func (l *Lengths) bits(t *model.Term, made map[string]*model.Term) (int64, error) {
	name, signed := t.Name, int64(0)
	if t.Op == model.OpVar && made[t.Name] != nil {
		t = made[t.Name]
	}
	switch {
	case sealed(t) && t.Key().Sort == model.PublicKey:
		return l.ciphertext(ePUK, t, made)
	case sealed(t):
		return l.ciphertext(eSEK, t, made)
	case t.Op == model.OpLabel:
		return int64(8 * len(t.Name)), nil
	case recovers(t):
		var err error
		if signed, err = l.sum(t.Fields(), made); err != nil {
			return 0, err
		}
	}
	one := l.find(length{Field: name}, length{Sort: t.Sort.String()})
	if one == nil {
		return 0, fmt.Errorf("%s: neither it nor its sort, %s, has a length", t, t.Sort)
	}
	return one.Bits + signed, nil
}

// sealed says whether a term is a ciphertext.
func sealed(t *model.Term) bool { return t.Op.Row().Random }

// recovers says whether a term is a signature that carries the text that it signs (E12).
func recovers(t *model.Term) bool {
	return t.Op == model.OpSign && t.Mode&model.Recovery != 0
}

// ciphertext is the length of a ciphertext, in bits. Where an overhead is declared, it is the
// overhead and the length of the text. Where a length of the whole is declared, it is that,
// whatever is in it, as long as the text fits.
func (l *Lengths) ciphertext(
	kind string, t *model.Term, made map[string]*model.Term,
) (int64, error) {
	whole, overhead := l.find(length{Whole: kind}), l.find(length{Overhead: kind})
	if whole == nil && overhead == nil {
		return 0, fmt.Errorf("%s: %s has no length", t, kind)
	}
	text, err := l.sum(t.Fields(), made)
	if err != nil {
		return 0, err
	}
	if t.Mode&model.Padded != 0 {
		text = 8 * int64(wire.PaddedSize(int((text+7)/8)))
	}
	switch {
	case whole == nil:
		return overhead.Bits + text, nil
	case whole.Bits < text && !l.Unchecked:
		return 0, &tooShort{whole, fmt.Sprintf("%s holds a text of %d bits", t, text)}
	}
	return whole.Bits, nil
}

// A tooShort is the error for a ciphertext that is declared shorter than its text.
type tooShort struct {
	length *length
	why    string
}

func (e *tooShort) Error() string {
	return fmt.Sprintf("field \"bits\" %d: %s is shorter than what is in it: %s", e.length.Bits,
		e.length.Whole, e.why)
}

// sum is the length of several terms together, in bits.
func (l *Lengths) sum(ts []*model.Term, made map[string]*model.Term) (int64, error) {
	var sum int64
	for _, t := range ts {
		n, err := l.bits(t, made)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// fit reports the first length that the tables of profiles need and that is missing or too
// short, with the file and, where there is one, the line.
func (l *Lengths) fit(profiles []string) error {
	for _, name := range profiles {
		if _, err := messagesOf(library.Must(name), l); err != nil {
			return l.placed(err)
		}
	}
	if len(profiles) == 0 {
		return nil
	}
	_, err := boundsOf(l)
	return l.placed(err)
}

// placed adds to an error where in the file it is.
func (l *Lengths) placed(err error) error {
	short := (*tooShort)(nil)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &short):
		return fmt.Errorf("%s:%d: %w", l.file, short.length.line, err)
	}
	return fmt.Errorf("%s: %w", l.file, err)
}
