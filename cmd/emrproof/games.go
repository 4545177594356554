package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/attacks/games"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/reports"
	"emrproof/sim"
)

// gameFlags are the flags of games.
type gameFlags struct {
	config  games.Config
	options []string
	seed    uint64
	format  string
}

func newGames() *cobra.Command {
	var f gameFlags
	c := &cobra.Command{
		Use:   "games",
		Short: "who can be told apart by listening",
		Long: `Play the distinguishing games of a profile: an outsider listens to one of two worlds
that differ in who takes part and in nothing else, and says which it is; or it has
stolen a table, such as the index, and says who is in it. It first learns from worlds
that it knows, and is then asked about fresh ones.

Exit status: 0 when the games were played, 2 for bad usage, 3 for a fault of emrproof
itself.`,
		Example: `  emrproof games
  emrproof games --equal-lengths                  the candidates' names have one length
  emrproof games --profile hardened --option H20  without padding
  emrproof games --option E12 --format json`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	f.register(c.Flags())
	return c
}

func (f *gameFlags) register(fs *pflag.FlagSet) {
	fs.SortFlags = false
	fs.StringVar(&f.config.Profile, "profile", library.Profiles()[0], "the `NAME` of a description")
	fs.StringSliceVar(&f.options, "option", nil, "literal readings by their `IDS`, such as E12,E17")
	fs.StringVar(&f.config.Suite, "suite", suite.Names()[0], "the `NAME` of a choice of primitives")
	fs.Uint64Var(&f.seed, "seed", 1, "the number `N` that all randomness comes from")
	fs.SetAnnotation("seed", seedAlways, nil)
	fs.IntVar(&f.config.Resolution, "resolution", games.DefaultResolution,
		"`N` permille: the least advantage that is found; it says how many trials there are")
	fs.BoolVar(&f.config.EqualLengths, "equal-lengths", false,
		"give both candidates names of one length")
	fs.IntVar(&f.config.Workers, "workers", 0, "`N` trials at a time, 0 for one per core")
	fs.StringVar(&f.format, "format", formats[0], "the `FORM` of what is written: text or json")
}

func (f *gameFlags) run(c *cobra.Command) error {
	games, err := f.games()
	if err != nil {
		return usage(err)
	}
	interrupted, stop := interrupts()
	defer stop()
	progress := newProgress(c.ErrOrStderr(), isTerminal(c.ErrOrStderr()), "games", len(games))
	defer progress.end()
	defer cleanUp(c, interrupted, progress.end)()
	played := reports.Games{Config: f.config, Again: again(c.Flags(), "games")}
	for _, g := range games {
		r, err := g.Play(f.config)
		if err != nil {
			return err
		}
		played.All = append(played.All, r)
		progress.step()
	}
	progress.end()
	if f.format == "json" {
		return played.JSON(c.OutOrStdout())
	}
	return played.Text(c.OutOrStdout(), inkOf(c))
}

// games are the games that the flags ask for.
func (f *gameFlags) games() ([]games.Game, error) {
	f.config.Options, f.config.Seed = f.options, sim.Seed(f.seed)
	switch {
	case !slices.Contains(formats, f.format):
		return nil, fmt.Errorf("--format %q: want one of %s", f.format, strings.Join(formats, ", "))
	case f.config.Resolution < 10 || f.config.Resolution > 1000:
		return nil, fmt.Errorf("--resolution %d: want 10 to 1000", f.config.Resolution)
	case f.config.Workers < 0:
		return nil, fmt.Errorf("--workers %d: want 0 or more", f.config.Workers)
	}
	if _, err := suite.New(f.config.Suite); err != nil {
		return nil, err
	}
	p, err := library.Profile(f.config.Profile, f.options...)
	if err != nil {
		return nil, err
	}
	games := games.Of(p)
	if len(games) == 0 {
		return nil, fmt.Errorf("profile %q: none of its claims is decided by a game", p.Name)
	}
	return games, nil
}
