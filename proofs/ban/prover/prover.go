// Package prover looks for proofs in the logic of package ban. What it finds is only claimed:
// package checker decides whether it is a proof.
package prover

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"emrproof/proofs/ban"
)

// mostFacts is the greatest number of formulas that are derived from a theory; the published
// proof has about 300.
const mostFacts = 50_000

// ErrTooMany is the error for a theory that is too large: more formulas follow from it than are
// looked for.
var ErrTooMany = fmt.Errorf("more than %d formulas follow: want fewer or smaller messages",
	mostFacts)

// A Closure holds all formulas that follow from a theory, and all the steps by which they
// follow.
type Closure struct {
	// Facts are all formulas that follow according to the prover, in the order in which it
	// found them. They must not be changed.
	Facts  []*ban.Formula
	theory ban.Theory
	lifted bool           // conditions of rules are let go
	number map[string]int // of a fact, by its key
	steps  []inference
	by     [][]int // the steps that conclude a fact
	uses   [][]int // the steps that have a fact among their premises, once for each time
	// best holds the last steps of the smallest proofs from all givens, once a caller has asked
	// for such a proof.
	best   []int
	claims map[int]*ban.Claim
}

// An inference is one step of a proof: the use of a rule on some facts, or something given.
type inference struct {
	rule     string
	given    int // index into Given; -1: a rule was used
	premises []int
	to       int
	barred   bool // a condition of the rule does not hold
}

// Close finds all formulas that follow from a theory, up to a fixed point. The error says that
// an extension is not known, or it is ErrTooMany.
func Close(t ban.Theory) (*Closure, error) { return closed(t, false) }

// Lift does what Close does, but ignores the conditions of rules. The checker refuses some
// steps of its claims, as few as possible, and the refusal says what bars the way to a formula.
func Lift(t ban.Theory) (*Closure, error) { return closed(t, true) }

func closed(t ban.Theory, lifted bool) (*Closure, error) {
	for _, e := range t.Extensions {
		if !slices.Contains(ban.Extensions(), e) {
			return nil, fmt.Errorf("extension %q: want one of %s", e,
				strings.Join(ban.Extensions(), ", "))
		}
	}
	c := &Closure{theory: t, lifted: lifted, number: map[string]int{}}
	s := newSearch(c)
	for i, g := range t.Given {
		s.add(inference{given: i}, g.Formula)
	}
	for next := 0; next < len(c.Facts); next++ {
		if len(c.Facts) > mostFacts {
			return nil, ErrTooMany
		}
		s.turn(next)
	}
	c.uses = make([][]int, len(c.Facts))
	for i, step := range c.steps {
		for _, p := range step.premises {
			c.uses[p] = append(c.uses[p], i)
		}
	}
	return c, nil
}

// Claim returns the smallest proof of a formula, for the checker to check; nil when there is
// none. A step that is used twice counts twice. The proof uses only the givens whose ID the
// function may accepts; with nil, it may use all. Proofs from all givens share their steps.
func (c *Closure) Claim(f *ban.Formula, may func(id string) bool) *ban.Claim {
	n, ok := c.number[f.Key]
	if !ok {
		return nil
	}
	if may == nil {
		if c.best == nil {
			c.best, c.claims = c.smallest(c.given(nil)), map[int]*ban.Claim{}
		}
		return c.claim(n, c.best, c.claims)
	}
	best := c.smallest(c.given(may))
	if best[n] < 0 {
		return nil
	}
	return c.claim(n, best, map[int]*ban.Claim{})
}

// Steps returns all steps by which the prover concludes a formula, each with the smallest
// proofs of its premises.
func (c *Closure) Steps(f *ban.Formula) []*ban.Claim {
	if c.Claim(f, nil) == nil {
		return nil
	}
	var steps []*ban.Claim
	for _, i := range c.by[c.number[f.Key]] {
		k := c.step(i, func(fact int) *ban.Claim { return c.Claim(c.Facts[fact], nil) })
		steps = append(steps, &k)
	}
	return steps
}

// given says for each given whether it may be used; with nil, all may.
func (c *Closure) given(may func(id string) bool) []bool {
	on := make([]bool, len(c.theory.Given))
	for i, g := range c.theory.Given {
		on[i] = may == nil || may(g.ID)
	}
	return on
}

// claim builds the proof of a fact from the last step that is chosen for each fact.
func (c *Closure) claim(fact int, best []int, done map[int]*ban.Claim) *ban.Claim {
	if k := done[fact]; k != nil {
		return k
	}
	k := &ban.Claim{}
	done[fact] = k
	*k = c.step(best[fact], func(premise int) *ban.Claim { return c.claim(premise, best, done) })
	return k
}

// step builds the claim of one step; the function from gives the claims of its premises.
func (c *Closure) step(i int, from func(fact int) *ban.Claim) ban.Claim {
	s := c.steps[i]
	k := ban.Claim{Conclusion: c.Facts[s.to], Rule: s.rule}
	if s.given >= 0 {
		k.Given = c.theory.Given[s.given].ID
	}
	for _, p := range s.premises {
		k.Premises = append(k.Premises, from(p))
	}
	return k
}

// A search is the state of the search for a fixed point: the facts, as rules look them up.
// Facts have their turn one after another. At its turn, each rule joins a fact with those that
// had their turn before, so that every pair of facts is joined once.
type search struct {
	*Closure
	index  map[string][]int // facts that had their turn, by what rules look for
	seen   map[string]bool  // steps
	tuples map[string]*ban.Formula
	inside map[string][]*ban.Formula // tuples by their parts, envelopes by their contents
	parts  map[string][]*ban.Formula // of a tuple
	agreed []*ban.Formula            // formulas P ↔agreed(K‖L) Q
	public map[string]bool           // keys that occur as the public half of a pair
	on     map[string]bool           // rules
}

