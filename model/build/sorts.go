package build

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
)

// checkSorts refuses an operation, or a step, on values that it cannot work on,
// such as the product of two points, or a time stamp for a key.
func checkSorts(p *model.Protocol) error {
	var err error
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		if err != nil {
			return
		}
		if t, reason := misfit(s); t != nil {
			err = refusal(p, ph, r.Party, i+1, s.Eqn, t.String(), reason)
		}
	})
	return err
}

// misfit finds a term of a step that is of a wrong sort, and says what is wrong; nil when
// there is none. An operation is judged after what it works on, and the step last: the first
// misfit is the cause of the others.
func misfit(s *model.Step) (*model.Term, string) {
	if s.Kind == model.StepVerify && s.Key.Op != model.OpPUK { // E6
		return s.Term, s.Key.String() +
			" is not a public key: only a public key verifies a signature"
	}
	var all []demand
	for _, t := range s.Terms() {
		all = termDemands(t, all)
	}
	for _, d := range append(all, stepDemands(s)...) {
		if reason := d.unmet(); reason != "" {
			return d.term, reason
		}
	}
	return nil, ""
}

// A demand says of which sorts a term may be, and for what: "in" an operation, "like" another
// term. With no sorts, the term may be of any that has an encoding.
type demand struct {
	term *model.Term
	want []model.Sort
	how  string
	of   *model.Term
}

// unmet says how a term fails the demand; empty when it meets it.
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
	case d.term.Sort != 0:
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

// termDemands appends the demands on a term and on all terms in it, from the inside out.
func termDemands(t *model.Term, list []demand) []demand {
	for _, a := range t.Args {
		list = termDemands(a, list)
	}
	for i, a := range t.Args {
		want := t.Op.Row().Param(i).Sorts
		// What is added or multiplied is of the whole's sort.
		if t.Op.Row().Sort == 0 && slices.Contains(want, t.Sort) {
			want = []model.Sort{t.Sort}
		}
		if len(want) > 0 {
			list = append(list, demand{a, want, "in", t})
		}
	}
	return append(list, demand{term: t})
}

// stepDemands returns the demands that the step itself makes on its terms.
func stepDemands(s *model.Step) []demand {
	switch s.Kind {
	case model.StepFresh:
		return []demand{{term: s.Var, want: []model.Sort{model.Scalar, model.Key, model.Data}}}
	case model.StepInput:
		if s.Input == model.InputData {
			return []demand{{term: s.Var, want: []model.Sort{model.Identity, model.Scalar, model.Key,
				model.Data}}}
		}
	case model.StepStamp, model.StepAge, model.StepTick, model.StepWithin, model.StepNear:
		return []demand{{term: s.Var, want: []model.Sort{model.Time}}}
	case model.StepLet, model.StepEqual:
		return []demand{{s.Var, []model.Sort{s.Term.Sort}, "like", s.Term}}
	case model.StepCert:
		return []demand{{term: s.Var, want: []model.Sort{model.Certificate}},
			{term: s.Key, want: []model.Sort{model.Identity}}}
	case model.StepVerify:
		return []demand{{term: s.Term, want: []model.Sort{model.Signature}}}
	case model.StepOpen:
		keys := []model.Sort{model.Key, model.PrivateKey}
		if s.Term.Sort == model.Masked {
			keys = []model.Sort{model.Key}
		}
		return []demand{{term: s.Term, want: []model.Sort{model.Ciphertext, model.Masked}},
			{s.Key, keys, "to open", s.Term}}
	}
	return nil
}
