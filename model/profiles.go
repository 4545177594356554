package model

import (
	"fmt"
	"strings"
	"sync"
)

// profiles are the descriptions that come with the harness, the default first.
var profiles = []struct {
	name string
	make func() *Protocol
}{
	{"published", Published},
	{"hardened", Hardened},
	{"ns", NeedhamSchroeder},
	{"nsl", NeedhamSchroederLowe},
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

// built remembers descriptions by name and options: to build one takes as long as
// a third of a run.
var built sync.Map

// Profile returns a description by its name, with options switched on: literal
// readings by their ids, and checks taken out by WithoutPrefix and theirs. The
// description is shared and must not be changed.
func Profile(name string, options ...string) (*Protocol, error) {
	key := strings.Join(append([]string{name}, options...), "\x00")
	if p, ok := built.Load(key); ok {
		return p.(*Protocol), nil
	}
	p, err := profile(name, options)
	if err != nil {
		return nil, err
	}
	built.Store(key, p)
	return p, nil
}

func profile(name string, options []string) (*Protocol, error) {
	for _, p := range profiles {
		if p.name == name {
			return optioned(p.make(), options)
		}
	}
	return nil, fmt.Errorf("profile %q: want one of %s", name, strings.Join(Profiles(), ", "))
}

// optioned switches on literal readings, and then takes out checks.
func optioned(p *Protocol, options []string) (*Protocol, error) {
	var readings, checks []string
	for _, o := range options {
		if id, ok := strings.CutPrefix(o, WithoutPrefix); ok {
			checks = append(checks, id)
		} else {
			readings = append(readings, o)
		}
	}
	if len(readings) > 0 {
		if len(OptionsOf(p.Name)) == 0 {
			return nil, fmt.Errorf("option %q: profile %q has none", readings[0], p.Name)
		}
		var err error
		if p, err = p.With(readings...); err != nil {
			return nil, err
		}
	}
	if len(checks) == 0 {
		return p, nil
	}
	return p.Without(checks...)
}
