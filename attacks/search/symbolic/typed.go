package symbolic

import (
	"slices"

	"emrproof/model"
)

// Flaw returns two texts of a description that might be taken for each other although their fields
// have different sorts; nil, nil: there are none. Where there are none, whatever violates a claim
// can be done with messages of the right sorts alone (Heather, Lowe, Schneider, CSFW 2000;
// Arapinis and Duflot, FSTTCS 2007): a search that is typed loses nothing.
//
// A text is what an operation works on. Two texts are taken for each other when the operations are
// the same, they have as many fields, and the bytes of each field might be those of the other: no
// two different constant texts stand at one place, and no two sorts of different lengths.
func Flaw(p *model.Protocol) (a, b *model.Term) {
	var all []*model.Term
	enter := func(t *model.Term) {
		t.Walk(func(u *model.Term) {
			if u.Op.Row().Name != "" && u.Sort != model.Scalar && u.Sort != model.Point ||
				u.Op.Row().Binds {
				all = append(all, u)
			}
		})
	}
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		for _, t := range s.Terms() {
			enter(t)
		}
		switch s.Kind {
		case model.StepOpen:
			enter(opened(s))
		case model.StepVerify:
			enter(&model.Term{Op: model.OpSign, Sort: model.Signature, Mode: s.Mode,
				Args: append([]*model.Term{model.PRK(model.Party(s.Key.Name))}, s.Fields...)})
		}
	})
	for i, t := range all {
		for _, u := range all[:i] {
			if confused, different := alike(t, u); confused && different {
				return u, t
			}
		}
	}
	return nil, nil
}

// opened is what a step opens, with the fields that it reads.
func opened(s *model.Step) *model.Term {
	t := &model.Term{Op: model.OpSEnc, Sort: s.Term.Sort, Mode: s.Mode, Args: []*model.Term{s.Key}}
	switch {
	case s.Term.Sort == model.Masked:
		t.Op = model.OpMask
	case s.Key.Op == model.OpPRK:
		t.Op, t.Args = model.OpAEnc, []*model.Term{model.PUK(model.Party(s.Key.Name))}
	}
	t.Args = append(t.Args, s.Fields...)
	return t
}

// alike says whether one term may be taken for the other, and whether anything in them then has two
// sorts.
func alike(a, b *model.Term) (confused, different bool) {
	switch {
	case a.Op == model.OpLabel && b.Op == model.OpLabel:
		return a.Name == b.Name, false
	case a.Op == model.OpVar || b.Op == model.OpVar || a.Op == model.OpLabel || b.Op == model.OpLabel:
		return length(a.Sort) == 0 || length(b.Sort) == 0 || length(a.Sort) == length(b.Sort),
			a.Sort != b.Sort
	case a.Op != b.Op || a.Mode != b.Mode || len(a.Args) != len(b.Args):
		return false, false
	}
	fields := b.Fields()
	for i, f := range a.Fields() {
		c, d := alike(f, fields[i])
		if !c {
			return false, false
		}
		different = different || d
	}
	return true, different
}

// length is how long the encoding of a value of a sort is; 0: that depends on the value.
func length(sort model.Sort) int {
	switch {
	case sort == model.Time:
		return 8
	case slices.Contains([]model.Sort{model.Key, model.Scalar, model.Point}, sort):
		return 32 // or about that; these may be taken for each other
	}
	return 0
}
