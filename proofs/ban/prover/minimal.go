package prover

import (
	"slices"

	"emrproof/proofs/ban"
)

// mostTried limits the work of Minimal: it is the greatest number of sets that it takes away.
const mostTried = 20_000

// Minimal returns all least sets of optional givens from which a formula follows, together with
// the givens that are not optional. A set is least when no other set is a part of it. The
// result whole is false when the limit on the work was met, and there may be more sets.
//
// The search goes by what to take away (Reiter's hitting sets, 1987). While the formula
// follows without what was taken away, there is a least set without it; the search finds one,
// and takes away each of its members in turn. No least set is missed: each set that was found
// has a member that the missed one has not, and the branch that takes these members away
// leaves the missed set whole.
func (c *Closure) Minimal(f *ban.Formula, optional func(id string) bool) (sets [][]string,
	whole bool) {
	n, ok := c.number[f.Key]
	if !ok {
		return nil, true
	}
	m := &minimal{Closure: c, goal: n, tried: map[string]bool{}}
	m.optional = c.given(optional)
	whole = m.explore(c.given(nil))
	for _, set := range m.found {
		ids := []string{}
		for _, i := range set {
			ids = append(ids, c.theory.Given[i].ID)
		}
		sets = append(sets, ids)
	}
	return sets, whole
}

type minimal struct {
	*Closure
	goal     int
	optional []bool
	found    [][]int
	tried    map[string]bool
}

// explore finds the least sets among the givens that are on.
func (m *minimal) explore(on []bool) bool {
	key := bits(on)
	if m.tried[key] {
		return true
	}
	if len(m.tried) >= mostTried {
		return false
	}
	m.tried[key] = true
	set := m.known(on)
	if set == nil {
		if !m.reach(on)[m.goal] {
			return true
		}
		set = m.shrink(on)
		m.keep(set)
	}
	for _, i := range set {
		on[i] = false
		whole := m.explore(on)
		on[i] = true
		if !whole {
			return false
		}
	}
	return true
}

// known returns a set that was found before and whose members are all on; nil when there is
// none.
func (m *minimal) known(on []bool) []int {
	for _, set := range m.found {
		if !slices.ContainsFunc(set, func(i int) bool { return !on[i] }) {
			return set
		}
	}
	return nil
}

// shrink takes optional givens away, one by one, as long as the goal still follows without
// them, and returns those that are left.
func (m *minimal) shrink(on []bool) []int {
	less := slices.Clone(on)
	needed := m.involved(less)
	set := []int{}
	for i := len(less) - 1; i >= 0; i-- {
		if !less[i] || !m.optional[i] {
			continue
		}
		less[i] = false
		if needed[i] && !m.reach(less)[m.goal] {
			less[i] = true
			set = append(set, i)
		}
	}
	slices.Sort(set)
	return set
}

// involved says which givens occur in a derivation of the goal, or may do so.
func (m *minimal) involved(on []bool) []bool {
	holds := m.reach(on)
	given, seen := make([]bool, len(on)), make([]bool, len(m.Facts))
	queue := []int{m.goal}
	seen[m.goal] = true
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, i := range m.by[n] {
			s := m.steps[i]
			if s.given >= 0 {
				given[s.given] = true
				continue
			}
			if slices.ContainsFunc(s.premises, func(p int) bool { return !holds[p] }) {
				continue
			}
			for _, p := range s.premises {
				if !seen[p] {
					seen[p] = true
					queue = append(queue, p)
				}
			}
		}
	}
	return given
}

// keep adds a set to those found: smaller sets come first, and sets of one size are in the
// order of the givens.
func (m *minimal) keep(set []int) {
	at, _ := slices.BinarySearchFunc(m.found, set, func(a, b []int) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return slices.Compare(a, b)
	})
	m.found = slices.Insert(m.found, at, set)
}

func bits(on []bool) string {
	b := make([]byte, (len(on)+7)/8)
	for i, o := range on {
		if o {
			b[i/8] |= 1 << (i % 8)
		}
	}
	return string(b)
}
