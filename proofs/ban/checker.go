package ban

import (
	"fmt"
	"slices"
)

// A Refusal says which step of a proof the checker does not accept, and why.
type Refusal struct {
	Conclusion *Formula
	Why        string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("the checker refuses %s: %s", r.Conclusion, r.Why)
}

// check accepts or refuses a proof step by step. It shares nothing with the prover
// but the type of formulas and that of claims: each rule is written here again, as a
// look at premises and conclusion, where the prover's looks for conclusions.
func check(t *Theory, c *claim) (*Derivation, error) {
	k := &checker{theory: t, done: map[*claim]*Derivation{}, open: map[*claim]bool{}}
	return k.check(c)
}

type checker struct {
	theory *Theory
	done   map[*claim]*Derivation
	open   map[*claim]bool // being looked at: to meet one again is to go in a circle
}

func (k *checker) check(c *claim) (*Derivation, error) {
	refuse := func(why string, args ...any) (*Derivation, error) {
		return nil, &Refusal{c.conclusion, fmt.Sprintf(why, args...)}
	}
	if d := k.done[c]; d != nil {
		return d, nil
	}
	if k.open[c] {
		return refuse("it is derived from itself")
	}
	if c.rule == "" {
		if !k.given(c) {
			return refuse("%q does not give it", c.given)
		}
		k.done[c] = &Derivation{conclusion: c.conclusion, given: c.given}
		return k.done[c], nil
	}
	if !k.allowed(c.rule) || c.given != "" {
		return refuse("rule %q is not switched on", c.rule)
	}
	k.open[c] = true
	defer delete(k.open, c)
	d := &Derivation{conclusion: c.conclusion, rule: c.rule}
	var from []*Formula
	for _, p := range c.premises {
		checked, err := k.check(p)
		if err != nil {
			return nil, err
		}
		d.premises = append(d.premises, checked)
		from = append(from, p.conclusion)
	}
	if !inferences[c.rule](from, c.conclusion) || c.rule == "sees-held" && k.public(from[0].Args[0]) {
		return refuse("it does not follow by %q from %v", c.rule, from)
	}
	k.done[c] = d
	return d, nil
}

func (k *checker) given(c *claim) bool {
	return len(c.premises) == 0 && slices.ContainsFunc(k.theory.Given, func(g Given) bool {
		return g.ID == c.given && g.Formula.Equal(c.conclusion)
	})
}

// public says whether a key is the public half of a pair anywhere in the theory: to hold
// it opens nothing.
func (k *checker) public(key *Formula) bool {
	found := false
	look := func(f *Formula) {
		f.Walk(func(g *Formula) {
			found = found || (g.Op == OpPublic || g.Op == OpInverse) && g.Args[0].Equal(key)
		})
	}
	for _, g := range k.theory.Given {
		look(g.Formula)
	}
	for _, f := range k.theory.Asked {
		look(f)
	}
	return found
}

func (k *checker) allowed(id string) bool {
	r, known := RuleNamed(id)
	t := k.theory
	return known && (r.Extension == "" || slices.Contains(t.Extensions, r.Extension)) &&
		(t.Families == nil || slices.Contains(t.Families, r.Family))
}

