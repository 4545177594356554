package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/cmd/emrproof/cli"
	"emrproof/proofs/ban"
	"emrproof/proofs/ban/prover"
	"emrproof/proofs/goals"
	"emrproof/proofs/protocol"
	"emrproof/reports/prove"
	"emrproof/reports/table"
	"emrproof/sim"
)

// proveFlags are the flags of the verb prove.
type proveFlags struct {
	errata, extensions []string
	described          string // the description that it is about
	goal, format       string
	list               bool
	runs               int
	seed               uint64
}

func newProve() *cobra.Command {
	var f proveFlags
	c := &cobra.Command{
		Use:   "prove [NAME | FILE.ban]",
		Short: "what the logic of Burrows, Abadi and Needham says of a protocol",
		Args:  cli.Args(0, 1, "protocols: want one, or none for the paper's"),
		RunE:  func(c *cobra.Command, args []string) error { return f.run(c, args) },
	}
	f.register(c.Flags())
	return c
}

// proveFormats are the forms in which the verb prove can write.
var proveFormats = append(slices.Clone(prove.TreeForms), "json")

func (f *proveFlags) register(fs *pflag.FlagSet) {
	fs.SortFlags = false
	fs.StringSliceVar(&f.errata, "errata", []string{"none"},
		"apply errata of the file by their `IDS`, such as B1,B5; or none")
	fs.StringSliceVar(&f.extensions, "extension", nil,
		"switch on extensions of the logic by their `NAMES`: "+strings.Join(ban.Extensions(), ", "))
	cli.ProfileFlag(fs, &f.described, "", ", that the protocol is about (default: the "+
		"one that its file names)")
	fs.StringVar(&f.goal, "goal", "", "write the derivation of the goal `ID` only")
	fs.StringVar(&f.format, "format", proveFormats[0],
		"the `FORM` of what is written: "+strings.Join(proveFormats, ", ")+"; dot is for a goal")
	fs.IntVar(&f.runs, "runs", 0, "set the goals against the catalogue of attacks, and against `N` "+
		"random runs for each of: "+strings.Join(goals.Adversaries, ", "))
	fs.Uint64Var(&f.seed, "seed", 1, "the number `N` that the random runs come from")
	fs.BoolVar(&f.list, "list", false, "say which protocols, errata and rules there are")
}

func (f *proveFlags) run(c *cobra.Command, args []string) error {
	if err := f.check(c.Flags().Changed, args); err != nil {
		return cli.Usage(err)
	}
	out, ink := c.OutOrStdout(), cli.Ink(c)
	if f.list {
		return listProofs(out, ink)
	}
	name := protocol.Names()[0]
	if len(args) > 0 {
		name = args[0]
	}
	proof, err := f.load(&cli.Inputs{Stdin: c.InOrStdin()}, name)
	if err != nil {
		return cli.Usage(err)
	}
	if slices.Equal(f.errata, []string{"none"}) {
		f.errata = nil
	}
	v, err := proof.Variant(f.errata...)
	if err != nil {
		return cli.Usage(err)
	}
	for _, e := range f.extensions {
		if !slices.Contains(v.Extensions, e) {
			v.Extensions = append(v.Extensions, e)
		}
	}
	var ids []string
	for _, g := range v.Goals {
		ids = append(ids, g.ID)
	}
	if err := cli.OneOf("goal", f.goal, ids); f.goal != "" && err != nil {
		return cli.Usage(err)
	}
	if err := f.checkRuns(proof); err != nil {
		return cli.Usage(err)
	}
	p, err := prove.New(v)
	if at := (*ban.SyntaxError)(nil); errors.As(err, &at) || errors.Is(err, prover.ErrTooMany) {
		return cli.Usage(err) // a link of the file that leads nowhere, or a file that is too large
	}
	if err != nil {
		return err
	}
	p.Again = cli.Again(c.Flags(), "prove", name)
	if f.runs > 0 {
		if p.Behaviour, err = f.behaviour(c, proof); err != nil {
			return err
		}
	}
	return f.show(out, p, ink)
}

