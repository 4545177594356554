package games

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emrproof/attacks/attacktest"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim/simtest"
)

// On the hardened description nobody is told apart by listening, or by who steals the
// index, whatever the names. The golden file has what some repairs are good for: the games
// that are lost without them, and by what, with names as people have them; "alike" are those
// lost when the names have one length too. Without any other repair no game is lost. What hides
// the index is taken out for the games about the index alone, but for -everything.
func TestHardenedGames(t *testing.T) {
	simtest.Long(t)
	var b strings.Builder
	fmt.Fprintf(&b, "all repairs: %s\n", lost(t, ""))
	if !strings.HasSuffix(b.String(), noneLost+"\n") {
		t.Error(b.String())
	}
	for _, o := range library.Options("hardened") {
		of := ""
		if slices.Contains([]string{"H13", "H14"}, o.ID) && !*attacktest.Everything {
			of = "theft of the index"
		}
		switch {
		case slices.Contains([]string{"H13", "H14", "H20", "H34"}, o.ID):
			fmt.Fprintf(&b, "without %s, %s: %s\n", o.ID, o.Text, lost(t, of, o.ID))
		case *attacktest.Everything:
			if got := lost(t, "", o.ID); got != noneLost {
				t.Errorf("without %s: %s", o.ID, got)
			}
		}
	}
	simtest.Golden(t, "games-hardened.txt", b.String())
	// Reference: weaknesses W9, W10, W17.
}

const noneLost = "none is lost"

// lost lists the games that are lost on hardened with options, of those whose names begin so.
func lost(t *testing.T, of string, options ...string) string {
	t.Helper()
	p, err := library.Profile("hardened", options...)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, g := range Of(p) {
		if !strings.HasPrefix(g.Name, of) {
			continue
		}
		var by [2]string
		for i, alike := range []bool{false, true} {
			c := quick(options...)
			c.Profile, c.EqualLengths = "hardened", alike
			r := play(t, g.Name, c)
			if by[i] = "nothing"; r.Violated {
				by[i] = r.Distinguisher + ": " + r.Tell
			}
		}
		if by != [2]string{"nothing", "nothing"} {
			all = append(all, fmt.Sprintf("%s\n    by %s\n    alike: by %s", g.Name, by[0], by[1]))
		}
	}
	if all == nil {
		return noneLost
	}
	return "lost\n  " + strings.Join(all, "\n  ")
}

// The index of the published description is no secret from who steals it: one row that is
// known gives away all others. TestHardenedGames has the repairs.
func TestTheftOfTheIndex(t *testing.T) {
	simtest.Long(t)
	for _, c := range []struct{ game, by string }{
		{"P", "dictionary: ID_P by the keys of index"},
		{"HPC", "one pad: ID_HPC by (ID_HPC‖ID_HPC) ⊕ pad of index"},
	} {
		for _, alike := range []bool{false, true} {
			config := quick()
			config.EqualLengths = alike
			r := play(t, "theft of the index: "+c.game, config)
			by := strings.TrimPrefix(r.Distinguisher+": "+r.Tell, ": ")
			if by != c.by || !r.Violated || r.Claim != "" {
				t.Errorf("%s: got %s, want by %q", c.game, r, c.by)
			}
		}
	}
	// Reference: weakness W10.
}

// The friend's row, and the two candidates' one, is all that a stolen table has.
func TestTheWorldsOfATheft(t *testing.T) {
	config, err := quick().filled()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		about  model.Party
		secret int
		want   string
	}{
		{"P", 0, "filing hospital-a/alice, filing hospital-a/walter"},
		{"P", 1, "filing hospital-a/erin, filing hospital-a/walter"},
		{"HPC", 0, "filing hospital-a/alice, filing hospital-a/walter"},
		{"HPC", 1, "filing hospital/alice, filing hospital-a/walter"},
	} {
		a, err := newArena(Game{Name: "g", Kind: model.Anonymity, About: c.about, Table: "index"},
			config)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range a.world(1, c.secret, 0).Starts {
			got = append(got, s.Phase+" "+s.By+"/"+s.With)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("theft about %s, bit %d: got %s, want %s", c.about, c.secret, s, c.want)
		}
	}
	g := Game{Name: "g", Kind: model.Anonymity, About: "P", Table: "directories"}
	if r, err := g.Play(quick()); err == nil {
		t.Errorf("table %q: got %s, want an error", g.Table, r)
	}
}

// Which distinguishers look at what: none at both.
func TestDistinguishersOfATheft(t *testing.T) {
	var rows []string
	for _, d := range distinguishers() {
		if d.rows {
			rows = append(rows, d.Name)
		}
	}
	want := []string{"dictionary", "one pad", "plain rows", "row sizes"}
	if !slices.Equal(rows, want) {
		t.Errorf("got %q, want %q", rows, want)
	}
}

// No clock is shown on the hardened description: not the date, and not the steady clock
// either, which is when a device was switched on. On the published one both mark their owner.
func TestHardenedHidesClocks(t *testing.T) {
	simtest.Long(t)
	for _, c := range []struct {
		profile string
		told    bool
	}{{"published", true}, {"hardened", false}} {
		for _, name := range []string{"anonymity: P", "unlinkability: D"} {
			for _, clock := range []Config{{Skew: 20e6}, {DriftPPM: 50}} {
				config := quick()
				config.Profile, config.EqualLengths = c.profile, true
				config.Skew, config.DriftPPM = clock.Skew, clock.DriftPPM
				r := play(t, name, config)
				if r.Violated != c.told || r.Violated && r.Distinguisher != "timing" {
					t.Errorf("%s, skew %s, drift %d ppm: got %s, want told apart %v", c.profile,
						config.Skew, config.DriftPPM, r, c.told)
				}
			}
		}
	}
}
