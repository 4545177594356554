package bench

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"time"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
)

// A Plan says what is measured.
type Plan struct {
	Profiles, Suites []string
	Quick            bool
}

// A plan's figures: how many rounds of what, and how long a batch.
type figures struct {
	primitives, visits, throughput, growth Effort
	batch                                  int // visits in a round
	travels                                int // runs on each link
	records, names                         []int64
}

func (p Plan) figures() figures { return p.planned().onClock(thisClock.step) }

func (p Plan) planned() figures {
	if p.Quick {
		return figures{primitives: Effort{20, time.Millisecond}, visits: Effort{Rounds: 16},
			throughput: Effort{5, 50 * time.Millisecond}, growth: Effort{Rounds: 8}, batch: 5,
			travels: 40, records: []int64{1e3, 1e4, 1e5, 1e6}, names: []int64{1, 60}}
	}
	return figures{primitives: Effort{40, 2 * time.Millisecond}, visits: Effort{Rounds: 30},
		throughput: Effort{8, 200 * time.Millisecond}, growth: Effort{Rounds: 8}, batch: 10,
		travels: 300, records: []int64{1e3, 1e4, 1e5, 1e6, 1e7, 1e8},
		names: []int64{1, 15, 30, 45, 60}}
}

// A cpuClock is what reads the CPU time of the process. Each system has its own.
type cpuClock struct {
	none bool          // the system has none
	step time.Duration // that it moves on by, where that is longer than what is timed
}

// visitTime is about what a visit takes, or less.
const visitTime = time.Millisecond

// onClock makes batches long beside the step of the clock.
func (f figures) onClock(step time.Duration) figures {
	long := 20 * step
	f.primitives.Batch = max(f.primitives.Batch, long)
	f.growth.Batch = max(f.growth.Batch, long)
	f.batch = max(f.batch, int(long/visitTime))
	return f
}

// ErrNotMeasured says that this system does not tell the CPU time of a process.
var ErrNotMeasured = errors.New("not measured: " + runtime.GOOS +
	" does not tell the CPU time of a process")

// runsOn is how often a visit is run on a link: once, where every run is the same.
func (f figures) runsOn(l sim.Link) int {
	if l.Jitter == 0 && l.LossPPM == 0 {
		return 1
	}
	return f.travels
}

// travelled are the runs on all links.
func (f figures) travelled() int {
	n := 0
	for _, l := range Links() {
		n += f.runsOn(l)
	}
	return n
}

// Steps is how often Run calls step.
func (p Plan) Steps() int {
	f := p.figures()
	pairs := len(p.Profiles) * len(p.Suites)
	return len(p.Suites)*f.primitives.Rounds + pairs*2*f.visits.Rounds +
		pairs*f.travelled() + f.throughput.Rounds + len(f.records) + len(f.names)
}

// Results are everything that was measured.
type Results struct {
	Machine, After Machine
	Suites         []SuiteResult
	Profiles       []ProfileResult // a profile with each suite
	// Of the first profile with the first suite:
	Rates        []Rate
	Records      []Growth
	Certificates []Growth
	// CertificateBits are the bits of one visit by those of Cert_D, under the default
	// lengths: a line, whose slope is how often the certificate travels.
	CertificateBits [][2]int64
	Series          []Series // all that has rounds
}

// A SuiteResult are the primitives of a suite.
type SuiteResult struct {
	Suite      string
	Primitives []Series
	Times      Times
}

// A ProfileResult is what a visit of a profile takes with a suite.
type ProfileResult struct {
	Profile, Suite string
	Phases         []string
	Counts         Counts
	Times          Times  // of the suite
	Visit          *Visit // with nothing remembered: every operation counted is done
	Cached         *Visit // with what is public and repeated remembered
	Links          []*EndToEnd
}

// Run measures. It calls step Steps times as it goes on. The error is ErrNotMeasured where
// the system has no clock for it.
func (p Plan) Run(step func()) (*Results, error) {
	if thisClock.none {
		return nil, ErrNotMeasured
	}
	r := &Results{Machine: ThisMachine()}
	f := p.figures()
	for _, name := range p.Suites {
		primitives, err := Primitives(name, f.primitives, step)
		if err != nil {
			return nil, err
		}
		times, err := TimesOf(name, primitives)
		if err != nil {
			return nil, err
		}
		r.Suites = append(r.Suites, SuiteResult{name, primitives, times})
		r.Series = append(r.Series, primitives...)
		for _, profile := range p.Profiles {
			one, err := p.profile(profile, r.Suites[len(r.Suites)-1], step)
			if err != nil {
				return nil, err
			}
			r.Profiles = append(r.Profiles, *one)
			r.Series = append(r.Series, one.Visit.series()...)
			r.Series = append(r.Series, one.Cached.series()...)
		}
	}
	if err := r.grow(p, f, step); err != nil {
		return nil, err
	}
	r.After = ThisMachine()
	return r, nil
}

