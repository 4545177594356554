package games

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"emrproof/sim/simtest"
)

func TestClopperPearsonAgreesWithPrintedIntervals(t *testing.T) {
	for _, c := range []struct {
		correct, trials int
		low, high       float64
	}{
		// Newcombe, Statistics in Medicine 17 (1998), Table I, method 5.
		{81, 263, 0.2527, 0.3676},
		{15, 148, 0.0578, 0.1617},
		{0, 20, 0.0000, 0.1684},
		{1, 29, 0.0009, 0.1776},
		// Any table of exact 95 % limits.
		{8, 10, 0.4439, 0.9748},
		{5, 10, 0.1871, 0.8129},
		{10, 10, 0.6915, 1.0000},
		{0, 10, 0.0000, 0.3085},
	} {
		low, high := clopperPearson(c.correct, c.trials, 0.95)
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("%d of %d: got %.4f to %.4f, want %.4f to %.4f",
				c.correct, c.trials, low, high, c.low, c.high)
		}
	}
}

// atLeast is P(X ≥ k) of a binomial, summed term by term.
func atLeast(k, n int, p float64) float64 {
	sum := 0.0
	for i := k; i <= n; i++ {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(i + 1))
		c, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return sum
}

// The limits are where the tails of the binomial reach half of what is left of the
// confidence: by bisection, without the beta distribution.
func TestClopperPearsonBySummingTails(t *testing.T) {
	bisect := func(above func(p float64) bool) float64 {
		low, high := 0.0, 1.0
		for range 50 {
			if mid := (low + high) / 2; above(mid) {
				high = mid
			} else {
				low = mid
			}
		}
		return (low + high) / 2
	}
	for _, confidence := range []float64{0.9, 0.95, 0.99} {
		tail := (1 - confidence) / 2
		for n := 1; n <= 24; n++ {
			for k := 0; k <= n; k++ {
				low, high := clopperPearson(k, n, confidence)
				wantLow, wantHigh := 0.0, 1.0
				if k > 0 {
					wantLow = bisect(func(p float64) bool { return atLeast(k, n, p) > tail })
				}
				if k < n {
					wantHigh = bisect(func(p float64) bool { return 1-atLeast(k+1, n, p) < tail })
				}
				if math.Abs(low-wantLow) > 1e-7 || math.Abs(high-wantHigh) > 1e-7 {
					t.Fatalf("%d of %d at %v: got %v to %v, want %v to %v",
						k, n, confidence, low, high, wantLow, wantHigh)
				}
			}
		}
	}
}

func TestAdvantageIntervalIsRoundedOutward(t *testing.T) {
	for _, c := range []struct{ correct, trials, low, high int }{
		{8, 10, -113, 950}, // 2·0.44390 − 1 = −0.11219, 2·0.97479 − 1 = 0.94958
		{10, 10, 383, 1000},
		{0, 10, -1000, -383},
	} {
		low, high := advantageInterval(c.correct, c.trials, 950)
		if low != c.low || high != c.high {
			t.Errorf("%d of %d: got %d to %d, want %d to %d",
				c.correct, c.trials, low, high, c.low, c.high)
		}
	}
}

func TestTrialsFindWhatTheResolutionPromises(t *testing.T) {
	for _, c := range []struct{ resolution, confidence, want int }{
		// All of 8 right, which chance gives once in 256, is the least that 99 % takes.
		{1000, 990, 8},
		{300, 990, 266},
		{200, 950, 334},
		{100, 950, 1354},
	} {
		n := trialsFor(c.resolution, c.confidence)
		if n != c.want {
			t.Errorf("trialsFor(%d, %d): got %d, want %d", c.resolution, c.confidence, n, c.want)
		}
		if n > 400 {
			continue
		}
		least := 0
		for low := 0; low <= 0 && least <= n; {
			least++
			low, _ = advantageInterval(least, n, c.confidence)
		}
		p := (1 + float64(c.resolution)/1000) / 2
		if got := atLeast(least, n, min(p, 1-1e-15)); got < float64(c.confidence)/1000 {
			t.Errorf("%d trials find an advantage of %d with probability %v, want %d permille",
				n, c.resolution, got, c.confidence)
		}
	}
}

// silent is a trial in which no distinguisher shows anything but the ones given.
func silent(secret int, shown ...[]mark) trial {
	all := make([][]mark, len(distinguishers()))
	copy(all, shown)
	return trial{secret, all}
}

func marks(values ...int64) []mark {
	var all []mark
	for i, v := range values {
		all = append(all, mark{fmt.Sprintf("mark %d", i+1), v})
	}
	return all
}

