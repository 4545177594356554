// Package generate makes attacks from a description. It makes them on every message that
// crosses the insecure network, on every field of each message, and by every coalition of
// corrupt principals.
//
// It runs the attacks, says what became of each, and shrinks those that violate a claim.
package generate

import (
	"fmt"
	"slices"

	"emrproof/attacks/insider"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Case is an attack that is made from a description and not by hand. An outsider drops,
// delays or repeats one message of one round, exchanges it with the same message of another
// round, replaces a field by another value of its sort, or sends a message in a party's place.
// For what insiders do, see the package insider. The Config is the whole attack. Where insiders
// play sessions by themselves, it has their moves once the case has been run.
type Case struct {
	Kind    string   // such as "replay"
	World   string   // whose rounds there are, such as "two patients, one doctor"
	Message string   // such as "visit 1"
	Field   string   // such as "C_P1"; empty where the message is taken as a whole
	With    string   // what stands in its place, as a recipe, or how it comes
	Corrupt []string // who is corrupt; none: it is an outsider's
	Config  sim.Config

	deviation *insider.Deviation // of insiders who play for themselves; nil: its Config has the moves
}

// The kinds of cases. The name of the party follows a kind that ends in a space.
const (
	kindDrop        = "drop"        // it never comes
	kindReplay      = "replay"      // it comes again at once, to the session that had it
	kindLate        = "replay late" // it comes after ΔT
	kindSwap        = "swap"        // it changes places with that of a concurrent round
	kindSubstitute  = "substitute"  // one field is another value of its sort
	kindFlip        = "flip"        // a bit of one field is another
	kindImpersonate = "impersonate "

	kindElsewhere = "elsewhere" // it goes to another session that could take it
	kindPassOff   = "pass off"  // it comes in the place of one of another name

	kindListen    = "listen"      // insiders do as they should, and keep what they get
	kindRelay     = "relay"       // an insider passes on what it gets
	kindAlter     = "lie"         // an insider's session has another value in the place of one
	kindOpenAs    = "pose as "    // an insider opens a phase in another party's role
	kindInsiderAs = "insider as " // it sends what it makes in another's place
)

// onNetwork says whether a step of a phase sends on the insecure network.
func onNetwork(ph *model.Phase, s *model.Step) bool {
	return s.Kind == model.StepSend && !ph.Secure
}

// A setting is a world in which cases are run. It has two rounds of sessions, which share nobody,
// the peer, the opener, or both.
type setting struct {
	world          string // such as "two patients, one doctor"
	openers, peers int
	// others is how many other values insiders put in the place of each one that they hold.
	others int
}

// settings returns the worlds of a description. Where only one principal can play the opener or
// the peer, some are left out.
func settings(p *model.Protocol) []setting {
	var all []setting
	world := p.StandardWorld()
	if len(world.Sessions) == 0 {
		return nil
	}
	opener, peer := p.Member(world.Sessions[0].By), p.Member(world.Sessions[0].With)
	for _, s := range []setting{{"", 2, 2, 2}, {"", 2, 1, 2}, {"", 1, 2, 1}, {"", 1, 1, 1}} {
		if opener.One && s.openers > 1 || (peer == nil || peer.One) && s.peers > 1 {
			continue
		}
		s.world = inWords(s.openers, opener.Name)
		if peer != nil {
			s.world += ", " + inWords(s.peers, peer.Name)
		}
		all = append(all, s)
	}
	return all
}

// inWords writes one or two of something.
func inWords(n int, name string) string {
	if n == 1 {
		return "one " + name
	}
	return "two " + name + "s"
}

// apart is how long after one round the other begins. The first is over by then, unless the
// adversary keeps a message of it back. So what crossed the network in it is known, and young
// enough, when the second one begins.
const apart = trace.Duration(1e9)

// Cases makes the cases of a description, on every message that is sent on the insecure network
// and on every field of each. A field is replaced by each value of its sort that crossed the
// network before or is public, and by some that the outsider makes up.
func Cases(profile string, options []string, suiteName string, seed sim.Seed) ([]Case, error) {
	p, err := library.Profile(profile)
	if err != nil {
		return nil, err
	}
	var all []Case
	memory := new(suite.Memory)
	for i, pair := range settings(p) {
		c, err := pair.config(p, profile)
		if err != nil {
			return nil, err
		}
		c.Options, c.Suite, c.Seed = slices.Clone(options), suiteName, seed
		s, err := rehearse(memory, c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pair.world, err)
		}
		s.world = pair.world
		if i == 0 { // for these it does not matter who else is there
			s.each((*rehearsal).drop)
			s.each((*rehearsal).flip)
			s.each((*rehearsal).passOff)
		}
		s.each((*rehearsal).replay)
		s.each((*rehearsal).late)
		s.each((*rehearsal).swap)
		s.each((*rehearsal).substitute)
		s.each((*rehearsal).elsewhere)
		s.each((*rehearsal).impersonate)
		if s.err != nil {
			return nil, fmt.Errorf("%s: %w", pair.world, s.err)
		}
		all = append(all, s.cases...)
	}
	for i, pair := range settings(p) {
		c, err := pair.config(p, profile)
		if err != nil {
			return nil, err
		}
		c.Options, c.Suite, c.Seed = slices.Clone(options), suiteName, seed
		prepareAll(&c)
		some, err := pair.insiderCases(memory, c, i == 0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pair.world, err)
		}
		all = append(all, some...)
	}
	return all, nil
}

// config returns the standard world of a setting, whose two rounds of sessions begin one after
// the other, the time apart. A round has a session of each kind that the description's world has.
func (w setting) config(p *model.Protocol, profile string) (sim.Config, error) {
	sessions := p.StandardWorld().Sessions
	size := sim.Size{Sessions: 2, Of: map[model.Party]int{sessions[0].By: w.openers}}
	if with := sessions[0].With; with != "" {
		size.Of[with] = w.peers
	}
	c, err := sim.Standard(profile, size)
	if err != nil {
		return c, err
	}
	first := len(c.Starts) - size.Sessions*len(sessions)
	for i := range c.Starts[first:] {
		c.Starts[first+i].At = apart + apart*trace.Duration(i)/trace.Duration(len(sessions))
	}
	return c, nil
}

// prepareAll lets an insider find records that nobody agreed to. It adds to the schedule, so
// that what is prepared on the secure channel for some is prepared for all: where alice has a
// record in one department and carol in another, each then has one in both.
func prepareAll(c *sim.Config) {
	has := map[sim.Start]bool{}
	var ready []sim.Start
	for _, s := range c.Starts {
		if s.Department != "" {
			has[sim.Start{Phase: s.Phase, With: s.With, Department: s.Department}] = true
			ready = append(ready, s)
		}
	}
	var more []sim.Start
	for _, one := range ready {
		for _, other := range ready {
			n := one
			n.Department = other.Department
			key := sim.Start{Phase: n.Phase, With: n.With, Department: n.Department}
			if n.Phase == other.Phase && !has[key] {
				has[key] = true
				more = append(more, n)
			}
		}
	}
	c.Starts = slices.Concat(more, c.Starts)
}
