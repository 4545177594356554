// Package attack is the verb attack: the catalogue, one attack, or a script of the user's.
package attack

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/attacks"
	"emrproof/attacks/script"
	"emrproof/attacks/script/need"
	"emrproof/attacks/survey"
	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/files"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/reports"
	"emrproof/reports/table"
	"emrproof/sim"
)

// attackFlags are the flags of the verb attack.
type attackFlags struct {
	described            string // as the flag --profile gives it
	profile, suite       string
	options              []string
	seed                 uint64
	save, format, claims string
	workers, random      int
	minutes              int
	quiet, list          bool
	bound                sim.Bound
}

// New returns the verb attack.
func New() *cobra.Command {
	var f attackFlags
	c := &cobra.Command{
		Use:   "attack [ID | FILE.star]",
		Short: "the catalogue of attacks, one of them, or a script of yours",
		Args:  cli.Args(0, 1, "attacks: want one, or none for the catalogue"),
		RunE:  func(c *cobra.Command, args []string) error { return f.run(c, args) },
	}
	f.register(c.Flags())
	return c
}

func (f *attackFlags) register(fs *pflag.FlagSet) {
	fs.SortFlags = false
	cli.ProfileFlag(fs, &f.described, "",
		" (default: the script's; for the catalogue, "+cli.DefaultProfile+")")
	cli.OptionFlag(fs, &f.options, ", in place of the script's")
	fs.StringVar(&f.suite, "suite", "",
		"the `NAME` of a choice of primitives, in place of the script's")
	fs.Uint64Var(&f.seed, "seed", 1, "the number `N` that all randomness comes from, "+
		"in place of the script's")
	cli.BoundFlags(fs, &f.bound)
	fs.StringVar(&f.save, "save", "", "write the attack to a `FILE`, for replay; with --random, "+
		"what it finds to a folder")
	cli.FormatFlag(fs, &f.format)
	cli.ClaimsFlag(fs, &f.claims)
	fs.IntVar(&f.workers, "workers", 0, "`N` attacks of the catalogue at a time, 0 for one per core")
	fs.IntVar(&f.random, "random", 0, "beside the catalogue, `N` runs of random play; what they "+
		"break is to be explained by it")
	fs.IntVar(&f.minutes, "minutes", 0, "end random play after about `M` minutes, if it comes to no "+
		"end before; 0: never")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "leave the chart out")
	fs.BoolVar(&f.list, "list", false, "say what is in the catalogue, and attack nothing")
}

func (f *attackFlags) run(c *cobra.Command, args []string) error {
	in := &cli.Inputs{Stdin: c.InOrStdin()}
	if err := f.check(c.Flags().Changed, args); err != nil {
		return cli.Usage(err)
	}
	if err := f.protocol(in, c.Flags().Changed); err != nil {
		return cli.Usage(err)
	}
	ink := cli.Ink(c)
	switch {
	case f.list:
		scripts, err := survey.Scripts(need.Overrides{})
		if err != nil {
			return err
		}
		return reports.Scripts(c.OutOrStdout(), ink, scripts)
	case len(args) == 0:
		return f.all(c, ink)
	}
	return f.one(c, in, args[0])
}

// check refuses flags that make no sense, alone or together.
func (f *attackFlags) check(given func(flag string) bool, args []string) error {
	err := cmp.Or(cli.OneOf("format", f.format, cli.Formats),
		cli.OneOf("claims", f.claims, cli.ClaimsShown), cli.AtLeast("workers", f.workers, 0),
		cli.AtLeast("random", f.random, 0),
		cli.AtLeast("minutes", f.minutes, 0))
	switch {
	case err != nil:
		return err
	case f.minutes > 0 && f.random == 0:
		return errors.New("--minutes: it ends random play: want --random N as well")
	case f.random > 0 && len(args) > 0:
		return fmt.Errorf("--random: it goes with the whole catalogue, not with %q", args[0])
	case f.list && f.format != "text":
		return errors.New("--list: it comes as text only")
	case f.list && len(args) > 0:
		return fmt.Errorf("%q: --list is about the whole catalogue", args[0])
	case given("save") && len(args) == 0 && f.random == 0:
		return errors.New("--save: a file holds one attack: want its id, or a script; or --random")
	case given("save") && f.save == "":
		return errors.New(`--save "": want the name of a file`)
	case f.save == cli.Dash && f.random > 0:
		return errors.New("--save -: what random play finds goes to a folder: want its name")
	case f.save == cli.Dash && f.format == "json":
		return errors.New("--save -: standard output has the JSON already: want the name of a file")
	case given("claims") && len(args) == 0:
		return errors.New("--claims: it is about one attack: want its id, or a script")
	}
	if f.suite != "" {
		if _, err := suite.New(f.suite); err != nil {
			return err
		}
	}
	return nil
}

