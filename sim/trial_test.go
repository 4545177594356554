package sim

import (
	"runtime"
	"sync"
	"testing"

	"emrproof/model"
	"emrproof/sim/trace"
)

// A finding is what a change leads to.
type finding struct {
	change
	*outcome
	behind *check // the check that refused first; nil when none did
	step   string // the step that refused first
}

// honestLooking says that nobody noticed anything.
func (f *finding) honestLooking() bool { return f.complete && len(f.refused) == 0 }

// first says what refused first.
func (f *finding) first() string {
	switch {
	case f.behind != nil:
		return f.behind.String()
	case len(f.refused) > 0:
		return f.step + ": " + cause(f.refused[0])
	case f.complete:
		return "nothing"
	}
	return "nobody answers"
}

// cause is why a party refused when it was no check.
func cause(e *trace.Event) string {
	switch e.Do {
	case model.StepOpen.String():
		return "no such text"
	case model.StepLookup.String():
		return "no such row"
	}
	return e.Reason
}

// try runs changes of a description, in the world of a Config, each without a check
// if lack is given.
func try(
	t testing.TB, description *model.Protocol, c Config, changes []change, lack []check,
) []finding {
	t.Helper()
	base := baseSuite(t)
	found := make([]finding, len(changes))
	errs := make([]error, len(changes))
	one := func(i int) {
		ch, c, s := changes[i], c, base
		p := ch.protocol
		if ch.config != nil {
			c = ch.config(c)
		}
		if lack != nil {
			p, s = without(lack[i], p, base)
		}
		var o *outcome
		if o, errs[i] = runBroken(p, c, ch.network, s); errs[i] == nil {
			found[i] = finding{change: ch, outcome: o}
			if len(o.refused) > 0 {
				b, ok := checkBehind(description, o.refused[0])
				if found[i].step = b.name; ok {
					found[i].behind = &b
				}
			}
		}
	}
	inParallel(len(changes), one)
	for i, err := range errs {
		if err != nil {
			t.Fatalf("%s: %v", changes[i].what, err)
		}
	}
	return found
}

// inParallel calls f for 0 to n−1.
func inParallel(n int, f func(i int)) {
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// expiries are when bob's certificate has to run out for each check of it to be the
// first to refuse: a nanosecond before it takes place in an honest run.
func expiries(t testing.TB, c Config) map[place]trace.Duration {
	t.Helper()
	at := map[place]trace.Duration{}
	mustRun(t, c, nil, func(e *trace.Event) {
		if e.Kind == trace.KindCompute && e.Do == model.StepCert.String() {
			// The last one: dan's certificate is checked before bob's.
			at[place{e.Phase, e.Party, e.Step - 1}] = e.At.Since() - 1
		}
	})
	return at
}
