package games

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/simtest"
)

func TestGamesAreThoseThatTheClaimsCallFor(t *testing.T) {
	var got []string
	for _, g := range Of(library.Must("published")) {
		got = append(got, g.Name+" | "+g.Claim)
	}
	want := []string{
		"anonymity: P | anonymity: P",
		"unlinkability: P | unlinkability: P",
		"unlinkability: D | unlinkability: D",
		"location of the record: HPC | ",
		"theft of the index: P | ",
		"theft of the index: HPC | ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if games := Of(library.Must("ns")); len(games) > 0 {
		t.Errorf("ns promises nothing of the kind: got %v, want no games", games)
	}
	// Reference: Table 3, patient anonymity, patient and doctor unlinkability; weakness W10.
}

// quick is a game of few trials, which finds only what is plain to see.
func quick(options ...string) Config {
	return Config{Profile: "published", Options: options, Seed: 1, Resolution: 950}
}

func play(t *testing.T, name string, c Config) Result {
	t.Helper()
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range Of(p) {
		if g.Name != name {
			continue
		}
		r, err := g.Play(c)
		if err != nil {
			t.Fatal(err)
		}
		if r.Game != name || r.Claim != g.Claim || r.Trials != r.Training ||
			len(r.Scores) != len(distinguishers()) {
			t.Fatalf("the result is not of this game: %+v", r)
		}
		return r
	}
	t.Fatalf("profile %q has no game %q", c.Profile, name)
	return Result{}
}

// Between people as they come, the length of what is encrypted tells all; between
// people who are alike in that, nothing does. But Sig_HPC1 names the hospital in
// any case, for all that it covers is public.
func TestPublishedGames(t *testing.T) {
	simtest.Long(t)
	for _, c := range []struct {
		game  string
		alike bool
		by    string
	}{
		{"anonymity: P", false, "lengths: size of visit 1"},
		{"unlinkability: P", false, "lengths: size of visit 1"},
		{"unlinkability: D", false, "lengths: size of visit 2"},
		{"location of the record: HPC", false,
			"trial verification: ID_HPC by Sig_HPC1 as D verifies it"},
		{"anonymity: P", true, ""},
		{"unlinkability: P", true, ""},
		{"unlinkability: D", true, ""},
		{"location of the record: HPC", true,
			"trial verification: ID_HPC by Sig_HPC1 as D verifies it"},
	} {
		config := quick()
		config.EqualLengths = c.alike
		r := play(t, c.game, config)
		by := strings.TrimPrefix(r.Distinguisher+": "+r.Tell, ": ")
		if by != c.by || r.Violated != (c.by != "") {
			t.Errorf("%s, equal lengths %v: got %s by %q, want by %q", c.game, c.alike, r, by, c.by)
		}
		want := 1000
		if c.by == "" {
			want = 0
		}
		if r.AdvantagePermille != want || r.Low > want || r.High < want {
			t.Errorf("%s, equal lengths %v: got %s, want an advantage of %s",
				c.game, c.alike, r, decimal(want))
		}
	}
	// Reference: Eq. 12, 18, 41; weaknesses W9, W17.
}

// With message recovery anyone reads who has signed, whatever the lengths.
func TestE12GivesEverybodyAway(t *testing.T) {
	simtest.Long(t)
	for _, name := range []string{"anonymity: P", "unlinkability: P", "unlinkability: D"} {
		config := quick("E12")
		config.EqualLengths = true
		if r := play(t, name, config); !r.Violated || r.Distinguisher != "recovered text" {
			t.Errorf("%s: got %s, want it told apart by recovered text", name, r)
		}
	}
	// Reference: Eq. 13, 19, erratum E12; weakness W12.
}

// The other literal readings change nothing about who can be told apart.
func TestOtherReadingsGiveNobodyAway(t *testing.T) {
	simtest.Long(t)
	for _, option := range []string{"E13", "E14", "E17", "E20"} {
		config := quick(option)
		config.EqualLengths = true
		for _, name := range []string{"unlinkability: P", "unlinkability: D"} { // and so anonymity
			if r := play(t, name, config); r.Violated {
				t.Errorf("%s: got %s, want no difference", option, r)
			}
		}
		if r := play(t, "location of the record: HPC", config); !r.Violated {
			t.Errorf("%s: got %s, want it told apart", option, r)
		}
	}
}

