package ban

import (
	"fmt"
	"slices"
	"strings"
)

// A Theory is what a proof may start from, and by which rules it may go on.
type Theory struct {
	Given []Given
	// Extensions are switched on beside the rules of 1990.
	Extensions []string
	// Families, when not nil, are the only families whose rules may be used.
	Families []string
	// Asked are formulas that somebody is going to ask for. Rules that build tuples
	// build only what occurs in Given or Asked.
	Asked []*Formula
}

// mostFacts bounds what is derived from a theory; the published proof has about 300.
const mostFacts = 50_000

// A Closure is all that follows from a theory, and all the ways in which it follows.
type Closure struct {
	theory Theory
	facts  []*Formula
	number map[string]int // of a fact, by its key
	steps  []inference
	by     [][]int // the steps that conclude a fact
	uses   [][]int // the steps that have a fact among their premises, once for each time
}

// An inference is one use of a rule, or one thing given, among the facts.
type inference struct {
	rule     string
	given    int // index into Given; -1: a rule was used
	premises []int
	to       int
}

// Close derives all that follows, to a fixed point. The error says that an extension
// is not known, or that there is no end in sight.
func Close(t Theory) (*Closure, error) {
	for _, e := range t.Extensions {
		if !slices.Contains(Extensions(), e) {
			return nil, fmt.Errorf("extension %q: want one of %s", e,
				strings.Join(Extensions(), ", "))
		}
	}
	c := &Closure{theory: t, number: map[string]int{}}
	s := newSearch(c)
	for i, g := range t.Given {
		s.add(inference{given: i}, g.Formula)
	}
	for next := 0; next < len(c.facts); next++ {
		if len(c.facts) > mostFacts {
			return nil, fmt.Errorf("more than %d formulas follow: want fewer or smaller messages",
				mostFacts)
		}
		s.turn(next)
	}
	c.uses = make([][]int, len(c.facts))
	for i, step := range c.steps {
		for _, p := range step.premises {
			c.uses[p] = append(c.uses[p], i)
		}
	}
	return c, nil
}

// Holds says whether a formula follows.
func (c *Closure) Holds(f *Formula) bool {
	_, ok := c.number[f.key]
	return ok
}

// Facts are all formulas that follow, in the order in which they were found.
func (c *Closure) Facts() []*Formula { return slices.Clone(c.facts) }

// Derive returns the smallest derivation of a formula, counted with repetitions, or
// nil when it does not follow. The checker has accepted it; an error says that the
// checker refused what the prover found, which is a fault of this package.
func (c *Closure) Derive(f *Formula) (*Derivation, error) {
	return c.DeriveFrom(f, func(string) bool { return true })
}

// DeriveFrom is Derive with some of what is given, by its ID.
func (c *Closure) DeriveFrom(f *Formula, may func(id string) bool) (*Derivation, error) {
	n, ok := c.number[f.key]
	if !ok {
		return nil, nil
	}
	on := make([]bool, len(c.theory.Given))
	for i, g := range c.theory.Given {
		on[i] = may(g.ID)
	}
	claims := map[int]*claim{}
	best := c.smallest(on)
	if best[n] < 0 {
		return nil, nil
	}
	return check(&c.theory, c.claim(n, best, claims))
}

// claim writes down the proof that the chosen steps make.
func (c *Closure) claim(fact int, best []int, done map[int]*claim) *claim {
	if k := done[fact]; k != nil {
		return k
	}
	s := c.steps[best[fact]]
	k := &claim{conclusion: c.facts[fact], rule: s.rule}
	done[fact] = k
	if s.given >= 0 {
		k.given = c.theory.Given[s.given].ID
	}
	for _, p := range s.premises {
		k.premises = append(k.premises, c.claim(p, best, done))
	}
	return k
}

// A search is the state of a fixed point: the facts that rules look up. turn takes
// the facts one after another, and each rule joins the fact at hand with those that
// had their turn before, so that every pair meets once.
type search struct {
	*Closure
	index  map[string][]int // facts that had their turn, by what rules look for
	seen   map[string]bool  // steps
	tuples map[string]*Formula
	inside map[string][]*Formula // tuples by their parts, envelopes by their contents
	parts  map[string][]*Formula // of a tuple
	agreed []*Formula            // formulas P ↔F(K‖L) Q
	public map[string]bool       // keys that occur as the public half of a pair
	on     map[string]bool       // rules
}

