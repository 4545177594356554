package proofs

import (
	"slices"
	"strconv"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/protocol"
)

// What becomes of a printed statement, the best first.
const (
	followsAsCited   = "follows as cited"
	followsOtherwise = "follows otherwise"
	followsErrata    = "follows after errata"
	followsExtension = "follows with an extension"
	doesNotFollow    = "does not follow"
)

// A Result is what becomes of one formula.
type Result struct {
	Formula *ban.Formula // in the variant at hand
	// Status is one of "follows as cited", "follows otherwise", "follows after errata",
	// "follows with an extension", and "does not follow".
	Status string
	// Errata are the least sets of further errata after which it follows.
	Errata []Least
	// AsCited are the least sets of further errata after which it follows by the rule
	// and from what the statement then cites. The empty set: it does so at once.
	AsCited []Least
	// Circles are statements that it needs, once it follows, and that themselves rest
	// on the statement that it belongs to.
	Circles []int
	// Lack is what is missing. An extension and what bars the way are looked for when the
	// formula follows after no errata, and additions when it does not follow without errata.
	Lack
}

// status is what becomes of the formula, by the derivations that there are.
func (r *Result) status() string {
	switch {
	case len(r.AsCited) > 0 && len(r.AsCited[0].IDs) == 0:
		return followsAsCited
	case len(r.Errata) > 0 && len(r.Errata[0].IDs) == 0:
		return followsOtherwise
	case len(r.Errata) > 0:
		return followsErrata
	case r.Extended != nil:
		return followsExtension
	}
	return doesNotFollow
}

// A Statement is what becomes of a printed statement.
type Statement struct {
	protocol.Statement
	Result
	// Contents are, for a statement about a message of several parts, the statements
	// about what each part holds, which is all that message meaning speaks of.
	Contents []Result
}

// statements says of each printed statement whether it follows, how, and after which errata
// beside those that are applied.
func statements(v *protocol.Variant) ([]Statement, error) {
	a, err := newAuditor(v)
	if err != nil {
		return nil, err
	}
	var all []Statement
	for i, printed := range v.Statements {
		s := Statement{Statement: printed}
		if s.Result, err = a.result(i, func(f *ban.Formula) *ban.Formula { return f }); err != nil {
			return nil, err
		}
		for part := range contents(printed.Formula) {
			r, err := a.result(i, func(f *ban.Formula) *ban.Formula {
				if c := contents(f); part < len(c) {
					return c[part]
				}
				return f
			})
			if err != nil {
				return nil, err
			}
			s.Contents = append(s.Contents, r)
		}
		all = append(all, s)
	}
	return all, nil
}

