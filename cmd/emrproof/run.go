package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/reports"
	"emrproof/sim"
)

// formats are the forms in which a run is written.
var formats = []string{"text", "json"}

// runFlags are the flags of run; config.go makes a Config of most of them.
type runFlags struct {
	profile, suite, link   string
	options, skew          []string
	seed                   uint64
	size                   sim.Size
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
		Long: `Run the protocol on real cryptography between honest parties, and draw the
messages as they go, with what each party checks and computes and the number of
the paper's equation beside it; then what each party ends up knowing, and the
totals by phase.

Exit status: 0 when every visit completed, 1 when one did not, 2 for bad usage or
input, 3 for a fault of emrproof itself.`,
		Example: `  emrproof run
  emrproof run --option E12,E17 --suite p256 --link 4g
  emrproof run --patients 5 --doctors 2 --visits 20
  emrproof run --skew bob=2m                      bob's clock is ahead: he refuses
  emrproof run --runs 1000 --format json
  emrproof run --trace run.jsonl; emrproof replay run.jsonl`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	f.register(c.Flags())
	return c
}

func (f *runFlags) register(fs *pflag.FlagSet) {
	size := sim.DefaultSize
	fs.SortFlags = false
	fs.StringVar(&f.profile, "profile", library.Profiles()[0], "the `NAME` of a description")
	fs.StringSliceVar(&f.options, "option", nil, "literal readings by their `IDS`, such as E12,E17")
	fs.StringVar(&f.suite, "suite", suite.Names()[0], "the `NAME` of a choice of primitives")
	fs.Uint64Var(&f.seed, "seed", 1, "the number `N` that all randomness comes from")
	fs.SetAnnotation("seed", seedAlways, nil)
	fs.IntVar(&f.size.Patients, "patients", size.Patients, "`N` patients, or initiators")
	fs.IntVar(&f.size.Doctors, "doctors", size.Doctors, "`N` doctors, or responders")
	fs.IntVar(&f.size.Hospitals, "hospitals", size.Hospitals, "`N` hospitals")
	fs.IntVar(&f.size.Visits, "visits", size.Visits, "`N` visits, which overlap in virtual time")
	boundFlags(fs, &f.size.Bound)
	fs.StringVar(&f.link, "link", "lan",
		"between any two parties: a `LINK` of --list, or a TOML file")
	fs.StringSliceVar(&f.skew, "skew", nil,
		"a `LIST` of clocks that are ahead, such as alice=2s,bob=-500ms")
	fs.DurationVar(&f.deltaT, "delta-t", time.Duration(sim.DefaultDeltaT),
		"ΔT: no message is accepted that is older than `D`")
	fs.StringVar(&f.emr, "emr", "", "M_EMR from a `FILE`: a FHIR R4 Bundle in JSON")
	fs.StringVar(&f.signal, "signal", "", "M_SD from a `FILE`: a FHIR R4 Observation in JSON")
	fs.StringVar(&f.diagnosis, "diagnosis", "",
		"M_DINF from a `FILE`: a FHIR R4 DiagnosticReport in JSON")
	fs.StringVar(&f.config, "config", "", "take the world from a `FILE`: TOML, or a trace")
	fs.IntVar(&f.runs, "runs", 1, "`N` independent worlds, each with a seed of its own")
	fs.IntVar(&f.workers, "workers", 0, "`N` worlds at a time, 0 for one per core")
	fs.StringVar(&f.trace, "trace", "", "write every event of the run to a `FILE`")
	fs.StringVar(&f.format, "format", formats[0], "the `FORM` of what is written: text or json")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "leave the chart out")
	fs.BoolVarP(&f.verbose, "verbose", "v", false, "draw every message with every formula")
	fs.BoolVar(&f.list, "list", false, "say what there is to choose from, and run nothing")
}

// boundFlags are the flags that raise what a world may have.
func boundFlags(fs *pflag.FlagSet, b *sim.Bound) {
	fs.IntVar(&b.MaxPrincipals, "max-principals", 0, fmt.Sprintf(
		"a world may have `N` principals, 0 for %d", sim.DefaultMaxPrincipals))
	fs.IntVar(&b.MaxSessions, "max-sessions", 0, fmt.Sprintf(
		"a world may start `N` sessions, 0 for %d", sim.DefaultMaxSessions))
}

func (f *runFlags) run(c *cobra.Command) error {
	if err := f.check(); err != nil {
		return usage(err)
	}
	if f.list {
		return reports.Choices(c.OutOrStdout(), inkOf(c))
	}
	config, err := f.build(&inputs{stdin: c.InOrStdin()}, c.Flags().Changed)
	if err != nil {
		return usage(err)
	}
	r := &reports.Run{Config: config, Runs: f.runs, Again: again(c.Flags(), "run")}
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
		err = r.Text(c.OutOrStdout(), inkOf(c))
	}
	if err == nil && !r.AsExpected() {
		return errDiffers
	}
	return err
}

// check refuses flags that make no sense, alone or together.
func (f *runFlags) check() error {
	switch {
	case !slices.Contains(formats, f.format):
		return fmt.Errorf("--format %q: want one of %s", f.format, strings.Join(formats, ", "))
	case f.list && f.format != "text":
		return fmt.Errorf("--list: it comes as text only")
	case f.runs < 1:
		return fmt.Errorf("--runs %d: want 1 or more", f.runs)
	case f.workers < 0:
		return fmt.Errorf("--workers %d: want 0 or more", f.workers)
	case f.deltaT <= 0:
		return fmt.Errorf("--delta-t %s: want more than 0s", f.deltaT)
	case f.trace == dash && f.format == "json":
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
