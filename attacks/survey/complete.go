package survey

import (
	"emrproof/attacks/games"
	"emrproof/attacks/generate"
	"emrproof/attacks/random"
	"emrproof/model/library"
)

// Complete adds to a survey the attacks that no script makes: those that are generated from the
// description, the distinguishing games, and so many runs of random play. Random play stops
// early when until says so; until may be nil.
func (s *Survey) Complete(workers, runs int, until func() bool) error {
	generated, err := generate.Cases(s.Profile, s.Options, s.Suite, s.Seed)
	if err != nil {
		return err
	}
	if s.Generated, err = generate.Run(generated, workers, nil); err != nil {
		return err
	}
	if s.Found, err = generate.Find(s.Generated, workers, s.Explain); err != nil {
		return err
	}
	if runs > 0 {
		s.Random, err = random.Run(random.Question{Profile: s.Profile, Options: s.Options,
			Suite: s.Suite, Seed: s.Seed, Runs: runs, Workers: workers, Until: until})
		if err != nil {
			return err
		}
	}
	protocol, err := library.Profile(s.Profile, s.Options...)
	if err != nil {
		return err
	}
	for _, g := range games.Of(protocol) {
		r, err := g.Play(games.Config{Profile: s.Profile, Options: s.Options, Suite: s.Suite,
			Seed: s.Seed, Workers: workers})
		if err != nil {
			return err
		}
		s.Games = append(s.Games, r)
	}
	return nil
}