// protocol reads the description of the flag --profile, if there is one, and refuses options
// that it does not have.
func (f *attackFlags) protocol(in *cli.Inputs, given func(flag string) bool) (err error) {
	if !given("profile") {
		return f.knownOptions()
	}
	if f.profile, err = cli.Running(in, f.described); err == nil {
		_, err = cli.Described(f.profile, f.options)
	}
	return err
}

// knownOptions refuses values of the flag --option that no profile has. It is for when the
// scripts choose the profile.
func (f *attackFlags) knownOptions() error {
	if len(f.options) == 0 {
		return nil
	}
	var all []string
	for _, profile := range library.Names() {
		if _, err := library.Profile(profile, f.options...); err == nil {
			return nil
		}
		all = append(all, library.OptionIDs(profile)...)
	}
	for _, id := range f.options {
		if !slices.Contains(all, id) {
			return fmt.Errorf("option %q: want one of %s", id, strings.Join(all, ", "))
		}
	}
	return fmt.Errorf("--option %s: no profile has all of them", strings.Join(f.options, ","))
}

// overrides returns the values of flags that replace what a script says.
func (f *attackFlags) overrides(given func(flag string) bool) need.Overrides {
	o := need.Overrides{Profile: f.profile, Suite: f.suite, Bound: f.bound}
	if given("option") {
		o.Options = append([]string{}, f.options...)
	}
	if given("seed") {
		seed := sim.Seed(f.seed)
		o.Seed = &seed
	}
	return o
}

// one makes one attack, and shows it.
func (f *attackFlags) one(c *cobra.Command, in *cli.Inputs, name string) error {
	s, err := Load(in, name, f.overrides(c.Flags().Changed))
	if err != nil {
		early := (*script.Error)(nil)
		if !errors.As(err, &early) || len(early.Printed) == 0 {
			return cli.Usage(err)
		}
		begun := &survey.Attack{Script: &script.Script{}, Log: early.Printed}
		return f.stopped(c, begun, err, cli.Ink(c))
	}
	if !isFile(name) {
		name = s.ID
	}
	w := cli.NewWork(c, nil)
	defer w.End()
	file, err := w.Draft("--save", f.save)
	if err != nil {
		return err
	}
	defer file.Drop()
	attack, err := survey.CarryOut(s)
	if file != nil && attack != nil && attack.Outcome != nil {
		if err := saveAttack(file, attack.Outcome); err != nil {
			return files.Error("--save", f.save, err)
		}
	}
	if err != nil {
		return f.stopped(c, attack, err, cli.Ink(c))
	}
	err = f.show(c, name, attack, cli.Ink(c))
	if err == nil && attack.Differs != nil {
		err = cli.ErrDiffers
	}
	return err
}

// saveAttack writes the trace of an attack to a file.
func saveAttack(file *files.Draft, o *attacks.Outcome) error {
	trace, err := o.Trace()
	if err != nil {
		return err
	}
	if _, err := file.Write(trace); err != nil {
		return err
	}
	return file.Keep()
}

