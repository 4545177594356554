// Package bench computes what the protocol costs in operations and bytes. It reads them off
// the protocol's description, checks them against runs, and sets them beside what the paper
// prints. Package timing measures the times.
package bench

import (
	"errors"
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/delay"
	"emrproof/sim/trace"
)

// Costs are the costs of several profiles, as far as they can be told without a clock.
type Costs struct {
	Profiles []*Cost
	Suites   []string
	Lengths  *Lengths
	Bounds   []Bound // of the schemes of Table 4, in its order
	// Li is what the profile Li costs. Its Ops are by the rows of Table 4 as well.
	Li         *Cost
	Convention string // the name of the lengths with which papers of this kind count
}

// A Cost is what one profile costs.
type Cost struct {
	Profile  string
	Protocol *model.Protocol
	Phases   []string // the groups of phases on the insecure network
	// Counts are the calls of a suite that one run of each phase makes, by the group of
	// phases and the party, as sim.Result has them.
	Counts map[string]map[model.Party]suite.Counts
	// Calls are the calls of all parties together, and Ops the operations of Table 4 among
	// them: by phase, and under Whole for all Phases.
	Calls    map[string]suite.Counts
	Ops      map[string]Ops
	Declared []Message            // nil of Li where the lengths do not have all that it sends
	ByRule   []Message            // the same, with the lengths of the convention
	Wire     map[string][]Message // what went over the network, by suite
	Links    []linkTime           // with the first suite
}

// A linkTime is how long a session takes on a link if computing takes no time; see SessionTimes.
type linkTime struct {
	Link delay.Link
	Took map[string]trace.Duration
}

// CostOf returns what profiles cost with suites, under declared lengths; nil lengths are those
// that come with emrproof. The counts that are read off a description are compared with a run
// with each suite: a difference is an error.
func CostOf(profiles, suites []string, l *Lengths) (*Costs, error) {
	if l == nil {
		l = defaultLengths()
	}
	all := &Costs{Suites: suites, Lengths: l}
	rule := convention()
	all.Convention = rule.Name
	for _, name := range profiles {
		c, err := costOf(name, suites, l, rule)
		if err != nil {
			return nil, err
		}
		if len(suites) > 0 {
			if err := c.travel(suites[0]); err != nil {
				return nil, err
			}
		}
		all.Profiles = append(all.Profiles, c)
	}
	var err error
	if all.Li, err = costOf(Li, suites[:min(1, len(suites))], l, rule); err != nil {
		return nil, err
	}
	for row, groups := range liPhases {
		var calls suite.Counts
		for _, g := range groups {
			calls = calls.Plus(all.Li.Calls[g])
		}
		all.Li.Ops[row] = opsOf(calls)
	}
	all.Bounds, err = boundsOf(l)
	return all, err
}

