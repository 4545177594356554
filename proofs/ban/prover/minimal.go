package prover

import (
	"slices"

	"emrproof/proofs/ban"
)

// mostTried bounds the work of Minimal: the sets that it takes away.
const mostTried = 20_000

// Minimal returns all least sets of what is given, among the optional, from which a
// formula follows when the rest of what is given is there anyway: no set is part of
// another. whole is false when the bound on the work was met and there may be more.
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

// explore finds the least sets within what is on.
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

// known is a set that was found already and is on.
func (m *minimal) known(on []bool) []int {
	for _, set := range m.found {
		if !slices.ContainsFunc(set, func(i int) bool { return !on[i] }) {
			return set
		}
	}
	return nil
}

// shrink takes optional members out of what is on while the goal still follows.
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

// involved are the members that stand in some derivation of the goal, or may.
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

// keep adds a set, smaller ones first, then in the order of what is given.
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
