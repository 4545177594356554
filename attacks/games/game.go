// Package games measures how well an outsider tells two worlds apart: who takes part in a
// round, whether two rounds are by one principal, or what a stolen table is about.
package games

import (
	"fmt"
	"slices"

	"emrproof/model"
	"emrproof/model/suite"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// A Game asks an outsider to tell two worlds apart by listening. The two worlds differ in a
// secret bit and in nothing else:
//
//	anonymity of X       one round    0: the first candidate for X takes part, 1: the second
//	unlinkability of X   two rounds   0: by one candidate, 1: by both, in either order
//
// The outsider hears every message on the insecure network with its name and its time, and
// knows what is public: names, the directory, published values. It does not see network
// addresses. They would decide every game before it begins, and the paper's promise is about
// what messages contain. The addresses of the other parties would not help: these are the same
// principals in both worlds.
//
// The outsider also knows the protocol, so it can play both worlds by itself before it is
// asked: see Play.
type Game struct {
	Name string
	// Claim is the id of the claim that the game decides; empty for a game about something that
	// no claim promises.
	Claim string
	Kind  model.ClaimKind // Anonymity or Unlinkability
	About model.Party     // the party that the two candidates play
	// Table is the table of which the outsider has a copy, instead of listening; empty where it
	// listens.
	Table string
}

// Of returns the games of a description: one for each claim of anonymity or unlinkability, and
// one for each party that releases records, which asks what principal holds the record of a
// round. The games about a stolen table come last.
func Of(p *model.Protocol) []Game {
	var games []Game
	for _, c := range p.Claims {
		if c.Kind == model.Anonymity || c.Kind == model.Unlinkability {
			games = append(games, Game{Name: c.ID, Claim: c.ID, Kind: c.Kind, About: c.About})
		}
	}
	var keepers []model.Party
	p.EachStep(func(_ *model.Phase, r *model.Role, _ int, s *model.Step) {
		if s.Event == model.EventReleased && !slices.Contains(keepers, r.Party) &&
			!p.Member(r.Party).One {
			keepers = append(keepers, r.Party)
			games = append(games, Game{Name: "location of the record: " + string(r.Party),
				Kind: model.Anonymity, About: r.Party})
		}
	})
	return append(games, theftGames(p)...)
}

// A Config says in what worlds a game is played, and how often.
type Config struct {
	Profile string   // a name of library.Profiles
	Options []string // ids of model.Options
	Suite   string   // a name of suite.Names; empty: the first
	Seed    sim.Seed
	// Resolution is the smallest advantage, in permille, that the game must be able to find.
	// The number of trials follows from it. 0: DefaultResolution.
	Resolution int
	// Confidence is the confidence of the interval, in permille, and the probability with which
	// an advantage of Resolution is found. 0: 990.
	Confidence int
	Workers    int // that play trials at a time; below 1: as many as there are processors
	// EqualLengths takes two candidates whose names have one length, and who are of one
	// department. Without it the candidates have names such as alice and erin. A verdict is
	// about that case, since nobody chooses a name in order to be anonymous.
	EqualLengths bool
	// Skew is how far the clock of the second candidate is ahead of the first's, and DriftPPM
	// how much faster it runs, in parts per million. A clock that is shown in clear marks its
	// owner.
	Skew     trace.Duration
	DriftPPM int64
}

// The values that stand for 0 in a Config, in permille: an advantage of 0.3 is found, at 99 %.
const (
	DefaultResolution = 300
	defaultConfidence = 990
)

// A Result says how well the best distinguisher did. All shares are in permille.
type Result struct {
	Game  string
	Claim string
	// Distinguisher is the built-in distinguisher that did best in training, and Tell the mark
	// that it goes by, such as "size of visit 1". Both are empty if none was better than to
	// give always the same answer.
	Distinguisher string
	Tell          string

	Training int // trials in which the answer was known
	Trials   int // fresh trials, in which it was not
	Correct  int // of Trials
	// AdvantagePermille is 2·Correct/Trials − 1. Low to High is the exact binomial interval of
	// Clopper and Pearson round it, rounded outward.
	AdvantagePermille, Low, High int
	Resolution, Confidence       int // as played

	// Violated says that the interval is above 0: the worlds can be told apart.
	Violated bool
	// Scores are the results of all distinguishers on the same fresh trials, in their order.
	// They are for comparison. Only the chosen one decides, because the best of several is
	// better than chance by chance.
	Scores []score
}

// A score says how well one distinguisher did.
type score struct {
	Distinguisher, Tell string
	Correct             int
	AdvantagePermille   int
}

// Play plays the game. First the adversary plays trials of which it knows the secret bit: each
// built-in distinguisher learns a threshold from them, and the one that fits them best is
// chosen. Then the chosen one is asked in as many fresh trials, each a world of its own with a
// bit of its own. Since the choice was made before, the interval needs no correction for the
// number of distinguishers.
//
// The result follows from c alone, whatever the number of workers.
func (g Game) Play(c Config) (Result, error) {
	c, err := c.filled()
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", g.Name, err)
	}
	a, err := newArena(g, c)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", g.Name, err)
	}
	n := trialsFor(c.Resolution, c.Confidence)
	trials, err := a.play(2 * n)
	if err != nil {
		return Result{}, fmt.Errorf("%s: %w", g.Name, err)
	}
	r := rateTrials(trials[:n], trials[n:], c.Confidence)
	r.Game, r.Claim, r.Resolution, r.Confidence = g.Name, g.Claim, c.Resolution, c.Confidence
	return r, nil
}

// filled returns c with its defaults filled in.
func (c Config) filled() (Config, error) {
	if c.Suite == "" {
		c.Suite = suite.Names()[0]
	}
	if c.Resolution == 0 {
		c.Resolution = DefaultResolution
	}
	if c.Confidence == 0 {
		c.Confidence = defaultConfidence
	}
	switch {
	case c.Resolution < minResolution || c.Resolution > 1000:
		return c, fmt.Errorf("resolution %d: want %d to 1000 permille", c.Resolution, minResolution)
	case c.Confidence < 500 || c.Confidence > 999:
		return c, fmt.Errorf("confidence %d: want 500 to 999 permille", c.Confidence)
	case c.Skew < 0:
		return c, fmt.Errorf("skew %s: want 0s or more", c.Skew)
	}
	return c, nil
}

// minResolution is the smallest resolution, for which a game takes some hundred thousand
// trials.
const minResolution = 10
