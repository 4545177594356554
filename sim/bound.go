package sim

import "emrproof/model/input"

// A Bound limits the size of a run's world: its principals and its sessions. It keeps a number
// with a zero too many from taking all the memory of the machine. Whoever wants a larger world
// says so.
type Bound struct {
	// MaxPrincipals is the greatest number of principals; 0 means DefaultMax.
	MaxPrincipals int `json:"max_principals,omitempty" toml:"max_principals"`
	// MaxSessions is the greatest number of sessions that the schedule may start, visits and
	// filings together; 0 means DefaultMax.
	MaxSessions int `json:"max_sessions,omitempty" toml:"max_sessions"`
}

// DefaultMax is the value of a bound that the user does not set. A session under an adversary
// that remembers everything takes some 2 MB, so that the default world takes 2 GB at the most.
const DefaultMax = 1000

// mostMax is the highest value that a user may give to either bound.
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

// principals refuses more principals than the bound allows; what names them in the error.
func (b Bound) principals(what string, n int) error {
	return within(what, n, b.MaxPrincipals, "principals")
}

// sessions refuses more starts of sessions than the bound allows; what names them in the error.
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
