package lazy

import "slices"

// A Difference says that one moment is at most so long after another: To − From ≤ Most.
type Difference struct {
	From, To int // numbers of moments
	Most     int64
}

// Moments finds n moments that keep all differences, by shortest paths (Bellman and Ford). The
// first of them is 0. It returns nil when there are none.
func Moments(n int, all []Difference) []int64 {
	at := make([]int64, n)
	for range n + 1 {
		changed := false
		for _, d := range all {
			if limit := at[d.From] + d.Most; at[d.To] > limit {
				at[d.To], changed = limit, true
			}
		}
		if !changed {
			first := slices.Min(at)
			for i := range at {
				at[i] -= first
			}
			return at
		}
	}
	return nil
}