// show writes the result of one attack. What its script printed goes to standard error where it
// would be in the way of the result.
func (f *attackFlags) show(
	c *cobra.Command, name string, a *survey.Attack, ink table.Ink,
) error {
	if f.format == "json" {
		if len(a.Log) > 0 {
			fmt.Fprintf(c.ErrOrStderr(), "%s says:\n", name)
			for _, line := range a.Log {
				fmt.Fprintf(c.ErrOrStderr(), "  %s\n", line)
			}
		}
		s := reports.Attacks{Survey: onlyOne(a)}
		return s.JSON(c.OutOrStdout())
	}
	words := cli.AgainWords(c.Flags(), "attack", name)
	style := reports.AttackStyle{Ink: ink, Quiet: f.quiet, All: f.claims == "all",
		Again: cli.CommandLine(words)}
	if f.save == "" {
		style.Keep = cli.CommandLine(append(words, "--save", a.ID+".jsonl")) + " keeps it"
	} else {
		style.Keep = cli.CommandLine([]string{"replay", f.save})
	}
	return reports.AttackText(c.OutOrStdout(), a, style)
}

// onlyOne returns a survey of one attack, for programs, which read a list of attacks.
func onlyOne(a *survey.Attack) *survey.Survey {
	return &survey.Survey{Profile: a.Config.Profile, Options: a.Config.Options,
		Suite: a.Config.Suite, Seed: a.Config.Seed, All: []*survey.Attack{a}}
}

// stopped shows an attack that an error ended, in the form that the flags ask for, and returns
// the error.
func (f *attackFlags) stopped(
	c *cobra.Command, a *survey.Attack, why error, ink table.Ink,
) error {
	if a == nil {
		return scriptError(why)
	}
	var err error
	if f.format == "json" {
		s := reports.Attacks{Survey: onlyOne(a), Stopped: why}
		err = s.JSON(c.OutOrStdout())
	} else {
		err = reports.StoppedText(c.OutOrStdout(), a, reports.AttackStyle{Ink: ink, Quiet: f.quiet})
	}
	if err != nil {
		return err
	}
	return scriptError(why)
}

// all makes every attack of the catalogue.
func (f *attackFlags) all(c *cobra.Command, ink table.Ink) error {
	if f.profile == "" {
		f.profile = cli.DefaultProfile
	}
	o := f.overrides(c.Flags().Changed)
	todo, err := survey.Scripts(o)
	if err != nil {
		return cli.Usage(err)
	}
	w := cli.NewWork(c, func() {})
	defer w.End()
	step, end := w.Begin("attacks", len(todo))
	made, err := survey.CarryOutAll(todo, f.workers, step)
	end()
	if err != nil {
		return err
	}
	s := reports.Attacks{Survey: &survey.Survey{Profile: f.profile, Options: f.options,
		Suite: f.suite, Seed: sim.Seed(f.seed), All: made}, Again: cli.Again(c.Flags(), "attack")}
	if s.Suite == "" {
		s.Suite = suite.Names()[0]
	}
	if err := s.Complete(f.workers, f.random, f.until()); err != nil {
		return err
	}
	if f.save != "" {
		if err := f.saveRandom(&s); err != nil {
			return files.Error("--save", f.save, err)
		}
	}
	if f.format == "json" {
		err = s.JSON(c.OutOrStdout())
	} else {
		err = s.Text(c.OutOrStdout(), ink)
	}
	if err == nil && !s.AsExpected() {
		err = cli.ErrDiffers
	}
	return err
}

// until returns a function that says whether the time for random play is over; nil when the
// time is not limited.
func (f *attackFlags) until() func() bool {
	if f.minutes == 0 {
		return nil
	}
	end := time.Now().Add(time.Duration(f.minutes) * time.Minute)
	return func() bool { return time.Now().After(end) }
}

// saveRandom saves what random play found, each finding in a file of a folder.
func (f *attackFlags) saveRandom(s *reports.Attacks) error {
	if err := os.MkdirAll(f.save, 0o777); err != nil {
		return err
	}
	return s.SaveRandom(f.save, func(name string, trace []byte) error {
		return os.WriteFile(name, trace, 0o666)
	})
}