// inferences say for each rule whether the conclusion follows from the premises, in
// the rule's order.
var inferences = map[string]func(from []*Formula, to *Formula) bool{
	"message-meaning-shared": func(from []*Formula, to *Formula) bool {
		p, q, x, ok := saying(to)
		return ok && len(from) == 2 && sharedWith(from[0], p, q, keyOf(from[1])) &&
			sealedFor(from[1], p, x) && from[1].Args[0].Name != p
	},
	"message-meaning-public": func(from []*Formula, to *Formula) bool {
		p, q, x, ok := saying(to)
		return ok && len(from) == 2 && sealedFor(from[1], p, x) && ownerIs(from[0], p, q, from[1])
	},
	"message-meaning-secret": func(from []*Formula, to *Formula) bool {
		p, q, x, ok := saying(to)
		if !ok || len(from) != 2 || !in(from[1], OpSees, p) || !in(from[0], OpBelieves, p) {
			return false
		}
		c := from[1].Args[0]
		return c.Op == OpCombined && c.Args[0].Equal(x) &&
			from[0].Args[0].Equal(Secret(p, c.Args[1], q))
	},
	"nonce-verification": func(from []*Formula, to *Formula) bool {
		p, q, x, ok := believing(to)
		return ok && len(from) == 2 && from[0].Equal(Believes(p, Fresh(x))) &&
			from[1].Equal(Believes(p, Said(q, x))) && !hidden(x)
	},
	"jurisdiction": func(from []*Formula, to *Formula) bool {
		if len(from) != 2 || to.Op != OpBelieves {
			return false
		}
		p, q, x, ok := believing(from[1])
		return ok && p == to.Name && x.Equal(to.Args[0]) &&
			from[0].Equal(Believes(p, Controls(q, x)))
	},
	"belief-tuple": func(from []*Formula, to *Formula) bool { return joined(from, to, OpBelieves) },
	"has-tuple":    func(from []*Formula, to *Formula) bool { return joined(from, to, OpHas) },
	"belief-part": func(from []*Formula, to *Formula) bool {
		return len(from) == 1 && to.Op == OpBelieves && partDeep(from[0], to)
	},
	"said-part": func(from []*Formula, to *Formula) bool {
		p, q, x, ok := saying(to)
		if !ok || len(from) != 1 {
			return false
		}
		p2, q2, whole, ok := saying(from[0])
		return ok && p == p2 && q == q2 && among(x, whole)
	},
	"sees-part": func(from []*Formula, to *Formula) bool { return partOf(from, to, OpSees) },
	"has-part":  func(from []*Formula, to *Formula) bool { return partOf(from, to, OpHas) },
	"sees-combined": func(from []*Formula, to *Formula) bool {
		return len(from) == 1 && to.Op == OpSees && in(from[0], OpSees, to.Name) &&
			from[0].Args[0].Op == OpCombined && from[0].Args[0].Args[0].Equal(to.Args[0])
	},
	"sees-shared": func(from []*Formula, to *Formula) bool {
		if !opens(from, to) || from[0].Op != OpBelieves || from[0].Args[0].Op != OpShared {
			return false
		}
		s := from[0].Args[0]
		return from[0].Name == to.Name && s.Args[0].Equal(keyOf(from[1])) &&
			(s.Name == to.Name || s.Peer == to.Name)
	},
	"sees-public": func(from []*Formula, to *Formula) bool {
		return opens(from, to) && from[0].Equal(Believes(to.Name, Public(keyOf(from[1]), to.Name)))
	},
	"sees-signed": func(from []*Formula, to *Formula) bool {
		return opens(from, to) && in(from[0], OpBelieves, to.Name) &&
			from[0].Args[0].Op == OpPublic &&
			ownerIs(from[0], to.Name, from[0].Args[0].Name, from[1])
	},
	"sees-held": func(from []*Formula, to *Formula) bool {
		return opens(from, to) && keyOf(from[1]).Op != OpInverse &&
			from[0].Equal(Has(to.Name, keyOf(from[1])))
	},
	"sees-held-private": func(from []*Formula, to *Formula) bool {
		return opens(from, to) && keyOf(from[1]).Op != OpInverse &&
			from[0].Equal(Has(to.Name, Inverse(keyOf(from[1]), "")))
	},
	"fresh-tuple": func(from []*Formula, to *Formula) bool {
		p, part, ok := freshness(from)
		return ok && in(to, OpBelieves, p) && to.Args[0].Op == OpFresh &&
			among(part, to.Args[0].Args[0])
	},
	"fresh-envelope": func(from []*Formula, to *Formula) bool {
		p, x, ok := freshness(from)
		if !ok || !in(to, OpBelieves, p) || to.Args[0].Op != OpFresh {
			return false
		}
		c := to.Args[0].Args[0]
		return c.Op == OpEncrypted && c.Args[0].Equal(x)
	},
	"hash": func(from []*Formula, to *Formula) bool {
		p, q, x, ok := saying(to)
		return ok && len(from) == 2 && from[0].Equal(Believes(p, Said(q, Apply("H", x)))) &&
			from[1].Equal(Sees(p, x))
	},
	"has-seen": func(from []*Formula, to *Formula) bool {
		return len(from) == 1 && to.Op == OpHas && from[0].Equal(Sees(to.Name, to.Args[0]))
	},
	"fresh-key": func(from []*Formula, to *Formula) bool {
		p, q, x, ok := believing(to)
		return ok && len(from) == 3 && sealedFor(from[2], p, x) && from[2].Args[0].Name != p &&
			from[0].Equal(Believes(p, Fresh(keyOf(from[2])))) &&
			sharedWith(from[1], p, q, keyOf(from[2])) && !hidden(x)
	},
	"said-has": func(from []*Formula, to *Formula) bool {
		if len(from) != 1 {
			return false
		}
		p, q, x, ok := saying(from[0])
		return ok && to.Equal(Believes(p, Has(q, x)))
	},
	"key-agreement": func(from []*Formula, to *Formula) bool {
		if len(from) != 3 || to.Op != OpBelieves || to.Args[0].Op != OpShared ||
			!in(from[1], OpBelieves, to.Name) || !in(from[2], OpBelieves, to.Name) {
			return false
		}
		a, b, f := from[1].Args[0], from[2].Args[0], to.Args[0].Args[0]
		if a.Op != OpPublic || b.Op != OpPublic || f.Op != OpApply || a.Name != to.Name {
			return false
		}
		return from[0].Equal(Believes(to.Name, Fresh(a.Args[0]))) &&
			to.Args[0].Equal(Shared(a.Name, f, b.Name)) &&
			(f.Args[0].Equal(Tuple(a.Args[0], b.Args[0])) ||
				f.Args[0].Equal(Tuple(b.Args[0], a.Args[0])))
	},
}

