package proofs

import (
	"slices"
	"strconv"

	"emrproof/proofs/ban"
	"emrproof/proofs/ban/checker"
)

// A Verdict says what becomes of a printed statement.
type Verdict string

// The verdicts, the best first.
const (
	FollowsAsCited   Verdict = "follows as cited"
	FollowsOtherwise Verdict = "follows otherwise"
	FollowsErrata    Verdict = "follows after errata"
	FollowsExtension Verdict = "follows with an extension"
	DoesNotFollow    Verdict = "does not follow"
)

// A Finding is what becomes of one formula.
type Finding struct {
	Formula *ban.Formula // in the variant at hand
	// Errata are the least sets of further errata after which it follows.
	Errata []After
	// AsCited are the least sets of further errata after which it follows by the rule
	// and from what the statement then cites. The empty set: it does so at once.
	AsCited []After
	// Extended is the first extension with which it follows without any erratum; nil when
	// there is none, or none is needed.
	Extended *Extended
	// Missing are the least additions that make it follow without errata, when it does
	// not; there may be none. Whole says that no bound was met in the search.
	Missing []Addition
	Whole   bool
	// Barred is what bars the way to it when it does not follow; nil when no condition of
	// a rule does.
	Barred *Barred
	// Circles are statements that it needs, once it follows, and that themselves rest
	// on the statement that it belongs to.
	Circles []int
}

// An Extended is an extension of the logic with which something follows.
type Extended struct {
	Extension string
	Proof     *checker.Derivation
}

// Verdict is what becomes of the formula, by the derivations that there are.
func (f *Finding) Verdict() Verdict {
	switch {
	case len(f.AsCited) > 0 && len(f.AsCited[0].Errata) == 0:
		return FollowsAsCited
	case len(f.Errata) > 0 && len(f.Errata[0].Errata) == 0:
		return FollowsOtherwise
	case len(f.Errata) > 0:
		return FollowsErrata
	case f.Extended != nil:
		return FollowsExtension
	}
	return DoesNotFollow
}

// Proof is the formula's smallest derivation, after the first set of Errata or with the
// extension; nil when there is none.
func (f *Finding) Proof() *checker.Derivation {
	switch {
	case len(f.Errata) > 0:
		return f.Errata[0].Proof
	case f.Extended != nil:
		return f.Extended.Proof
	}
	return nil
}

// A StatementResult is what becomes of a printed statement.
type StatementResult struct {
	Statement
	Finding
	// Contents are, for a statement about a message of several parts, the statements
	// about what each part holds, which is all that message meaning speaks of.
	Contents []Finding
}

// Audit says of each printed statement whether it follows, how, and after which errata
// beside those that are applied.
func (v *Variant) Audit(extensions ...string) ([]StatementResult, error) {
	a := &auditor{variant: v, extensions: extensions, beyond: v.beyond(extensions)}
	if err := a.load(); err != nil {
		return nil, err
	}
	var results []StatementResult
	for i, s := range v.Statements {
		r := StatementResult{Statement: s}
		var err error
		if r.Finding, err = a.find(i, whole); err != nil {
			return nil, err
		}
		for part := range contents(s.Formula) {
			f, err := a.find(i, func(f *ban.Formula) *ban.Formula {
				if c := contents(f); part < len(c) {
					return c[part]
				}
				return f
			})
			if err != nil {
				return nil, err
			}
			r.Contents = append(r.Contents, f)
		}
		results = append(results, r)
	}
	return results, nil
}

func whole(f *ban.Formula) *ban.Formula { return f }

