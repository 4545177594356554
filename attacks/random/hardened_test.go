package random

import (
	"emrproof/attacks/attacktest"
	"emrproof/model/build"
	"emrproof/model/library"
	"emrproof/sim/simtest"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// On the hardened description random play violates nothing but what the catalogue does, in
// the same way.
func TestRandomPlayOnHardened(t *testing.T) {
	simtest.Long(t)
	plays := 100
	if *attacktest.Everything {
		plays = 10_000
	}
	r := playedRandom(t, "hardened", plays)
	if r.Moves < 3*plays {
		t.Errorf("%d plays make %d moves, want several each", plays, r.Moves)
	}
}

// playedRandom is random play of which the catalogue explains everything.
func playedRandom(t *testing.T, profile string, plays int) *Result {
	t.Helper()
	r, err := Run(Question{Profile: profile, Seed: 1, Runs: plays})
	if err != nil {
		t.Fatal(err)
	}
	by := attacktest.Catalogued(t, profile)
	for _, c := range r.Claims {
		if len(c.Ways) == 0 {
			t.Errorf("%s: no run was shrunk", c.Claim)
		}
		for _, w := range c.Ways {
			if len(by(w.Mechanism)) == 0 {
				t.Errorf("run %d violates it in a way that nothing explains: %s\n%q", w.Play,
					w.Mechanism, w.Config.Moves)
			}
		}
	}
	return r
}

const randomGolden = "random-hardened.txt"

// What random play violates, but for availability, once a repair or a check is taken out of
// the hardened description: a line for each claim, with the first play that does. What the same
// plays violate on the whole description is left out. In full, so many plays are made for
// each; else the first that found something.
func TestRandomPlayWithoutRepairs(t *testing.T) {
	simtest.Long(t)
	if !*attacktest.Everything {
		replayGolden(t)
		return
	}
	const plays = 500
	whole, err := Run(Question{Profile: "hardened", Seed: 1, Runs: plays, Shrunk: 1})
	if err != nil {
		t.Fatal(err)
	}
	anyway := func(c Claim) bool {
		return slices.ContainsFunc(whole.Claims, func(w Claim) bool {
			return w.Claim == c.Claim && w.Runs == c.Runs && w.First == c.First
		})
	}
	var b strings.Builder
	for _, option := range takenOut(t) {
		r, err := Run(Question{Profile: "hardened",
			Options: []string{option}, Seed: 1, Runs: plays, Shrunk: 1})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "without %s\n", strings.TrimPrefix(option, build.WithoutPrefix))
		for _, c := range r.Claims {
			if c.Claim != "availability" && !anyway(c) {
				fmt.Fprintf(&b, "  %s: %d of %d plays, first %d\n", c.Claim, c.Runs, plays, c.First)
			}
		}
	}
	simtest.Golden(t, randomGolden, b.String())
}

// takenOut are the options that take something out of the hardened description.
func takenOut(t *testing.T) []string {
	t.Helper()
	list := library.OptionIDs("hardened")
	for _, c := range build.Checks(mustProfile(t, "hardened")) {
		list = append(list, build.WithoutPrefix+c.ID)
	}
	return list
}

// replayGolden makes the first plays of the golden file again.
func replayGolden(t *testing.T) {
	t.Helper()
	golden, err := os.ReadFile(filepath.Join("testdata", randomGolden))
	if err != nil {
		t.Fatalf("%v; go test -everything -update writes it", err)
	}
	options := takenOut(t)
	at, broken := -1, map[int][]string{} // by play
	for line := range strings.Lines(string(golden)) {
		line = strings.TrimSuffix(line, "\n")
		if id, ok := strings.CutPrefix(line, "without "); ok {
			if at++; at >= len(options) || strings.TrimPrefix(options[at], build.WithoutPrefix) != id {
				t.Fatalf("%s: %q is not the next of %q", randomGolden, id, options)
			}
			clear(broken)
			continue
		}
		var first int
		claim := line[2:strings.LastIndex(line, ": ")]
		if _, err := fmt.Sscan(line[strings.LastIndex(line, " "):], &first); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if broken[first] == nil {
			o, err := Nth(Question{Profile: "hardened", Options: options[at : at+1], Seed: 1}, first-1)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range o.Violated() {
				broken[first] = append(broken[first], v.Claim.ID)
			}
		}
		if !slices.Contains(broken[first], claim) {
			t.Errorf("without %s play %d violates %q, want %s", options[at], first, broken[first], claim)
		}
	}
	if at != len(options)-1 {
		t.Errorf("%s is about %d options and checks, want %d", randomGolden, at+1, len(options))
	}
}
