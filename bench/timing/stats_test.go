package timing

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// Of normal samples, the interval of the median covers the true one about as often as
// it says.
func TestQuantityCoversTheMedian(t *testing.T) {
	draw := rand.New(rand.NewPCG(5, 6))
	covered := 0
	const trials = 200
	for i := range trials {
		samples := make([]float64, 40)
		for j := range samples {
			samples[j] = 10 + draw.NormFloat64()
		}
		q := estimateOf(fmt.Sprint(i), samples).quantity()
		if q.Low <= 10 && 10 <= q.High {
			covered++
		}
	}
	// 95 % of 200, give or take four standard deviations and the bootstrap's own bias.
	if covered < 170 {
		t.Errorf("%d of %d intervals cover the median, want about 190", covered, trials)
	}
}

func TestQuantityArithmetic(t *testing.T) {
	a, b := estimate{median: 6}, estimateOf("b", []float64{2, 2, 2})
	for _, c := range []struct {
		name string
		got  estimate
		want float64
	}{{"sum", a.plus(b), 8}, {"product", b.times(5), 10}, {"ratio", a.over(b), 3}} {
		if got := c.got.quantity(); got != (Quantity{c.want, c.want, c.want}) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	wide := estimateOf("w", []float64{1, 2, 3, 4, 100}).quantity()
	if !(wide.Low < 3 && 3 < wide.High) || wide.Median != 3 {
		t.Errorf("%v, want an interval round 3", wide)
	}
}

func TestOutliersAndQuantiles(t *testing.T) {
	x := []float64{10, 11, 12, 13, 14, 15, 16, 1000}
	if got := outliers(x); got != 1 {
		t.Errorf("%d outliers, want 1", got)
	}
	if got := outliers(x[:7]); got != 0 {
		t.Errorf("%d outliers, want none", got)
	}
	if got := quantiles(x, 0.5, 1); got[0] != 13 || got[1] != 1000 {
		t.Errorf("got %v, want 13 and 1000", got)
	}
	if got := median([]float64{4, 1, 3, 2}); got != 2.5 {
		t.Errorf("median %v, want 2.5", got)
	}
}

// An interval leaves out a fortieth on each side.
func TestIntervalHasTwoTails(t *testing.T) {
	q := estimate{median: 500, boots: make([]float64, resamples)}
	for i := range q.boots {
		q.boots[i] = float64((i*7)%resamples + 1) // 1 to 1000, in another order
	}
	if got := q.quantity(); got != (Quantity{500, 25, 975}) {
		t.Errorf("got %v of 1 to 1000, want [25, 975]", got)
	}
}

// An outlier is outside the outer fences, at three times the distance of the quartiles,
// and not only outside the inner ones, at one and a half.
func TestOutliersAreOutsideTheOuterFences(t *testing.T) {
	// With a larger ninth value the quartiles are 3 and 7, with a smaller one 2 and 6: the
	// outer fences are at 19 and −10, the inner ones at 13 and −4.
	x := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	for _, c := range []struct {
		value float64
		want  int
	}{{13.5, 0}, {18.9, 0}, {19.1, 1}, {-5, 0}, {-9.9, 0}, {-10.1, 1}} {
		with := append(slices.Clone(x), c.value)
		if got := outliers(with); got != c.want {
			t.Errorf("%v: %d outliers, want %d", c.value, got, c.want)
		}
	}
}