// checkRuns refuses to do runs for a protocol whose goals say nothing about runs.
func (f *proveFlags) checkRuns(p *protocol.Protocol) error {
	if f.runs == 0 {
		return nil
	}
	if p.Model == "" {
		return fmt.Errorf("--runs: %s is about no profile that could be run", p.Name)
	}
	_, err := goals.Meanings(p, p.Model)
	return err
}

// behaviour returns what runs do to the goals of a protocol.
func (f *proveFlags) behaviour(c *cobra.Command, p *protocol.Protocol) (*goals.Behaviour, error) {
	w := cli.NewWork(c, func() {})
	defer w.End()
	return goals.NewBehaviour(p, goals.Trial{Seed: sim.Seed(f.seed), Runs: f.runs,
		Begin: w.Begin})
}

// check refuses flags that make no sense, alone or together.
func (f *proveFlags) check(given func(flag string) bool, args []string) error {
	err := cmp.Or(cli.OneOf("format", f.format, proveFormats), cli.AtLeast("runs", f.runs, 0))
	switch {
	case err != nil:
		return err
	case f.format == "dot" && f.goal == "":
		return errors.New("--format dot: it shows one derivation: want --goal as well")
	case f.list && len(args) > 0:
		return fmt.Errorf("%q: --list is about all protocols", args[0])
	case given("profile") && f.described == "":
		return errors.New(`--profile "": want the name of a description, or a file`)
	case f.list && f.format != "text":
		return errors.New("--list: it comes as text only")
	case f.runs > 0 && f.goal != "":
		return errors.New("--runs: it is about all goals: want it without --goal")
	case given("seed") && f.runs == 0:
		return errors.New("--seed: it is for random runs: want --runs as well")
	}
	for i, e := range f.extensions {
		if err := cli.OneOf("extension", e, ban.Extensions()); err != nil {
			return err
		}
		if slices.Contains(f.extensions[:i], e) {
			return fmt.Errorf("--extension %q is given twice", e)
		}
	}
	return nil
}

func (f *proveFlags) show(out io.Writer, p *prove.Report, ink table.Ink) error {
	var err error
	switch {
	case f.format == "json":
		err = p.JSON(out, f.goal)
	case f.goal != "":
		_, err = p.Goal(out, f.goal, f.format, ink)
	default:
		err = p.Document().Write(out, f.format, ink)
	}
	if err == nil && !p.AsExpected() {
		err = cli.ErrDiffers
	}
	return err
}

// mostProof is the size in bytes of the largest protocol file that is read.
const mostProof = 1 << 20

// load returns a protocol, about the description of the flag --profile where there is one.
func (f *proveFlags) load(in *cli.Inputs, name string) (*protocol.Protocol, error) {
	if f.described == "" {
		return loadProof(in, name)
	}
	profile, err := cli.Profile(in, f.described)
	if err != nil {
		return nil, err
	}
	p, err := loadProof(in, name)
	if err == nil {
		p.Model = profile
	}
	return p, err
}

// loadProof returns a protocol: one that comes with emrproof, by its name, or the one in a
// file.
func loadProof(in *cli.Inputs, name string) (*protocol.Protocol, error) {
	if name != cli.Dash && filepath.Ext(name) != ".ban" &&
		!strings.ContainsRune(name, filepath.Separator) {
		p, err := protocol.Load(name)
		if err != nil {
			return nil, fmt.Errorf("%w, or a file that ends in .ban", err)
		}
		return p, nil
	}
	file, text, err := in.Text("protocol", name, mostProof)
	if err != nil {
		return nil, err
	}
	return protocol.Parse(file, string(text))
}

// listProofs writes which protocols and rules there are to choose from.
func listProofs(out io.Writer, ink table.Ink) error {
	var all []*protocol.Protocol
	for _, name := range protocol.Names() {
		p, err := protocol.Load(name)
		if err != nil {
			return err
		}
		all = append(all, p)
	}
	return prove.Protocols(out, ink, all)
}
