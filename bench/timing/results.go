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
	// Record is the variable of the record whose sizes Records has, and Certificate that of a
	// certificate. They are of the first profile, and empty where it has none.
	Record, Certificate string
	// CertificateBits pairs lengths of certificates with the bits of one session, under the default
	// lengths. The pairs lie on a line, whose slope is how often the certificate travels.
	CertificateBits [][2]int64
}

// A SuiteResult is what the primitives of a suite take.
type SuiteResult struct {
	Suite      string
	Primitives []Primitive
	Schemes    map[string]map[string]Quantity // of Table 4, by name and phase
}

// A Primitive is the measured time of one kind of operation.
type Primitive struct {
	Name             string
	CPU, Wall        Quantity
	Rounds, Outliers int
}

// A ProfileResult is what a session of a profile takes with a suite.
type ProfileResult struct {
	Profile, Suite string
	Phases         []string
	Session        map[string]SessionTime // by phase, nothing remembered: each counted call is done
	Cached         map[string]SessionTime // with what is public and repeated remembered
	Shares         []Share                // the kind of calls that takes longest first
	Links          []*EndToEnd
}

// A SessionTime is what a phase of a session takes, or the whole of it.
type SessionTime struct {
	Counted                Quantity // its calls, times what each takes
	Floor                  Quantity // its calls in a straight line
	Run                    Quantity
	OverFloor, OverCounted Quantity // the run, divided by these
}

// A Share is the part of a session's time that the calls of one kind take.
type Share struct {
	Name  string
	Calls int
	Time  Quantity
	Share Quantity // of all of them
}

// EndToEnd is how long sessions take on a link, in virtual time, in milliseconds: from the first
// message to the last thing that anybody computes.
type EndToEnd struct {
	Link      delay.Link
	Total     []float64  // of each run, ascending
	Quantiles [4]float64 // of these: 5 %, the median, 95 %, the longest
	// Phases are the median times by group of phases, up to the arrival of the group's last
	// message.
	Phases map[string]float64
}

// A Rate is how many runs a number of workers do in a second of wall time.
type Rate struct {
	Workers     int
	Runs, OfOne Quantity // OfOne: as a multiple of what one worker does
}

// A Growth is what a session costs with a record of one size.
type Growth struct {
	Size  int64 // bytes of the record
	Bytes int64 // on the wire, of the whole session
	CPU   Quantity
}
