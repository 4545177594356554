package model

import (
	"slices"
	"strings"
)

// xor makes the exclusive or of texts in normal form. It keeps the order in which they are
// written, which is for readers: equality leaves it out.
func xor(args []*Term) *Term {
	var texts, odd []*Term
	for _, a := range args {
		if a.Op == OpXOR {
			texts = append(texts, a.Args...)
		} else {
			texts = append(texts, a)
		}
	}
	var zero *Term
	at := map[string]*Term{} // the texts that no other has cancelled yet
	for _, t := range texts {
		c := Canon(t)
		switch {
		case zeros(t):
			zero = t
		case at[c] != nil:
			i := slices.Index(odd, at[c])
			odd = slices.Delete(odd, i, i+1)
			delete(at, c)
		default:
			at[c] = t
			odd = append(odd, t)
		}
	}
	switch {
	case len(odd) == 1:
		return odd[0]
	case len(odd) == 0 && zero != nil:
		return zero
	case len(odd) == 0 && len(texts) > 0:
		least := slices.MinFunc(texts, func(a, b *Term) int {
			return strings.Compare(Canon(a), Canon(b))
		})
		odd = []*Term{least, least}
	}
	sorts := make([]Sort, len(odd))
	for i, t := range odd {
		sorts[i] = t.Sort
	}
	return &Term{Op: OpXOR, Sort: OpXOR.Row().Makes(sorts...), Args: odd}
}

// zeros says whether a term is a constant text all of whose bytes are zero, which changes
// nothing in an exclusive or.
func zeros(t *Term) bool {
	return t.Op == OpLabel && t.Name != "" && strings.Trim(t.Name, "\x00") == ""
}

// Zero says whether a term is an exclusive or whose texts all cancel each other. It is a text
// of zeros, of their length; but a term does not say what that is. So it stands as a ⊕ a, with
// the least of the texts for a, and equals another only where that is the same. A run, which
// has the bytes, takes the label of as many zeros for it.
func (t *Term) Zero() bool {
	return t.Op == OpXOR && len(t.Args) == 2 && t.Args[0] == t.Args[1]
}
