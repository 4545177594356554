package search

import (
	"fmt"
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/monitor"
)

// A Question says what is searched: the claims of a description, in all runs within a bound.
type Question struct {
	Profile string
	Options []string
	Claims  []string // ids; none: all
	// Corrupt are the parties of which a principal is corrupt, the only one if there is one. nil:
	// all that are not trusted and have several principals. Empty: the adversary is an outsider.
	Corrupt []model.Party
	Bound
}

// A Bound says which runs are searched.
type Bound struct {
	// Instances is how many instances of roles there are at most.
	Instances int
	// Of is how many of these a party has at most, where it says.
	Of map[model.Party]int
	// States is how many states are visited at most, in all; 0: no limit.
	States int
}

func (b Bound) of(party model.Party) int {
	if n, ok := b.Of[party]; ok {
		return min(n, b.Instances)
	}
	return b.Instances
}

// A Verdict is what a search says of a claim.
type Verdict string

// The verdicts. Only None says no.
const (
	Violated Verdict = "violated"
	None     Verdict = "none within bound"
	Cut      Verdict = "cut"          // the limit of states came first
	Not      Verdict = "not searched" // the search does not judge this kind of claim
)

// A Result is what a search found.
type Result struct {
	Corrupt []string // the principals that are
	Claims  []Answer // in the description's order
	States  int
}

// An Answer is what was found out about a claim.
type Answer struct {
	Claim   model.Claim
	Verdict Verdict
	// Instances is how many there are in the run that violates the claim; or else up to how many
	// all runs were searched.
	Instances int
	// Outcome is the run that violates the claim, on real cryptography and judged by the
	// monitors.
	Outcome *attacks.Outcome
}

// Search searches all runs of one instance, then all of two, and so on up to the bound. What
// violates a claim is carried out. It is an error if the monitors then do not agree, or if the
// adversary cannot make what the search says that it can.
func Search(q Question) (*Result, error) {
	p, err := library.Profile(q.Profile, q.Options...)
	if err != nil {
		return nil, err
	}
	if q.Corrupt == nil {
		q.Corrupt = symbolic.Insiders(p)
	}
	r := &Result{}
	var open []model.Claim
	for _, c := range p.Claims {
		if len(q.Claims) > 0 && !slices.Contains(q.Claims, c.ID) {
			continue
		}
		a := Answer{Claim: c, Verdict: Not}
		if slices.Contains(searched, c.Kind) {
			open = append(open, c)
			a.Verdict = None
		}
		r.Claims = append(r.Claims, a)
	}
	for n := 1; n <= q.Instances && len(open) > 0; n++ {
		if open, err = r.deepen(q, p, open, n); err != nil {
			return r, err
		}
	}
	return r, nil
}

// deepen searches the runs of at most n instances for violations of claims. It returns those
// that go on. Freshness depends on the order of more moves, so it is searched by itself.
func (r *Result) deepen(
	q Question, p *model.Protocol, open []model.Claim, n int,
) (left []model.Claim, err error) {
	fresh := func(c model.Claim) bool { return c.Kind == model.Freshness }
	other := func(c model.Claim) bool { return !fresh(c) }
	for _, leave := range []func(model.Claim) bool{fresh, other} {
		claims := slices.DeleteFunc(slices.Clone(open), leave)
		if len(claims) == 0 {
			continue
		}
		s, err := symbolic.New(p, q.Corrupt)
		if err != nil {
			return nil, err
		}
		b := q.Bound
		b.Instances = n
		if b.States > 0 {
			b.States = max(b.States-r.States, 1)
		}
		x := newSearcher(s, b)
		x.open = claims
		x.explore()
		r.States += x.states
		if err := r.enter(q, x, claims, n); err != nil {
			return nil, err
		}
		if !x.cut {
			left = append(left, x.open...)
		}
	}
	return left, nil
}

// enter enters what a search of the runs of at most n instances found out about claims.
func (r *Result) enter(q Question, x *searcher, claims []model.Claim, n int) (err error) {
	r.Corrupt = nil
	for _, who := range x.Principals {
		if who.Corrupt {
			r.Corrupt = append(r.Corrupt, who.Name)
		}
	}
	for i := range r.Claims {
		a := &r.Claims[i]
		if !slices.ContainsFunc(claims, func(c model.Claim) bool { return c.ID == a.Claim.ID }) {
			continue
		}
		switch plan := x.found[a.Claim.ID]; {
		case plan != nil:
			a.Verdict, a.Instances = Violated, n
			if a.Outcome, err = confirmed(q, &x.Machine, plan); err != nil {
				return err
			}
		case x.cut:
			a.Verdict = Cut
		default:
			a.Instances = n
		}
	}
	return nil
}

// confirmed carries out a plan, and has the monitors judge it.
func confirmed(q Question, s *symbolic.Machine, p *plan) (*attacks.Outcome, error) {
	o, err := execute(q.Profile, q.Options, s, p)
	if err != nil {
		return nil, fmt.Errorf("search: %s: %w", p.claim.ID, err)
	}
	agrees := func(v monitor.Verdict) bool { return v.Claim.ID == p.claim.ID }
	if !slices.ContainsFunc(o.Violated(), agrees) {
		return nil, fmt.Errorf("search: %s: the search says that a run violates it, and the monitor "+
			"says that the run does not; its moves are %q", p.claim.ID, o.Config.Moves)
	}
	return o, nil
}
