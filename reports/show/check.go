package show

import (
	"errors"
	"fmt"
	"strings"

	"emrproof/model"
	"emrproof/model/build"
	"emrproof/model/emr"
	"emrproof/model/input"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// Check says in a line what the file of a description has, once all is well with it: it can be
// read, with each of its options alone too; its honest run completes; and the run comes to every
// event that its claims are about. The error has all that is wrong, each at its place.
func Check(file string, text []byte) (words string, err error) {
	name, err := library.Add(file, string(text))
	if err != nil {
		return "", inFile(file, "", err)
	}
	return Known(name)
}

// Completes says where the honest run of a description stops; nil: it completes.
func Completes(name string) error {
	file, f, p, err := parsed(name)
	if err == nil {
		_, err = completes(f, file, name, p)
	}
	return err
}

// parsed returns the file of a description that is known by its name, and what it says.
func parsed(name string) (file string, f *emr.File, p *model.Protocol, err error) {
	file, text := library.Flag(name), library.Added(name)
	if text == "" {
		if p, err = library.Profile(name); err != nil {
			return "", nil, nil, err
		}
		text = emr.Print(p)
	}
	if f, err = emr.Parse(file, []byte(text)); err == nil {
		p, err = f.Protocol()
	}
	return file, f, p, err
}

// Known is Check for a description that is known by its name.
func Known(name string) (words string, err error) {
	file, f, p, err := parsed(name)
	if err != nil {
		return "", err
	}
	var wrong []error
	for _, o := range f.Options() {
		_, err := f.Protocol(o.ID)
		wrong = append(wrong, inFile(file, fmt.Sprintf("with option %s: ", o.ID), err))
	}
	wrong = append(wrong, honest(f, file, name, p))
	if err := errors.Join(wrong...); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: %s: the honest run completes", file, parts(p, len(f.Options()))), nil
}

// inFile puts words before each complaint of an error, behind its place in the file; nil stays
// nil.
func inFile(file, words string, err error) error {
	if err == nil {
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range many.Unwrap() {
			all = append(all, inFile(file, words, e))
		}
		return errors.Join(all...)
	}
	if at := (*input.Error)(nil); errors.As(err, &at) {
		e := *at
		e.Reason = words + e.Reason
		return &e
	}
	return &input.Error{File: file, Reason: words + err.Error()}
}

// parts counts what a description has.
func parts(p *model.Protocol, options int) string {
	var all []string
	for _, part := range []struct {
		n         int
		one, many string
	}{{len(p.Parties), "party", "parties"}, {len(p.Phases), "phase", "phases"},
		{len(messagesOf(p)), "message", "messages"}, {len(p.Claims), "claim", "claims"},
		{len(build.Checks(p)), "check", "checks"}, {options, "option", "options"}} {
		name := part.many
		if part.n == 1 {
			name = part.one
		}
		all = append(all, fmt.Sprintf("%d %s", part.n, name))
	}
	return strings.Join(all, ", ")
}

// A run is what an honest run of a description came to.
type run struct {
	refused *trace.Event            // the first; nil: none
	last    map[string]*trace.Event // of each session that has not come to its end
	order   []string                // of the sessions
	reached map[reached]bool
}

// reached is an event of a party, with its label.
type reached struct {
	party model.Party
	event model.Event
	label string
}

func (r *run) watch(e *trace.Event) {
	switch e.Kind {
	case trace.KindRefuse:
		if r.refused == nil {
			r.refused = e
		}
	case trace.KindClaim:
		r.reached[reached{e.Party, e.Event, e.Label}] = true
	case trace.KindStart:
		r.order = append(r.order, e.Session)
	case trace.KindEnd:
		delete(r.last, e.Session)
		return
	}
	if e.Session != "" {
		r.last[e.Session] = e
	}
}

// completes makes the honest run of a description. The error says where it stops.
func completes(f *emr.File, file, name string, p *model.Protocol) (*run, error) {
	size := sim.DefaultSize
	size.Sessions = max(size.Sessions, len(p.StandardWorld().Sessions)) // one of each kind
	c, err := sim.Standard(name, size)
	if err != nil {
		return nil, inFile(file, "", err)
	}
	r := &run{last: map[string]*trace.Event{}, reached: map[reached]bool{}}
	result, err := sim.Run(c, nil, r.watch)
	switch {
	case err != nil:
		return nil, inFile(file, "the honest run: ", err)
	case r.refused != nil:
		e := r.refused
		return nil, f.At(build.Refusal{Phase: e.Phase, Party: e.Party, Step: e.Step},
			fmt.Sprintf("the honest run stops here: %s refuses: %s", e.Session, e.Reason))
	case result.Sessions.Completed < result.Sessions.Started:
		return nil, r.waits(f, p)
	}
	return r, nil
}

// honest says what is wrong with the honest run of a description: where it stops, or which
// events of its claims it does not come to.
func honest(f *emr.File, file, name string, p *model.Protocol) error {
	r, err := completes(f, file, name, p)
	if err != nil {
		return err
	}
	var wrong []error
	said := map[reached]bool{}
	for _, claim := range p.Claims {
		events, _ := build.Events(claim.Kind)
		for i, party := range []model.Party{claim.By, claim.About} {
			want := reached{party, events[i], claim.Label}
			if want.event == "" || r.reached[want] || said[want] {
				continue
			}
			said[want] = true
			wrong = append(wrong, f.At(build.Refusal{Claim: claim.ID}, fmt.Sprintf(
				"claim %q: the honest run does not come to %s %q of %s", claim.ID, want.event, want.label,
				party)))
		}
	}
	return errors.Join(wrong...)
}

// waits says for which step the first session waits that does not come to its end.
func (r *run) waits(f *emr.File, p *model.Protocol) error {
	for _, session := range r.order {
		e := r.last[session]
		if e == nil {
			continue
		}
		at := build.Refusal{Phase: e.Phase, Party: e.Party, Step: e.Step}
		if role := p.PhaseNamed(e.Phase).Role(e.Party); e.Step < len(role.Steps) {
			at.Step++
		}
		return f.At(at, fmt.Sprintf("the honest run stops here: %s waits, and nothing comes", session))
	}
	return f.At(build.Refusal{World: true}, "the honest run does not complete")
}
