package prover

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"emrproof/proofs/ban"
)

// randomClosure is a graph of facts that no rule made, to try the search on shapes
// that proofs seldom have.
func randomClosure(r *rand.Rand) *Closure {
	c := &Closure{number: map[string]int{}}
	given, facts := 1+r.IntN(8), 2+r.IntN(9)
	for n := range facts {
		f := ban.Name(fmt.Sprintf("f%d", n))
		c.Facts = append(c.Facts, f)
		c.number[f.Key] = n
		c.by = append(c.by, nil)
	}
	add := func(s inference) {
		c.by[s.to] = append(c.by[s.to], len(c.steps))
		c.steps = append(c.steps, s)
	}
	for i := range given {
		c.theory.Given = append(c.theory.Given, ban.Given{ID: fmt.Sprint(i)})
		add(inference{given: i, to: r.IntN(facts)})
	}
	for range r.IntN(16) {
		s := inference{rule: "any", given: -1, to: r.IntN(facts)}
		for range 1 + r.IntN(3) {
			s.premises = append(s.premises, r.IntN(facts))
		}
		add(s)
	}
	c.uses = make([][]int, facts)
	for i, s := range c.steps {
		for _, p := range s.premises {
			c.uses[p] = append(c.uses[p], i)
		}
	}
	return c
}

// bruteForce tries every subset of what is optional.
func bruteForce(c *Closure, goal int, optional []bool) [][]string {
	var found [][]string
	n := len(c.theory.Given)
	for size := 0; size <= n; size++ {
	sets:
		for bits := range 1 << n {
			on := make([]bool, n)
			var ids []string
			for i := range n {
				on[i] = bits>>i&1 == 1
				if on[i] && !optional[i] {
					continue sets
				}
				if on[i] {
					ids = append(ids, c.theory.Given[i].ID)
				}
				on[i] = on[i] || !optional[i]
			}
			if len(ids) != size || !holds(c, on)[goal] {
				continue
			}
			if !slices.ContainsFunc(found, func(f []string) bool { return subset(f, ids) }) {
				found = append(found, ids)
			}
		}
	}
	return found
}

// holds is a plain fixed point: all steps again and again until nothing is new.
func holds(c *Closure, on []bool) []bool {
	has := make([]bool, len(c.Facts))
	for again := true; again; {
		again = false
		for _, s := range c.steps {
			if has[s.to] || s.given >= 0 && !on[s.given] ||
				slices.ContainsFunc(s.premises, func(p int) bool { return !has[p] }) {
				continue
			}
			has[s.to], again = true, true
		}
	}
	return has
}

func subset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
}

func TestMinimalIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	several := 0
	for range 3000 {
		c := randomClosure(r)
		goal := r.IntN(len(c.Facts))
		optional := make([]bool, len(c.theory.Given))
		for i := range optional {
			optional[i] = r.IntN(5) > 0
		}
		got, whole := c.Minimal(c.Facts[goal], func(id string) bool {
			return optional[slices.IndexFunc(c.theory.Given, func(g ban.Given) bool { return g.ID == id })]
		})
		want := bruteForce(c, goal, optional)
		key := func(a, b []string) int { return slices.Compare(a, b) }
		slices.SortFunc(got, key)
		slices.SortFunc(want, key)
		if !whole || !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Fatalf("got %v, want %v, of %v", got, want, c.steps)
		}
		if len(want) > 1 {
			several++
		}
	}
	if several < 100 {
		t.Errorf("%d graphs with several least sets: want a better draw", several)
	}
}

// The smallest derivation has the size that a plain relaxation finds.
func TestSmallestIsSmallest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		c := randomClosure(r)
		on := make([]bool, len(c.theory.Given))
		for i := range on {
			on[i] = r.IntN(4) > 0
		}
		want := relaxed(c, on)
		best := c.smallest(on)
		for n := range c.Facts {
			if got := size(c, best, n); got != want[n] {
				t.Fatalf("fact %d: size %d, want %d, of %v", n, got, want[n], c.steps)
			}
		}
	}
}

const unreachable = 1 << 29 // twice this is an int of 32 bits

func relaxed(c *Closure, on []bool) []int {
	sizes := make([]int, len(c.Facts))
	for i := range sizes {
		sizes[i] = unreachable
	}
	for again := true; again; {
		again = false
		for _, s := range c.steps {
			n := 1
			if s.given >= 0 && !on[s.given] {
				continue
			}
			for _, p := range s.premises {
				n = min(n+sizes[p], unreachable)
			}
			if n < sizes[s.to] {
				sizes[s.to], again = n, true
			}
		}
	}
	return sizes
}

func size(c *Closure, best []int, n int) int {
	if best[n] < 0 {
		return unreachable
	}
	total := 1
	for _, p := range c.steps[best[n]].premises {
		total += size(c, best, p)
	}
	return total
}

// When a fact is barred, what needs it is gone, and nothing else.
func TestNeeds(t *testing.T) {
	c, err := Close(theory(t, "P ⊨ K → Q", "P ⊨ #(N)", "P ⊲ ({N‖(P ↔L Q)}K⁻¹‖{X‖N}L)",
		"P ⊨ Q ⇒ P ↔L Q", "P ⊨ Q ⇌S P", "P ⊲ ⟨Z‖N⟩S"))
	if err != nil {
		t.Fatal(err)
	}
	f := func(text string) *ban.Formula {
		f, err := ban.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for _, x := range []struct {
		goal, through string
		want          bool
	}{
		{"P ⊨ P ↔L Q", "P ⊨ Q ⊨ P ↔L Q", true},
		{"P ⊨ Q ∼ (X‖N)", "P ⊨ P ↔L Q", true},
		{"P ⊨ Q ∼ (Z‖N)", "P ⊨ P ↔L Q", false},
		{"P ⊨ P ↔L Q", "P ⊨ P ↔L Q", false},
		{"P ⊨ nonsense", "P ⊨ P ↔L Q", false},
	} {
		if got := c.Needs(f(x.goal), f(x.through)); got != x.want {
			t.Errorf("%s needs %s: got %v, want %v", x.goal, x.through, got, x.want)
		}
	}
}