func newSearch(c *Closure) *search {
	s := &search{Closure: c, index: map[string][]int{}, seen: map[string]bool{},
		tuples: map[string]*Formula{}, inside: map[string][]*Formula{},
		parts: map[string][]*Formula{}, on: map[string]bool{}, public: map[string]bool{}}
	for _, r := range rules {
		s.on[r.ID] = (r.Extension == "" || slices.Contains(c.theory.Extensions, r.Extension)) &&
			(c.theory.Families == nil || slices.Contains(c.theory.Families, r.Family))
	}
	known := map[string]bool{}
	enter := func(f *Formula) {
		f.Walk(func(g *Formula) { s.enter(g, known) })
	}
	for _, g := range c.theory.Given {
		enter(g.Formula)
	}
	for _, f := range c.theory.Asked {
		enter(f)
	}
	return s
}

// enter makes a formula one that rules may build.
func (s *search) enter(f *Formula, known map[string]bool) {
	if known[f.key] {
		return
	}
	known[f.key] = true
	switch {
	case f.Op == OpTuple:
		s.tuples[f.key] = f
		for _, p := range f.Args {
			if !slices.Contains(s.inside[p.key], f) {
				s.inside[p.key] = append(s.inside[p.key], f)
			}
		}
		// What a nonce can verify of a message is its cleartext, all of it at once: the
		// nonce is one part and what it vouches for another.
		if clear := cleartext(f); clear != nil && clear != f {
			s.enter(clear, known)
		}
	case f.Op == OpEncrypted:
		s.inside[f.Args[0].key] = append(s.inside[f.Args[0].key], f)
	case f.Op == OpPublic, f.Op == OpInverse:
		s.public[f.Args[0].key] = true
	case f.Op == OpShared && f.Args[0].Op == OpApply:
		s.agreed = append(s.agreed, f)
	}
}

// cleartext is what of a formula is not encrypted; nil when there is nothing.
func cleartext(f *Formula) *Formula {
	var clear []*Formula
	for _, p := range f.Parts() {
		encrypted := false
		p.Walk(func(g *Formula) { encrypted = encrypted || g.Op == OpEncrypted })
		if !encrypted {
			clear = append(clear, p)
		}
	}
	switch len(clear) {
	case 0:
		return nil
	case len(f.Parts()):
		return f
	}
	return Tuple(clear...)
}

// partsOf are the formulas that a rule takes out of a tuple: its parts, and the
// smaller tuples that occur and whose parts it has in their order.
func (s *search) partsOf(f *Formula) []*Formula {
	if f.Op != OpTuple {
		return nil
	}
	if parts, ok := s.parts[f.key]; ok {
		return parts
	}
	parts := slices.Clone(f.Args)
	for _, t := range s.inside[f.Args[0].key] {
		if len(t.Args) < len(f.Args) && within(t.Args, f.Args) {
			parts = append(parts, t)
		}
	}
	for _, p := range f.Args[1:] {
		for _, t := range s.inside[p.key] {
			if t.Op == OpTuple && t.Args[0].Equal(p) && len(t.Args) < len(f.Args) &&
				within(t.Args, f.Args) {
				parts = append(parts, t)
			}
		}
	}
	s.parts[f.key] = parts
	return parts
}

// within says whether the small list is in the large one, in order.
func within(small, large []*Formula) bool {
	for _, p := range large {
		if len(small) > 0 && small[0].Equal(p) {
			small = small[1:]
		}
	}
	return len(small) == 0
}

// add notes a step, and its conclusion if that is new.
func (s *search) add(step inference, to *Formula) {
	n, old := s.number[to.key]
	if !old {
		n = len(s.facts)
		s.number[to.key] = n
		s.facts = append(s.facts, to)
		s.by = append(s.by, nil)
	}
	step.to = n
	id := fmt.Sprint(step.rule, step.given, step.premises, step.to)
	if slices.Contains(step.premises, n) || s.seen[id] {
		return
	}
	s.seen[id] = true
	s.by[n] = append(s.by[n], len(s.steps))
	s.steps = append(s.steps, step)
}

// infer notes that a rule leads from facts to a conclusion.
func (s *search) infer(rule string, to *Formula, premises ...int) {
	if s.on[rule] {
		s.add(inference{rule: rule, given: -1, premises: premises}, to)
	}
}

// fact is the number of a formula that had its turn or has it now.
func (s *search) fact(f *Formula, now int) (int, bool) {
	n, ok := s.number[f.key]
	return n, ok && n <= now
}

// post puts a fact where rules look for it.
func (s *search) post(key string, n int) { s.index[key] = append(s.index[key], n) }
