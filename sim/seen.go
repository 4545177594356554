package sim

import "emrproof/sim/trace"

// seen is a memory of values that are not to come again. It takes no more than its
// limit: there is no room for a new value until an old one may be forgotten. So what a
// flood costs is that new values are refused, and never that an old one is taken again.
type seen struct {
	limit int
	has   map[string]bool
	order []seenAt // oldest first
}

type seenAt struct {
	value string
	at    trace.Time
}

type seenResult uint8

const (
	seenNew seenResult = iota
	seenBefore
	seenTooMany
)

func newSeen(limit int) *seen { return &seen{limit: limit, has: map[string]bool{}} }

// enter forgets what is older than keep, and remembers a new value if there is room.
func (s *seen) enter(value string, now trace.Time, keep trace.Duration) seenResult {
	for len(s.order) > 0 && trace.Duration(now-s.order[0].at) > keep {
		delete(s.has, s.order[0].value)
		s.order = s.order[1:]
	}
	switch {
	case s.has[value]:
		return seenBefore
	case len(s.order) >= s.limit:
		return seenTooMany
	}
	s.has[value] = true
	s.order = append(s.order, seenAt{value, now})
	return seenNew
}
