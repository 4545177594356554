package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/bench"
	"emrproof/bench/timing"
	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/files"
	"emrproof/cmd/emrproof/resume"
	"emrproof/model/emr"
	"emrproof/model/library"
	"emrproof/model/suite"
	"emrproof/proofs/protocol"
	"emrproof/reports/cost"
	"emrproof/reports/expect"
	"emrproof/reports/page"
	"emrproof/reports/verify"
	"emrproof/sim"
)

// verifyFlags are the flags of the verb verify.
type verifyFlags struct {
	profile string             // a description that alone is verified; empty: none
	proof   *protocol.Protocol // that stands beside its file; nil: none

	out, expect, format   string
	quick, resume, accept bool
	allAttacks            bool
	long, workers         int
	seed                  uint64

	ask func(verify.Question) (*verify.Verification, error)
}

func newVerify() *cobra.Command {
	return newVerifyOf(&verifyFlags{ask: verify.Ask})
}

// newVerifyOf returns the verb verify, with its flags in f.
func newVerifyOf(f *verifyFlags) *cobra.Command {
	c := &cobra.Command{
		Use:   "verify [NAME | FILE.emr]",
		Short: "the main job: ask everything, hold it against what is expected, write a report",
		Args:  cli.Args(0, 1, "descriptions: want one, or none for all that comes with emrproof"),
		RunE:  func(c *cobra.Command, args []string) error { return f.run(c, args) },
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.out, "out", "out", "write the report into a `DIR`")
	fs.BoolVar(&f.quick, "quick", false, "ask less: fewer random runs, some of the generated attacks")
	fs.IntVar(&f.long, "long", 0, "ask more: `N` random plays on each profile")
	fs.BoolVar(&f.resume, "resume", false, "go on from what a run that was cut off has finished")
	fs.StringVar(&f.expect, "expect", "", "take what is expected from a `FILE`; else what comes "+
		"with emrproof")
	fs.BoolVar(&f.accept, "accept", false, "bring the file of --expect up to date with what came "+
		"out; reasons of what is new are left to fill in")
	fs.BoolVar(&f.allAttacks, "all-attacks", false, "write the attacks with every event, some 90 MB; "+
		"else as much of each as replay needs")
	fs.Uint64Var(&f.seed, "seed", 1, "the `SEED` of all randomness")
	fs.IntVar(&f.workers, "workers", 0, "so many things at a time; 0: one for each core")
	fs.StringVar(&f.format, "format", "text", "the `FORM` of the summary: text or json")
	return c
}

func (f *verifyFlags) check(fs *pflag.FlagSet) error {
	switch {
	case f.quick && fs.Changed("long"):
		return errors.New("--quick and --long: want one of them")
	case fs.Changed("long") && f.long < 1:
		return fmt.Errorf("--long %d: want 1 or more", f.long)
	case f.workers < 0:
		return cli.AtLeast("workers", f.workers, 0)
	case f.format != "text" && f.format != "json":
		return fmt.Errorf("--format %q: want text or json", f.format)
	case f.accept && f.expect == "":
		return errors.New("--accept: want --expect FILE, the file to write")
	case f.accept && f.expect == cli.Dash:
		return errors.New("--expect -: --accept writes the file: want its name")
	case f.out == cli.Dash:
		return errors.New("--out -: the report is several files: want the name of a folder")
	case f.out == "":
		return errors.New(`--out "": want the name of a folder`)
	}
	return nil
}

// scheme reads the description that alone is to be verified, and the proof beside its file, which
// has the same name and ends in .ban.
func (f *verifyFlags) scheme(in *cli.Inputs, args []string) (err error) {
	if len(args) == 0 {
		return nil
	}
	if f.profile, err = cli.Profile(in, args[0]); err != nil {
		return err
	}
	beside, ok := strings.CutSuffix(args[0], emr.Extension)
	if !ok {
		return nil
	}
	file, text, err := in.Text("proof", beside+".ban", mostProof)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		f.proof, err = protocol.Parse(file, string(text))
	}
	return cli.Usage(err)
}

func (f *verifyFlags) level() verify.Level { return verify.LevelOf(f.quick, f.long) }

func (f *verifyFlags) run(c *cobra.Command, args []string) error {
	if err := f.check(c.Flags()); err != nil {
		return cli.Usage(err)
	}
	in := &cli.Inputs{Stdin: c.InOrStdin()}
	if err := f.scheme(in, args); err != nil {
		return err
	}
	expected, err := f.expectations(in)
	if err != nil {
		return err
	}
	release, holder, err := files.Lock(f.out)
	switch {
	case err != nil:
		return err
	case holder != "":
		return cli.Usage(fmt.Errorf("--out %q: %s writes there", f.out, holder),
			"wait for it, or give this one a folder of its own with --out")
	}
	defer release()
	store, forget, err := resume.Open(f.out, f.resume, f.stamp(), c.ErrOrStderr())
	if err != nil {
		return cli.Usage(err)
	}
	w := cli.NewWork(c, release, f.goOn(c.Flags(), args))
	defer w.End()
	v, err := f.ask(verify.Question{Level: f.level(), Seed: sim.Seed(f.seed),
		Workers: f.workers, Begin: w.Begin, Store: store, Profile: f.profile, Proof: f.proof})
	if err != nil {
		return err
	}
	o := verify.NewReport(v, expected)
	o.Account, o.AllAttacks = f.account(c, args), f.allAttacks
	if !f.quick && v.Cost != nil {
		if o.Measured, err = f.measure(w); err != nil {
			return err
		}
	}
	if err := writeReport(f.out, o.Files()); err != nil {
		return err
	}
	if f.accept {
		if err := f.bringUpToDate(c.ErrOrStderr(), expected, v.Found); err != nil {
			return err
		}
	}
	forget()
	return f.tell(c, o)
}

