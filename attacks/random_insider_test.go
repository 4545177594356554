package attacks

import (
	"slices"
	"strings"
	"testing"

	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
)

// An insider who plays for itself gets as far as a doctor gets: to the diagnosis. What it
// does is a list of moves, and repeats.
func TestInsidersGetThrough(t *testing.T) {
	simtest.Long(t)
	for _, profile := range []string{"published", "hardened"} {
		through, changed := 0, 0
		for i := range 150 {
			p := DrawPlay(1, i)
			c, corrupt, err := p.Config(profile, nil, sim.Seed(1).Run(i))
			if err != nil {
				t.Fatal(err)
			}
			r, err := p.random(c, corrupt)
			if err != nil {
				t.Fatal(err)
			}
			o, err := run(c, newExecutor(r))
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range r.puppets {
				if q.stage == len(q.stages) && q.stages[0].Phase.Name == "visit" {
					through++
				}
			}
			if len(r.puppets) > 0 && len(Refusals(o)) > 0 {
				changed++
			}
		}
		if through < 10 || changed < 10 {
			t.Errorf("%s: %d insiders get through and %d plays with one are refused; want many of both",
				profile, through, changed)
		}
	}
}

// Without consent, an insider asks for whom it likes. It is the insider's own session, in
// which it seals and signs by itself, that is left when the attack is shrunk.
func TestInsiderAsksForWhomItLikes(t *testing.T) {
	simtest.Long(t)
	const claim = "authorization: index"
	for i := range 300 {
		o, err := DrawPlay(1, i).Run("hardened", []string{"H42"}, sim.Seed(1).Run(i))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(o.Violated(), func(v monitor.Verdict) bool {
			return v.Claim.ID == claim
		}) {
			continue
		}
		f := find(t, o, claim)
		moves := strings.Join(f.Outcome.Config.Moves, "\n")
		for _, want := range []string{`reveal("`, `inject("query 1"`, `sign(own("`, `", 100`} {
			if !strings.Contains(moves, want) {
				t.Errorf("the attack has no %s:\n%s", want, moves)
			}
		}
		return
	}
	t.Errorf("no play of 300 violates %q", claim)
}
