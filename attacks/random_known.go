package attacks

import (
	"slices"
	"strings"

	"emrproof/sim/monitor"
)

// A randomBreach is what random play is known to violate on a description, and why.
type randomBreach struct {
	why     string
	profile string
	claim   string // its id, or how it begins
	needs   string // an action that every such attack has in it when it is shrunk; empty: any
}

var randomBreaches = []randomBreach{
	// See generate_known.go.
	{reduced, "hardened", "availability", ""},

	// HARDENED.md, "What it assumes": a time stamp says when something was made only to a
	// clock that is right: who sets the clocks of principals, which no message can do, makes
	// what is old look new.
	{"a clock that is set", "hardened", "authorization: ", DoSkew},
	{"a clock that is set", "hardened", "freshness: D-P diagnosis", DoSkew},
}

// ExplainRandom says why a claim that random play violated is known to be violated so; it
// is empty when nothing explains it. Where the reason is a move, the attack is shrunk to see
// whether it takes that move.
func ExplainRandom(o *Outcome, v monitor.Verdict) (string, error) {
	for _, b := range randomBreaches {
		if b.profile != o.Config.Profile || !strings.HasPrefix(v.Claim.ID, b.claim) {
			continue
		}
		if b.needs == "" {
			return b.why, nil
		}
		f, err := Find(o, v)
		if err != nil {
			return "", err
		}
		moves, err := ParseMoves(f.Outcome.Config.Moves)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(moves, func(m Move) bool { return m.Do == b.needs }) {
			return b.why, nil
		}
	}
	return "", nil
}
