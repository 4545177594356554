package threats

import (
	"slices"
	"strings"

	"emrproof/attacks/kept"
	"emrproof/attacks/mechanism"
	"emrproof/attacks/search"
	"emrproof/model"
)

// A Result is what a search within a number of states says, in a form that can be kept.
type Result struct {
	Profile string
	Options []string
	States  int // that were visited at most
	// Refused says why the description is not searched; empty: it is.
	Refused string
	Under   []Under
}

// An Under is what a search says under one threat.
type Under struct {
	Threat  string
	Corrupt []model.Party
	Scope   string // which runs were searched, in words
	States  int    // that were visited
	Claims  []Said
}

// A Said is what a search says of a claim under a threat.
type Said struct {
	Claim     string
	Verdict   search.Verdict
	Instances int // as in an answer
	// As is the threat of less under which the claim is violated too; empty: there is none.
	As string
	// Run violates the claim, shrunk, by the mechanism How; nil: none does, or see As.
	Run *kept.Finding
	How string
}

// Find searches a description under all threats, and visits at most so many states.
func Find(profile string, options []string, states, workers int) (*Result, error) {
	r := &Result{Profile: profile, Options: options, States: states}
	s, err := Ask(search.Question{Profile: profile, Options: options, Workers: workers,
		Bound: search.Bound{States: states}})
	if search.Refused(err) {
		r.Refused = err.Error()
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	for s.Open() {
		if err := s.Deepen(func(*Threat) {}, func(*Finding) error { return nil }); err != nil {
			return nil, err
		}
	}
	said := map[*search.Answer]Said{}
	for _, f := range s.Found {
		for i, a := range f.Answers {
			if f.Before != nil {
				said[a] = Said{As: f.Before.Name}
				continue
			}
			run := kept.Of(f.Shrunk[i])
			said[a] = Said{Run: &run, How: mechanism.Of(f.Shrunk[i])}
		}
	}
	for _, t := range s.Threats {
		u := Under{Threat: t.Name, Corrupt: t.parties, Scope: t.Scope(), States: t.States}
		for _, a := range t.Claims {
			one := said[a]
			one.Claim, one.Verdict, one.Instances = a.Claim.ID, a.Within(), a.Instances
			u.Claims = append(u.Claims, one)
		}
		r.Under = append(r.Under, u)
	}
	return r, nil
}

// Of is what the search says of a claim under a threat.
func (u *Under) Of(claim string) *Said {
	i := slices.IndexFunc(u.Claims, func(s Said) bool { return s.Claim == claim })
	if i < 0 {
		return nil
	}
	return &u.Claims[i]
}

// Outside says whether the adversary is an outsider.
func (u *Under) Outside() bool { return len(u.Corrupt) == 0 }

// Within is up to how many instances all runs were searched for violations of claims under some
// threats, and none was found; 0: there are none, some run violates one, or not all were searched.
func (r *Result) Within(under func(*Under) bool, about func(claim string) bool) int {
	least := 0
	for i := range r.Under {
		u := &r.Under[i]
		for _, s := range u.Claims {
			if !under(u) || !about(s.Claim) || s.Verdict == search.Void {
				continue
			}
			if s.Verdict != search.None {
				return 0
			}
			if least == 0 || s.Instances < least {
				least = s.Instances
			}
		}
	}
	return least
}

// Came says which claims are violated under which threats, in words without numbers. A claim that
// is violated under a threat is not named again under those of more.
func (r *Result) Came() string {
	var all []string
	for i := range r.Under {
		u := &r.Under[i]
		var ids []string
		for _, s := range u.Claims {
			if s.Run != nil {
				ids = append(ids, s.Claim)
			}
		}
		if len(ids) > 0 {
			all = append(all, u.Threat+" violates "+strings.Join(ids, ", "))
		}
	}
	switch {
	case r.Refused != "":
		return "not searched"
	case len(all) == 0:
		return "no claim is violated"
	}
	return strings.Join(all, "; ")
}
