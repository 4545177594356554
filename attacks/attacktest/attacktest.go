// Package attacktest is for the tests of what stands over attacks: attacks of the catalogue, and
// what came of some moves. Nothing but tests imports it.
package attacktest

import (
	"flag"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/mechanism"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/monitor"
)

// Everything makes the tests that take minutes; without it, they check a part.
var Everything = flag.Bool("everything", false, "run the tests that take minutes in full")

// Outcome is what moves come to on the standard world of the published description.
func Outcome(t testing.TB, moves ...string) *attacks.Outcome {
	t.Helper()
	c, err := sim.Standard("published", sim.DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	c.Moves = moves
	o, err := attacks.Run(c)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Verdict is the one on a claim.
func Verdict(t testing.TB, o *attacks.Outcome, claim string) monitor.Verdict {
	t.Helper()
	for _, v := range o.Verdicts {
		if v.Claim.ID == claim {
			return v
		}
	}
	t.Fatalf("there is no claim %q", claim)
	return monitor.Verdict{}
}

// Find shrinks the violation of a claim.
func Find(t testing.TB, o *attacks.Outcome, claim string) *attacks.Finding {
	t.Helper()
	v := Verdict(t, o, claim)
	if v.Status != monitor.Violated {
		t.Fatalf("%s: got %s, want violated", claim, v.Status)
	}
	f, err := attacks.Find(o, v)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Script is an attack of the catalogue.
func Script(t testing.TB, name string, o need.Overrides) *script.Script {
	t.Helper()
	file, src := catalogue.Source(name)
	if src == nil {
		t.Fatalf("no attack %q", name)
	}
	s, err := script.Load(file, src, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Catalogued finds the attacks of the catalogue of a mechanism, on a profile without options.
func Catalogued(t testing.TB, profile string) func(mechanism string) []string {
	t.Helper()
	known := map[string][]string{}
	for _, name := range catalogue.Names() {
		if Script(t, name, need.Overrides{}).Expect[profile] == "" {
			continue
		}
		s := Script(t, name, need.Overrides{Profile: profile})
		if len(s.Config.Options) > 0 {
			continue
		}
		o, err := s.Run()
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range o.Violated() {
			for _, f := range ways(t, o.Outcome, v) {
				how := mechanism.Of(f)
				known[how] = append(known[how], s.ID)
			}
		}
	}
	return func(mechanism string) []string { return known[mechanism] }
}

// ways are a claim's violation shrunk; of what refusals cost, each of them as it is.
func ways(t testing.TB, o *attacks.Outcome, v monitor.Verdict) []*attacks.Finding {
	t.Helper()
	if v.Claim.Kind != model.Availability {
		return []*attacks.Finding{Find(t, o, v.Claim.ID)}
	}
	var all []*attacks.Finding
	for _, b := range v.Breaches {
		all = append(all, &attacks.Finding{Claim: v.Claim, Breach: b, Outcome: o})
	}
	return all
}
