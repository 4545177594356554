package sim

import (
	"fmt"
	"slices"
	"strings"

	"emrproof/model"
	"emrproof/sim/trace"
)

// A change is one thing that goes other than described: a role computes or sends
// another value, or the network interferes, or a certificate runs out.
type change struct {
	what     string
	at       place // the step that is another one, if one is
	eq       int   // its equation
	protocol *model.Protocol
	config   func(c Config) Config // nil: as it is
	network  Adversary             // nil: delivers everything
	flips    bool                  // a bit of a ciphertext's tag, and nothing else
}

// dishonest are the changes in which a role computes or sends another value: each
// part of each term that it computes is replaced by another value of its sort, each
// part that can go is left out, and each field that it sends is replaced.
func dishonest(p *model.Protocol) []change {
	return eachChange(p, func(s *model.Step, add adder) {
		switch s.Kind {
		case model.StepLet:
			for _, m := range mutants(s.Term) {
				add(m.what, func(s *model.Step) { s.Term = m.term })
			}
		case model.StepSend:
			for j, f := range s.Fields {
				add(f.String()+" is another", func(s *model.Step) {
					s.Fields = slices.Clone(s.Fields)
					s.Fields[j] = another(f)
				})
			}
		}
	})
}

// mistaken are the changes in which a role checks or opens the wrong thing, in steps
// that carry an equation.
func mistaken(p *model.Protocol) []change {
	return eachChange(p, func(s *model.Step, add adder) {
		if s.Eqn == 0 || s.Kind == model.StepLet {
			return
		}
		if s.Key != nil {
			add(s.Key.String()+" is another", func(s *model.Step) { s.Key = another(s.Key) })
		}
		for _, m := range mutants(s.Term) {
			add(m.what, func(s *model.Step) { s.Term = m.term })
		}
		switch s.Kind {
		case model.StepEqual:
			for _, m := range mutants(s.Var) {
				add(m.what, func(s *model.Step) { s.Var = m.term })
			}
		case model.StepVerify:
			for _, m := range mutants(model.Apply(model.OpTuple, s.Fields...)) {
				if m.term.Op == model.OpTuple {
					add(m.what, func(s *model.Step) { s.Fields = m.term.Args })
				}
			}
		case model.StepOpen:
			swapFields(s, add)
		}
	})
}

// An adder adds a change of the step at hand.
type adder func(what string, edit func(s *model.Step))

// eachChange collects what f adds for each step of a description. Changes of the
// same name in one step are numbered.
func eachChange(p *model.Protocol, f func(s *model.Step, add adder)) []change {
	var all []change
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		at := place{ph.Name, r.Party, i}
		times := map[string]int{}
		name := stepName(s)
		if name == "" {
			name = s.Kind.String()
		}
		f(s, func(what string, edit func(s *model.Step)) {
			if times[what]++; times[what] > 1 {
				what += fmt.Sprintf(" (%d)", times[what])
			}
			all = append(all, change{
				what: fmt.Sprintf("%s, %s, %s: %s", ph.Name, r.Party, name, what),
				at:   at, eq: s.Eqn, protocol: changeStep(p, at, edit),
			})
		})
	})
	return all
}

// swapFields takes two fields of one sort for each other.
func swapFields(s *model.Step, add adder) {
	for j, f := range s.Fields {
		for k, g := range s.Fields[:j] {
			if f.Sort != g.Sort {
				continue
			}
			add(fmt.Sprintf("%s and %s are swapped", g, f), func(s *model.Step) {
				s.Fields, s.Anew = slices.Clone(s.Fields), slices.Clone(s.Anew)
				s.Fields[j], s.Fields[k] = s.Fields[k], s.Fields[j]
				s.Anew[j], s.Anew[k] = s.Anew[k], s.Anew[j]
			})
		}
	}
}

