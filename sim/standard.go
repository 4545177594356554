package sim

import (
	"fmt"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim/trace"
)

// A Size says how large a standard world is.
type Size struct {
	Patients, Doctors, Hospitals, Visits int
	// Bound is the limit that the size keeps to. It goes into the Config.
	Bound
}

// check refuses a size that is out of bounds, before anything is made of it.
func (s Size) check() error {
	if err := s.Bound.check(); err != nil {
		return err
	}
	sum := 0
	for _, n := range []struct {
		name  string
		value int
	}{{"patients", s.Patients}, {"doctors", s.Doctors}, {"hospitals", s.Hospitals}} {
		if n.value < 1 {
			return fmt.Errorf("%s %d: want 1 or more", n.name, n.value)
		}
		if err := s.Bound.principals(n.name, n.value); err != nil {
			return err
		}
		sum += n.value
	}
	if s.Visits < 0 {
		return fmt.Errorf("visits %d: want 0 or more", s.Visits)
	}
	if err := s.Bound.sessions("visits", s.Visits); err != nil {
		return err
	}
	return s.Bound.principals("patients, doctors and hospitals", sum)
}

// DefaultSize is a standard world of one patient, one doctor, two hospitals and one visit.
var DefaultSize = Size{Patients: 1, Doctors: 1, Hospitals: 2, Visits: 1}

var (
	patients    = []string{"alice", "carol", "erin", "grace", "ivan", "judy", "niaj", "olivia"}
	doctors     = []string{"bob", "dan", "frank", "heidi", "mike", "peggy", "rupert", "sybil"}
	departments = []string{"cardiology", "neurology", "oncology", "radiology"}
)

// betweenVisits is the time from the start of one visit to the start of the next in a standard
// world: on any real link the two overlap.
const betweenVisits = trace.Duration(25e6)

// Standard is the Config of a standard world of the paper's parties, or, for
// Needham–Schroeder, of initiators and responders: each start goes to the next
// patient and the next doctor in turn, and each patient has a record at one
// hospital for each department that will ask for it.
func Standard(profile string, size Size) (Config, error) {
	if err := size.check(); err != nil {
		return Config{}, err
	}
	p, err := library.Profile(profile)
	if err != nil {
		return Config{}, err
	}
	c := Config{Schema: schema, Profile: profile, Suite: suite.Names()[0], Cache: true, Seed: 1,
		DeltaT: DefaultDeltaT, Link: defaultLink(), Bound: size.Bound}
	if p.Member("P") == nil {
		c.exchanges(size)
	} else {
		c.hospital(size)
	}
	return c, nil
}

// hospital fills in the principals and the schedule of a world of the paper's parties.
func (c *Config) hospital(size Size) {
	add := func(name string, party model.Party, department string) {
		c.Principals = append(c.Principals,
			Principal{Name: name, Party: party, Department: department})
	}
	add("authority", "MA", "")
	add("cloud", "PC", "")
	for i := range size.Hospitals {
		add(hospitalName(i), "HPC", "")
	}
	for i := range size.Doctors {
		add(nth(doctors, "doctor", i), "D", departments[i%len(departments)])
	}
	for i := range size.Patients {
		add(nth(patients, "patient", i), "P", "")
	}
	filed := map[string]bool{}
	var visits []Start
	for i := range size.Visits {
		p, d := i%size.Patients, i%size.Doctors
		patient, department := nth(patients, "patient", p), departments[d%len(departments)]
		if !filed[patient+"/"+department] {
			filed[patient+"/"+department] = true
			c.Starts = append(c.Starts, Start{Phase: "filing", With: patient,
				By: hospitalName((p + d%len(departments)) % size.Hospitals), Department: department})
		}
		visits = append(visits, Start{Phase: "visit", By: patient, With: nth(doctors, "doctor", d),
			At: trace.Duration(1e9) + trace.Duration(i)*betweenVisits})
	}
	c.Starts = append(c.Starts, visits...)
}

// exchanges fills in initiators and responders of Needham–Schroeder, and their schedule.
func (c *Config) exchanges(size Size) {
	for i := range size.Patients {
		c.Principals = append(c.Principals,
			Principal{Name: nth(patients, "initiator", i), Party: "A"})
	}
	for i := range size.Doctors {
		c.Principals = append(c.Principals,
			Principal{Name: nth(doctors, "responder", i), Party: "B"})
	}
	for i := range size.Visits {
		c.Starts = append(c.Starts, Start{Phase: "exchange", At: trace.Duration(i) * betweenVisits,
			By:   nth(patients, "initiator", i%size.Patients),
			With: nth(doctors, "responder", i%size.Doctors)})
	}
}

func nth(names []string, kind string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("%s-%04d", kind, i+1)
}

func hospitalName(i int) string {
	if i < 26 {
		return "hospital-" + string(rune('a'+i))
	}
	return fmt.Sprintf("hospital-%04d", i+1)
}
