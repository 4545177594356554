package attacks

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/sim"
	"emrproof/sim/simtest"
)

// On the hardened description random play violates nothing but what is explained; and what
// is explained by a move has that move in it when it is shrunk.
func TestRandomPlayOnHardened(t *testing.T) {
	simtest.Long(t)
	plays := 400
	if *everything {
		plays = 10_000
	}
	insiders, acted := 0, 0
	for i := range plays {
		p := DrawPlay(1, i)
		o, err := p.Run("hardened", nil, sim.Seed(1).Run(i))
		if err != nil {
			t.Fatalf("play %d: %v", i+1, err)
		}
		if p.Insider && p.puppets() {
			insiders++
		}
		if len(o.Config.Moves) > 0 {
			acted++
		}
		for _, v := range o.Violated() {
			why, err := ExplainRandom(o, v)
			if err != nil {
				t.Fatal(err)
			}
			if why == "" {
				t.Errorf("play %d violates %s, which nothing explains: %q", i+1, v.Claim.ID, o.Config.Moves)
			}
		}
	}
	if insiders < plays/6 || acted < plays/2 {
		t.Errorf("of %d plays %d act, and in %d an insider plays for itself; want most, and many",
			plays, acted, insiders)
	}
}

// What is explained is explained by what it says: without the move it is a finding.
func TestExplainRandomWantsTheMove(t *testing.T) {
	before := randomBreaches
	defer func() { randomBreaches = before }()
	const claim = "injective agreement: P-D visit"
	for _, c := range []struct{ needs, want string }{
		{"", "W1"}, {DoDeliver, "W1"}, {DoSkew, ""},
	} {
		randomBreaches = []randomBreach{{"W1", "published", claim, c.needs}}
		o := outcome(t, []string{`on alice.2#1: deliver("alice.2#1", "bob", 0, "0s")`,
			`on alice.2#1: deliver("alice.2#1", "bob", 0, "1ms")`, `begin: skew("cloud", "1s")`})
		got, err := ExplainRandom(o, verdict(t, o, claim))
		if err != nil || got != c.want {
			t.Errorf("needs %q: got %q, %v, want %q", c.needs, got, err, c.want)
		}
	}
}

const randomGolden = "random-hardened.txt"

// What random play violates, but for availability, once a repair or a check is taken out of
// the hardened description: a line for each claim, with the first play that does. In full,
// so many plays are made for each; else the first that found something.
func TestRandomPlayWithoutRepairs(t *testing.T) {
	simtest.Long(t)
	if !*everything {
		replayGolden(t)
		return
	}
	const plays = 500
	var b strings.Builder
	for _, option := range takenOut(t) {
		r, err := PlayRandom("hardened", []string{option}, 1, plays, 0)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "without %s\n", strings.TrimPrefix(option, model.WithoutPrefix))
		for _, c := range r.Claims {
			if c.Claim != "availability" {
				fmt.Fprintf(&b, "  %s: %d of %d plays, first %d\n", c.Claim, c.Runs, plays, c.First)
			}
		}
	}
	simtest.Golden(t, randomGolden, b.String())
}

// takenOut are the options that take something out of the hardened description.
func takenOut(t *testing.T) []string {
	t.Helper()
	list := model.OptionIDs("hardened")
	for _, c := range mustProfile(t, "hardened").Checks() {
		list = append(list, model.WithoutPrefix+c.ID)
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
			if at++; at >= len(options) || strings.TrimPrefix(options[at], model.WithoutPrefix) != id {
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
			o, err := DrawPlay(1, first-1).Run("hardened", options[at:at+1], sim.Seed(1).Run(first-1))
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
