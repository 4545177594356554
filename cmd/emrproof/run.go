package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/cmd/emrproof/cli"
	"emrproof/reports"
	"emrproof/sim"
)

// runFlags are the flags of the verb run; the file config.go turns most of them into a Config.
type runFlags struct {
	protocolFlags
	link                   string
	skew, size             []string
	sessions               int
	bound                  sim.Bound
	deltaT                 time.Duration
	emr, signal, diagnosis string
	config, trace, format  string
	runs, workers          int
	list, quiet, verbose   bool
}

func newRun() *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run",
		Short: "one honest run, drawn as it goes",
		RunE:  func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	f.register(c.Flags())
	return c
}

func (f *runFlags) register(fs *pflag.FlagSet) {
	fs.SortFlags = false
	f.protocolFlags.register(fs)
	fs.StringSliceVar(&f.size, "size", nil,
		"a `LIST` of how many principals play a party, such as P=3,D=2")
	fs.IntVar(&f.sessions, "sessions", sim.DefaultSize.Sessions,
		"`N` sessions, which overlap in virtual time")
	cli.BoundFlags(fs, &f.bound)
	fs.StringVar(&f.link, "link", "lan",
		"between any two parties: a `LINK` of --list, or a TOML file")
	fs.StringSliceVar(&f.skew, "skew", nil,
		"a `LIST` of clocks that are ahead, such as alice=2s,bob=-500ms")
	fs.DurationVar(&f.deltaT, "delta-t", time.Duration(sim.DefaultDeltaT),
		"ΔT: no message is accepted that is older than `D`")
	fs.StringVar(&f.emr, "emr", "", "patients' records from a `FILE`: a FHIR R4 Bundle in JSON")
	fs.StringVar(&f.signal, "signal", "",
		"what is sensed from a `FILE`: a FHIR R4 Observation in JSON")
	fs.StringVar(&f.diagnosis, "diagnosis", "",
		"diagnoses from a `FILE`: a FHIR R4 DiagnosticReport in JSON")
	fs.StringVar(&f.config, "config", "", "take the world from a `FILE`: TOML, or a trace")
	fs.IntVar(&f.runs, "runs", 1, "`N` independent worlds, each with a seed of its own")
	fs.IntVar(&f.workers, "workers", 0, "`N` worlds at a time, 0 for one per core")
	fs.StringVar(&f.trace, "trace", "", "write every event of the run to a `FILE`")
	cli.FormatFlag(fs, &f.format)
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "leave the chart out")
	fs.BoolVarP(&f.verbose, "verbose", "v", false, "draw every message with every formula")
	fs.BoolVar(&f.list, "list", false, "say what there is to choose from, and run nothing")
}

func (f *runFlags) run(c *cobra.Command) error {
	if err := f.check(); err != nil {
		return cli.Usage(err)
	}
	if f.list {
		return reports.Choices(c.OutOrStdout(), cli.Ink(c))
	}
	config, err := f.build(&cli.Inputs{Stdin: c.InOrStdin()}, c.Flags().Changed)
	if err != nil {
		return cli.Usage(err)
	}
	r := &reports.Run{Config: config, Runs: f.runs, Again: cli.Again(c.Flags(), "run")}
	if f.runs > 1 {
		err = f.campaign(c, r)
	} else {
		err = f.single(c, r)
	}
	if err != nil {
		return err
	}
	if f.format == "json" {
		err = r.JSON(c.OutOrStdout())
	} else {
		err = r.Text(c.OutOrStdout(), cli.Ink(c))
	}
	if err == nil && !r.AsExpected() {
		err = cli.ErrDiffers
	}
	return err
}

// check refuses flags that make no sense, alone or together.
func (f *runFlags) check() error {
	err := cmp.Or(cli.OneOf("format", f.format, cli.Formats), cli.AtLeast("runs", f.runs, 1),
		cli.AtLeast("workers", f.workers, 0), cli.AtLeast("sessions", f.sessions, 0))
	switch {
	case err != nil:
		return err
	case f.list && f.format != "text":
		return fmt.Errorf("--list: it comes as text only")
	case f.deltaT <= 0:
		return fmt.Errorf("--delta-t %s: want more than 0s", f.deltaT)
	case f.trace == cli.Dash && f.format == "json":
		return fmt.Errorf("--trace -: standard output has the JSON already: want the name of a file")
	case f.runs > 1 && f.trace != "":
		return fmt.Errorf("--trace: a trace is of one run, and --runs is %d", f.runs)
	case f.runs > 1 && f.verbose:
		return fmt.Errorf("--verbose: a chart is of one run, and --runs is %d", f.runs)
	case f.quiet && f.verbose:
		return fmt.Errorf("--quiet and --verbose: want one of them")
	}
	return nil
}
