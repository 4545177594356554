package sim

import "emrproof/model/input"

// A Bound is how large a world may be. It keeps a number with a zero too many from taking
// all the memory of the machine; whoever wants a larger world says so.
type Bound struct {
	// MaxPrincipals is how many principals there may be; 0: DefaultMax.
	MaxPrincipals int `json:"max_principals,omitempty" toml:"max_principals"`
	// MaxSessions is how many sessions the schedule may start, visits and filings together;
	// 0: DefaultMax.
	MaxSessions int `json:"max_sessions,omitempty" toml:"max_sessions"`
}

// DefaultMax is each bound where nothing else is asked for. A session under an adversary that
// remembers everything takes some 2 MB, so that the default world takes 2 GB at the most.
const DefaultMax = 1000

// mostMax is how far the bounds can be raised.
const mostMax = 1_000_000

func (b Bound) check() error {
	for _, max := range []struct {
		name  string
		value int
	}{{"max_principals", b.MaxPrincipals}, {"max_sessions", b.MaxSessions}} {
		if max.value < 0 || max.value > mostMax {
			return input.Wrong(max.name, "%s %d: want 0 (the default, %d) to %d", max.name, max.value,
				DefaultMax, mostMax)
		}
	}
	return nil
}

// principals refuses more principals than there may be; what is how they were asked for.
func (b Bound) principals(what string, n int) error {
	return within(what, n, b.MaxPrincipals, "principals")
}

// sessions refuses more starts of sessions than there may be.
func (b Bound) sessions(what string, n int) error {
	return within(what, n, b.MaxSessions, "sessions")
}

func within(what string, n, bound int, of string) error {
	if bound == 0 {
		bound = DefaultMax
	}
	if n > bound {
		return input.Wrong(what, "%s: %d, more than the %d %s that a world may have: max_%s (as a flag, "+
			"--max-%s) raises that", what, n, bound, of, of, of)
	}
	return nil
}
