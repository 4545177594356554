package search

import (
	"slices"

	"emrproof/attacks/search/lazy"
	"emrproof/attacks/search/symbolic"
	"emrproof/model"
	"emrproof/sim/trace"
)

// judgeSecrets looks for a value that is called secret and that the adversary can make by now, or
// by what it steals after all sessions. It says whether no claim is left.
func (x *searcher) judgeSecrets() bool {
	last := x.last()
	for _, c := range x.open {
		lost, more := x.lost, last == nil || last.learned || x.Names
		switch c.Kind {
		case model.Secrecy:
		case model.ForwardSecrecy:
			lost, more = x.lostLater, more || last.Wrote()
		default:
			continue
		}
		for i, e := range x.events {
			if e.Event != model.EventSecret || e.Label != c.Label || e.In.Party != c.By ||
				e.In.Who.Corrupt {
				continue
			}
			if more || i >= len(x.events)-len(last.Events) {
				if x.honest(e, func(peer *symbolic.Principal) bool {
					x.reached[c.ID] = true
					return lost(c, e, peer)
				}) {
					break
				}
			}
		}
	}
	return len(x.open) == 0
}

// lost says whether the adversary can make one of the values of a secret that it has no right
// to.
func (x *searcher) lost(c model.Claim, e *symbolic.Event, _ *symbolic.Principal) bool {
	return x.makes(e, func(*lazy.Term) bool { return x.note(c, nil) })
}

// later is what is stolen of both who share a secret, after all sessions.
var later = []string{trace.RevealKeys, trace.RevealStore}

// lostLater says whether the adversary can make a secret by what it steals of the two who share
// it, and could not without.
func (x *searcher) lostLater(c model.Claim, e *symbolic.Event, peer *symbolic.Principal) bool {
	saved := x.Save()
	defer x.Back(saved)
	before := x.Level
	x.Level++
	p := plan{claim: c}
	for _, who := range []*symbolic.Principal{e.In.Who, peer} {
		for _, what := range later {
			p.later = append(p.later, theft{who, what})
			x.LearnAll(x.Secrets(who, what), x.Level)
		}
	}
	return x.makes(e, func(v *lazy.Term) bool {
		return x.Choose(func() bool {
			v := v.Walk()
			if v.Sort == model.Identity && x.Hears(v, before) ||
				v.Sort != model.Identity && x.Makes(v, before) {
				return false
			}
			kept := p
			return x.keep(&kept, nil)
		})
	})
}

// gets finds the ways in which the adversary makes a value, or hears it if it is a name: everybody
// may write down names.
func (x *searcher) gets(v *lazy.Term, then func() bool) bool {
	if v.Walk().Sort == model.Identity {
		return x.Heard(v, x.Level, then)
	}
	return x.Solve([]lazy.Target{{Term: v, Level: x.Level}}, then)
}

// makes calls f with each value of a secret that the adversary can make and has no right to, in
// each way.
func (x *searcher) makes(e *symbolic.Event, f func(*lazy.Term) bool) bool {
	return slices.ContainsFunc(e.Data, func(v *lazy.Term) bool {
		return x.gets(v, func() bool {
			sharing := chosen(x.events, func(o *symbolic.Event) bool {
				return o.Event == model.EventSecret && slices.ContainsFunc(o.Data,
					func(t *lazy.Term) bool { return lazy.Same(t, v) })
			})
			return x.named(termsOf(sharing...), func() bool { return !x.byRight(e, v) && f(v) })
		})
	})
}

// byRight says whether a corrupt principal was meant to have a secret: somebody whose secret it
// is, because it calls it secret itself or made it, shares it with that principal.
func (x *searcher) byRight(said *symbolic.Event, v *lazy.Term) bool {
	names := func(e *symbolic.Event) bool {
		return slices.ContainsFunc(e.Data, func(t *lazy.Term) bool { return lazy.Same(t, v) })
	}
	owner := map[*symbolic.Principal]bool{said.In.Who: true}
	for _, e := range x.events {
		if e.Event == model.EventMade && names(e) {
			owner[e.In.Who] = true
			if e.In.Who.Corrupt {
				return true
			}
		}
	}
	return slices.ContainsFunc(x.events, func(e *symbolic.Event) bool {
		if e.Event != model.EventSecret || !owner[e.In.Who] || !names(e) {
			return false
		}
		peer := x.ByName[e.With.Walk().Name]
		return peer != nil && peer.Corrupt
	})
}
