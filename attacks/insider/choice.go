package insider

import (
	"slices"

	"emrproof/attacks"
	"emrproof/attacks/deduce"
	"emrproof/model"
)

// Vary sometimes puts another value in the place of one that the session holds. Half of the
// time it names another principal or department. Otherwise it takes any value of the same sort
// that an insider has. Each pick, modulo the number of choices, chooses one of them.
func (p *Session) Vary(picks [3]int) {
	if picks[0]%3 > 0 {
		return
	}
	var names []string
	for _, name := range p.holds {
		if picks[0]%2 == 0 || p.values[name].sort == model.Identity {
			names = append(names, name)
		}
	}
	name := names[picks[1]%len(names)]
	others := p.coalition.names(name)
	if len(others) == 0 || picks[0]%2 == 0 {
		others = p.coalition.held(p.values[name].sort)
	}
	p.substitute(name, others[picks[2]%len(others)])
}

// substitute puts a value of the same sort in the place of one that the session holds.
func (p *Session) substitute(variable string, r deduce.Recipe) {
	p.values[variable] = value{p.values[variable].sort, r}
}

// Impersonate has a corrupt principal open a phase in another party's role. The picks choose
// the principal, the phase and its role, and with whom the phase is opened.
func (a *Coalition) Impersonate(x *attacks.Executor, picks [3]int) error {
	all := a.openings(a.Corrupt[picks[0]%len(a.Corrupt)])
	if len(all) == 0 {
		return nil
	}
	o := all[picks[1]%len(all)]
	return a.open(x, o, o.with[picks[2]%len(o.with)])
}

// An opening is a phase that a corrupt principal can open in the role of a party that is not
// its own.
type opening struct {
	who   string
	as    model.Party
	phase string
	with  []string // whom it can be opened with
}

// openings returns the phases that a corrupt principal can open in other parties' roles.
func (a *Coalition) openings(who string) []opening {
	var all []opening
	p := a.protocol
	for i := range p.Phases {
		ph := &p.Phases[i]
		for j := range ph.Roles {
			r := &ph.Roles[j]
			if ph.Secure || !r.Opens() || r.Party == a.party(who) || p.Member(r.Party).Trusted {
				continue
			}
			first := slices.IndexFunc(r.Steps, func(s model.Step) bool {
				return s.Kind == model.StepSend
			})
			if first < 0 {
				continue
			}
			with := a.choices[p.Member(r.Steps[first].Peer).ID.Name]
			all = append(all, opening{who, r.Party, ph.Name, with})
		}
	}
	return all
}

// open opens a phase in another party's role.
func (a *Coalition) open(x *attacks.Executor, o opening, with string) error {
	if p := a.session(x, o.who, with, o.as, o.phase); p != nil {
		return p.take(nil)
	}
	return nil
}

// names returns recipes for the names that the variable of an identity can hold.
func (a *Coalition) names(variable string) []deduce.Recipe {
	var all []deduce.Recipe
	for _, name := range a.choices[variable] {
		all = append(all, deduce.Apply("id", deduce.Text(name)))
	}
	return all
}

// held returns recipes for all values of a sort that the sessions hold.
func (a *Coalition) held(sort model.Sort) []deduce.Recipe {
	var all []deduce.Recipe
	for _, q := range a.Sessions {
		for _, name := range q.holds {
			if h := q.values[name]; h.sort == sort {
				all = append(all, h.recipe)
			}
		}
	}
	return all
}
