package sim

import "emrproof/sim/trace"

// seen is a memory of values that must not come a second time. It holds no more than its
// limit: a full memory takes a new value only when an old one may be forgotten. So a flood can
// make it refuse new values, but never accept an old one again.
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

// enter forgets values that are older than keep, and remembers a new value if there is room.
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
