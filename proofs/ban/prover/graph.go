package prover

import (
	"container/heap"

	"emrproof/proofs/ban"
)

// The facts and the steps between them are a graph in which a step has several
// premises. What follows from some of what is given is what can be reached from it.

// reach says which facts follow from what is on.
func (c *Closure) reach(on []bool) []bool { return c.without(on, -1) }

// without is reach when one fact cannot be derived; -1: all can.
func (c *Closure) without(on []bool, barred int) []bool {
	holds := make([]bool, len(c.Facts))
	missing := make([]int, len(c.steps))
	var queue []int
	conclude := func(step int) {
		if to := c.steps[step].to; !holds[to] && to != barred {
			holds[to] = true
			queue = append(queue, to)
		}
	}
	for i, s := range c.steps {
		missing[i] = len(s.premises)
		if s.given >= 0 && on[s.given] {
			conclude(i)
		}
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, i := range c.uses[n] {
			if missing[i]--; missing[i] == 0 {
				conclude(i)
			}
		}
	}
	return holds
}

// smallest chooses for each fact the last step of its smallest derivation, -1 for one
// that does not follow. It is Knuth's generalization (1977) of Dijkstra's algorithm:
// the size of a derivation is more than that of any of its parts, so that facts can
// be settled in the order of their sizes. Of steps of the same size it takes the one
// that was found first.
func (c *Closure) smallest(on []bool) []int {
	best := make([]int, len(c.Facts))
	size := make([]int64, len(c.Facts))
	missing := make([]int, len(c.steps))
	total := make([]int64, len(c.steps))
	for i := range best {
		best[i] = -1
	}
	h := &candidates{}
	for i, s := range c.steps {
		missing[i], total[i] = len(s.premises), 1
		if s.barred {
			total[i] = barredSize
		}
		if s.given >= 0 && on[s.given] {
			heap.Push(h, candidate{1, i})
		}
	}
	for h.Len() > 0 {
		next := heap.Pop(h).(candidate)
		to := c.steps[next.step].to
		if best[to] >= 0 {
			continue
		}
		best[to], size[to] = next.step, next.size
		for _, i := range c.uses[to] {
			total[i] = min(total[i]+size[to], mostSize)
			if missing[i]--; missing[i] == 0 {
				heap.Push(h, candidate{total[i], i})
			}
		}
	}
	return best
}

// mostSize keeps sizes from overflowing: they can double with each step.
const mostSize int64 = 1 << 40

// barredSize makes a step that is barred the last to be taken.
const barredSize int64 = 1 << 20

type candidate struct {
	size int64
	step int
}

type candidates []candidate

func (h candidates) Len() int { return len(h) }
func (h candidates) Less(i, j int) bool {
	if h[i].size != h[j].size {
		return h[i].size < h[j].size
	}
	return h[i].step < h[j].step
}
func (h candidates) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *candidates) Push(x any)   { *h = append(*h, x.(candidate)) }
func (h *candidates) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// Needs says whether every derivation of f goes through g, another formula that
// follows; false when f does not follow at all.
func (c *Closure) Needs(f, g *ban.Formula) bool {
	goal, ok := c.number[f.Key]
	through, also := c.number[g.Key]
	if !ok || !also || goal == through {
		return false
	}
	return !c.without(c.given(nil), through)[goal]
}
