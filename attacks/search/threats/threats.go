// Package threats asks one question under one threat after another: against an outsider, with a
// principal of one party corrupt, and with one of each of two parties. It goes to larger bounds
// under all of them, so that what takes the fewest instances is found first.
package threats

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"emrproof/attacks"
	"emrproof/attacks/search"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/monitor"
)

// A Threat says what the adversary is given, with what was found out under it.
type Threat struct {
	Name string
	*search.Inquiry
	parties []model.Party // that are corrupt
}

// A Finding is a run that violates claims, shrunk and told once for those of which the same moves
// are left.
type Finding struct {
	*Threat
	Answers []*search.Answer
	Shrunk  []*attacks.Finding // of each of these
	// Before is a threat of less under which the claims are violated too. They are shrunk there
	// alone. nil: there is none.
	Before *Threat
}

// A Search is a question under all threats.
type Search struct {
	Question search.Question
	Threats  []*Threat
	Found    []*Finding
	left     *int // states that may still be visited; nil: any number
	stopped  atomic.Bool
}

// Of are the parties that are corrupt, for each threat: an outsider first, then one party after
// another that is not trusted, and then two of them.
func Of(p *model.Protocol) [][]model.Party {
	one := symbolic.Insiders(p)
	all := [][]model.Party{{}}
	for _, party := range one {
		all = append(all, []model.Party{party})
	}
	for i := range one {
		for j := range i {
			all = append(all, []model.Party{one[j], one[i]})
		}
	}
	return all
}

// called is what a threat is called.
func called(corrupt []model.Party, stolen []symbolic.Theft) string {
	var words, things []string
	for _, party := range corrupt {
		words = append(words, string(party))
	}
	name := "outsider"
	if len(words) > 0 {
		name = strings.Join(words, " and ") + " corrupt"
	}
	for _, t := range stolen {
		things = append(things, fmt.Sprintf("%s.%s", t.Party, t.What))
	}
	if len(things) > 0 {
		name += ", " + strings.Join(things, " and ") + " stolen"
	}
	return name
}

// Ask begins to answer a question under the threats that are usual for its description, or under
// the one that it names. An error is about the question, or says why the description is not
// searched.
func Ask(q search.Question) (*Search, error) {
	p, err := library.Profile(q.Profile, q.Options...)
	if err != nil {
		return nil, err
	}
	s := &Search{Question: q}
	if q.States > 0 {
		s.left = &s.Question.States
	}
	threats := [][]model.Party{q.Corrupt}
	if q.Corrupt == nil {
		threats = Of(p)
	}
	watch := q.Watch
	q.Watch = func(states int) bool {
		if watch != nil && watch(states) {
			s.stopped.Store(true)
		}
		return s.stopped.Load()
	}
	for _, corrupt := range threats {
		q.Corrupt = corrupt
		i, err := search.Ask(q)
		if err != nil {
			return nil, err
		}
		s.Threats = append(s.Threats, &Threat{called(corrupt, q.Steal), i, corrupt})
	}
	return s, nil
}

// Open says whether a larger bound may say more.
func (s *Search) Open() bool {
	return slices.ContainsFunc(s.Threats, func(t *Threat) bool { return t.Open() })
}

// Stopped says whether what watches the search has stopped it.
func (s *Search) Stopped() bool { return s.stopped.Load() }

// Deepen searches the runs of one more instance than before, under each threat. It calls found with
// what it finds, as it comes.
func (s *Search) Deepen(begin func(*Threat), found func(*Finding) error) error {
	for _, t := range s.Threats {
		if !t.Open() || s.Stopped() {
			continue
		}
		begin(t)
		answers, err := t.Deepen(s.left)
		if err != nil {
			return err
		}
		all, err := s.findings(t, answers)
		if err != nil {
			return err
		}
		for _, f := range all {
			if err := found(f); err != nil {
				return err
			}
		}
		s.Found = append(s.Found, all...)
	}
	return nil
}

// findings shrinks what a search found, claim by claim, and puts together those claims of which
// the same moves are left.
func (s *Search) findings(t *Threat, answers []*search.Answer) ([]*Finding, error) {
	var all []*Finding
	by := map[string]*Finding{}
	for _, a := range answers {
		before := s.before(t, a)
		key := ""
		var shrunk *attacks.Finding
		if before != nil {
			key = "as " + before.Name
		} else {
			i := slices.IndexFunc(a.Outcome.Verdicts, func(v monitor.Verdict) bool {
				return v.Claim.ID == a.Claim.ID
			})
			var err error
			if shrunk, err = attacks.Find(a.Outcome, a.Outcome.Verdicts[i]); err != nil {
				return nil, err
			}
			key = strings.Join(shrunk.Outcome.Config.Moves, "\n")
		}
		f := by[key]
		if f == nil {
			f = &Finding{Threat: t, Before: before}
			by[key], all = f, append(all, f)
		}
		f.Answers = append(f.Answers, a)
		if shrunk != nil {
			f.Shrunk = append(f.Shrunk, shrunk)
		}
	}
	return all, nil
}

// before is the first threat of less under which a claim is violated.
func (s *Search) before(t *Threat, a *search.Answer) *Threat {
	for _, f := range s.Found {
		if slices.ContainsFunc(f.parties, func(p model.Party) bool {
			return !slices.Contains(t.parties, p)
		}) {
			continue
		}
		for _, b := range f.Answers {
			if b.Claim.ID == a.Claim.ID {
				return f.Threat
			}
		}
	}
	return nil
}
