package lazy

import (
	"math/rand/v2"
	"testing"
)

// Moments agrees with trying all moments in a small range.
func TestMomentsAgreeWithTryingAll(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 2))
	some, none := 0, 0
	for range 2000 {
		const n, span = 3, 7 // no difference of these asks for a longer span
		var all []Difference
		for range 2 + r.IntN(4) {
			all = append(all, Difference{r.IntN(n), r.IntN(n), int64(r.IntN(6) - 3)})
		}
		want := false
		for i := range span * span * span {
			want = want || keeps([]int64{int64(i % span), int64(i / span % span),
				int64(i / span / span)}, all)
		}
		at := Moments(n, all)
		switch {
		case (at != nil) != want:
			t.Fatalf("%v: got %v, want some: %v", all, at, want)
		case at == nil:
			none++
		case !keeps(at, all):
			t.Fatalf("%v: got %v", all, at)
		default:
			some++
		}
	}
	if some < 100 || none < 100 {
		t.Errorf("%d have moments, %d have none", some, none)
	}
}

func keeps(at []int64, all []Difference) bool {
	for _, d := range all {
		if at[d.To]-at[d.From] > d.Most {
			return false
		}
	}
	return true
}
