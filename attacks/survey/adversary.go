package survey

import (
	"strings"

	"emrproof/attacks/generate"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/trace"
)

// The kinds of adversaries against which a profile is tested.
const (
	Outsider = "outsider"
	insider  = "insider"
	device   = "stolen device"
	theft    = "key theft"
	// Beyond is an adversary who has what the description does not claim to withstand.
	Beyond = "out of scope"
)

// Adversaries are all kinds of adversaries, the weakest first, and Beyond last.
var Adversaries = []string{Outsider, insider, device, theft, Beyond}

// Steals says whether an adversary of a kind steals from principals who are honest.
func Steals(who string) bool { return who == device || who == theft }

// By returns the kind of adversary that makes an attack. It follows from what the adversary was
// given in the run, and not from what the attack's author says.
func (a *Attack) By() string {
	if a.Scope != "" {
		return Beyond
	}
	given := map[string]map[string]bool{} // by principal
	parties := map[string]model.Party{}
	for _, e := range a.Outcome.Events {
		if e.Kind == trace.KindReveal {
			if given[e.Who] == nil {
				given[e.Who], parties[e.Who] = map[string]bool{}, e.Party
			}
			given[e.Who][e.Label] = true
		}
	}
	if len(given) == 0 {
		return Outsider
	}
	for who, what := range given {
		switch {
		case what[trace.RevealAll]:
			return insider // whatever it steals besides
		case len(given) == 1 && a.onDevice(parties[who], what):
			return device
		}
	}
	return theft
}

// onDevice says whether all that was given of a principal of a party lies in its device: what the
// device stores, and its keys unless they are sealed there.
func (a *Attack) onDevice(party model.Party, what map[string]bool) bool {
	for label := range what {
		if label != trace.RevealStore && (label != trace.RevealKeys || a.sealed(party)) {
			return false
		}
	}
	return what[trace.RevealStore]
}

// sealed says whether a party keeps its private keys only inside a ciphertext.
func (a *Attack) sealed(party model.Party) bool {
	p, err := library.Profile(a.Config.Profile, a.Config.Options...)
	return err == nil && p.Member(party) != nil && p.Member(party).Sealed
}

// on returns the kind of adversary that makes an attack on one claim. It is Beyond if the
// attack violates a claim that the description does not make in full.
func (a *Attack) on(r *ClaimResult) string {
	if r.Violated() && r.Verdict.Claim.Scope != "" {
		return Beyond
	}
	return a.By()
}

// brokenBy returns the scripts that explain a claim which a generated attack broke. If there
// are none, it returns a name for the generated attack itself.
func brokenBy(c generate.Case, b generate.Broken) []string {
	if b.Why == "" {
		return []string{"generated: " + c.Kind + " " + c.Message}
	}
	return strings.Split(b.Why, ", ")
}

// caseBy returns the kind of adversary that makes a generated attack.
func caseBy(c generate.Case) string {
	if len(c.Corrupt) > 0 {
		return insider
	}
	return Outsider
}
