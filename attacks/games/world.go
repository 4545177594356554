package games

import (
	"emrproof/attacks"
	"emrproof/model"
	"emrproof/model/library"
	"emrproof/sim"
	"emrproof/sim/campaign"
	"emrproof/sim/trace"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An arena is what all trials of a game have in common.
type arena struct {
	game     Game
	protocol *model.Protocol
	base     sim.Config // who there is, and no starts
	pair     [2]string  // the two candidates
	seed     sim.Seed
	workers  int
	sendings []sending           // what an honest round sends
	choices  map[string][]string // what a variable that is an identity can stand for
}

// The times at which rounds start, after the last registration. Nobody has to guess which
// message is of which round.
const (
	firstRound    = trace.Duration(1e9)
	betweenRounds = trace.Duration(10e9)
	secondRound   = firstRound + betweenRounds
)

func newArena(g Game, c Config) (*arena, error) {
	if g.Kind != model.Anonymity && g.Kind != model.Unlinkability {
		return nil, fmt.Errorf("kind %q: want %s or %s", g.Kind, model.Anonymity, model.Unlinkability)
	}
	p, err := library.Profile(c.Profile, c.Options...)
	if err != nil {
		return nil, err
	}
	size := sim.Size{Each: 2}
	befriended := friendOf(p, g.Table)
	if befriended != "" {
		size.Of = map[model.Party]int{befriended: 3}
	}
	base, err := sim.Standard(c.Profile, size)
	if err != nil {
		return nil, err
	}
	base.Options, base.Suite = c.Options, c.Suite
	for i, who := range slices.Backward(base.Principals) {
		if who.Party == befriended {
			base.Principals[i].Name = friend
			break
		}
	}
	a := &arena{game: g, protocol: p, base: base, workers: c.Workers, sendings: sendingsOf(p)}
	if err := a.candidates(c); err != nil {
		return nil, err
	}
	a.choices = attacks.Choices(p, a.base)
	var b [8]byte
	if _, err := io.ReadFull(c.Seed.Stream("game/"+g.Name), b[:]); err != nil {
		return nil, err
	}
	a.seed = sim.Seed(binary.BigEndian.Uint64(b[:]) >> 1)
	return a, nil
}

// candidates finds the two principals whom the game is about, and makes them as alike as c asks
// for.
func (a *arena) candidates(c Config) error {
	var of []*sim.Principal
	for i := range a.base.Principals {
		if p := &a.base.Principals[i]; p.Party == a.game.About {
			of = append(of, p)
		}
	}
	if len(of) < 2 {
		return fmt.Errorf("party %q of profile %q: want one that two principals can play",
			a.game.About, c.Profile)
	}
	first, second := of[0], of[1]
	if c.EqualLengths {
		second.Department = first.Department
	}
	if same := len(second.Name) == len(first.Name); same != c.EqualLengths {
		second.Name = a.anotherName(first.Name, second.Name, c.EqualLengths)
	}
	second.Clock = trace.Clock{Skew: c.Skew, Drift: c.DriftPPM}
	a.pair = [2]string{first.Name, second.Name}
	return nil
}

// anotherName returns a name for the second candidate that has the length of the first one's, or
// another. It is one of the description's where that has one.
func (a *arena) anotherName(first, second string, sameLength bool) string {
	world := a.protocol.StandardWorld()
	for _, name := range world.Of(a.game.About).Names {
		if name != first && name != second && (len(name) == len(first)) == sameLength {
			return name
		}
	}
	switch {
	case sameLength:
		last := len(first) - 1
		if first[last] == 'x' {
			return first[:last] + "y"
		}
		return first[:last] + "x"
	case len(second) > 4:
		return strings.TrimRight(second[:len(second)-2], "-")
	}
	return second + "xx"
}

// A cast says who plays each party in a round.
type cast map[model.Party]string

// cast returns the first principal of each party, with the numbered candidate in the
// candidates' party.
func (a *arena) cast(candidate int) cast {
	who := cast{}
	for _, p := range a.base.Principals {
		if who[p.Party] == "" {
			who[p.Party] = p.Name
		}
	}
	who[a.game.About] = a.pair[candidate]
	return who
}

// world returns the Config of one trial. The number first is that of the first round's
// candidate.
func (a *arena) world(seed sim.Seed, secret, first int) sim.Config {
	casts := []cast{a.cast(secret)}
	if a.game.Kind == model.Unlinkability {
		casts = []cast{a.cast(first), a.cast(first ^ secret)}
	}
	if a.game.Table != "" {
		casts = append(casts, a.told())
	}
	c := a.base
	c.Seed = seed
	world := a.protocol.StandardWorld()
	for i, m := range slices.Concat(world.Before, world.Sessions) {
		ph, _ := a.protocol.Opening(m.Phase)
		aside := a.protocol.Aside(ph)
		for round, who := range casts {
			s, ok := a.start(ph, who)
			if !ok || slices.Contains(c.Starts, s) || a.game.Table != "" && !aside {
				continue
			}
			if turn := i - len(world.Before); turn >= 0 {
				s.At = firstRound + trace.Duration(round)*betweenRounds +
					trace.Duration(turn)*trace.Duration(world.Every)
			}
			c.Starts = append(c.Starts, s)
		}
	}
	return c
}

// start returns how a cast opens a phase, or false if the phase is not opened by the schedule.
func (a *arena) start(ph *model.Phase, who cast) (sim.Start, bool) {
	for i := range ph.Roles {
		r := &ph.Roles[i]
		if ph.Once || !r.Opens() {
			continue
		}
		s := sim.Start{Phase: ph.Name, By: who[r.Party]}
		for _, step := range r.Steps {
			switch step.Input {
			case model.InputPeer:
				s.With = who[a.playedUnder(step.Var)]
			case model.InputDepartment:
				s.Department = a.department(who)
			}
		}
		return s, true
	}
	return sim.Start{}, false
}

// playedUnder returns the party whose identity a variable holds, or "" if it holds none.
func (a *arena) playedUnder(v *model.Term) model.Party {
	for _, m := range a.protocol.Parties {
		if m.ID.Name == v.Name {
			return m.Party
		}
	}
	return ""
}

// department returns the department of a principal in the cast.
func (a *arena) department(who cast) string {
	for _, p := range a.base.Principals {
		if p.Department != "" && who[p.Party] == p.Name {
			return p.Department
		}
	}
	return ""
}

// play plays n trials side by side, each with a seed of its own. Of every two trials one has
// the secret bit 0 and the other 1, in an order that a coin decides. So an outsider that always
// gives the same answer is right in exactly half of them. The number of right answers then
// spreads less than a binomial one (Hoeffding, Ann. Math. Stat. 27, 1956, Theorem 4), and the
// binomial interval stands.
func (a *arena) play(n int) ([]trial, error) {
	coins := make([]byte, n)
	if _, err := io.ReadFull(a.seed.Stream("coins"), coins); err != nil {
		return nil, err
	}
	trials := make([]trial, n)
	err := campaign.Each(n, a.workers, func(i int) (err error) {
		trials[i], err = a.trial(a.seed.Run(i), secretOf(coins, i), int(coins[i]>>1&1))
		if err != nil {
			return fmt.Errorf("trial %d: %w", i, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return trials, nil
}

// secretOf returns the secret bit of trial i.
func secretOf(coins []byte, i int) int { return int(coins[i/2]&1) ^ i&1 }

// trial plays one trial of a game. It is an error if a round does not complete, because then
// nothing was tried.
func (a *arena) trial(seed sim.Seed, secret, first int) (trial, error) {
	c := a.world(seed, secret, first)
	l := &eavesdropper{arena: a}
	r, err := sim.Run(c, l, nil)
	if err != nil {
		return trial{}, err
	}
	if r.Sessions.Completed != r.Sessions.Started {
		return trial{}, fmt.Errorf("seed %d: %d of %d sessions complete", seed, r.Sessions.Completed,
			r.Sessions.Started)
	}
	return trial{secret, l.shown}, nil
}
