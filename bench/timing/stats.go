package timing

import (
	"crypto/sha256"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// A Quantity is a measured figure: the median of the rounds, and the ends of its
// bootstrap interval at 95 %. A time is in nanoseconds.
type Quantity struct{ Median, Low, High float64 }

// A series holds the values of one measurement: nanoseconds for an operation, one value a
// round.
type series struct {
	name      string // such as "ristretto255/sign"
	cpu, wall []float64
}

// add records a round of n operations.
func (s *series) add(took spent, n int) {
	s.cpu = append(s.cpu, float64(took.cpu)/float64(n))
	s.wall = append(s.wall, float64(took.wall)/float64(n))
}

// estimate is the estimated CPU time of one operation.
func (s *series) estimate() estimate { return estimateOf(s.name, s.cpu) }

// resamples is how many bootstrap samples an interval is made of.
const resamples = 1000

// confidence is the confidence level of every interval.
const confidence = 0.95

// An estimate is a measured median, with the medians of bootstrap samples, which carry its
// uncertainty through sums and ratios. Without these samples it is exact.
type estimate struct {
	median float64
	boots  []float64
}

// estimateOf returns the median of samples, with its bootstrap. The bootstrap's draws depend
// on the name alone, so that two estimates of different names vary independently, and the same
// samples give the same interval.
func estimateOf(name string, samples []float64) estimate {
	e := estimate{median(samples), make([]float64, resamples)}
	draw := rand.New(rand.NewChaCha8(keyOf(name)))
	again := make([]float64, len(samples))
	for i := range e.boots {
		for j := range again {
			again[j] = samples[draw.IntN(len(samples))]
		}
		e.boots[i] = median(again)
	}
	return e
}

// keyOf is the key of the random numbers that belong to a name.
func keyOf(name string) [32]byte { return sha256.Sum256([]byte("emrproof bench " + name)) }

// quantity returns the estimate's median with its interval.
func (e estimate) quantity() Quantity {
	if e.boots == nil {
		return Quantity{e.median, e.median, e.median}
	}
	const tail = (1 - confidence) / 2
	ends := quantiles(e.boots, tail, 1-tail)
	return Quantity{e.median, ends[0], ends[1]}
}

func (e estimate) plus(f estimate) estimate {
	return e.with(f, func(a, b float64) float64 { return a + b })
}

func (e estimate) times(n float64) estimate {
	return e.with(e, func(a, _ float64) float64 { return n * a })
}

func (e estimate) over(f estimate) estimate {
	return e.with(f, func(a, b float64) float64 { return a / b })
}

func (e estimate) with(f estimate, join func(a, b float64) float64) estimate {
	sum := estimate{median: join(e.median, f.median)}
	if e.boots == nil && f.boots == nil {
		return sum
	}
	sum.boots = make([]float64, resamples)
	for i := range sum.boots {
		sum.boots[i] = join(e.boot(i), f.boot(i))
	}
	return sum
}

// boot is the median of the i-th bootstrap sample.
func (e estimate) boot(i int) float64 {
	if e.boots == nil {
		return e.median
	}
	return e.boots[i]
}

// median is the middle of the samples; of an even number, the mean of the middle two.
func median(samples []float64) float64 {
	x := slices.Sorted(slices.Values(samples))
	if n := len(x); n%2 == 0 {
		return (x[n/2-1] + x[n/2]) / 2
	}
	return x[len(x)/2]
}

// quantiles are the values below which the given shares of the samples are.
func quantiles(samples []float64, shares ...float64) []float64 {
	x := slices.Sorted(slices.Values(samples))
	values := make([]float64, len(shares))
	for i, p := range shares {
		values[i] = stat.Quantile(p, stat.Empirical, x, nil)
	}
	return values
}

// outliers counts the samples that lie further from the quartiles than three times the
// distance between them (Tukey's outer fences). They stay among the samples: the median hardly
// sees them.
func outliers(samples []float64) int {
	q := quantiles(samples, 0.25, 0.75)
	far, n := 3*(q[1]-q[0]), 0
	for _, x := range samples {
		if x < q[0]-far || x > q[1]+far {
			n++
		}
	}
	return n
}
