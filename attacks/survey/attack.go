package survey

import (
	"emrproof/attacks"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/model"
	"emrproof/sim/campaign"
	"emrproof/sim/monitor"
	"errors"
	"slices"
	"strings"
)

// Scripts loads the attacks of the catalogue. If o names a profile, these are the attacks that
// expect something of that profile; otherwise each attack is on a profile of its own.
func Scripts(o need.Overrides) ([]*script.Script, error) {
	var all []*script.Script
	for _, name := range catalogue.Names() {
		file, src := catalogue.Source(name)
		s, err := script.Load(file, src, need.Overrides{})
		if err != nil {
			return nil, err
		}
		if o.Profile != "" {
			if s.Expect[o.Profile] == "" {
				continue
			}
			if s, err = script.Load(file, src, o); err != nil {
				return nil, err
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// An Attack is a script that was carried out and judged.
type Attack struct {
	*script.Script
	Outcome *attacks.Outcome // nil when it never got to act
	Log     []string         // what the script printed
	Results []ClaimResult
	Differs error // how it differs from what is expected; nil: it does not
}

// A ClaimResult is the result of an attack for one claim.
type ClaimResult struct {
	Verdict monitor.Verdict
	Named   bool // the attack is meant to violate the claim
	// Honest says that the claim is violated without an adversary, and with one that only
	// listens: in the same world or in the standard world of the profile.
	Honest  bool
	Finding *attacks.Finding // nil when not violated, or not by the attack's doing
	outcome *attacks.Outcome // of the attack as a whole
}

// Violated says whether the claim is violated.
func (r *ClaimResult) Violated() bool { return r.Verdict.Status == monitor.Violated }

// CarryOut carries out one attack, and repeats, shrinks and repeats every violation. If a
// script fails, or never gets to act, CarryOut returns what there is of the attack with the
// error.
func CarryOut(s *script.Script) (*Attack, error) {
	o, err := s.Run()
	if err != nil {
		if o == nil {
			return nil, err
		}
		return &Attack{Script: s, Outcome: o.Outcome, Log: o.Log}, err
	}
	honest, err := attacks.ViolatedAnyway(s.Config)
	if err != nil {
		return nil, err
	}
	return judged(s, o, honest, attacks.Find)
}

// CarryOutAll carries out many attacks side by side, so many at a time, or, with 0, one for
// each core. It returns them in their order, and the result does not depend on the number of
// workers. Of several errors it returns that of the first attack. An attack that never gets to
// act is no error here: it differs from what is expected. CarryOutAll calls done after each
// attack, from any worker; done may be nil.
func CarryOutAll(scripts []*script.Script, workers int, done func()) ([]*Attack, error) {
	all := make([]*Attack, len(scripts))
	err := campaign.Each(len(scripts), workers, func(i int) (err error) {
		all[i], err = CarryOut(scripts[i])
		if errors.Is(err, attacks.ErrNeverActed) {
			all[i], err = idle(scripts[i], err), nil
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

// judged returns the attack of a script, from its outcome. It uses find to make findings of
// violations.
func judged(
	s *script.Script, o *script.Outcome, honest map[string]bool,
	find func(*attacks.Outcome, monitor.Verdict) (*attacks.Finding, error),
) (*Attack, error) {
	a := &Attack{Script: s, Outcome: o.Outcome, Log: o.Log, Differs: s.Differs(o.Outcome)}
	for _, v := range o.Verdicts {
		r := ClaimResult{Verdict: v, Named: slices.Contains(s.Violates, v.Claim.ID),
			Honest: honest[v.Claim.ID], outcome: o.Outcome}
		if r.Named || r.Violated() {
			a.Results = append(a.Results, r)
		}
	}
	// The claims are shrunk side by side, since this takes the longest. Values remember their
	// encodings, so each value has to have one before it is shared.
	if _, err := o.Outcome.Trace(); err != nil {
		return nil, err
	}
	err := campaign.Each(len(a.Results), 0, func(i int) (err error) {
		if r := &a.Results[i]; r.Violated() && (r.Named || !r.Honest) {
			r.Finding, err = find(o.Outcome, r.Verdict)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(a.Results, func(r, s ClaimResult) int { return a.rank(r) - a.rank(s) })
	return a, nil
}

// rank orders the claims: first those that the attack is meant to violate, in the attack's
// order.
func (a *Attack) rank(r ClaimResult) int {
	if i := slices.Index(a.Violates, r.Verdict.Claim.ID); i >= 0 {
		return i
	}
	return len(a.Violates)
}

// idle returns the attack of a script that never gets to act. It shows nothing, and so differs
// from what anybody expects of it.
func idle(s *script.Script, err error) *Attack {
	a := &Attack{Script: s, Differs: err}
	for _, id := range s.Violates {
		a.Results = append(a.Results, ClaimResult{Named: true,
			Verdict: monitor.Verdict{Claim: model.Claim{ID: id}, Status: monitor.Vacuous}})
	}
	return a
}

// RefusedBy returns the checks that refused something, each once, in the order of their names.
func (a *Attack) RefusedBy() []string {
	if a.Outcome == nil {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(attacks.Refusals(a.Outcome))))
}

// Came says what became of a claim. The word is its status or "refused", and by names the
// checks that refused something. The short form has both; if the expected check is among them,
// it names that check alone.
func (a *Attack) Came(r *ClaimResult) (word, by, short string) {
	checks := a.RefusedBy()
	if len(checks) == 0 || r.Violated() {
		word = string(r.Verdict.Status)
		return word, "", word
	}
	by = strings.Join(checks, ", ")
	one := strings.TrimPrefix(a.Expect[a.Config.Profile], script.ExpectRefused)
	if !slices.Contains(strings.Split(by, ", "), one) {
		one = by
	}
	return "refused", by, "refused by " + one
}