// tell prints the summary, and returns the error that decides the exit status.
func (f *verifyFlags) tell(c *cobra.Command, o *verify.Report) error {
	var err error
	if f.format == "json" {
		err = o.JSON(c.OutOrStdout())
	} else {
		err = o.Summary(c.OutOrStdout(), cli.Ink(c))
		fmt.Fprintln(c.OutOrStdout(), "report: "+filepath.Join(f.out, "report.html"))
	}
	if err != nil {
		return err
	}
	if len(expect.Differences(o.Compared)) > 0 {
		return cli.ErrDiffers
	}
	return nil
}

// stamp names what must be the same for a saved piece to be used again.
func (f *verifyFlags) stamp() string {
	stamp := fmt.Sprintf("seed %d, level %+v", f.seed, f.level())
	if f.profile != "" {
		stamp += fmt.Sprintf(", %s %x", f.profile, sha256.Sum256([]byte(library.Added(f.profile))))
	}
	return stamp
}

// goOn says by which command the user can continue the verification after an interruption.
func (f *verifyFlags) goOn(fs *pflag.FlagSet, args []string) string {
	words := cli.AgainWords(fs, append([]string{"verify"}, args...)...)
	if fs.Changed("out") {
		words = append(words, "--out", f.out)
	}
	if f.accept {
		words = append(words, "--accept")
	}
	return cli.CommandLine(append(words, "--resume")) + " goes on from what is finished"
}

// expectations returns the expected verdicts: those of the file of --expect or those built into
// emrproof. A file that --accept is to write need not exist yet, and may have empty reasons. The
// result is nil for a description alone of which nothing is expected.
func (f *verifyFlags) expectations(in *cli.Inputs) (*expect.Expectations, error) {
	switch {
	case f.expect == "" && f.profile != "":
		return nil, nil // nothing is known of it
	case f.expect == "":
		return expect.Default()
	}
	name, text, err := in.Text("--expect", f.expect, cli.MostText)
	switch {
	case f.accept && errors.Is(err, os.ErrNotExist):
		return expect.Parse(f.expect, "", true)
	case err != nil:
		return nil, cli.Usage(err)
	}
	expected, err := expect.Parse(name, string(text), f.accept)
	if err != nil {
		return nil, cli.Usage(err)
	}
	return expected, nil
}

// bringUpToDate rewrites the file of --expect where it has to change. It says what was written,
// and which reasons the user still has to fill in.
func (f *verifyFlags) bringUpToDate(
	w io.Writer, e *expect.Expectations, found []expect.Found,
) error {
	a, err := e.Accept(found)
	if err != nil {
		return err
	}
	if !a.Changes() {
		fmt.Fprintf(w, "emrproof: %s is as it came out already: nothing is written\n", f.expect)
	} else {
		if err := files.Write(f.expect, []byte(a.Text)); err != nil {
			return files.Error("--accept", f.expect, err)
		}
		fmt.Fprintf(w, "emrproof: %s is written: %d changed, %d added, %d taken out\n", f.expect,
			len(a.Changed), len(a.Added), len(a.Removed))
	}
	for i, where := range a.Unreasoned {
		if i == mostUnreasoned {
			fmt.Fprintf(w, "emrproof: and %d more\n", len(a.Unreasoned)-i)
			break
		}
		fmt.Fprintf(w, "emrproof: %s has no reason yet\n", where)
	}
	return nil
}

// mostUnreasoned is the largest number of verdicts without a reason that are listed.
const mostUnreasoned = 20

// account says how the report was made.
func (f *verifyFlags) account(c *cobra.Command, args []string) page.Account {
	return page.Account{Version: version(), Seed: fmt.Sprint(f.seed), Suites: suite.Names(),
		Machine: timing.ThisMachine(), Level: f.level().Name,
		Again: cli.Again(c.Flags(), append([]string{"verify"}, args...)...)}
}

// measure times the primitives and a session on this machine, briefly.
func (f *verifyFlags) measure(w *cli.Work) ([]page.Section, error) {
	profiles, of := bench.Profiles(), "all"
	if f.profile != "" {
		profiles, of = []string{f.profile}, library.Flag(f.profile)
	}
	plan := timing.Plan{Profiles: profiles, Suites: suite.Names()[:1], Quick: true}
	end := func() {}
	results, err := plan.Run(func(steps int) (step func()) {
		step, end = w.Begin("measurements", steps)
		return step
	})
	end()
	if errors.Is(err, timing.ErrNotMeasured) {
		return []page.Section{{Title: "measured on this machine", Text: []string{err.Error()}}}, nil
	}
	if err != nil {
		return nil, err
	}
	t := cost.Timings{Results: results, Again: "emrproof bench --quick --profile " + of}
	plots, err := t.Plots()
	if err != nil {
		return nil, err
	}
	return []page.Section{{Title: "measured on this machine", Document: t.Document(),
		Plots: plots, Again: t.Again}}, nil
}

// writeReport writes the files of a report into a folder.
func writeReport(dir string, report []verify.File) error {
	names := make([]string, len(report))
	for i, f := range report {
		names[i] = f.Name
	}
	return files.WriteAll(dir, names, func(i int, w io.Writer) error { return report[i].Write(w) })
}