// contents turns a statement about {X}K‖{Y}L‖… into the statements about X, Y, …; nil
// when it is about no such thing.
func contents(f *ban.Formula) []*ban.Formula {
	switch f.Op {
	case ban.OpBelieves, ban.OpSaid, ban.OpFresh:
		var all []*ban.Formula
		for _, x := range contents(f.Args[0]) {
			switch f.Op {
			case ban.OpBelieves:
				x = ban.New(ban.OpBelieves, f.Name, x)
			case ban.OpSaid:
				x = ban.New(ban.OpSaid, f.Name, x)
			default:
				x = ban.New(ban.OpFresh, "", x)
			}
			all = append(all, x)
		}
		return all
	}
	var all []*ban.Formula
	for _, p := range f.Parts() {
		if p.Op != ban.OpEncrypted && p.Op != ban.OpCombined {
			return nil
		}
		all = append(all, p.Args[0])
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// An auditor has the variants with further errata, smaller sets first.
type auditor struct {
	*beyond
	under []underErrata
}

type underErrata struct {
	errata  []string // beside those of the variant at hand
	variant *protocol.Variant
	*logic
}

func newAuditor(v *protocol.Variant) (*auditor, error) {
	a := &auditor{beyond: newBeyond(v)}
	others := errata(v, func(e *protocol.Erratum) bool { return !slices.Contains(v.Applied, e.ID) })
	for _, set := range subsets(others) {
		w := v
		if len(set) > 0 {
			var err error
			if w, err = under(v, slices.Concat(v.Applied, set)); err != nil {
				return nil, err
			}
		}
		l, err := newLogic(asking(w))
		if err != nil {
			return nil, err
		}
		a.under = append(a.under, underErrata{set, w, l})
	}
	return a, nil
}

// asking is the theory with the contents of its statements among what is asked for.
func asking(v *protocol.Variant) ban.Theory {
	t := v.Theory()
	for _, s := range v.Statements {
		t.Asked = append(t.Asked, contents(s.Formula)...)
	}
	return t
}

// result audits a statement, or what of it takes out.
func (a *auditor) result(i int, of func(*ban.Formula) *ban.Formula) (Result, error) {
	r := Result{Formula: of(a.variant.Statements[i].Formula), Lack: Lack{Whole: true}}
	for _, w := range a.under {
		s := w.variant.Statements[i]
		f := of(s.Formula)
		proof, err := w.derive(f)
		if err != nil {
			return r, err
		}
		if proof == nil {
			continue
		}
		if isLeast(r.Errata, w.errata) {
			if len(r.Errata) == 0 {
				r.Circles = w.circles(s.N, f)
			}
			r.Errata = append(r.Errata, Least{w.errata, proof})
		}
		cited, err := w.asCited(s, f)
		if err != nil {
			return r, err
		}
		if cited != nil && isLeast(r.AsCited, w.errata) {
			r.AsCited = append(r.AsCited, Least{w.errata, cited})
		}
	}
	err := a.lacks(&r)
	return r, err
}

// lacks says what is missing, and the status.
func (a *auditor) lacks(r *Result) (err error) {
	if r.status() == doesNotFollow {
		if r.Extended, err = a.extended(r.Formula); err != nil {
			return err
		}
	}
	r.Status = r.status()
	if r.Status == doesNotFollow || r.Status == followsErrata {
		if r.Additions, r.Whole, err = abduce(a.variant, r.Formula); err != nil {
			return err
		}
	}
	if r.Status == doesNotFollow {
		r.Barred, err = a.barred(r.Formula, r.Additions)
	}
	return err
}

// isLeast says whether no set that is there is within a set; smaller ones come first.
func isLeast(sets []Least, set []string) bool {
	return !slices.ContainsFunc(sets, func(l Least) bool { return within(l.IDs, set) })
}

// asCited derives a formula by the cited rule alone from what the statement cites; nil
// when it does not follow, or not all of that holds.
func (w *underErrata) asCited(s protocol.Statement, f *ban.Formula) (*checker.Derivation, error) {
	t := ban.Theory{Families: []string{s.Rule}, Asked: []*ban.Formula{f}}
	for _, id := range s.Cites {
		g := cited(w.variant, id)
		if d, err := w.derive(g); d == nil {
			return nil, err
		}
		t.Given = append(t.Given, ban.Given{ID: id, Formula: g})
	}
	l, err := newLogic(t)
	if err != nil {
		return nil, err
	}
	return l.derive(f)
}

// cited is the formula that an ID stands for: of an assumption, a message or a statement.
func cited(v *protocol.Variant, id string) *ban.Formula {
	for _, g := range v.Theory().Given {
		if g.ID == id {
			return g.Formula
		}
	}
	n, _ := strconv.Atoi(id) // that there is one was checked when the file was read
	return numbered(v, n).Formula
}

func numbered(v *protocol.Variant, n int) protocol.Statement {
	i := slices.IndexFunc(v.Statements, func(s protocol.Statement) bool { return s.N == n })
	return v.Statements[i]
}

// circles are the statements without which a formula does not follow and which rest,
// as printed, on statement n.
func (w *underErrata) circles(n int, f *ban.Formula) []int {
	var all []int
	for _, s := range w.variant.Statements {
		if s.N != n && rests(w.variant, s, n) && w.closure.Needs(f, s.Formula) {
			all = append(all, s.N)
		}
	}
	return all
}

// rests says whether a statement cites another one, or cites one that rests on it.
func rests(v *protocol.Variant, s protocol.Statement, on int) bool {
	for _, id := range s.Cites {
		n, err := strconv.Atoi(id)
		if err == nil && (n == on || rests(v, numbered(v, n), on)) {
			return true
		}
	}
	return false
}
