package timing

import "emrproof/sim/delay"

// Results are everything that was measured.
type Results struct {
	Machine  Machine
	Warnings []string // what may have disturbed the measurements
	Suites   []SuiteResult
	Profiles []ProfileResult // a profile with each suite
	// Of the first profile with the first suite:
	Rates   []Rate
	Records []Growth
	// CertificateBits are the bits of one visit by those of Cert_D, under the default
	// lengths: a line, whose slope is how often the certificate travels.
	CertificateBits [][2]int64
}

// A SuiteResult is what the primitives of a suite take.
type SuiteResult struct {
	Suite      string
	Primitives []Primitive
	Schemes    map[string]map[string]Quantity // of Table 4, by name and phase
}

// A Primitive is one kind of operation.
type Primitive struct {
	Name             string
	CPU, Wall        Quantity
	Rounds, Outliers int
}

// A ProfileResult is what a visit of a profile takes with a suite.
type ProfileResult struct {
	Profile, Suite string
	Phases         []string
	Visit          map[string]VisitTime // by phase, nothing remembered: each counted call is done
	Cached         map[string]VisitTime // with what is public and repeated remembered
	Shares         []Share              // the kind of calls that takes longest first
	Links          []*EndToEnd
}

// A VisitTime is what a phase of a visit takes, or the whole of it.
type VisitTime struct {
	Counted                Quantity // its calls, times what each takes
	Floor                  Quantity // its calls in a straight line
	Run                    Quantity
	OverFloor, OverCounted Quantity // the run, divided by these
}

// A Share is what the calls of one kind take of a visit.
type Share struct {
	Name  string
	Calls int
	Time  Quantity
	Share Quantity // of all of them
}

// EndToEnd is how long visits take from the first message to the last thing that
// anybody computes, on a link, in virtual time, in milliseconds.
type EndToEnd struct {
	Link      delay.Link
	Total     []float64  // of each run, ascending
	Quantiles [4]float64 // of these: 5 %, the median, 95 %, the longest
	// Phases are the medians, by group of phases, to the arrival of its last message.
	Phases map[string]float64
}

// A Rate is how many runs so many workers do in a second of wall time.
type Rate struct {
	Workers     int
	Runs, OfOne Quantity // OfOne: as a multiple of what one worker does
}

// A Growth is what a visit costs when M_EMR has a size.
type Growth struct {
	Size  int64 // bytes of M_EMR
	Bytes int64 // on the wire, of the whole visit
	CPU   Quantity
}
