package games

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// A trial is one play of a game: the secret bit, and the marks that each distinguisher read off
// it, in the order of distinguishers.
type trial struct {
	secret int // 0 or 1
	shown  [][]mark
}

// A mark is a number that a distinguisher reads off a trial, such as a size. All trials of a
// game have the same marks in the same order.
type mark struct {
	label string
	value int64
}

// A threshold answers a trial by one mark: with below if the mark is at most the bound, and
// with above otherwise.
type threshold struct {
	mark         int // -1: none, the answer is always below
	bound        int64
	below, above int
}

func (r threshold) answer(marks []mark) int {
	if r.mark < 0 || marks[r.mark].value <= r.bound {
		return r.below
	}
	return r.above
}

// learn returns the threshold of one distinguisher that fits the most trials, and the number of
// trials that it fits. Of equals it takes the one on the first mark, with the lowest bound. It
// simply tries every mark, bound and direction. Sizes and fields tell worlds apart exactly or
// not at all, and a threshold is the right rule for times that jitter.
func learn(trials []trial, distinguisher int) (threshold, int) {
	ones := 0
	for _, t := range trials {
		ones += t.secret
	}
	best, fits := threshold{mark: -1}, len(trials)-ones
	if ones > fits {
		best.below, fits = 1, ones
	}
	order := make([]*trial, len(trials))
	for i := range trials {
		order[i] = &trials[i]
	}
	for m := range trials[0].shown[distinguisher] {
		value := func(t *trial) int64 { return t.shown[distinguisher][m].value }
		slices.SortFunc(order, func(a, b *trial) int { return cmp.Compare(value(a), value(b)) })
		low, lowOnes := 0, 0 // how many trials are below the bound, and of these with bit 1
		for i, t := range order[:len(order)-1] {
			low++
			lowOnes += t.secret
			a, b := value(t), value(order[i+1])
			if a == b {
				continue
			}
			// Right when 0 is answered below the bound, and 1 above it.
			right := low - lowOnes + ones - lowOnes
			if right > fits {
				best, fits = threshold{m, middle(a, b), 0, 1}, right
			}
			if len(trials)-right > fits {
				best, fits = threshold{m, middle(a, b), 1, 0}, len(trials)-right
			}
		}
	}
	return best, fits
}

// middle returns a number between a and b, or a; a must be less than b.
func middle(a, b int64) int64 { return a + int64(uint64(b-a)/2) }

// rateTrials has every distinguisher learn from the training, chooses the one that fits it
// best, the first of equals, and counts its right answers. If none has learned anything, the
// answer is always the same.
func rateTrials(training, fresh []trial, confidence int) Result {
	r := Result{Training: len(training), Trials: len(fresh)}
	best := -1
	for d, built := range distinguishers() {
		how, fits := learn(training, d)
		s := score{Distinguisher: built.Name}
		if how.mark >= 0 {
			s.Tell = training[0].shown[d][how.mark].label
		}
		for _, t := range fresh {
			if how.answer(t.shown[d]) == t.secret {
				s.Correct++
			}
		}
		s.AdvantagePermille = advantage(s.Correct, len(fresh))
		r.Scores = append(r.Scores, s)
		if fits <= best {
			continue
		}
		best, r.Correct = fits, s.Correct
		if how.mark >= 0 {
			r.Distinguisher, r.Tell = s.Distinguisher, s.Tell
		}
	}
	r.AdvantagePermille = advantage(r.Correct, r.Trials)
	r.Low, r.High = advantageInterval(r.Correct, r.Trials, confidence)
	r.Violated = r.Low > 0
	return r
}

// advantage returns 2·correct/trials − 1 in permille, rounded to the nearest.
func advantage(correct, trials int) int {
	return int(math.Round(1000 * float64(2*correct-trials) / float64(trials)))
}

// advantageInterval returns the interval of the advantage in permille. It is rounded outward,
// apart from the last digits of the floats, in which machines may differ.
func advantageInterval(correct, trials, confidence int) (low, high int) {
	a, b := clopperPearson(correct, trials, float64(confidence)/1000)
	const digits = 1e-6
	return int(math.Floor(1000*(2*a-1) + digits)), int(math.Ceil(1000*(2*b-1) - digits))
}

// clopperPearson returns the exact interval of a binomial share (Clopper and Pearson,
// Biometrika 26, 1934), by the quantiles of the beta distribution.
func clopperPearson(correct, trials int, confidence float64) (low, high float64) {
	tail := (1 - confidence) / 2
	k, n := float64(correct), float64(trials)
	high = 1
	if correct > 0 {
		low = distuv.Beta{Alpha: k, Beta: n - k + 1}.Quantile(tail)
	}
	if correct < trials {
		high = distuv.Beta{Alpha: k + 1, Beta: n - k}.Quantile(1 - tail)
	}
	return low, high
}

// trialsFor returns the number of trials after which an advantage of the resolution is found
// with the probability of the confidence. It is found if the interval of that confidence is
// above 0. Shares are in permille. The number is even, so that each secret bit is in half of
// the trials.
func trialsFor(resolution, confidence int) int {
	enough := func(pairs int) bool {
		return power(2*pairs, resolution, confidence) >= float64(confidence)/1000
	}
	most := 1
	for !enough(most) {
		most *= 2
	}
	return 2 * sort.Search(most, enough)
}

// power returns the probability that an advantage of the resolution is found in so many trials.
func power(trials, resolution, confidence int) float64 {
	least := sort.Search(trials+1, func(k int) bool {
		low, _ := advantageInterval(k, trials, confidence)
		return low > 0
	})
	if least > trials {
		return 0
	}
	// P(X ≥ k) of a binomial is the beta distribution's P(Y ≤ p).
	p := (1 + float64(resolution)/1000) / 2
	return distuv.Beta{Alpha: float64(least), Beta: float64(trials - least + 1)}.CDF(p)
}
