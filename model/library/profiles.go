package library

import (
	"fmt"
	"strings"
	"sync"

	"emrproof/model"
	"emrproof/model/build"
)

// profiles are the descriptions that come with the harness, the default first.
var profiles = []struct {
	name string
	make func() *model.Protocol
}{
	{"published", published},
	{"hardened", hardened},
	{"ns", needhamSchroeder},
	{"nsl", needhamSchroederLowe},
}

// Profiles are the names of the descriptions that come with the harness, the
// default first.
func Profiles() []string {
	var names []string
	for _, p := range profiles {
		names = append(names, p.name)
	}
	return names
}

// built remembers the descriptions that were built, by name and options: to build one takes as
// long as a third of a run.
var built sync.Map

// Profile returns a description by its name, with options switched on: literal
// readings by their ids, and checks taken out by WithoutPrefix and theirs. The
// description is shared and must not be changed.
func Profile(name string, options ...string) (*model.Protocol, error) {
	key := strings.Join(append([]string{name}, options...), "\x00")
	if p, ok := built.Load(key); ok {
		return p.(*model.Protocol), nil
	}
	p, err := profile(name, options)
	if err != nil {
		return nil, err
	}
	built.Store(key, p)
	return p, nil
}

// Must returns a profile that is known to exist; any error is a panic.
func Must(name string, options ...string) *model.Protocol {
	p, err := Profile(name, options...)
	if err != nil {
		panic("library: internal error: " + err.Error())
	}
	return p
}

func profile(name string, options []string) (*model.Protocol, error) {
	for _, p := range profiles {
		if p.name == name {
			q, err := optioned(p.make(), options)
			if err != nil {
				return nil, err
			}
			return build.Protocol(q)
		}
	}
	return nil, fmt.Errorf("profile %q: want one of %s", name, strings.Join(Profiles(), ", "))
}

// optioned switches on literal readings, and then takes out checks.
func optioned(p *model.Protocol, options []string) (*model.Protocol, error) {
	var readings, checks []string
	for _, o := range options {
		if id, ok := strings.CutPrefix(o, build.WithoutPrefix); ok {
			checks = append(checks, id)
		} else {
			readings = append(readings, o)
		}
	}
	if len(readings) > 0 && len(Options(p.Name)) == 0 {
		return nil, fmt.Errorf("option %q: profile %q has none", readings[0], p.Name)
	}
	p, err := switchOn(p, readings)
	if err != nil {
		return nil, err
	}
	return build.Without(p, checks)
}
