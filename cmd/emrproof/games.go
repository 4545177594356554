package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/attacks/games"
	"emrproof/cmd/emrproof/cli"
	"emrproof/model/suite"
	"emrproof/reports"
	"emrproof/sim"
)

// gameFlags are the flags of the verb games.
type gameFlags struct {
	protocolFlags
	config games.Config
	format string
}

func newGames() *cobra.Command {
	var f gameFlags
	c := &cobra.Command{
		Use:   "games",
		Short: "who can be told apart by listening",
		RunE:  func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	f.register(c.Flags())
	return c
}

func (f *gameFlags) register(fs *pflag.FlagSet) {
	fs.SortFlags = false
	f.protocolFlags.register(fs)
	fs.IntVar(&f.config.Resolution, "resolution", games.DefaultResolution,
		"`N` permille: the least advantage that is found; it says how many trials there are")
	fs.BoolVar(&f.config.EqualLengths, "equal-lengths", false,
		"give both candidates names of one length")
	fs.IntVar(&f.config.Workers, "workers", 0, "`N` trials at a time, 0 for one per core")
	cli.FormatFlag(fs, &f.format)
}

func (f *gameFlags) run(c *cobra.Command) error {
	games, err := f.games(&cli.Inputs{Stdin: c.InOrStdin()})
	if err != nil {
		return cli.Usage(err)
	}
	w := cli.NewWork(c, func() {})
	defer w.End()
	step, end := w.Begin("games", len(games))
	played := reports.Games{Config: f.config, Again: cli.Again(c.Flags(), "games")}
	for _, g := range games {
		r, err := g.Play(f.config)
		if err != nil {
			return err
		}
		played.All = append(played.All, r)
		step()
	}
	end()
	if f.format == "json" {
		return played.JSON(c.OutOrStdout())
	}
	return played.Text(c.OutOrStdout(), cli.Ink(c))
}

// games returns the games that the flags ask for.
func (f *gameFlags) games(in *cli.Inputs) ([]games.Game, error) {
	if err := cli.OneOf("format", f.format, cli.Formats); err != nil {
		return nil, err
	}
	if f.config.Resolution < 10 || f.config.Resolution > 1000 {
		return nil, fmt.Errorf("--resolution %d: want 10 to 1000", f.config.Resolution)
	}
	if err := cli.AtLeast("workers", f.config.Workers, 0); err != nil {
		return nil, err
	}
	if _, err := suite.New(f.suite); err != nil {
		return nil, err
	}
	p, err := f.protocol(in)
	if err == nil {
		err = cli.Runs(f.profile)
	}
	if err != nil {
		return nil, err
	}
	f.config.Profile, f.config.Options = f.profile, f.options
	f.config.Suite, f.config.Seed = f.suite, sim.Seed(f.seed)
	games := games.Of(p)
	if len(games) == 0 {
		return nil, fmt.Errorf("profile %q: none of its claims is decided by a game", p.Name)
	}
	return games, nil
}
