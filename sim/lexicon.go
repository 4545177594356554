package sim

import (
	"strconv"
	"unsafe"

	"emrproof/model"
	"emrproof/sim/trace"
)

// A lexicon finds the term of a value by its sort and bytes. A value that was
// computed in the run is entered under its term; bytes that nobody computed are a
// term of their own, with no structure.
type lexicon struct {
	terms   map[model.Sort]map[string]*model.Term
	unknown int
}

func (l *lexicon) lookup(sort model.Sort, raw []byte) *model.Term {
	if t := l.terms[sort][string(raw)]; t != nil {
		return t
	}
	l.unknown++
	t := model.Atom("unknown", strconv.Itoa(l.unknown), sort)
	l.put(sort, raw, t)
	return t
}

// enter records the term of a value, unless its bytes have a term already. Two terms for the
// same bytes are equal, as (17) and (22) are, and the first one stays.
func (l *lexicon) enter(v *trace.Value) {
	if t := l.terms[v.Sort][string(v.Bytes())]; t != nil {
		v.Term = t
		return
	}
	l.put(v.Sort, v.Bytes(), v.Term)
}

func (l *lexicon) put(sort model.Sort, raw []byte, t *model.Term) {
	if l.terms == nil {
		l.terms = map[model.Sort]map[string]*model.Term{}
	}
	if l.terms[sort] == nil {
		l.terms[sort] = map[string]*model.Term{}
	}
	// The key shares the value's bytes, which nobody changes: records are long.
	l.terms[sort][unsafe.String(unsafe.SliceData(raw), len(raw))] = t
}
