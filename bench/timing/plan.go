package timing

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"strings"
	"time"

	"emrproof/bench"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/delay"
)

// A Plan says what is measured: which profiles and suites, and whether only quickly.
type Plan struct {
	Profiles, Suites []string
	Quick            bool
}

// The figures of a plan say how much is measured: how many rounds of what, and how long a
// batch.
type figures struct {
	primitives, sessions, throughput, growth effort
	batch                                    int // sessions in a round
	travels                                  int // runs on each link
	records                                  []int64
}

func (p Plan) figures() figures {
	if p.Quick {
		return figures{primitives: effort{20, time.Millisecond}, sessions: effort{rounds: 16},
			throughput: effort{5, 50 * time.Millisecond}, growth: effort{rounds: 8}, batch: 5,
			travels: 40, records: []int64{1e3, 1e4, 1e5, 1e6}}
	}
	return figures{primitives: effort{40, 2 * time.Millisecond}, sessions: effort{rounds: 30},
		throughput: effort{8, 200 * time.Millisecond}, growth: effort{rounds: 8}, batch: 10,
		travels: 300, records: []int64{1e3, 1e4, 1e5, 1e6, 1e7, 1e8}}
}

// A cpuClock describes the clock that reads the CPU time of the process. Each system has its
// own.
type cpuClock struct {
	none bool          // the system has none
	step time.Duration // that it moves on by, where that is longer than what is timed
}

// sessionTime is a low estimate of how long a session takes.
const sessionTime = time.Millisecond

// onClock makes batches so long that the step of the clock hardly matters.
func (f figures) onClock(step time.Duration) figures {
	long := 20 * step
	f.primitives.batch = max(f.primitives.batch, long)
	f.growth.batch = max(f.growth.batch, long)
	f.batch = max(f.batch, int(long/sessionTime))
	return f
}

// ErrNotMeasured is the error on a system that does not tell the CPU time of a process.
var ErrNotMeasured = errors.New("not measured: " + runtime.GOOS +
	" does not tell the CPU time of a process")

// runsOn is how often a session is measured on a link: once, where every run is the same.
func (f figures) runsOn(l delay.Link) int {
	if l.Jitter == 0 && l.LossPPM == 0 {
		return 1
	}
	return f.travels
}

// steps is how often step is called when a plan is carried out.
func (f figures) steps(p Plan) int {
	one := 2 * f.sessions.rounds
	for _, l := range allLinks() {
		one += f.runsOn(l)
	}
	return len(p.Suites)*(f.primitives.rounds+len(p.Profiles)*one) +
		f.throughput.rounds + len(f.records)
}

// Run makes the measurements of the plan. It calls begin with the number of steps, and what
// begin returns after each step. The error is ErrNotMeasured where the system has no clock for
// it.
func (p Plan) Run(begin func(steps int) (step func())) (*Results, error) {
	if thisClock.none {
		return nil, ErrNotMeasured
	}
	m := measuring{plan: p, figures: p.figures().onClock(thisClock.step)}
	m.step = begin(m.figures.steps(p))
	if err := m.all(); err != nil {
		return nil, err
	}
	return &m.results, nil
}

// A measuring is a plan while it is carried out.
type measuring struct {
	plan    Plan
	figures figures
	step    func()
	series  []series
	results Results
}

func (m *measuring) all() error {
	r := &m.results
	r.Machine = ThisMachine()
	for _, name := range m.plan.Suites {
		times, err := m.suite(name)
		if err != nil {
			return err
		}
		for _, profile := range m.plan.Profiles {
			if err := m.profile(profile, name, times); err != nil {
				return err
			}
		}
	}
	if err := m.grow(); err != nil {
		return err
	}
	r.Warnings = r.Machine.warnings(ThisMachine(), m.series)
	return nil
}

// suite measures the primitives of a suite.
func (m *measuring) suite(name string) (primitiveTimes, error) {
	all, err := timePrimitives(name, m.figures.primitives, m.step)
	if err != nil {
		return nil, err
	}
	times := timesOf(all)
	r := SuiteResult{Suite: name, Schemes: times.ofSchemes()}
	for _, s := range all {
		kind := strings.TrimPrefix(s.name, name+"/")
		r.Primitives = append(r.Primitives, Primitive{kind, times[kind].quantity(),
			estimateOf(s.name+" wall", s.wall).quantity(), len(s.cpu), outliers(s.cpu)})
	}
	m.series = append(m.series, all...)
	m.results.Suites = append(m.results.Suites, r)
	return times, nil
}

// profile measures a session of a profile with a suite.
func (m *measuring) profile(name, suite string, times primitiveTimes) error {
	costs, err := bench.CostOf([]string{name}, nil, nil)
	if err != nil {
		return err
	}
	cost := costs.Profiles[0]
	c, err := sim.Standard(name, sim.DefaultSize)
	if err != nil {
		return err
	}
	counted := map[string]estimate{}
	for phase, n := range cost.Calls {
		counted[phase] = times.of(n)
	}
	r := ProfileResult{Profile: name, Suite: suite, Phases: cost.Phases,
		Shares: times.shares(cost.Calls[bench.Whole])}
	c.Suite = suite
	for _, c.Cache = range []bool{false, true} {
		v, err := timeSessions(c, m.figures.batch, m.figures.sessions.rounds, m.step)
		if err != nil {
			return err
		}
		m.series = append(m.series, v.series()...)
		if r.Cached = v.times(counted); !c.Cache {
			r.Session = r.Cached
		}
	}
	c.Computation = times.computation()
	for _, l := range allLinks() {
		e, err := travel(c, l, m.figures.runsOn(l), m.step)
		if err != nil {
			return err
		}
		r.Links = append(r.Links, e)
	}
	m.results.Profiles = append(m.results.Profiles, r)
	return nil
}

// grow measures how costs grow, with the first profile and suite.
func (m *measuring) grow() error {
	c, err := sim.Standard(m.plan.Profiles[0], sim.DefaultSize)
	if err != nil {
		return err
	}
	c.Suite = m.plan.Suites[0]
	if err := m.throughput(c, workerCounts()); err != nil {
		return err
	}
	p, err := library.Profile(c.Profile)
	if err != nil {
		return err
	}
	if err := m.records(c, p); err != nil {
		return err
	}
	return m.certificateBits(p)
}

// shares says what share of a session each kind of call takes, the longest first.
func (t primitiveTimes) shares(n suite.Counts) []Share {
	all := t.of(n)
	var shares []Share
	for c, calls := range n {
		if calls > 0 {
			name := measured(model.Call(c))
			took := t[name].times(float64(calls))
			shares = append(shares, Share{name, calls, took.quantity(), took.over(all).quantity()})
		}
	}
	slices.SortStableFunc(shares, func(a, b Share) int {
		return cmp.Compare(b.Time.Median, a.Time.Median)
	})
	return shares
}
