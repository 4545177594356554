package deduce_test

import (
	"maps"
	"math/rand/v2"
	"slices"

	"emrproof/attacks/deduce"
	"emrproof/model"
)

// plain is the slow, plain second version of Knowledge. It knows which of all the
// subterms there are can be made, and goes over them until no more can: what has a
// key is taken apart, what has parts is put together. Scalars and points it tries
// in worlds: see worlds.
type plain struct {
	modes deduce.Modes
	all   []*model.Term // subterms of what is given and of the goal
	known map[string]*model.Term
	rnd   *rand.Rand
}

func newPlain(m deduce.Modes, given []*model.Term, goal *model.Term) *plain {
	p := &plain{modes: m, known: map[string]*model.Term{}, rnd: rand.New(rand.NewPCG(1, 2))}
	seen := map[string]bool{}
	for _, t := range append(with(given...), goal) {
		t.Walk(func(u *model.Term) {
			if c := model.Canon(u); !seen[c] {
				seen[c] = true
				p.all = append(p.all, u)
			}
		})
	}
	for _, t := range given {
		p.learn(t)
	}
	for more := true; more; {
		more = p.apart() || p.together()
	}
	return p
}

func (p *plain) learn(t *model.Term) bool {
	c := model.Canon(t)
	if p.known[c] != nil {
		return false
	}
	p.known[c] = t
	return true
}

func (p *plain) knows(t *model.Term) bool { return p.known[model.Canon(t)] != nil }

// apart takes everything apart that it can.
func (p *plain) apart() (more bool) {
	for _, t := range p.known {
		open := false
		switch t.Op {
		case model.OpTuple:
			open = true
		case model.OpSign:
			open = t.Mode&model.Recovery != 0
		case model.OpMask:
			open = p.knows(t.Key())
		case model.OpSEnc:
			open = t.Mode == p.modes[t.Op] && p.knows(t.Key())
		case model.OpAEnc:
			open = p.knows(prk(t.Key().Name))
		}
		if !open {
			continue
		}
		for _, f := range t.Fields() {
			more = p.learn(f) || more
		}
	}
	return more
}

// together puts everything together that it can.
func (p *plain) together() (more bool) {
	var w *worlds
	var sums map[uint64]bool
	for _, t := range p.all {
		if p.knows(t) {
			continue
		}
		ok := p.compose(t)
		if !ok && (t.Sort == model.Scalar || t.Sort == model.Point) {
			if w == nil {
				w = p.worlds()
			}
			ok = w.determine(t)
		}
		if !ok && (t.Sort == model.Data || t.Sort == model.Key) {
			if sums == nil {
				sums = p.sums()
			}
			ok = sums[p.texts(t)]
		}
		if ok {
			p.learn(t)
			more = true
		}
	}
	return more
}

// sums are all exclusive ors of texts that are known, each tried, as sets of texts.
func (p *plain) sums() map[uint64]bool {
	all := map[uint64]bool{0: true}
	for _, t := range p.known {
		if one := p.texts(t); (t.Sort == model.Data || t.Sort == model.Key) && !all[one] {
			for have := range maps.Clone(all) {
				all[have^one] = true
			}
		}
	}
	return all
}

// texts is the set of the texts of which a text is the exclusive or: a bit for each.
func (p *plain) texts(t *model.Term) uint64 {
	if t.Op == model.OpXOR {
		var set uint64
		for _, a := range t.Args {
			set ^= p.texts(a)
		}
		return set
	}
	return 1 << slices.IndexFunc(p.all, func(u *model.Term) bool { return model.Equal(t, u) })
}

func (p *plain) compose(t *model.Term) bool {
	switch t.Op {
	case model.OpAtom:
		return t.Sort == model.Identity
	case model.OpGen, model.OpConst, model.OpLabel:
		return true
	case model.OpPUK:
		return t.Name != "nobody"
	case model.OpTuple, model.OpHashB, model.OpHashS, model.OpHashK, model.OpSign, model.OpMask,
		model.OpInv, model.OpSum, model.OpMul:
		for _, a := range t.Args {
			if !p.knows(a) {
				return false
			}
		}
		return t.Mode == p.modes[t.Op]
	}
	return false
}