func TestLearnFindsTheThreshold(t *testing.T) {
	for _, c := range []struct {
		name   string
		trials []trial
		want   threshold
		fits   int
	}{
		{"nothing to go by", []trial{silent(0, marks(7)), silent(1, marks(7))}, threshold{mark: -1}, 1},
		{"no marks at all", []trial{silent(1), silent(1), silent(0)},
			threshold{mark: -1, below: 1}, 2},
		{"more is 1", []trial{silent(0, marks(3)), silent(1, marks(9))}, threshold{0, 6, 0, 1}, 2},
		{"more is 0", []trial{silent(0, marks(9)), silent(1, marks(3))}, threshold{0, 6, 1, 0}, 2},
		{"the second mark", []trial{silent(0, marks(5, -4)), silent(1, marks(5, math.MaxInt64))},
			threshold{1, math.MaxInt64/2 - 2, 0, 1}, 2},
		{"one is wrong", []trial{silent(0, marks(1)), silent(0, marks(2)), silent(1, marks(3)),
			silent(0, marks(4)), silent(1, marks(5)), silent(1, marks(6))},
			threshold{0, 2, 0, 1}, 5},
	} {
		if got, fits := learn(c.trials, 0); got != c.want || fits != c.fits {
			t.Errorf("%s: got %+v fitting %d, want %+v fitting %d", c.name, got, fits, c.want, c.fits)
		}
	}
}

// learn against every bound and both directions, tried one by one.
func TestLearnAgreesWithTryingEveryThreshold(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var trials []trial
		for range 2 + rnd.IntN(12) {
			trials = append(trials, silent(rnd.IntN(2), marks(rnd.Int64N(5), rnd.Int64N(3)-1)))
		}
		best := 0
		for m := range 2 {
			for bound := int64(-2); bound < 6; bound++ {
				for below := range 2 {
					right := 0
					for _, x := range trials {
						if (threshold{m, bound, below, 1 - below}).answer(x.shown[0]) == x.secret {
							right++
						}
					}
					best = max(best, right)
				}
			}
		}
		how, fits := learn(trials, 0)
		right := 0
		for _, x := range trials {
			if how.answer(x.shown[0]) == x.secret {
				right++
			}
		}
		if fits != best || right != best {
			t.Fatalf("got %+v fitting %d, in fact %d, want %d of %v", how, fits, right, best, trials)
		}
	}
}

// noisy are trials in each of whose marks the secret bit shows with an advantage,
// in permille.
func noisy(rnd *rand.Rand, n, advantage int) []trial {
	var trials []trial
	for i := range n {
		x := silent(i & 1)
		for d := range x.shown {
			var values []int64
			for range 10 {
				v := int64(i & 1)
				if rnd.IntN(2000) >= 1000+advantage {
					v = 1 - v
				}
				values = append(values, v)
			}
			x.shown[d] = marks(values...)
		}
		trials = append(trials, x)
	}
	return trials
}

// Sixty marks that mean nothing, of which one always fits the training best: the
// fresh trials are not fooled, more often than the confidence allows.
func TestNoiseIsNotTakenForADifference(t *testing.T) {
	simtest.Long(t)
	const games, confidence = 600, 900
	rnd := rand.New(rand.NewPCG(3, 4))
	flagged := 0
	for range games {
		if rateTrials(noisy(rnd, 40, 0), noisy(rnd, 40, 0), confidence).Violated {
			flagged++
		}
	}
	// At most one in 20; four standard deviations above that is 51.
	if flagged > 51 {
		t.Errorf("%d of %d games without a difference are flagged, want at most 51", flagged, games)
	}
	if flagged == 0 {
		t.Errorf("none of %d games is flagged: at confidence %d some must be", games, confidence)
	}
}

func TestAnAdvantageOfTheResolutionIsFound(t *testing.T) {
	simtest.Long(t)
	const games, resolution, confidence = 200, 400, 950
	rnd := rand.New(rand.NewPCG(5, 6))
	n, missed := trialsFor(resolution, confidence), 0
	for range games {
		r := rateTrials(noisy(rnd, n, resolution), noisy(rnd, n, resolution), confidence)
		if !r.Violated {
			missed++
		}
	}
	// At most one in 20; four standard deviations above that is 22.
	if missed > 22 {
		t.Errorf("an advantage of %d is missed in %d of %d games of %d trials, want at most 22",
			resolution, missed, games, n)
	}
}

// evenly is a trial in which the mark is the answer, or is not.
func evenly(secret int, right bool) trial {
	if !right {
		return silent(secret, marks(int64(1-secret)))
	}
	return silent(secret, marks(int64(secret)))
}

// A game is won when the interval is above 0, not when it reaches down to it.
func TestAnAdvantageOfNothingIsNoWin(t *testing.T) {
	const confidence = 950
	training := []trial{evenly(0, true), evenly(1, true)}
	at, above := 0, 0
	for n := 2; n <= 200; n += 2 {
		for k := n / 2; k <= n; k++ {
			low, _ := advantageInterval(k, n, confidence)
			if low != 0 && low != 1 {
				continue
			}
			var fresh []trial
			for i := range n {
				fresh = append(fresh, evenly(i%2, i < k))
			}
			r := rateTrials(training, fresh, confidence)
			if r.Low != low || r.Violated != (low > 0) {
				t.Errorf("%d of %d: from %d, violated %t; want from %d, %t", k, n, r.Low, r.Violated, low,
					low > 0)
			}
			at, above = at+1-low, above+low
		}
	}
	if at == 0 || above == 0 {
		t.Errorf("%d games at 0 and %d just above, want some of both", at, above)
	}
}
