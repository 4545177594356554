package bench

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
		low, high := QuantityOf(fmt.Sprint(i), samples).Interval()
		if low <= 10 && 10 <= high {
			covered++
		}
	}
	// 95 % of 200, give or take four standard deviations and the bootstrap's own bias.
	if covered < 170 {
		t.Errorf("%d of %d intervals cover the median, want about 190", covered, trials)
	}
}

func TestQuantityArithmetic(t *testing.T) {
	a, b := Exactly(6), QuantityOf("b", []float64{2, 2, 2})
	for _, c := range []struct {
		name string
		got  Quantity
		want float64
	}{{"sum", a.Plus(b), 8}, {"product", b.Times(5), 10}, {"ratio", a.Over(b), 3}} {
		low, high := c.got.Interval()
		if c.got.Median != c.want || low != c.want || high != c.want {
			t.Errorf("%s: %v [%v, %v], want %v", c.name, c.got.Median, low, high, c.want)
		}
	}
	wide := QuantityOf("w", []float64{1, 2, 3, 4, 100})
	low, high := wide.Interval()
	if !(low < 3 && 3 < high) || wide.Median != 3 {
		t.Errorf("%v [%v, %v], want an interval round 3", wide.Median, low, high)
	}
}

func TestOutliersAndQuantiles(t *testing.T) {
	x := []float64{10, 11, 12, 13, 14, 15, 16, 1000}
	if got := Outliers(x); got != 1 {
		t.Errorf("%d outliers, want 1", got)
	}
	if got := Outliers(x[:7]); got != 0 {
		t.Errorf("%d outliers, want none", got)
	}
	if got := Quantiles(x, 0.5, 1); got[0] != 13 || got[1] != 1000 {
		t.Errorf("got %v, want 13 and 1000", got)
	}
	if got := median([]float64{4, 1, 3, 2}); got != 2.5 {
		t.Errorf("median %v, want 2.5", got)
	}
}

// An interval leaves out a fortieth on each side.
func TestIntervalHasTwoTails(t *testing.T) {
	q := Quantity{Median: 500, boots: make([]float64, resamples)}
	for i := range q.boots {
		q.boots[i] = float64((i*7)%resamples + 1) // 1 to 1000, in another order
	}
	if low, high := q.Interval(); low != 25 || high != 975 {
		t.Errorf("got [%v, %v] of 1 to 1000, want [25, 975]", low, high)
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
		if got := Outliers(with); got != c.want {
			t.Errorf("%v: %d outliers, want %d", c.value, got, c.want)
		}
	}
}