func TestGamesOnTheOtherSuite(t *testing.T) {
	config := quick()
	config.Suite, config.EqualLengths = "p256", true
	if r := play(t, "anonymity: P", config); r.Violated {
		t.Errorf("got %s, want no difference", r)
	}
	if r := play(t, "location of the record: HPC", config); !r.Violated {
		t.Errorf("got %s, want it told apart", r)
	}
}

// The time stamps are in clear, so a clock that is off marks its owner.
func TestAClockThatIsAheadMarksItsOwner(t *testing.T) {
	for _, name := range []string{"anonymity: P", "unlinkability: P", "unlinkability: D"} {
		config := quick()
		config.EqualLengths, config.Skew = true, 20e6
		if r := play(t, name, config); !r.Violated || r.Distinguisher != "timing" {
			t.Errorf("%s: got %s, want it told apart by timing", name, r)
		}
	}
}

// Needham–Schroeder hides who writes: its games can be played too, though its
// description claims nothing of the kind.
func TestNeedhamSchroederHidesTheInitiator(t *testing.T) {
	for _, kind := range []model.ClaimKind{model.Anonymity, model.Unlinkability} {
		g := Game{Name: "A", Kind: kind, About: "A"}
		config := Config{Profile: "ns", Seed: 1, Resolution: 950, EqualLengths: true}
		if r, err := g.Play(config); err != nil || r.Violated {
			t.Errorf("%s: got %s, %v, want no difference", kind, r, err)
		}
		config.EqualLengths = false
		if r, err := g.Play(config); err != nil || !r.Violated || r.Distinguisher != "lengths" {
			t.Errorf("%s: got %s, %v, want it told apart by lengths", kind, r, err)
		}
	}
}

// A game between a principal and itself must not be flagged more often than the
// confidence allows: the worlds of both bits are the same one. The links jitter, so
// that the timing gives something to learn in every training.
func TestNobodyIsToldApartFromItself(t *testing.T) {
	simtest.Long(t)
	const seeds, n, confidence = 20, 16, 900
	g := Game{Name: "null", Kind: model.Anonymity, About: "P"}
	flagged, learned := 0, 0
	for seed := range sim.Seed(seeds) {
		config, err := Config{Profile: "published", Seed: seed}.filled()
		if err != nil {
			t.Fatal(err)
		}
		a, err := newArena(g, config)
		if err != nil {
			t.Fatal(err)
		}
		a.pair[1] = a.pair[0]
		a.base.Link.Jitter = 1e6
		trials, err := a.play(2 * n)
		if err != nil {
			t.Fatal(err)
		}
		r := rateTrials(trials[:n], trials[n:], confidence)
		if r.Violated {
			flagged++
		}
		if r.Distinguisher == "timing" {
			learned++
		}
	}
	// At most one in 20: five in twenty would be chance once in 300 times.
	if flagged > 4 || learned != seeds {
		t.Errorf("got %d of %d games flagged, and something learned in %d; want at most 4, and all",
			flagged, seeds, learned)
	}
}

func TestGameDoesNotDependOnTheWorkers(t *testing.T) {
	g := Of(library.Must("published"))[1]
	config, err := quick().filled()
	if err != nil {
		t.Fatal(err)
	}
	var want []trial
	for _, workers := range []int{1, 2, 7} {
		config.Workers = workers
		a, err := newArena(g, config)
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.play(12)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%d workers: got other trials than with 1", workers)
		}
	}
	config.Seed = 2
	a, err := newArena(g, config)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := a.play(12); err != nil || reflect.DeepEqual(other, want) {
		t.Errorf("seed 2 gives the trials of seed 1 again, or %v", err)
	}
}

// Each secret bit is in half of the trials, and not in an order that the adversary
// could know.
func TestSecretBitsAreBalanced(t *testing.T) {
	coins := make([]byte, 64)
	if _, err := sim.Seed(1).Stream("coins").Read(coins); err != nil {
		t.Fatal(err)
	}
	ones, first := 0, 0
	for i := range coins {
		ones += secretOf(coins, i)
		if i%2 == 0 {
			first += secretOf(coins, i)
		}
	}
	if ones != 32 || first < 6 || first > 26 {
		t.Errorf("got %d of 64 bits set, %d in even places; want 32, and about 16", ones, first)
	}
}

