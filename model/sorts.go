package model

import (
	"fmt"
	"slices"
	"strings"
)

// checkSorts refuses an operation, or a step, on values that it cannot work on,
// such as the product of two points, or a time stamp for a key.
func checkSorts(p *Protocol) error {
	var err error
	p.EachStep(func(ph *Phase, r *Role, i int, s *Step) {
		if err != nil {
			return
		}
		if t, reason := s.misfit(); t != nil {
			err = &StepError{p.Name, ph.Name, r.Party, i + 1, s.Eqn, p.Mark, t.String(), reason}
		}
	})
	return err
}

// misfit finds a term of a wrong sort and says what is wrong; nil when there is
// none. An operation is judged after what it works on, and the step last: the
// first misfit is the cause of the others.
func (s *Step) misfit() (*Term, string) {
	if s.Kind == StepVerify && s.Key.Op != OpPUK { // E6
		return s.Term, s.Key.String() +
			" is not a public key: only a public key verifies a signature"
	}
	var all []demand
	for _, t := range append([]*Term{s.Var, s.Term, s.Key}, s.Fields...) {
		if t != nil {
			all = t.demands(all)
		}
	}
	for _, d := range append(all, s.demands()...) {
		if reason := d.unmet(); reason != "" {
			return d.term, reason
		}
	}
	return nil, ""
}

// A demand is that a term is of one of some sorts, and for what: "in" an operation,
// "like" another term. No sorts: any that has an encoding.
type demand struct {
	term *Term
	want []Sort
	how  string
	of   *Term
}

// unmet says what is wrong; empty when nothing is.
func (d demand) unmet() string {
	var names []string
	for _, w := range d.want {
		if d.term.Sort == w {
			return ""
		}
		names = append(names, w.String())
	}
	switch {
	case len(names) > 0:
	case d.term.Sort != NoSort:
		return ""
	default:
		names = []string{"one that has an encoding"}
	}
	text := fmt.Sprintf("is of sort %s, want %s", d.term.Sort, strings.Join(names, " or "))
	if d.of != nil {
		text += " " + d.how + " " + d.of.String()
	}
	return text
}

// demands appends those of a term and of all in it, from the inside out.
func (t *Term) demands(list []demand) []demand {
	for _, a := range t.Args {
		list = a.demands(list)
	}
	for i, a := range t.Args {
		want := t.Op.Row().Param(i).Sorts
		if slices.Contains(want, t.Sort) { // what is added or multiplied is of the whole's sort
			want = []Sort{t.Sort}
		}
		if len(want) > 0 {
			list = append(list, demand{a, want, "in", t})
		}
	}
	return append(list, demand{term: t})
}

// demands are those that the step makes of its terms, beside theirs.
func (s *Step) demands() []demand {
	switch s.Kind {
	case StepFresh:
		return []demand{{term: s.Var, want: []Sort{Scalar, Key, Data}}}
	case StepStamp, StepAge, StepTick, StepWithin, StepNear:
		return []demand{{term: s.Var, want: []Sort{Time}}}
	case StepLet, StepEqual:
		return []demand{{s.Var, []Sort{s.Term.Sort}, "like", s.Term}}
	case StepCert:
		return []demand{{term: s.Var, want: []Sort{Certificate}},
			{term: s.Key, want: []Sort{Identity}}}
	case StepVerify:
		return []demand{{term: s.Term, want: []Sort{Signature}}}
	case StepOpen:
		keys := []Sort{Key, PrivateKey}
		if s.Term.Sort == Masked {
			keys = []Sort{Key}
		}
		return []demand{{term: s.Term, want: []Sort{Ciphertext, Masked}},
			{s.Key, keys, "to open", s.Term}}
	}
	return nil
}