// contents turns a statement about {X}K‖{Y}L‖… into the statements about X, Y, …; nil
// when it is about no such thing.
func contents(f *ban.Formula) []*ban.Formula {
	switch f.Op {
	case ban.OpBelieves, ban.OpSaid, ban.OpFresh:
		var all []*ban.Formula
		for _, x := range contents(f.Args[0]) {
			switch f.Op {
			case ban.OpBelieves:
				x = ban.Believes(f.Name, x)
			case ban.OpSaid:
				x = ban.Said(f.Name, x)
			default:
				x = ban.Fresh(x)
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
	variant    *Variant
	extensions []string
	after      []after
	beyond     *beyond
}

type after struct {
	errata  []string
	variant *Variant
	*logic
}

func (a *auditor) load() error {
	var others []string
	for _, id := range a.variant.ErrataIDs() {
		if !slices.Contains(a.variant.Applied, id) {
			others = append(others, id)
		}
	}
	for _, set := range subsets(others) {
		w := a.variant
		if len(set) > 0 {
			var err error
			if w, err = a.variant.Variant(slices.Concat(a.variant.Applied, set)...); err != nil {
				return err
			}
		}
		c, err := closed(w.asking(a.extensions))
		if err != nil {
			return err
		}
		a.after = append(a.after, after{set, w, c})
	}
	return nil
}

// asking is the theory with the contents of its statements among what is asked for.
func (v *Variant) asking(extensions []string) ban.Theory {
	t := v.Theory(extensions...)
	for _, s := range v.Statements {
		t.Asked = append(t.Asked, contents(s.Formula)...)
	}
	return t
}

// find audits a statement, or the part of it that of takes out.
func (a *auditor) find(i int, of func(*ban.Formula) *ban.Formula) (Finding, error) {
	f := Finding{Formula: of(a.variant.Statements[i].Formula), Whole: true}
	for _, w := range a.after {
		s := w.variant.Statements[i]
		g := of(s.Formula)
		proof, err := w.derive(g)
		if err != nil {
			return f, err
		}
		if proof == nil {
			continue
		}
		if least(f.Errata, w.errata) {
			if len(f.Errata) == 0 {
				f.Circles = w.circles(s.N, g)
			}
			f.Errata = append(f.Errata, After{w.errata, proof})
		}
		cited, err := w.asCited(s, g)
		if err != nil {
			return f, err
		}
		if cited != nil && least(f.AsCited, w.errata) {
			f.AsCited = append(f.AsCited, After{w.errata, cited})
		}
	}
	var err error
	if f.Verdict() == DoesNotFollow {
		if f.Extended, err = a.beyond.extended(f.Formula); err != nil {
			return f, err
		}
	}
	if v := f.Verdict(); v == DoesNotFollow || v == FollowsErrata {
		f.Missing, f.Whole, err = a.variant.Abduce(f.Formula, a.extensions...)
		if err != nil {
			return f, err
		}
	}
	if f.Verdict() == DoesNotFollow {
		f.Barred, err = a.beyond.barred(f.Formula, f.Missing)
	}
	return f, err
}

// least says whether no set that is there is part of a set; smaller ones come first.
func least(sets []After, set []string) bool {
	return !slices.ContainsFunc(sets, func(a After) bool {
		return !slices.ContainsFunc(a.Errata, func(id string) bool { return !slices.Contains(set, id) })
	})
}

// asCited derives a formula by the cited rule alone from what the statement cites; nil
// when it does not follow, or not all of that holds.
func (w *after) asCited(s Statement, f *ban.Formula) (*checker.Derivation, error) {
	t := ban.Theory{Families: []string{s.Rule}, Asked: []*ban.Formula{f}}
	for _, id := range s.Cites {
		g := w.variant.cite(id)
		if d, err := w.derive(g); d == nil {
			return nil, err
		}
		t.Given = append(t.Given, ban.Given{ID: id, Formula: g})
	}
	c, err := closed(t)
	if err != nil {
		return nil, err
	}
	return c.derive(f)
}

// cite is the formula that an ID stands for.
func (v *Variant) cite(id string) *ban.Formula {
	for _, a := range v.Assumptions {
		if a.ID == id {
			return a.Formula
		}
	}
	for i := range v.Messages {
		if v.Messages[i].ID == id {
			return v.Messages[i].Sees()
		}
	}
	n, _ := strconv.Atoi(id) // that there is one was checked when the file was read
	i := slices.IndexFunc(v.Statements, func(s Statement) bool { return s.N == n })
	return v.Statements[i].Formula
}

// circles are the statements without which a formula does not follow and which rest,
// as printed, on statement n.
func (w *after) circles(n int, f *ban.Formula) []int {
	var all []int
	for _, s := range w.variant.Statements {
		if s.N != n && w.variant.rests(s, n) && w.closure.Needs(f, s.Formula) {
			all = append(all, s.N)
		}
	}
	return all
}

// rests says whether a statement cites another one, or cites one that rests on it.
func (v *Variant) rests(s Statement, on int) bool {
	for _, id := range s.Cites {
		n, err := strconv.Atoi(id)
		if err != nil {
			continue
		}
		i := slices.IndexFunc(v.Statements, func(e Statement) bool { return e.N == n })
		if n == on || v.rests(v.Statements[i], on) {
			return true
		}
	}
	return false
}
