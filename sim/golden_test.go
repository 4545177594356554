package sim_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/delay"
	"emrproof/sim/simtest"
	"emrproof/sim/trace"
)

func TestTraceOfAnExchange(t *testing.T) {
	events := eventsOf(t, simtest.World(t, "ns"))
	simtest.Golden(t, "ns.txt", textOf(`
		Needham–Schroeder, one exchange of alice with bob, from their enrolment on.`,
		events, nil))
}

func TestTraceOfAVisit(t *testing.T) {
	events := eventsOf(t, simtest.World(t, "published"))
	inVisit := func(e *trace.Event) bool {
		return e.Phase == "visit" || e.Msg != nil && strings.HasPrefix(e.Msg.Name, "visit ")
	}
	simtest.Golden(t, "visit.txt", textOf(`
		The visit of the published protocol, Eq. 11–24: what alice, the patient, and
		bob, the doctor, do. Registration, filing, search and diagnosis are left out.`,
		events, inVisit))
}

// Every byte on the network, the secure channel included, is the same on every
// machine. The digests change when an encoding does, a domain of a hash, or the
// order in which anybody draws; they do not when the form of the trace does.
func TestBytesOnTheNetwork(t *testing.T) {
	var b strings.Builder
	add := func(profile, name string, options ...string) {
		c := simtest.World(t, profile)
		c.Suite, c.Options = name, options
		c.Link = delay.Link{Delay: 1e6, Jitter: 1e6, LossPPM: 100000, Resend: 1e6}
		digest := sha256.New()
		events := eventsOf(t, c)
		for _, e := range events {
			if e.Kind == trace.KindSend || e.Kind == trace.KindSecure {
				from, to := e.Msg.From, e.Msg.To
				fmt.Fprintf(digest, "%v {%s %d} {%s %d} %d\n", e.At, from.Principal, from.Session,
					to.Principal, to.Session, e.Msg.Size())
				digest.Write(e.Msg.Bytes())
			}
		}
		fmt.Fprintf(&b, "%s %s %v %x\n", profile, name, options, digest.Sum(nil))
	}
	for _, name := range suite.Names() {
		for _, profile := range library.Profiles() {
			add(profile, name)
		}
		for _, id := range library.OptionIDs("published") {
			add("published", name, id)
		}
	}
	simtest.Golden(t, "bytes.txt", b.String())
}

func TestChecks(t *testing.T) {
	simtest.Golden(t, "checks.txt", sim.ChecksText(t))
}

func TestChecksOfHardened(t *testing.T) {
	simtest.Golden(t, "mutations-hardened.txt", sim.HardenedChecksText(t))
}

func TestEquations(t *testing.T) {
	simtest.Golden(t, "equations.txt", sim.EquationsText(t))
}
