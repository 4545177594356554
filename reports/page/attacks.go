package page

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"emrproof/attacks/survey"
	"emrproof/reports"
	"emrproof/reports/table"
	"emrproof/reports/timeline"
)

// An attackView is one attack, with its results on each profile.
type attackView struct {
	Anchor, ID, Title, Threat, Source string
	Sides                             []*sideView
}

// A sideView is the result of one attack on one profile.
type sideView struct {
	Anchor, Profile string
	Own             string // the attack, where it is another one than on the first profile
	Came, Class     string // what became of it, and "bad", "good" or "none"
	Expected        string
	Differs         string
	Claims          []claimView
	Stories         []survey.Story
	Anyway          []string // claims that are violated without any adversary
	Given, Moves    []string
	Idle            string
	Log             []string
	Again           string

	timeline.Picture // of the attack as it was made, before shrinking
}

// A claimView is the verdict that an attack reached on some claims.
type claimView struct {
	Claims         []string // by kind
	Verdict, Class string
	By             string // the checks that refused
	Where          string // it broke first
	Named          bool   // the attack is meant to violate it
}

// attackViews puts the attacks with the same id side by side, in the order of the first profile
// that has them.
func (p *Page) attackViews(taken anchors) ([]*attackView, error) {
	var all []*attackView
	byID := map[string]*attackView{}
	for _, s := range p.Profiles {
		for _, a := range s.All {
			id := p.beside(s, a)
			v := byID[id]
			if v == nil {
				v = &attackView{Anchor: taken.take(attackAnchor(a.ID)), ID: a.ID, Title: a.Title,
					Threat: a.Threat, Source: a.Source}
				byID[id] = v
				all = append(all, v)
			}
			anchor, own := v.Anchor+"-"+table.Slug(s.Profile), ""
			if a.ID != v.ID {
				anchor, own = attackAnchor(a.ID), a.ID+": "+a.Title
			}
			side, err := p.side(a, taken.take(anchor))
			if err != nil {
				return nil, fmt.Errorf("%s on %s: %w", a.ID, s.Profile, err)
			}
			side.Own = own
			v.Sides = append(v.Sides, side)
		}
	}
	return all, nil
}

// beside returns the id of the attack beside which an attack is shown. This is its own id or,
// for an attack that was rewritten for one profile alone, such as W6-hardened, the id of the
// attack that it replaces there.
func (p *Page) beside(s *reports.Attacks, a *survey.Attack) string {
	base, ok := strings.CutSuffix(a.ID, "-"+s.Profile)
	if !ok || has(s.Survey, base) {
		return a.ID
	}
	found := false
	for _, other := range p.Profiles {
		found = found || has(other.Survey, base)
		if other != s && has(other.Survey, a.ID) {
			return a.ID
		}
	}
	if !found {
		return a.ID
	}
	return base
}

func (p *Page) side(a *survey.Attack, anchor string) (*sideView, error) {
	account := a.Account()
	v := &sideView{Anchor: anchor, Profile: survey.Optioned(a.Config.Profile, a.Config.Options),
		Expected: account.Expected, Log: a.Log, Again: account.Again}
	if a.Differs != nil {
		v.Differs = a.Differs.Error()
	}
	v.judge(a)
	if a.Outcome == nil {
		return v, nil
	}
	v.claims(a)
	v.Stories, v.Given, v.Idle = account.Stories, account.Given, account.Idle
	v.Moves = a.Outcome.Config.Moves
	var err error
	v.Picture, err = timeline.Draw(a, anchor)
	return v, err
}

// claims lists the verdicts on the claims of an attack. Claims whose other cells are equal
// share a row.
func (v *sideView) claims(a *survey.Attack) {
	var ids [][]string
	for i := range a.Results {
		r := &a.Results[i]
		if r.Finding == nil && r.Violated() {
			v.Anyway = append(v.Anyway, r.Verdict.Claim.ID)
			continue
		}
		word, by, _ := a.Came(r)
		c := claimView{Verdict: word, By: by, Class: classOf(r),
			Where: timeline.CommitPoint(a.Outcome, r.Verdict), Named: r.Named}
		if r.Honest && r.Violated() {
			c.Where += "; also without any adversary"
		}
		at := slices.IndexFunc(v.Claims, func(d claimView) bool {
			d.Claims = nil
			return reflect.DeepEqual(c, d)
		})
		if at < 0 {
			at = len(v.Claims)
			v.Claims, ids = append(v.Claims, c), append(ids, nil)
		}
		ids[at] = append(ids[at], r.Verdict.Claim.ID)
		v.Claims[at].Claims = survey.ByKind(ids[at])
	}
}

// judge sums up in a few words what became of an attack. It goes by the claims that the attack
// is meant to violate or, where the attack names none, by all claims that hold without an
// adversary.
func (v *sideView) judge(a *survey.Attack) {
	named := slices.ContainsFunc(a.Results, func(r survey.ClaimResult) bool { return r.Named })
	var broken, tried int
	var by string
	for i := range a.Results {
		r := &a.Results[i]
		if named != r.Named || r.Honest && !named {
			continue
		}
		tried++
		if r.Violated() {
			broken++
		} else {
			_, _, by = a.Came(r)
		}
	}
	switch {
	case a.Outcome == nil:
		v.Came, v.Class = "never got to act", "none"
	case broken > 0 && broken < tried:
		v.Came, v.Class = fmt.Sprintf("violated, %d of %d claims", broken, tried), "bad"
	case broken > 0:
		v.Came, v.Class = "violated", "bad"
	case strings.Count(by, ", ") > 1:
		v.Came, v.Class = fmt.Sprintf("refused, by %d checks", strings.Count(by, ", ")+1), "good"
	case by != "":
		v.Came, v.Class = by, "good"
	default:
		v.Came, v.Class = "no claim violated", "good"
	}
}

func classOf(r *survey.ClaimResult) string {
	if r.Violated() {
		return "bad"
	}
	return "good"
}