// costOf returns what a profile costs, but for the times that it takes on links.
func costOf(name string, suites []string, l, rule *Lengths) (*Cost, error) {
	c := &Cost{Profile: name, Wire: map[string][]Message{}}
	if err := c.count(); err != nil {
		return nil, err
	}
	var err error
	// Lengths of a user's own need not have what Li's messages hold: they are then not declared.
	if c.Declared, err = messagesOf(c.Protocol, l); err != nil && name != Li {
		return nil, err
	} else if err != nil {
		c.Declared = nil
	}
	if c.ByRule, err = messagesOf(c.Protocol, rule); err != nil {
		return nil, err
	}
	for _, name := range suites {
		if err := c.wire(name); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// count reads off the description which operations each phase computes.
func (c *Cost) count() (err error) {
	if c.Protocol, err = library.Profile(c.Profile); err != nil {
		return err
	}
	if c.Counts, err = countCalls(c.Protocol); err != nil {
		return err
	}
	c.Phases = MessageGroups(c.Protocol)
	c.Calls, c.Ops = map[string]suite.Counts{}, map[string]Ops{}
	for _, phase := range c.Phases {
		for _, n := range c.Counts[phase] {
			c.Calls[phase] = c.Calls[phase].Plus(n)
			c.Calls[Whole] = c.Calls[Whole].Plus(n)
		}
	}
	for phase, n := range c.Calls {
		c.Ops[phase] = opsOf(n)
	}
	return nil
}

// world returns the Config of the smallest world of the profile, in which every phase runs once,
// with a suite.
func (c *Cost) world(suite string) (sim.Config, error) {
	config, err := sim.Standard(c.Profile, sim.Size{Each: 1, Sessions: 1})
	config.Suite = suite
	return config, err
}

// wire compares the counts with those of a run, and records the messages of the run.
func (c *Cost) wire(name string) error {
	config, err := c.world(name)
	if err != nil {
		return err
	}
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
	sent, err := messagesSent(config)
	if err != nil {
		return err
	}
	c.Wire[name] = sent.messages
	return nil
}

// travel records how long a session takes on each link.
func (c *Cost) travel(suite string) error {
	config, err := c.world(suite)
	if err != nil {
		return err
	}
	for _, l := range delay.Links()[1:] { // the first takes no time
		config.Link = l
		took, err := SessionTimes(config)
		if err != nil {
			return err
		}
		c.Links = append(c.Links, linkTime{l, took})
	}
	return nil
}

// A traffic counts what goes over the network in a phase.
type traffic struct {
	Messages int
	Trips    int // one way, one after the other: what a party sends at a time is one
	Bits     int64
	Records  int64
}

// TrafficOf adds up the messages of a group of phases, or of all phases when phase is Whole.
func TrafficOf(all []Message, phase string) traffic {
	var t traffic
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

// A Bound is the least that a scheme of Table 4 has to send, as far as the table says: the
// messages of the scheme are not in the paper.
type Bound struct {
	Scheme string `json:"scheme"`
	// Signatures and ciphertexts that travel at least: one, where there is any operation.
	Signatures  int   `json:"signatures_at_least"`
	Ciphertexts int   `json:"ciphertexts_at_least"`
	Bits        int64 `json:"bits_at_least"` // of these, under the declared lengths
	// If each signature is made once and verified once, and each ciphertext made once and
	// opened once, there are half as many as operations.
	EachOnceSignatures  int   `json:"-"`
	EachOnceCiphertexts int   `json:"-"`
	EachOnceBits        int64 `json:"bits_if_each_is_used_once"`
}

// boundsOf returns the bounds of the schemes of Table 4, with the paper's own for comparison.
func boundsOf(l *Lengths) ([]Bound, error) {
	sig := l.find(length{Sort: model.Signature.String()})
	if sig == nil {
		return nil, errors.New("signatures have no length")
	}
	asymmetric := l.find(length{Whole: ePUK}, length{Overhead: ePUK})
	if asymmetric == nil {
		return nil, fmt.Errorf("%s has no length", ePUK)
	}
	symmetric := l.find(length{Whole: eSEK}, length{Overhead: eSEK})
	if symmetric == nil {
		return nil, fmt.Errorf("%s has no length", eSEK)
	}
	sent := func(o Ops, sent func(int) int) (signatures, ciphertexts int, bits int64) {
		n, a, s := sent(o.Sign), sent(o.A), sent(o.S)
		return n, a + s, int64(n)*sig.Bits + int64(a)*asymmetric.Bits + int64(s)*symmetric.Bits
	}
	var all []Bound
	for _, s := range Schemes {
		least := func(n int) int { return min(n, 1) }
		once := func(n int) int { return (n + 1) / 2 }
		b := Bound{Scheme: s.Name}
		b.Signatures, b.Ciphertexts, b.Bits = sent(s.Ops[Whole], least)
		b.EachOnceSignatures, b.EachOnceCiphertexts, b.EachOnceBits = sent(s.Ops[Whole], once)
		all = append(all, b)
	}
	return all, nil
}

// Whole is the name of all phases of a session together.
const Whole = "total"

// Profiles are the names of the profiles whose phases are those of the paper's cost tables,
// the default first.
func Profiles() []string {
	var names []string
	for _, name := range library.Profiles() {
		groups := MessageGroups(library.Must(name))
		lacks := func(phase string) bool { return !slices.Contains(groups, phase) }
		if !slices.ContainsFunc(PrintedPhases, lacks) {
			names = append(names, name)
		}
	}
	return names
}