func (p Plan) profile(name string, s SuiteResult, step func()) (*ProfileResult, error) {
	f := p.figures()
	protocol, err := library.Profile(name)
	if err != nil {
		return nil, err
	}
	r := &ProfileResult{Profile: name, Suite: s.Suite, Phases: MessageGroups(protocol),
		Times: s.Times}
	if r.Counts, err = Count(protocol); err != nil {
		return nil, err
	}
	c, err := sim.Standard(name, sim.DefaultSize)
	if err != nil {
		return nil, err
	}
	c.Suite, c.Cache = s.Suite, false
	if r.Visit, err = Visits(c, f.batch, f.visits, step); err != nil {
		return nil, err
	}
	c.Cache = true
	if r.Cached, err = Visits(c, f.batch, f.visits, step); err != nil {
		return nil, err
	}
	c.Computation = s.Times.Computation()
	for _, l := range Links() {
		e, err := Travel(c, l, f.runsOn(l), step)
		if err != nil {
			return nil, err
		}
		r.Links = append(r.Links, e)
	}
	return r, nil
}

// grow measures what grows, with the first profile and suite.
func (r *Results) grow(p Plan, f figures, step func()) error {
	c, err := sim.Standard(p.Profiles[0], sim.DefaultSize)
	if err != nil {
		return err
	}
	c.Suite = p.Suites[0]
	if r.Rates, err = Throughput(c, Workers(), f.throughput, step); err != nil {
		return err
	}
	if r.Records, err = RecordGrowth(c, f.records, f.growth, step); err != nil {
		return err
	}
	if r.Certificates, err = CertificateGrowth(c, f.names, f.growth, step); err != nil {
		return err
	}
	for _, all := range [][]Growth{r.Records, r.Certificates} {
		for _, g := range all {
			r.Series = append(r.Series, g.Series)
		}
	}
	protocol, err := library.Profile(p.Profiles[0])
	if err != nil {
		return err
	}
	r.CertificateBits, err = certificateBits(protocol)
	return err
}

// certificateBits are the bits of a visit by those of Cert_D, from a bare signature and
// identity to a chain of X.509 certificates.
func certificateBits(p *model.Protocol) ([][2]int64, error) {
	var all [][2]int64
	for _, bits := range []int64{800, 2e3, 4e3, 8e3, 16e3, 32e3} {
		l := &Lengths{Name: DefaultLengths().Name}
		for _, one := range DefaultLengths().All {
			if one.Sort == model.Certificate.String() {
				one.Bits = bits
			}
			l.All = append(l.All, one)
		}
		messages, err := Declared(p, l)
		if err != nil {
			return nil, err
		}
		all = append(all, [2]int64{bits, TrafficOf(messages, Whole).Bits})
	}
	return all, nil
}

// series are the measurements of a visit, run and floor, by phase.
func (v *Visit) series() []Series {
	var all []Series
	for _, phase := range append(append([]string{}, v.Phases...), Whole) {
		all = append(all, *v.Run[phase], *v.Floor[phase])
	}
	return all
}

// A Share is what the calls of one kind take of a visit.
type Share struct {
	Name  string
	Calls int
	Time  Quantity
	Share Quantity // of all of them
}

// Shares are the kinds of calls of a visit, the one that takes longest first.
func (r *ProfileResult) Shares() []Share {
	var sum suite.Counts
	for _, phase := range r.Phases {
		sum = sum.Plus(r.Counts.Total(phase))
	}
	all := r.Times.Of(sum)
	var shares []Share
	for c, n := range sum {
		if n > 0 {
			name := measured(model.Call(c))
			took := r.Times[name].Times(float64(n))
			shares = append(shares, Share{name, n, took, took.Over(all)})
		}
	}
	slices.SortStableFunc(shares, func(a, b Share) int {
		return cmp.Compare(b.Time.Median, a.Time.Median)
	})
	return shares
}