// saying takes P ⊨ Q ∼ X apart.
func saying(f *Formula) (p, q string, x *Formula, ok bool) {
	if f.Op != OpBelieves || f.Args[0].Op != OpSaid {
		return "", "", nil, false
	}
	return f.Name, f.Args[0].Name, f.Args[0].Args[0], true
}

// believing takes P ⊨ Q ⊨ X apart.
func believing(f *Formula) (p, q string, x *Formula, ok bool) {
	if f.Op != OpBelieves || f.Args[0].Op != OpBelieves {
		return "", "", nil, false
	}
	return f.Name, f.Args[0].Name, f.Args[0].Args[0], true
}

// freshness takes the one premise P ⊨ #(X) apart.
func freshness(from []*Formula) (p string, x *Formula, ok bool) {
	if len(from) != 1 || from[0].Op != OpBelieves || from[0].Args[0].Op != OpFresh {
		return "", nil, false
	}
	return from[0].Name, from[0].Args[0].Args[0], true
}

func in(f *Formula, op Op, who string) bool { return f.Op == op && f.Name == who }

// keyOf is the key of P ⊲ {X}K; an impossible name when it is no such formula.
func keyOf(f *Formula) *Formula {
	if f.Op == OpSees && f.Args[0].Op == OpEncrypted {
		return f.Args[0].Args[1]
	}
	return Name("")
}

// sealedFor says whether f is P ⊲ {X}K.
func sealedFor(f *Formula, p string, x *Formula) bool {
	return in(f, OpSees, p) && f.Args[0].Op == OpEncrypted && f.Args[0].Args[0].Equal(x)
}

// sharedWith says whether f is P ⊨ Q ↔K P.
func sharedWith(f *Formula, p, q string, k *Formula) bool {
	return f.Equal(Believes(p, Shared(q, k, p)))
}

// ownerIs says whether f is P ⊨ K → Q for the K whose private half made what is seen.
func ownerIs(f *Formula, p, q string, seen *Formula) bool {
	k := keyOf(seen)
	return k.Op == OpInverse && f.Equal(Believes(p, Public(k.Args[0], q)))
}

// opens says whether the second premise is P ⊲ {X}K and the conclusion P ⊲ X.
func opens(from []*Formula, to *Formula) bool {
	return len(from) == 2 && to.Op == OpSees && sealedFor(from[1], to.Name, to.Args[0])
}

// hidden says whether something in a formula is encrypted.
func hidden(f *Formula) bool {
	if f.Op == OpEncrypted {
		return true
	}
	return slices.ContainsFunc(f.Args, hidden)
}

// among says whether x is some of the parts of a tuple, not all, in their order.
func among(x, whole *Formula) bool {
	if whole.Op != OpTuple || x.Equal(whole) {
		return false
	}
	rest := x.Parts()
	for _, p := range whole.Args {
		if len(rest) > 0 && p.Equal(rest[0]) {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// partOf says whether the premise is P ⊲ (X‖Y) and the conclusion P ⊲ X, and the same
// for ∋.
func partOf(from []*Formula, to *Formula, op Op) bool {
	return len(from) == 1 && to.Op == op && in(from[0], op, to.Name) &&
		among(to.Args[0], from[0].Args[0])
}

// partDeep says the same for P ⊨ Q ⊨ …, as deep as both go.
func partDeep(whole, part *Formula) bool {
	if !in(whole, OpBelieves, part.Name) || part.Op != OpBelieves {
		return false
	}
	x, y := whole.Args[0], part.Args[0]
	return among(y, x) || y.Op == OpBelieves && partDeep(x, y)
}

// joined says whether the premises are P ⊨ X1, P ⊨ X2, … for the parts of a tuple that
// P ⊨ in the conclusion, and the same for ∋.
func joined(from []*Formula, to *Formula, op Op) bool {
	if to.Op != op || to.Args[0].Op != OpTuple || len(from) != len(to.Args[0].Args) {
		return false
	}
	for i, x := range to.Args[0].Args {
		if !in(from[i], op, to.Name) || !from[i].Args[0].Equal(x) {
			return false
		}
	}
	return true
}