// interfering are the changes that the network, and the calendar, can bring about:
// each message that is looked at for its age comes late, the last bit of each
// ciphertext flips, and bob's certificate runs out just before each check of it.
func interfering(p *model.Protocol, expiries map[place]trace.Duration) []change {
	var all []change
	add := func(c change) { c.protocol = p; all = append(all, c) }
	near := func(c check) bool { return strings.Contains(c.name, " near ") }
	if slices.ContainsFunc(checksOf(p), near) {
		// Each is in time, and a consent given at the beginning is too old at the end.
		add(change{what: "every message is 7 seconds late",
			network: onMessage(func(n *Network, m *trace.Message) { n.Deliver(m, m.To, 7*second) })})
	}
	p.EachStep(func(ph *model.Phase, r *model.Role, i int, s *model.Step) {
		if s.Kind == model.StepCert {
			until := expiries[place{ph.Name, r.Party, i}]
			add(change{
				what:   fmt.Sprintf("%s, %s: the certificate runs out", ph.Name, r.Party),
				config: func(c Config) Config { return certifyBob(c, until) },
			})
		}
		switch s.Kind {
		case model.StepNear:
			for _, party := range []model.Party{r.Party, stamps(p, s.Var)} {
				add(change{
					what:   fmt.Sprintf("%s, %s: the clock of %s is two minutes ahead", ph.Name, s.Var, party),
					config: func(c Config) Config { return setClocks(c, party) },
				})
			}
		case model.StepOnce:
			first := r.Steps[slices.IndexFunc(r.Steps, isReceive)].Msg
			add(change{what: first + " comes twice", network: repeating(first)})
		}
		if s.Kind != model.StepRecv || ph.Secure {
			return
		}
		add(change{what: s.Msg + " is two minutes late", network: delaying(s.Msg, 2*minute)})
		for j, f := range s.Fields {
			if f.Sort == model.Ciphertext {
				add(change{what: s.Msg + ": a bit of " + f.String() + " flips", flips: true,
					network: changing(s.Msg, j, flipLast)})
			}
		}
	})
	return all
}

func isReceive(s model.Step) bool { return s.Kind == model.StepRecv }

// stamps is the party that reads its clock into a time stamp.
func stamps(p *model.Protocol, v *model.Term) (party model.Party) {
	p.EachStep(func(_ *model.Phase, r *model.Role, _ int, s *model.Step) {
		if s.Kind == model.StepStamp && s.Var.Name == v.Name {
			party = r.Party
		}
	})
	return party
}

// setClocks is c with the clocks of a party two minutes ahead.
func setClocks(c Config, party model.Party) Config {
	c.Principals = slices.Clone(c.Principals)
	for i := range c.Principals {
		if p := &c.Principals[i]; p.Party == party {
			p.Skew = 2 * minute
		}
	}
	return c
}

// repeating delivers messages of one name once more, to a new session.
func repeating(name string) Adversary {
	return on(name, func(n *Network, m *trace.Message) {
		n.Deliver(m, m.To, 0)
		n.Deliver(m, trace.Address{Principal: m.To.Principal}, 1)
	})
}

// certifyBob is c with another end of the validity of bob's certificate.
func certifyBob(c Config, until trace.Duration) Config {
	c.Principals = slices.Clone(c.Principals)
	for i := range c.Principals {
		if p := &c.Principals[i]; p.Name == "bob" {
			p.CertFrom, p.CertUntil = -hour, until
		}
	}
	return c
}

// stepName is what a step computes, checks, sends or looks in.
func stepName(s *model.Step) string {
	switch s.Kind {
	case model.StepSend, model.StepRecv:
		return s.Msg
	case model.StepLookup, model.StepStore:
		return s.Table
	case model.StepEqual:
		if s.Var.Op == model.OpVar {
			return s.Var.String()
		}
		return "" // too long
	case model.StepOpen, model.StepVerify, model.StepOnce:
		return s.Term.String()
	}
	if s.Var != nil {
		return s.Var.String()
	}
	return ""
}

// A mutant is a term with one part changed.
type mutant struct {
	what string
	term *model.Term
}

// mutants are the terms in which one part of t, or t itself, is another value of its
// sort, and those in which one part of a sum or of a concatenation is missing.
func mutants(t *model.Term) []mutant {
	if t == nil {
		return nil
	}
	var all []mutant
	if t.Sort != model.Text {
		all = append(all, mutant{t.String() + " is another", another(t)})
	}
	first := 0 // of the parts that can go
	switch t.Op {
	case model.OpAEnc, model.OpSEnc, model.OpSign, model.OpCert, model.OpMask, model.OpMAC,
		model.OpExtract:
		first = 1
	case model.OpTuple, model.OpHashB, model.OpHashS, model.OpHashK, model.OpSum:
	default:
		first = len(t.Args)
	}
	with := func(args []*model.Term) *model.Term {
		u := *t
		u.Args = args
		return &u
	}
	for i, a := range t.Args {
		for _, m := range mutants(a) {
			args := slices.Clone(t.Args)
			args[i] = m.term
			all = append(all, mutant{m.what, with(args)})
		}
		if i >= first && len(t.Args)-first > 1 {
			all = append(all, mutant{a.String() + " is missing",
				with(slices.Delete(slices.Clone(t.Args), i, i+1))})
		}
	}
	return all
}
