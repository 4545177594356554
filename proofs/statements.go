package proofs

import (
	"slices"
	"strconv"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
	"emrproof/proofs/protocol"
)

// The possible results of the audit of a printed statement, the best first.
const (
	followsAsCited   = "follows as cited"
	followsOtherwise = "follows otherwise"
	followsErrata    = "follows after errata"
	followsExtension = "follows with an extension"
	doesNotFollow    = "does not follow"
)

// A Result says whether a formula follows, and under which errata.
type Result struct {
	Formula *ban.Formula // in the variant at hand
	// Status is one of "follows as cited", "follows otherwise", "follows after errata",
	// "follows with an extension", and "does not follow".
	Status string
	// Errata are the least sets of further errata under which the formula follows.
	Errata []Least
	// AsCited are the least sets of further errata under which the formula follows by the cited
	// rule from what the statement then cites. The empty set means that it does so without
	// further errata.
	AsCited []Least
	// Circles are the printed statements that the formula needs, once it follows, and that in
	// the printed proof rest on the very statement that is audited.
	Circles []int
	// Lack says what is missing. An extension, and the step that bars the way, are looked for
	// when the formula follows under no errata. Additions are looked for when it does not
	// follow without further errata.
	Lack
}

// status chooses the status of the formula by the derivations that were found.
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

// A Statement is the result of the audit of a printed statement.
type Statement struct {
	protocol.Statement
	Result
	// Contents are, for a statement about a message of several parts, the results for the
	// statements about what each part holds. The rule of message meaning speaks only of those.
	Contents []Result
}

// statements finds out for each printed statement whether it follows, how, and under which
// errata in addition to those that are applied.
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

// contents splits a statement about {X}K‖{Y}L‖… into the statements about X, Y, …; it returns
// nil for a statement that is not about such a message.
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

// An auditor has the variants under all sets of further errata, smaller sets first.
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

// asking returns the theory of a variant, in which the contents of its statements are asked for
// too.
func asking(v *protocol.Variant) ban.Theory {
	t := v.Theory()
	for _, s := range v.Statements {
		t.Asked = append(t.Asked, contents(s.Formula)...)
	}
	return t
}

// result audits a printed statement, or the formula that the function of makes of it.
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

// lacks sets what is missing for the formula, and its status.
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

// isLeast says whether none of the sets found so far is within a set; smaller ones come first.
func isLeast(sets []Least, set []string) bool {
	return !slices.ContainsFunc(sets, func(l Least) bool { return within(l.IDs, set) })
}

// asCited derives a formula by the cited rule alone from what the statement cites. It returns
// nil when the formula does not follow so, or when something that is cited does not hold.
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

// cited returns the formula that an ID stands for: an assumption, a message or a statement.
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

// circles returns the statements without which a formula does not follow, and which rest, as
// printed, on statement n.
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
