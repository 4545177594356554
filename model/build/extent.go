package build

import "emrproof/model"

// mostTerms is how large a value may be, with all that it is made of written out: some hundred
// times what any protocol has. A few lines can make one that no memory holds.
const mostTerms = 100_000

// An extent says how large a term is when it is written out.
type extent struct {
	terms int
	sum   int // how many products its sum has, multiplied out
}

func (e extent) tooLarge() bool { return e.terms > mostTerms || e.sum > mostTerms }

// extent measures a term. What stands in it in several places is measured once.
func (st *stage) extent(t *model.Term) extent {
	if e, ok := st.extents[t]; ok {
		return e
	}
	e := extent{1, 1}
	if t.Op == model.OpSum {
		e.sum = 0
	}
	for _, a := range t.Args {
		x := st.extent(a)
		e.terms = min(e.terms+x.terms, mostTerms+1)
		switch {
		case t.Op == model.OpSum:
			e.sum = min(e.sum+x.sum, mostTerms+1)
		case t.Op == model.OpMul:
			e.sum = min(e.sum*x.sum, mostTerms+1)
		case x.sum > mostTerms:
			e.terms = mostTerms + 1
		}
	}
	st.extents[t] = e
	return e
}
