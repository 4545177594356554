package checker

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"emrproof/proofs/ban"
)

// A world is what happened, as the logic would have it read: who knows which names, who
// uttered which terms when, and who received them. A belief in a statement is read as the
// statement being true, so that a rule is sound when it leads from true premises to a true
// conclusion in every world.
type world struct {
	knows    map[string][]*ban.Formula // what a principal starts with
	utters   []utterance
	received map[string][]*ban.Formula
	closed   map[string][]*ban.Formula // what each can take apart, once the world is drawn
}

// An utterance is a term that a principal made and sent, in an earlier run or in this one.
type utterance struct {
	who  string
	old  bool
	term *ban.Formula
}

var people = []string{"P", "Q", "R"}

// has says whether a principal can make a term of what it knows and has received.
func (w *world) has(p string, x *ban.Formula) bool {
	if all, ok := w.closed[p]; ok {
		return makes(all, x)
	}
	return makes(w.apart(p), x)
}

// apart is what a principal knows and has received, taken apart.
func (w *world) apart(p string) []*ban.Formula {
	all := append(slices.Clone(w.knows[p]), w.received[p]...)
	for i := 0; i < len(all); i++ {
		f := all[i]
		add := func(g *ban.Formula) {
			if !slices.ContainsFunc(all, g.Equal) {
				all = append(all, g)
				i = -1 // a key may open what came before
			}
		}
		switch {
		case f.Op == ban.OpTuple:
			for _, g := range f.Args {
				add(g)
			}
		case f.Op == ban.OpCombined:
			add(f.Args[0])
		case f.Op == ban.OpEncrypted && makes(all, opener(f.Args[1])):
			add(f.Args[0])
		}
	}
	return all
}

// opener is the key that opens what a key closes: K and L are pairs, S and T are shared.
func opener(k *ban.Formula) *ban.Formula {
	switch {
	case k.Op == ban.OpInverse:
		return k.Args[0]
	case k.Op == ban.OpName && (k.Name == "K" || k.Name == "L"):
		return ban.New(ban.OpInverse, "", k)
	}
	return k
}

// makes says whether a term can be put together.
func makes(all []*ban.Formula, x *ban.Formula) bool {
	if slices.ContainsFunc(all, x.Equal) {
		return true
	}
	switch x.Op {
	case ban.OpAgreed: // the private half of one, and the other
		k, l := x.Args[0], x.Args[1]
		return makes(all, ban.New(ban.OpInverse, "", k)) && makes(all, l) ||
			makes(all, ban.New(ban.OpInverse, "", l)) && makes(all, k)
	case ban.OpTuple, ban.OpApply, ban.OpEncrypted, ban.OpCombined:
		return !slices.ContainsFunc(x.Args, func(a *ban.Formula) bool { return !makes(all, a) })
	}
	return false
}

// holds says whether a statement is true in a world.
func (w *world) holds(f *ban.Formula) bool {
	switch x := f; f.Op {
	case ban.OpBelieves:
		if inner := x.Args[0]; inner.Statement() {
			return w.holds(inner)
		}
		for _, part := range x.Args[0].Parts() { // a belief in a tuple is one in each part
			if !w.says(x.Name, part, false) {
				return false
			}
		}
		return true
	case ban.OpSaid:
		return w.says(x.Name, x.Args[0], true)
	case ban.OpSees:
		return slices.ContainsFunc(w.received[x.Name], func(r *ban.Formula) bool {
			return inside(r, x.Args[0])
		}) && w.has(x.Name, x.Args[0])
	case ban.OpHas:
		return w.has(x.Name, x.Args[0])
	case ban.OpFresh:
		return !slices.ContainsFunc(w.utters, func(u utterance) bool {
			used := false // also as a key
			u.term.Walk(func(g *ban.Formula) { used = used || g.Equal(x.Args[0]) })
			return u.old && (used || inside(u.term, x.Args[0]))
		})
	case ban.OpShared, ban.OpSecret:
		return w.onlyFor(x.Args[0], x.Name, x.Peer)
	case ban.OpPublic:
		return opener(x.Args[0]).Op == ban.OpInverse &&
			w.onlyFor(ban.New(ban.OpInverse, "", x.Args[0]), x.Name)
	}
	panic(fmt.Sprint("no truth for ", f))
}

// onlyFor says whether these can make a term, and nobody else.
func (w *world) onlyFor(x *ban.Formula, who ...string) bool {
	return !slices.ContainsFunc(people, func(p string) bool {
		return slices.Contains(who, p) != w.has(p, x)
	})
}

// says says whether a principal uttered a term, knowing what it said: in this run, or ever.
func (w *world) says(p string, x *ban.Formula, ever bool) bool {
	return slices.ContainsFunc(w.utters, func(u utterance) bool {
		return u.who == p && (ever || !u.old) && inside(u.term, x)
	})
}

// inside says whether a term stands in another, some parts of a tuple among its terms.
func inside(whole, x *ban.Formula) bool {
	if whole.Equal(x) || whole.Op == ban.OpTuple && among(x, whole) {
		return true
	}
	if whole.Op == ban.OpApply || whole.Op == ban.OpInverse || whole.Op == ban.OpAgreed {
		return false
	}
	args := whole.Args
	if whole.Op == ban.OpEncrypted || whole.Op == ban.OpCombined {
		args = args[:1] // a key is not said
	}
	return slices.ContainsFunc(args, func(a *ban.Formula) bool { return inside(a, x) })
}

