package sim

import (
	"fmt"
	"strings"
	"testing"

	"emrproof/model/library"
)

// A world is refused before anything of it is made, whichever way it is asked for; and what
// the bound allows, it allows.
func TestWorldsAreBounded(t *testing.T) {
	size := func(patients, doctors, hospitals, rounds int, b Bound) Size {
		s := SizeOf(library.Must("published"), rounds, patients, doctors, hospitals)
		s.Bound = b
		return s
	}
	for _, c := range []struct {
		name string
		size Size
		want string // empty: it is allowed
	}{
		{"patients", size(1e9, 1, 1, 1, Bound{}), "P: 1000000000, more than the 1000 principals " +
			"that a world may have: max_principals (as a flag, --max-principals) raises that"},
		{"a patient too many", size(1001, 1, 1, 1, Bound{}), "P: 1001, more than the 1000 "},
		{"doctors", size(1, 1e9, 1, 1, Bound{}), "D: 1000000000, more than the 1000 principals "},
		{"hospitals", size(1, 1, 1e9, 1, Bound{}), "HPC: 1000000000, more than the 1000 "},
		{"all together", size(900, 99, 2, 1, Bound{}), "principals: 1003, more"},
		{"as many as allowed", size(900, 97, 1, 1, Bound{}), ""},
		{"the authority and the cloud too", size(900, 98, 1, 1, Bound{}), "principals: 1001, more than"},
		{"sessions", size(1, 1, 1, 1e8, Bound{}), "sessions: 100000000, more than the 1000 sessions " +
			"that a world may have: max_sessions (as a flag, --max-sessions) raises that"},
		{"as many visits as allowed", size(1, 1, 1, 999, Bound{}), ""}, // and a filing
		{"filings too", size(1, 1, 1, 1000, Bound{}), "starts: 1001, more than the 1000 sessions"},
		{"raised", size(1, 1, 1, 1001, Bound{MaxSessions: 1002}), ""},
		{"lowered", size(1, 1, 1, 5, Bound{MaxSessions: 5}), "starts: 6, more than the 5 sessions"},
		{"lowered principals", size(1, 1, 1, 5, Bound{MaxPrincipals: 4}), "principals: 5, more than the"},
		{"no bound", size(1, 1, 1, 1, Bound{MaxSessions: -1}),
			"max_sessions -1: want 0 (the default, 1000) to 1000000"},
		{"no bound on principals", size(1, 1, 1, 1, Bound{MaxPrincipals: 1e6 + 1}),
			"max_principals 1000001: want 0 (the default, 1000) to 1000000"},
	} {
		config, err := Standard("published", c.size)
		if err == nil {
			err = config.Check()
		}
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	c := standard(t, "published", DefaultSize)
	for len(c.Principals) <= DefaultMax {
		name := fmt.Sprint("p-", len(c.Principals))
		c.Principals = append(c.Principals, Principal{Name: name, Party: "P"})
	}
	wantError(t, "a Config", c.Check(), "principals: 1001, more than the 1000 principals that a "+
		"world may have: max_principals (as a flag, --max-principals) raises that")
	c.MaxPrincipals = 1001
	if err := c.Check(); err != nil {
		t.Error(err)
	}
}
