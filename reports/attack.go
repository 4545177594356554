package reports

import (
	"errors"
	"slices"

	"emrproof/attacks"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/monitor"
)

// A Case is an attack that is to be carried out: a script, or one that was made in
// another way.
type Case struct {
	ID, Title, Threat, Source string
	// Scope says why the attack is beyond what the description claims; empty: it is not.
	Scope string

	Config   sim.Config // the world, without moves
	Violates []string   // ids of the claims that it is meant to violate
	Expected string     // of the profile, as attacks.ExpectViolated; empty: nothing
	// Do makes the attack.
	Do func() (*attacks.ScriptOutcome, error)
	// Compare says how an outcome differs from what is expected; nil: it does not.
	Compare func(*attacks.Outcome) error
}

// ScriptCase is the case that a script makes.
func ScriptCase(s *attacks.Script) Case {
	return Case{ID: s.ID, Title: s.Title, Threat: s.Threat, Source: s.Source,
		Scope: s.Scope, Config: s.Config,
		Violates: s.Violates, Expected: s.Expect[s.Config.Profile], Do: s.Run, Compare: s.Differs}
}

// An Attack is a case that was carried out, and judged.
type Attack struct {
	Case
	Outcome *attacks.Outcome // nil when it never got to act
	Log     []string         // what the script printed
	Results []Result
	Differs error // how it differs from what is expected; nil: it does not
}

// A Result is what an attack came to on one claim.
type Result struct {
	Verdict monitor.Verdict
	Named   bool // the attack is meant to violate the claim
	// Honest says that the claim is violated without any adversary, one that listens
	// included, in the same world or in the standard world of the profile.
	Honest  bool
	Finding *attacks.Finding // nil when not violated, or not by the attack's doing
	outcome *attacks.Outcome // of the attack as a whole
}

// Violated says whether the claim is violated.
func (r *Result) Violated() bool { return r.Verdict.Status == monitor.Violated }

// CarryOut carries out a case: every violation is repeated, shrunk and repeated. With an
// error of a script that fails, or never gets to act, comes what there is of the attack.
func (c Case) CarryOut() (*Attack, error) {
	o, err := c.Do()
	if err != nil {
		if o == nil {
			return nil, err
		}
		return &Attack{Case: c, Outcome: o.Outcome, Log: o.Log}, err
	}
	honest, err := attacks.ViolatedAnyway(c.Config)
	if err != nil {
		return nil, err
	}
	return c.judged(o, honest, attacks.Find)
}

// judged is the attack that an outcome makes of a case. find makes findings of what is
// violated.
func (c Case) judged(
	o *attacks.ScriptOutcome, honest map[string]bool,
	find func(*attacks.Outcome, monitor.Verdict) (*attacks.Finding, error),
) (*Attack, error) {
	a := &Attack{Case: c, Outcome: o.Outcome, Log: o.Log, Differs: c.Compare(o.Outcome)}
	for _, v := range o.Verdicts {
		r := Result{Verdict: v, Named: slices.Contains(c.Violates, v.Claim.ID),
			Honest: honest[v.Claim.ID], outcome: o.Outcome}
		if r.Named || r.Violated() {
			a.Results = append(a.Results, r)
		}
	}
	// Side by side: to shrink one attack for many claims is what takes the longest. Values
	// remember their encodings, so that each has to have one before they are shared.
	if _, err := o.Outcome.Trace(); err != nil {
		return nil, err
	}
	err := sim.Each(len(a.Results), 0, func(i int) (err error) {
		if r := &a.Results[i]; r.Violated() && (r.Named || !r.Honest) {
			r.Finding, err = find(o.Outcome, r.Verdict)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(a.Results, func(r, s Result) int { return a.rank(r) - a.rank(s) })
	return a, nil
}

// rank puts what the attack is meant to violate first, in its own order.
func (a *Attack) rank(r Result) int {
	if i := slices.Index(a.Violates, r.Verdict.Claim.ID); i >= 0 {
		return i
	}
	return len(a.Violates)
}

// idle is the attack that a case comes to when it never gets to act: it shows nothing,
// which is not what anybody expects of it.
func (c Case) idle(err error) *Attack {
	a := &Attack{Case: c, Differs: err}
	for _, id := range c.Violates {
		a.Results = append(a.Results, Result{Named: true,
			Verdict: monitor.Verdict{Claim: model.Claim{ID: id}, Status: monitor.Vacuous}})
	}
	return a
}

// CarryOut carries out many cases side by side, so many at a time, or, with 0, one for
// each core. What it returns is in their order and does not depend on the number of
// workers; of several errors it returns that of the first case. A case that never gets
// to act is no error here: its attack differs. done is called after each, from any
// worker; it may be nil.
func CarryOut(cases []Case, workers int, done func()) ([]*Attack, error) {
	all := make([]*Attack, len(cases))
	err := sim.Each(len(cases), workers, func(i int) (err error) {
		all[i], err = cases[i].CarryOut()
		if errors.Is(err, attacks.ErrNeverActed) {
			all[i], err = cases[i].idle(err), nil
		}
		if done != nil {
			done()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}
