package generate

import (
	"emrproof/attacks"
	"emrproof/attacks/mechanism"
	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim/campaign"
	"emrproof/sim/monitor"
	"fmt"
	"slices"
	"strings"
)

// The statuses of a case that was run.
const (
	statusViolated     = "violated"      // a claim that the honest run keeps
	statusRefused      = "refused"       // by a check
	statusIgnored      = "ignored"       // there was nobody to receive it
	statusNotDelivered = "not delivered" // nothing was sent in its place
	statusAccepted     = "accepted"      // and no claim is violated by it
)

// Statuses are the statuses that a case can have, the worst first.
var Statuses = []string{statusViolated, statusAccepted, statusRefused, statusIgnored,
	statusNotDelivered}

// A Tried is a case that was run.
type Tried struct {
	Case
	Status string // one of Statuses
	// Checks are the checks that refused something, each once, in order; see attacks.Refusals.
	Checks []string
	// Broken are the claims that are violated where the honest run of the same world does not
	// violate them. Availability alone does not make a case "violated": the message was
	// refused, even though that costs more than to send it.
	Broken []Broken
}

// A Broken is a claim that a case violates.
type Broken struct {
	ID string
	// How is the mechanism, which is known once Find has shrunk the violation.
	How string
	Why string // the attacks that explain it, such as "W7"; empty where none does
}

// A Result has all cases that were run, in their order, and counts of them.
type Result struct {
	Cases     []Tried
	Kinds     []Count // by kind
	Messages  []Count // by message
	RefusedBy []Count // refused cases by the first check that refused
}

// A Count is how many cases of a name were run, and how many of them have which status.
type Count struct {
	Name   string
	Tried  int
	Status map[string]int
}

// Unexplained returns the cases that violate a claim for no known reason.
func (r *Result) Unexplained() []Tried {
	var list []Tried
	for _, t := range r.Cases {
		if slices.ContainsFunc(t.Broken, func(b Broken) bool { return b.Why == "" }) {
			list = append(list, t)
		}
	}
	return list
}

// Find repeats, shrinks and repeats every violation by a generated attack, except those of
// availability alone. It notes how each claim was broken, and which attacks explain that: those
// with the same mechanism, which known returns. Of several findings with one mechanism Find
// returns the first.
func Find(
	r *Result, workers int, known func(mechanism string) []string,
) ([]*attacks.Finding, error) {
	var violated []*Tried
	var cases []Case
	for i := range r.Cases {
		if t := &r.Cases[i]; t.Status == statusViolated {
			violated, cases = append(violated, t), append(cases, t.Case)
		}
	}
	honest, err := honestRuns(cases)
	if err != nil {
		return nil, err
	}
	found := make([][]*attacks.Finding, len(violated))
	err = campaign.Each(len(violated), workers, func(i int) (err error) {
		found[i], err = violated[i].find(honest[worldKey(cases[i])])
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, t := range r.Cases {
		for i := range t.Broken {
			t.Broken[i].Why = strings.Join(known(t.Broken[i].How), ", ")
		}
	}
	var all []*attacks.Finding
	seen := map[string]bool{}
	for _, f := range slices.Concat(found...) {
		if how := mechanism.Of(f); !seen[how] {
			seen[how] = true
			all = append(all, f)
		}
	}
	return all, nil
}

// find shrinks a case for each claim that it violates, and for each place where it does and the
// honest run does not.
func (t *Tried) find(honest places) ([]*attacks.Finding, error) {
	o, err := attacks.Run(t.Config)
	if err != nil {
		return nil, err
	}
	var broken []monitor.Verdict
	for _, v := range o.Violated() {
		if v.Claim.Kind == model.Availability {
			continue
		}
		for _, b := range honest.beyond(o, v) {
			one := v
			one.Breaches = []monitor.Breach{b}
			broken = append(broken, one)
		}
	}
	var at []int // what they are of t.Broken
	for i, b := range t.Broken {
		if b.How == "" {
			at = append(at, i)
		}
	}
	if len(at) != len(broken) {
		return nil, fmt.Errorf("%w: %s %s %s with %s breaks claims at %d places, and then at %d",
			attacks.ErrDoesNotRepeat, t.Kind, t.Message, t.Field, t.With, len(at), len(broken))
	}
	all, err := attacks.FindAll(o, broken)
	for i, f := range all {
		t.Broken[at[i]].How = mechanism.Of(f)
	}
	return all, err
}

// Run runs cases, and judges them. It is an error if a move of a case takes no effect. The
// function all has try called for each case, numbered from 0, and returns the results in this
// order; so some cases can be run now and the others later. It may call try from many
// goroutines. With nil, the cases are run on so many workers; the result does not depend on
// their number.
func Run(
	cases []Case, workers int, all func(n int, try func(i int) (Tried, error)) ([]Tried, error),
) (*Result, error) {
	return run(new(suite.Memory), cases, workers, all) // the cases are of one seed
}

func run(
	m *suite.Memory, cases []Case, workers int,
	all func(n int, try func(i int) (Tried, error)) ([]Tried, error),
) (*Result, error) {
	honest, err := honestRuns(cases)
	if err != nil {
		return nil, err
	}
	if all == nil {
		all = func(n int, try func(i int) (Tried, error)) ([]Tried, error) {
			list := make([]Tried, n)
			return list, campaign.Each(n, workers, func(i int) (err error) {
				list[i], err = try(i)
				return err
			})
		}
	}
	tried, err := all(len(cases), func(i int) (Tried, error) {
		c := cases[i]
		tried, err := tryCase(m, c, honest[worldKey(c)])
		if err != nil {
			return tried, fmt.Errorf("case %d: %s, %s %s with %s: %w", i+1, c.Kind, c.Message, c.Field,
				c.With, err)
		}
		return tried, nil
	})
	if err != nil {
		return nil, err
	}
	r := &Result{Cases: tried}
	r.count()
	return r, nil
}

// count fills in the counts of a result.
func (r *Result) count() {
	enter := func(list *[]Count, name string, s string) {
		i := slices.IndexFunc(*list, func(c Count) bool { return c.Name == name })
		if i < 0 {
			i = len(*list)
			*list = append(*list, Count{Name: name, Status: map[string]int{}})
		}
		(*list)[i].Tried++
		(*list)[i].Status[s]++
	}
	for _, t := range r.Cases {
		enter(&r.Kinds, t.Kind, t.Status)
		enter(&r.Messages, t.Message, t.Status)
		if t.Status == statusRefused {
			enter(&r.RefusedBy, t.Checks[0], t.Status)
		}
	}
	slices.SortStableFunc(r.RefusedBy, func(a, b Count) int {
		if a.Tried != b.Tried {
			return b.Tried - a.Tried
		}
		return strings.Compare(a.Name, b.Name)
	})
}
