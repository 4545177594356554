package model

import (
	"fmt"
	"strings"
)

// Profiles are the names of the descriptions that come with the harness, the
// default first.
func Profiles() []string { return []string{"published", "ns", "nsl"} }

// Profile returns a description by its name, with options switched on.
func Profile(name string, options ...string) (*Protocol, error) {
	var p *Protocol
	switch name {
	case "published":
		p = Published()
	case "ns":
		p = NeedhamSchroeder()
	case "nsl":
		p = NeedhamSchroederLowe()
	default:
		return nil, fmt.Errorf("profile %q: want one of %s", name, strings.Join(Profiles(), ", "))
	}
	if len(options) == 0 {
		return p, nil
	}
	if p.Equations == 0 {
		return nil, fmt.Errorf("option %q: profile %q has none", options[0], name)
	}
	return p.With(options...)
}