// draw makes a world in which everybody sends what it can make, and gets what is sent.
func draw(r *rand.Rand) *world {
	w := &world{knows: map[string][]*ban.Formula{}, received: map[string][]*ban.Formula{}}
	name := ban.Name
	for _, p := range people {
		w.knows[p] = []*ban.Formula{name("K"), name("L")} // public
		for _, secret := range []*ban.Formula{name("S"), name("X"), name("Y"), name("N"),
			ban.New(ban.OpInverse, "", name("K")), ban.New(ban.OpInverse, "", name("L"))} {
			if r.IntN(2) == 0 {
				w.knows[p] = append(w.knows[p], secret)
			}
		}
	}
	values := []*ban.Formula{name("X"), name("Y"), ban.Tuple(name("X"), name("Y")),
		ban.New(ban.OpApply, "H", name("X"))}
	keys := []*ban.Formula{name("S"), name("K"), ban.New(ban.OpInverse, "", name("K")),
		ban.New(ban.OpAgreed, "", name("K"), name("L"))}
	for range 1 + r.IntN(4) {
		p := people[r.IntN(3)]
		x := values[r.IntN(len(values))]
		switch r.IntN(4) {
		case 0:
			x = ban.New(ban.OpCombined, "", x, name("Y"))
		case 1, 2:
			x = ban.New(ban.OpEncrypted, p, x, keys[r.IntN(len(keys))])
		}
		if !w.has(p, x) {
			continue
		}
		w.utters = append(w.utters, utterance{p, r.IntN(2) == 0, x})
		for _, q := range people {
			// The 1990 paper has it that nobody sees a combination that it made itself.
			own := q == p && x.Op == ban.OpCombined
			if r.IntN(3) > 0 && !own {
				w.received[q] = append(w.received[q], x)
			}
		}
	}
	w.closed = map[string][]*ban.Formula{}
	for _, p := range people {
		w.closed[p] = w.apart(p)
	}
	return w
}

// instances are a rule's premises and conclusion about things of the worlds: each key for
// K and L, also one key for both, and each principal for Q and R.
func instances(t *testing.T, r ban.Rule) [][]*ban.Formula {
	var all [][]*ban.Formula
	known := map[string]bool{}
	name := ban.Name
	schema := schemaOf(t, r)
	for _, q := range people {
		for _, k := range []*ban.Formula{name("S"), name("K"),
			ban.New(ban.OpAgreed, "", name("K"), name("L"))} {
			for _, l := range []*ban.Formula{name("K"), name("L")} {
				for _, from := range []string{"", "P", "Q", "R"} {
					var one []*ban.Formula
					id := ""
					for _, f := range schema {
						g := instance(f, q, k, l, from)
						one, id = append(one, g), id+g.Key
					}
					if !known[id] {
						known[id] = true
						all = append(all, one)
					}
				}
			}
		}
	}
	return all
}

func instance(f *ban.Formula, q string, k, l *ban.Formula, from string) *ban.Formula {
	return f.Map(func(g *ban.Formula) *ban.Formula {
		h := *g
		switch {
		case g.Op == ban.OpName && g.Name == "K":
			return k
		case g.Op == ban.OpName && g.Name == "L":
			return l
		case g.Op == ban.OpEncrypted:
			return ban.New(ban.OpEncrypted, from, g.Args[0], g.Args[1])
		case g.Op != ban.OpApply && g.Name == "Q":
			h.Name = q
		}
		if g.Peer == "Q" {
			h.Peer = q
		}
		if g.Op == ban.OpTuple || g.Op == ban.OpName {
			return g
		}
		return resealed(&h)
	})
}

// Rules that the checker accepts lead from what is true to what is true, in worlds drawn at
// random. Jurisdiction is left out: that a principal is right in what it controls is what
// the premise says. So is hashing: that who says a hash says what was hashed is how 1990 reads
// a hash, and not so of one that is passed on.
func TestRulesAreSound(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var worlds []*world
	for range 1500 {
		worlds = append(worlds, draw(r))
	}
	for _, rule := range ban.Rules() {
		if rule.Family == "jurisdiction" || rule.Family == "hashing" {
			continue
		}
		k := New(ban.Theory{Asked: []*ban.Formula{read(t, "P ⊨ K → P"), read(t, "P ⊨ L → P")}})
		tried := 0
		for _, one := range instances(t, rule) {
			from, to := one[:len(one)-1], one[len(one)-1]
			if k.follows(rule, from, to) != "" {
				continue
			}
			for i, w := range worlds {
				if slices.ContainsFunc(from, func(f *ban.Formula) bool { return !w.holds(f) }) {
					continue
				}
				tried++
				if !w.holds(to) {
					t.Errorf("%s: %v and not %s in world %d, of %v", rule.ID, from, to, i,
						w.utters)
					break
				}
			}
		}
		if tried == 0 {
			t.Errorf("%s: no world puts it to the test", rule.ID)
		}
	}
}
