package bench

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// resamples is how many bootstrap samples an interval is made of.
const resamples = 1000

// confidence is that of every interval.
const confidence = 0.95

// A Quantity is a measured figure: the median of the rounds, and the medians of
// bootstrap samples of them, which carry its uncertainty through sums and ratios.
type Quantity struct {
	Median float64
	boots  []float64
}

// QuantityOf is the median of samples, with its bootstrap. The bootstrap's draws
// depend on the name alone, so that two quantities of different names vary
// independently, and the same samples give the same interval.
func QuantityOf(name string, samples []float64) Quantity {
	q := Quantity{Median: median(samples), boots: make([]float64, resamples)}
	draw := rand.New(rand.NewChaCha8(keyOf(name)))
	again := make([]float64, len(samples))
	for i := range q.boots {
		for j := range again {
			again[j] = samples[draw.IntN(len(samples))]
		}
		q.boots[i] = median(again)
	}
	return q
}

// Exactly is a figure that is not measured, and has no uncertainty.
func Exactly(x float64) Quantity {
	q := Quantity{Median: x, boots: make([]float64, resamples)}
	for i := range q.boots {
		q.boots[i] = x
	}
	return q
}

// Interval is the bootstrap interval of the median, at 95 %.
func (q Quantity) Interval() (low, high float64) {
	sorted := slices.Sorted(slices.Values(q.boots))
	const tail = (1 - confidence) / 2
	return stat.Quantile(tail, stat.Empirical, sorted, nil),
		stat.Quantile(1-tail, stat.Empirical, sorted, nil)
}

// Plus is the sum of two quantities.
func (q Quantity) Plus(r Quantity) Quantity {
	return q.with(r, func(a, b float64) float64 { return a + b })
}

// Times is the quantity n times.
func (q Quantity) Times(n float64) Quantity {
	return q.with(q, func(a, _ float64) float64 { return n * a })
}

// Over is the ratio of two quantities.
func (q Quantity) Over(r Quantity) Quantity {
	return q.with(r, func(a, b float64) float64 { return a / b })
}

func (q Quantity) with(r Quantity, f func(a, b float64) float64) Quantity {
	sum := Quantity{Median: f(q.Median, r.Median), boots: make([]float64, resamples)}
	for i := range sum.boots {
		sum.boots[i] = f(q.boots[i], r.boots[i])
	}
	return sum
}

// median is the middle of the samples; of an even number, the mean of the middle two.
func median(samples []float64) float64 {
	x := slices.Sorted(slices.Values(samples))
	if n := len(x); n%2 == 0 {
		return (x[n/2-1] + x[n/2]) / 2
	}
	return x[len(x)/2]
}

// Quantiles are the values below which the given shares of the samples are.
func Quantiles(samples []float64, shares ...float64) []float64 {
	x := slices.Sorted(slices.Values(samples))
	values := make([]float64, len(shares))
	for i, p := range shares {
		values[i] = stat.Quantile(p, stat.Empirical, x, nil)
	}
	return values
}

// Outliers are how many samples lie further from the quartiles than three times the
// distance between them (Tukey's outer fences). They stay among the samples: the
// median hardly sees them.
func Outliers(samples []float64) int {
	q := Quantiles(samples, 0.25, 0.75)
	far, n := 3*(q[1]-q[0]), 0
	for _, x := range samples {
		if x < q[0]-far || x > q[1]+far {
			n++
		}
	}
	return n
}
