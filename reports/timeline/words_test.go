package timeline

import (
	"testing"
)

func TestRanges(t *testing.T) {
	for _, c := range []struct {
		eqs  []int
		want string
	}{
		{nil, ""},
		{[]int{14}, "(14)"},
		{[]int{14, 15}, "(14–15)"},
		{[]int{2, 3, 4, 8, 10, 11}, "(2–4) (8) (10–11)"},
		{[]int{3, 2}, "(3) (2)"},
	} {
		if got := ranges(c.eqs); got != c.want {
			t.Errorf("%v: got %q, want %q", c.eqs, got, c.want)
		}
	}
}
