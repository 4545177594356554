package random

import (
	"slices"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/generate"
	"emrproof/attacks/insider"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/simtest"
)

// Insiders of every untrusted party play for themselves, alone and two together, and get as
// far as their party gets. What they do is a list of moves, and repeats.
func TestInsidersGetThrough(t *testing.T) {
	t.Parallel()
	simtest.Long(t)
	for _, profile := range []string{"published", "hardened"} {
		through, refused, together := map[model.Party]int{}, 0, 0
		for i := range 150 {
			p := drawPlay(1, i)
			c, err := p.config(Question{Profile: profile}, sim.Seed(1).Run(i))
			if err != nil {
				t.Fatal(err)
			}
			r, err := p.random(c)
			if err != nil {
				t.Fatal(err)
			}
			o, err := attacks.Decide(nil, c, r)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range r.insiders.Sessions {
				if q.Ended {
					through[partyOf(c, q.At.Principal)]++
				}
			}
			if len(r.insiders.Sessions) > 0 && len(attacks.Refusals(o)) > 0 {
				refused++
			}
			if len(r.insiders.Corrupt) == 2 {
				together++
			}
		}
		for _, m := range mustProfile(t, profile).Parties {
			if !m.Trusted && through[m.Party] < 2 {
				t.Errorf("%s: %d sessions of a corrupt %s get to their end, want some", profile,
					through[m.Party], m.Party)
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
func TestCoalitions(t *testing.T) {
	for _, c := range []struct {
		profile string
		want    int // parties that can be corrupt
	}{{"published", 3}, {"hardened", 3}, {"ns", 2}, {"nsl", 2}} {
		p := mustProfile(t, c.profile)
		world, err := sim.Standard(c.profile, sim.Size{Each: 2, Sessions: 2})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, names := range insider.Coalitions(p, world) {
			var parties []string
			for _, who := range world.Principals {
				if slices.Contains(names, who.Name) {
					parties = append(parties, string(who.Party))
				}
			}
			seen[strings.Join(parties, " ")] = true
		}
		untrusted := 0
		for _, m := range p.Parties {
			one := string(m.Party)
			if !m.Trusted {
				untrusted++
			}
			if seen[one] == m.Trusted || seen[one+" "+one] == m.Trusted {
				t.Errorf("%s: %s is trusted: %v; corrupt: %v", c.profile, one, m.Trusted, seen)
			}
		}
		if untrusted != c.want {
			t.Errorf("%s: %d parties can be corrupt, want %d", c.profile, untrusted, c.want)
		}
		if n := c.want + c.want*(c.want+1)/2; len(seen) != n {
			t.Errorf("%s: %d kinds of conspiracies, want %d: %v", c.profile, len(seen), n, seen)
		}
	}
}

// Without consent, an insider asks for whom it likes: of the generated attacks those in which
// a doctor's session names another patient break the claim, by a message that it seals and
// signs by itself.
func TestInsiderAsksForWhomItLikes(t *testing.T) {
	simtest.Long(t)
	const claim = "authorization: index"
	for _, options := range [][]string{nil, {"H42"}} {
		cases, err := generate.Cases("hardened", options, "ristretto255", 1)
		if err != nil {
			t.Fatal(err)
		}
		cases = slices.DeleteFunc(cases, func(c generate.Case) bool {
			return c.Kind != "lie" || c.Message != "query" || c.Field != "ID_P"
		})
		r, err := generate.Run(cases, 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		broken := 0
		for _, c := range r.Cases {
			if !slices.ContainsFunc(c.Broken, func(b generate.Broken) bool { return b.ID == claim }) {
				continue
			}
			broken++
			moves := strings.Join(c.Config.Moves, "\n")
			for _, want := range []string{`reveal("`, `inject("query 1"`, `sign(own("`, `", 100`} {
				if !strings.Contains(moves, want) {
					t.Errorf("the attack has no %s:\n%s", want, moves)
				}
			}
		}
		if want := options != nil; len(cases) == 0 || (broken > 0) != want {
			t.Errorf("%q: %d of %d cases violate it: want some is %v", options, broken, len(cases), want)
		}
	}
}

func partyOf(c sim.Config, name string) model.Party {
	for _, p := range c.Principals {
		if p.Name == name {
			return p.Party
		}
	}
	return ""
}

func mustProfile(t *testing.T, name string) *model.Protocol {
	t.Helper()
	p, err := library.Profile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
