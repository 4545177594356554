// Package attacktest helps to test the packages that build on attacks: it makes attacks of the
// catalogue and outcomes of moves. Nothing but tests imports it.
package attacktest

import (
	_ "embed"
	"flag"
	"strings"
	"testing"

	"emrproof/attacks"
	"emrproof/attacks/script"
	"emrproof/attacks/script/catalogue"
	"emrproof/attacks/script/need"
	"emrproof/sim"
	"emrproof/sim/monitor"
)

// Everything makes the tests that take minutes run in full. Without it, they check a part.
var Everything = flag.Bool("everything", false, "run the tests that take minutes in full")

// Outcome runs moves in the standard world of the published description, and returns the
// outcome.
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

// Verdict returns the verdict on a claim.
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

// Find shrinks the violation of a claim, and returns the finding.
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

// Script loads an attack of the catalogue.
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

// Load loads a script from its source.
func Load(t testing.TB, src string) *script.Script {
	t.Helper()
	s, err := script.Load("my.star", []byte(src), need.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

//go:embed testdata/mechanisms.txt
var mechanisms string

// Catalogued returns a function that finds the attacks of the catalogue with a mechanism, on a
// profile without options. The tests of this package make the attacks; here they are read.
func Catalogued(t testing.TB, profile string) func(mechanism string) []string {
	t.Helper()
	known := map[string][]string{}
	of := ""
	for line := range strings.Lines(mechanisms) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "on "); ok {
			of = name
		} else if how, ok := strings.CutPrefix(line, "  "); ok && of == profile {
			id, how, _ := strings.Cut(how, ": ")
			known[how] = append(known[how], id)
		}
	}
	if len(known) == 0 {
		t.Fatalf("no attack on %s is known", profile)
	}
	return func(mechanism string) []string { return known[mechanism] }
}
