package attacks

import (
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/simtest"
)

// Insiders of every untrusted party play for themselves, alone and two together, and get as
// far as their party gets. What they do is a list of moves, and repeats.
func TestInsidersGetThrough(t *testing.T) {
	simtest.Long(t)
	for _, profile := range []string{"published", "hardened"} {
		through, refused, together := map[model.Party]int{}, 0, 0
		for i := range 150 {
			p := DrawPlay(1, i)
			c, err := p.Config(profile, nil, sim.Seed(1).Run(i))
			if err != nil {
				t.Fatal(err)
			}
			corrupt, err := p.Insiders(c)
			if err != nil {
				t.Fatal(err)
			}
			r, err := p.random(c, corrupt)
			if err != nil {
				t.Fatal(err)
			}
			x := newExecutor(r)
			o, err := run(c, x)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range r.insiders.sessions {
				if q.stage == len(q.stages) && q.done {
					through[x.partyOf(q.at.Principal)]++
				}
			}
			if len(r.insiders.sessions) > 0 && len(Refusals(o)) > 0 {
				refused++
			}
			if len(corrupt) == 2 {
				together++
			}
		}
		for _, party := range mustProfile(t, profile).Untrusted() {
			if through[party] < 5 {
				t.Errorf("%s: %d sessions of a corrupt %s get to their end, want many", profile,
					through[party], party)
			}
		}
		if refused < 10 || together < 20 {
			t.Errorf("%s: %d plays with an insider are refused and %d have two; want many of both",
				profile, refused, together)
		}
	}
}

// Whoever is not trusted is corrupt somewhere: alone, with one of its own party, and with one
// of every other.
func TestConspiracies(t *testing.T) {
	for _, c := range []struct {
		profile string
		want    int // parties that can be corrupt
	}{{"published", 3}, {"hardened", 3}, {"ns", 2}, {"nsl", 2}} {
		p := mustProfile(t, c.profile)
		world, err := sim.Standard(c.profile, sim.Size{Patients: 2, Doctors: 2, Hospitals: 2, Visits: 2})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, names := range Conspiracies(p, world) {
			var parties []string
			for _, who := range world.Principals {
				if slices.Contains(names, who.Name) {
					parties = append(parties, string(who.Party))
				}
			}
			seen[strings.Join(parties, " ")] = true
		}
		if len(p.Untrusted()) != c.want {
			t.Errorf("%s: %q can be corrupt, want %d parties", c.profile, p.Untrusted(), c.want)
		}
		for _, m := range p.Parties {
			one := string(m.Party)
			if seen[one] == m.Trusted || seen[one+" "+one] == m.Trusted {
				t.Errorf("%s: %s is trusted: %v; corrupt: %v", c.profile, one, m.Trusted, seen)
			}
		}
		if n := c.want + c.want*(c.want+1)/2; len(seen) != n {
			t.Errorf("%s: %d kinds of conspiracies, want %d: %v", c.profile, len(seen), n, seen)
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