func newSearch(c *Closure) *search {
	s := &search{Closure: c, index: map[string][]int{}, seen: map[string]bool{},
		tuples: map[string]*ban.Formula{}, inside: map[string][]*ban.Formula{},
		parts: map[string][]*ban.Formula{}, on: map[string]bool{}, public: map[string]bool{}}
	for _, r := range ban.Rules() {
		s.on[r.ID] = (r.Extension == "" || slices.Contains(c.theory.Extensions, r.Extension)) &&
			(c.theory.Families == nil || slices.Contains(c.theory.Families, r.Family))
	}
	known := map[string]bool{}
	enter := func(f *ban.Formula) {
		f.Walk(func(g *ban.Formula) { s.enter(g, known) })
	}
	for _, g := range c.theory.Given {
		enter(g.Formula)
	}
	for _, f := range c.theory.Asked {
		enter(f)
	}
	return s
}

// enter adds a formula, and those inside it, to the formulas that rules may build.
func (s *search) enter(f *ban.Formula, known map[string]bool) {
	if known[f.Key] {
		return
	}
	known[f.Key] = true
	switch {
	case f.Op == ban.OpTuple:
		s.tuples[f.Key] = f
		for _, p := range f.Args {
			if !slices.Contains(s.inside[p.Key], f) {
				s.inside[p.Key] = append(s.inside[p.Key], f)
			}
		}
		// A nonce verifies the cleartext of a message, all of it at once: the nonce is one part
		// of the cleartext, and what it vouches for is another.
		if clear := cleartext(f); clear != nil && clear != f {
			s.enter(clear, known)
		}
	case f.Op == ban.OpEncrypted:
		s.inside[f.Args[0].Key] = append(s.inside[f.Args[0].Key], f)
	case f.Op == ban.OpPublic, f.Op == ban.OpInverse:
		s.public[f.Args[0].Key] = true
	case f.Op == ban.OpAgreed:
		s.public[f.Args[0].Key], s.public[f.Args[1].Key] = true, true
	case f.Op == ban.OpShared && (f.Args[0].Op == ban.OpAgreed || s.lifted):
		s.agreed = append(s.agreed, f)
	}
}

// cleartext returns the part of a formula that is not encrypted; nil when there is none.
func cleartext(f *ban.Formula) *ban.Formula {
	var clear []*ban.Formula
	for _, p := range f.Parts() {
		encrypted := false
		p.Walk(func(g *ban.Formula) { encrypted = encrypted || g.Op == ban.OpEncrypted })
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
	return ban.Tuple(clear...)
}

// partsOf returns the formulas that a rule may take out of a tuple: its parts, and the smaller
// tuples that occur elsewhere and consist of some of its parts in their order.
func (s *search) partsOf(f *ban.Formula) []*ban.Formula {
	if f.Op != ban.OpTuple {
		return nil
	}
	if parts, ok := s.parts[f.Key]; ok {
		return parts
	}
	parts := slices.Clone(f.Args)
	for _, t := range s.inside[f.Args[0].Key] {
		if len(t.Args) < len(f.Args) && within(t.Args, f.Args) {
			parts = append(parts, t)
		}
	}
	for _, p := range f.Args[1:] {
		for _, t := range s.inside[p.Key] {
			if t.Op == ban.OpTuple && t.Args[0].Equal(p) && len(t.Args) < len(f.Args) &&
				within(t.Args, f.Args) {
				parts = append(parts, t)
			}
		}
	}
	s.parts[f.Key] = parts
	return parts
}

// within says whether the members of the small list are in the large one, in the same order.
func within(small, large []*ban.Formula) bool {
	for _, p := range large {
		if len(small) > 0 && small[0].Equal(p) {
			small = small[1:]
		}
	}
	return len(small) == 0
}

// add adds a step, and its conclusion if that is a new fact.
func (s *search) add(step inference, to *ban.Formula) {
	n, old := s.number[to.Key]
	if !old {
		n = len(s.Facts)
		s.number[to.Key] = n
		s.Facts = append(s.Facts, to)
		s.by = append(s.by, nil)
	}
	step.to = n
	id := step.id()
	if slices.Contains(step.premises, n) || s.seen[id] {
		return
	}
	s.seen[id] = true
	s.by[n] = append(s.by[n], len(s.steps))
	s.steps = append(s.steps, step)
}

// id identifies a step: equal steps, and no others, have the same id.
func (s *inference) id() string {
	b := make([]byte, 0, 64)
	b = append(b, s.rule...)
	for _, n := range append([]int{s.to, s.given}, s.premises...) {
		b = strconv.AppendInt(append(b, ' '), int64(n), 10)
	}
	return string(b)
}

// infer adds the step that a rule makes from facts to a conclusion.
func (s *search) infer(rule string, to *ban.Formula, premises ...int) {
	if s.on[rule] {
		s.add(inference{rule: rule, given: -1, premises: premises}, to)
	}
}

// inferIf adds a step whose rule has a condition, which may not hold.
func (s *search) inferIf(holds bool, rule string, to *ban.Formula, premises ...int) {
	switch {
	case holds:
		s.infer(rule, to, premises...)
	case s.lifted && s.on[rule]:
		s.add(inference{rule: rule, given: -1, premises: premises, barred: true}, to)
	}
}

// fact returns the number of a formula, and says whether it had its turn before or has it now.
func (s *search) fact(f *ban.Formula, now int) (int, bool) {
	n, ok := s.number[f.Key]
	return n, ok && n <= now
}

// post enters a fact in the index under the key by which rules look it up.
func (s *search) post(key string, n int) { s.index[key] = append(s.index[key], n) }