func TestTheWorldsOfABit(t *testing.T) {
	config, err := quick().filled()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		game          Game
		secret, first int
		want          string
	}{
		{Game{Kind: model.Anonymity, About: "P"}, 0, 1, "filing hospital-a/alice, visit alice/bob"},
		{Game{Kind: model.Anonymity, About: "P"}, 1, 0, "filing hospital-a/erin, visit erin/bob"},
		{Game{Kind: model.Anonymity, About: "HPC"}, 1, 0,
			"filing hospital/alice, visit alice/bob"},
		{Game{Kind: model.Unlinkability, About: "P"}, 0, 1,
			"filing hospital-a/erin, visit erin/bob, visit erin/bob"},
		{Game{Kind: model.Unlinkability, About: "P"}, 1, 1,
			"filing hospital-a/erin, filing hospital-a/alice, visit erin/bob, visit alice/bob"},
		{Game{Kind: model.Unlinkability, About: "D"}, 1, 0,
			"filing hospital-a/alice, filing hospital-a/alice, visit alice/bob, visit alice/frank"},
	} {
		a, err := newArena(c.game, config)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range a.world(1, c.secret, c.first).Starts {
			got = append(got, s.Phase+" "+s.By+"/"+s.With)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s of %s, bit %d: got %s, want %s", c.game.Kind, c.game.About, c.secret, s, c.want)
		}
	}
}

func TestGameRefusesWhatItCannotPlay(t *testing.T) {
	anonymity := Game{Name: "g", Kind: model.Anonymity, About: "P"}
	for _, c := range []struct {
		game   Game
		config Config
		want   string
	}{
		{anonymity, Config{}, `profile ""`},
		{anonymity, Config{Profile: "published", Options: []string{"E99"}}, `option "E99"`},
		{anonymity, Config{Profile: "published", Suite: "rot13"}, `"rot13"`},
		{anonymity, Config{Profile: "published", Resolution: 1}, "resolution 1: want 10 to 1000"},
		{anonymity, Config{Profile: "published", Confidence: 1000}, "confidence 1000: want 500"},
		{anonymity, Config{Profile: "published", Skew: -1}, "skew -1ns: want 0s or more"},
		{anonymity, Config{Profile: "ns"}, `party "P" of profile "ns"`},
		{Game{Name: "g", Kind: model.Anonymity, About: "PC"}, Config{Profile: "published"},
			`party "PC" of profile "published": want one that two principals can play`},
		{Game{Name: "g", Kind: model.Secrecy, About: "P"}, Config{Profile: "published"},
			`kind "secrecy": want anonymity or unlinkability`},
		// A clock that is two minutes ahead finds every answer too old.
		{anonymity, Config{Profile: "published", Resolution: 1000, Skew: 120e9},
			"0 of 1 sessions complete"},
	} {
		r, err := c.game.Play(c.config)
		if err == nil || !strings.HasPrefix(err.Error(), "g: ") ||
			!strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %s, %v, want an error with %q", c.config, r, err, c.want)
		}
	}
}

func TestGameResultReadsAsASentence(t *testing.T) {
	r := Result{Game: "anonymity: P", Distinguisher: "lengths", Tell: "size of visit 1",
		Training: 8, Trials: 8, Correct: 8, AdvantagePermille: 1000, Low: 31, High: 1000,
		Confidence: 990, Violated: true}
	want := "anonymity: P: told apart by lengths (size of visit 1): right in 8 of 8 trials " +
		"after 8 in training, advantage 1.000, 0.031 to 1.000 at 0.990"
	if got := r.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	none := Result{Game: "g", Training: 8, Trials: 8, Correct: 4, Low: -844, High: 845,
		Confidence: 990}
	want = "g: no difference found: right in 4 of 8 trials after 8 in training, " +
		"advantage 0.000, -0.844 to 0.845 at 0.990"
	if got := none.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
