package insider

import (
	"emrproof/model"
	"emrproof/sim"
)

// Coalitions returns the sets of principals that may be corrupt together in a world: each
// principal of an untrusted party alone, and then each two of them.
func Coalitions(p *model.Protocol, c sim.Config) [][]string {
	var names []string
	for _, m := range p.Parties {
		for _, who := range c.Principals {
			if !m.Trusted && who.Party == m.Party {
				names = append(names, who.Name)
			}
		}
	}
	var all [][]string
	for _, name := range names {
		all = append(all, []string{name})
	}
	for i, one := range names {
		for _, other := range names[i+1:] {
			all = append(all, []string{one, other})
		}
	}
	return all
}
