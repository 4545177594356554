package prover

import (
	"container/heap"

	"emrproof/proofs/ban"
)

// The facts and the steps between them are a graph in which a step has several premises. The
// facts that follow from some of the givens are those that can be reached from them.

// reach says which facts follow when only the givens that are on may be used.
func (c *Closure) reach(on []bool) []bool { return c.without(on, -1) }

// without is reach, except that one fact, barred, may not be derived; -1: all may.
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

// smallest returns, for each fact, the last step of its smallest derivation, and -1 for a fact
// that does not follow. The algorithm is Knuth's generalization (1977) of Dijkstra's: a
// derivation is larger than any of its parts, so that facts can be settled in the order of the
// sizes of their derivations. Among steps that give the same size it takes the one that was
// found first.
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

// mostSize is the limit on the size of a derivation, which keeps sizes from overflowing: they
// can double with each step.
const mostSize int64 = 1 << 40

// barredSize is added to the size of a step that a condition forbids, so that such a step is
// taken last.
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

// Needs says whether every derivation of f uses g, another formula that follows. It is false
// when f does not follow at all.
func (c *Closure) Needs(f, g *ban.Formula) bool {
	goal, ok := c.number[f.Key]
	through, also := c.number[g.Key]
	if !ok || !also || goal == through {
		return false
	}
	return !c.without(c.given(nil), through)[goal]
}
