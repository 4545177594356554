package emr

import (
	"errors"
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/input"
)

// places say where in the text the steps and the terms of a description stand.
type places struct {
	*reader
	phases []phase
	terms  map[*model.Term]span
	claims []claim
	world  span
	ids    []string // of claims
	made   int      // terms
}

func newPlaces(r *reader) *places { return &places{reader: r, terms: map[*model.Term]span{}} }

// show finds the place in the text that an error of build is about.
func (pl *places) show(p *model.Protocol, err error) error {
	var all []error
	for _, e := range split(err) {
		all = append(all, pl.one(p, e))
	}
	return errors.Join(all...)
}

// split takes errors that were joined apart.
func split(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{err}
}

func (pl *places) one(p *model.Protocol, err error) error {
	refused := (*build.Refusal)(nil)
	if !errors.As(err, &refused) {
		return &input.Error{File: pl.file, Reason: err.Error()}
	}
	reason := refused.Error()
	if near := input.Nearest(refused.Term, refused.Held); near != "" && !bound(p, refused.Term) {
		reason += fmt.Sprintf("; did you mean %s%s?", near, pl.boundAt(p, refused, near))
	}
	return pl.at(pl.of(p, refused), reason)
}

// boundAt says in which line the party of a refused step came by a variable; empty: in none.
func (pl *places) boundAt(p *model.Protocol, refused *build.Refusal, variable string) string {
	line := ""
	for i, ph := range pl.phases {
		for j, ro := range ph.roles {
			if ro.Party != refused.Party {
				continue
			}
			for n, s := range p.Phases[i].Roles[j].Steps {
				if ph.Name == refused.Phase && n == refused.Step-1 {
					return line
				}
				if binds(&s, variable) && n < len(ro.lines) {
					line = fmt.Sprintf(" (line %d)", pl.reader.lineOf(ro.lines[n].span.at))
				}
			}
		}
	}
	return line
}

// bound says whether any step gives a variable its value.
func bound(p *model.Protocol, variable string) bool {
	found := false
	p.EachStep(func(_ *model.Phase, _ *model.Role, _ int, s *model.Step) {
		found = found || binds(s, variable)
	})
	return found
}

// binds says whether a step gives a variable its value.
func binds(s *model.Step, variable string) bool {
	if s.Binds() {
		return slices.ContainsFunc(s.Fields, func(f *model.Term) bool { return f.Name == variable })
	}
	return s.Var != nil && s.Var.Name == variable && s.Kind != model.StepEqual
}

// of is where the text has what an error of build is about.
func (pl *places) of(p *model.Protocol, refused *build.Refusal) span {
	switch {
	case refused.Claim != "":
		return pl.claims[slices.Index(pl.ids, refused.Claim)].span
	case refused.World:
		return pl.world
	}
	found := span{}
	for i, ph := range pl.phases {
		if ph.Name != refused.Phase {
			continue
		}
		found = ph.span
		for j, ro := range ph.roles {
			if ro.Party != refused.Party {
				continue
			}
			found = ro.span
			if n := refused.Step - 1; n >= 0 && n < len(ro.lines) {
				found = pl.within(ro.lines[n].span, &p.Phases[i].Roles[j].Steps[n], refused.Term)
			}
		}
	}
	return found
}

// at makes the error about a stretch of the text.
func (pl *places) at(s span, reason string) error { return pl.reader.show(fault{s, reason}) }

// within finds a term in a line, by how it prints; the line as a whole when it is not there.
func (pl *places) within(at span, s *model.Step, term string) span {
	found := at
	for _, t := range s.Terms() {
		t.Walk(func(u *model.Term) {
			if where, ok := pl.terms[u]; ok && found == at && u.String() == term && where.at >= at.at &&
				where.end <= at.end {
				found = where
			}
		})
	}
	return found
}
