package survey

import (
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/games"
	"emrproof/attacks/generate"
	"emrproof/attacks/mechanism"
	"emrproof/attacks/random"
	"emrproof/attacks/search/threats"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
)

// A Survey has the results of the attacks on one profile.
type Survey struct {
	Profile, Suite string
	Options        []string
	Seed           sim.Seed
	All            []*Attack // the scripts
	// Generated are the attacks that were generated from the description, and Games the
	// distinguishing games. They are nil if there were none.
	Generated *generate.Result
	// Found are the violations by generated attacks, each repeated and shrunk.
	Found  []*attacks.Finding
	Games  []games.Result
	Random *random.Result // nil where none was asked for
	// Searched is what a search of all runs within a bound says; nil: none was asked for.
	Searched *threats.Result

	known map[string][]string // the attacks by mechanism, made when it is asked for
}

// AsExpected says whether every script had its expected result, and whether a script explains
// every violation by a generated attack or by random play.
func (s *Survey) AsExpected() bool {
	if s.Generated != nil && len(s.Generated.Unexplained()) > 0 || len(s.Unexplained()) > 0 {
		return false
	}
	return !slices.ContainsFunc(s.All, func(a *Attack) bool { return a.Differs != nil })
}

// sameOptions says whether an attack is on the description of the survey, and not on a literal
// reading of its own.
func (s *Survey) sameOptions(a *Attack) bool { return slices.Equal(a.Config.Options, s.Options) }

// Explain returns the scripts on the same description that violate a claim by a mechanism.
func (s *Survey) Explain(mechanism string) []string {
	if s.known == nil {
		s.known = map[string][]string{}
		for _, a := range s.All {
			if s.sameOptions(a) {
				a.enter(s.known)
			}
		}
	}
	return append([]string{}, s.known[mechanism]...)
}

// enter adds an attack to the known attacks, under each of its mechanisms.
func (a *Attack) enter(known map[string][]string) {
	for _, r := range a.Results {
		if r.Finding == nil {
			continue
		}
		for _, how := range r.mechanisms() {
			if !slices.Contains(known[how], a.ID) {
				known[how] = append(known[how], a.ID)
			}
		}
	}
}

// mechanisms returns the mechanisms by which an attack violates a claim: that of its finding,
// and, for availability, one for each refusal that costs too much.
func (r *ClaimResult) mechanisms() []string {
	list := []string{mechanism.Of(r.Finding)}
	if r.Verdict.Claim.Kind == model.Availability {
		for _, b := range r.Verdict.Breaches {
			f := *r.Finding
			f.Outcome, f.Breach = r.outcome, b
			list = append(list, mechanism.Of(&f))
		}
	}
	return list
}

// ViolatedBy returns the scripts on the same description that violate a claim, by any
// mechanism.
func (s *Survey) ViolatedBy(claim string) []string {
	ids := []string{}
	for _, a := range s.All {
		if !s.sameOptions(a) {
			continue
		}
		for _, r := range a.Results {
			if r.Verdict.Claim.ID == claim && r.Violated() && !slices.Contains(ids, a.ID) {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

// Unexplained returns the claims that random play violates by a mechanism that no script has.
// Each has those ways only: they are new findings.
func (s *Survey) Unexplained() []random.Claim {
	var list []random.Claim
	if s.Random == nil {
		return nil
	}
	for _, c := range s.Random.Claims {
		c.Ways = slices.DeleteFunc(slices.Clone(c.Ways), func(w random.Way) bool {
			return len(s.Explain(w.Mechanism)) > 0
		})
		if len(c.Ways) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// claim returns the claim of the profile with an id, or an empty claim if there is none.
func (s *Survey) claim(id string) model.Claim {
	p, err := library.Profile(s.Profile, s.Options...)
	if err != nil {
		return model.Claim{}
	}
	for _, c := range p.Claims {
		if c.ID == id {
			return c
		}
	}
	return model.Claim{}
}
