package bench

import (
	"errors"
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Cost is what a profile costs, as far as no clock is needed to say so.
type Cost struct {
	Profile  string
	Protocol *model.Protocol
	Phases   []string // the groups of phases on the insecure network
	Counts   Counts
	Declared []Message
	Wire     []SuiteWire // in the order of the suites asked for
	Links    []LinkTime
}

// A SuiteWire is what went over the network with a suite.
type SuiteWire struct {
	Suite    string
	Messages []Message
}

// A LinkTime is how long a visit with the first suite takes on a link, in virtual time,
// if computing takes none.
type LinkTime struct {
	Link  sim.Link
	Took  map[string]trace.Duration // by group of phases
	Total trace.Duration
}

// CostOf is the cost of a profile with suites, under declared lengths. What is read off
// the description is compared with a run; that they differ is an error.
func CostOf(profile string, suites []string, l *Lengths) (*Cost, error) {
	c := &Cost{Profile: profile}
	var err error
	if c.Protocol, err = library.Profile(profile); err != nil {
		return nil, err
	}
	c.Phases = MessageGroups(c.Protocol)
	if c.Counts, err = Count(c.Protocol); err != nil {
		return nil, err
	}
	if c.Declared, err = Declared(c.Protocol, l); err != nil {
		return nil, err
	}
	for _, name := range suites {
		if err := c.wire(name); err != nil {
			return nil, err
		}
	}
	return c, c.travel(suites[0])
}

// smallest is a world in which every phase runs once.
var smallest = sim.Size{Patients: 1, Doctors: 1, Hospitals: 1, Visits: 1}

func (c *Cost) wire(name string) error {
	config, err := sim.Standard(c.Profile, smallest)
	if err != nil {
		return err
	}
	config.Suite = name
	r, err := sim.Run(config, nil, nil)
	if err != nil {
		return err
	}
	for _, g := range sim.Groups(c.Protocol) {
		for _, m := range c.Protocol.Parties {
			if read, ran := c.Counts[g][m.Party], r.Operations[g][m.Party]; read != ran {
				return fmt.Errorf("%s, %s: %s by %s: read off the description %+v, counted in a run %+v",
					c.Profile, name, g, m.Party, read, ran)
			}
		}
	}
	sent, err := Sent(config)
	if err != nil {
		return err
	}
	c.Wire = append(c.Wire, SuiteWire{name, sent.Messages})
	return nil
}

func (c *Cost) travel(name string) error {
	config, err := sim.Standard(c.Profile, smallest)
	if err != nil {
		return err
	}
	config.Suite = name
	for _, l := range sim.Links()[1:] { // the first takes no time
		config.Link = l
		sent, err := Sent(config)
		if err != nil {
			return err
		}
		c.Links = append(c.Links, LinkTime{l, sent.Took, sent.Total})
	}
	return nil
}

// Total are the operations of all phases on the insecure network.
func (c *Cost) Total() suite.Counts {
	var sum suite.Counts
	for _, phase := range c.Phases {
		sum = sum.Plus(c.Counts.Total(phase))
	}
	return sum
}

// A Traffic is what goes over the network in a phase.
type Traffic struct {
	Messages int
	Trips    int // one way, one after the other: what a party sends at a time is one
	Bits     int64
	Records  int64
}

// TrafficOf adds up the messages of a group of phases; of all, when it is Whole.
func TrafficOf(all []Message, phase string) Traffic {
	var t Traffic
	var sender model.Party
	for _, m := range all {
		if phase == Whole || m.Phase == phase {
			t.Messages++
			if m.From != sender {
				t.Trips++
			}
			sender = m.From
			t.Bits += m.Bits
			t.Records += m.Records
		}
	}
	return t
}

// A Bound is the least that a scheme of Table 4 has to send, as far as the table says:
// its messages are not in the paper.
type Bound struct {
	Scheme                  string
	Signatures, Ciphertexts int   // that travel at least: one, where there is any operation
	Bits                    int64 // of these, under the declared lengths
	// If each signature is made once and verified once, and each ciphertext made once and
	// opened once, there are half as many as operations.
	EachOnceSignatures, EachOnceCiphertexts int
	EachOnceBits                            int64
}

// Bounds are those of the schemes of Table 4, the paper's own among them for comparison.
func Bounds(l *Lengths) ([]Bound, error) {
	sig, ok := l.find(Length{Sort: model.Signature.String()})
	if !ok {
		return nil, errors.New("signatures have no length")
	}
	asymmetric, ok := l.find(Length{Whole: EPUK}, Length{Overhead: EPUK})
	if !ok {
		return nil, fmt.Errorf("%s has no length", EPUK)
	}
	symmetric, ok := l.find(Length{Whole: ESEK}, Length{Overhead: ESEK})
	if !ok {
		return nil, fmt.Errorf("%s has no length", ESEK)
	}
	bits := func(signatures, a, s int) int64 {
		return int64(signatures)*sig + int64(a)*asymmetric + int64(s)*symmetric
	}
	var all []Bound
	for _, s := range Schemes {
		once, least := s.Summed(), s.Summed()
		for class, n := range once {
			once[class], least[class] = (n+1)/2, min(n, 1)
		}
		sent := func(o Ops) (signatures, ciphertexts int, of int64) {
			a, sym := o[model.ClassA], o[model.ClassS]
			return o[model.ClassSign], a + sym, bits(o[model.ClassSign], a, sym)
		}
		b := Bound{Scheme: s.Name}
		b.Signatures, b.Ciphertexts, b.Bits = sent(least)
		b.EachOnceSignatures, b.EachOnceCiphertexts, b.EachOnceBits = sent(once)
		all = append(all, b)
	}
	return all, nil
}

// Profiles are the names of the profiles that have the phases of the paper's cost
// tables, the default first.
func Profiles() []string {
	var names []string
	for _, name := range library.Profiles() {
		p, err := library.Profile(name)
		if err != nil {
			panic("bench: internal error: " + err.Error())
		}
		groups := MessageGroups(p)
		has := func(phase string) bool { return slices.Contains(groups, phase) }
		if !slices.ContainsFunc(PrintedPhases, func(phase string) bool { return !has(phase) }) {
			names = append(names, name)
		}
	}
	return names
}
