package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"emrproof/bench"
	"emrproof/cmd/emrproof/cli"
	"emrproof/model/suite"
	"emrproof/reports/cost"
	"emrproof/reports/table"
)

// costFlags are the flags of the verb cost, which the verb bench has too.
type costFlags struct {
	described, suite, lengths, format string
}

// costForms are the forms in which costs can be written.
var costForms = append(slices.Clone(table.DocumentForms), "json")

// allNames is the value of a flag that asks for every profile, or for every suite.
const allNames = "all"

func newCost() *cobra.Command {
	var f costFlags
	c := &cobra.Command{
		Use:   "cost",
		Short: "the paper's tables of computation and communication",
		RunE:  func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	c.Flags().SortFlags = false
	f.register(c.Flags())
	fs := c.Flags()
	fs.StringVar(&f.lengths, "lengths", "",
		"take the lengths of fields from a `FILE`: TOML, as bench/lengths.toml of the source")
	return c
}

func (f *costFlags) register(fs *pflag.FlagSet) {
	cli.ProfileFlag(fs, &f.described, bench.Profiles()[0], "; or all")
	fs.StringVar(&f.suite, "suite", suite.Names()[0], "the `NAME` of a choice of primitives, or all")
	fs.StringVar(&f.format, "format", costForms[0],
		"the `FORM` of what is written: "+strings.Join(costForms, ", "))
}

// names returns the profiles and the suites that the flags ask for.
func (f *costFlags) names(in *cli.Inputs) (profiles, suites []string, err error) {
	if err = cli.OneOf("format", f.format, costForms); err != nil {
		return nil, nil, err
	}
	profiles = bench.Profiles()
	if f.described != allNames {
		name, err := cli.Running(in, f.described)
		if err != nil {
			return nil, nil, err
		}
		profiles = []string{name}
	}
	suites, err = pick("suite", f.suite, suite.Names())
	return profiles, suites, err
}

// pick returns the one name that a flag gives, or all known names.
func pick(flag, name string, known []string) ([]string, error) {
	if name == allNames {
		return known, nil
	}
	return []string{name}, cli.OneOf(flag, name, append(slices.Clone(known), allNames))
}

func (f *costFlags) run(c *cobra.Command) error {
	in := &cli.Inputs{Stdin: c.InOrStdin()}
	profiles, suites, err := f.names(in)
	if err != nil {
		return cli.Usage(err)
	}
	lengths, err := readLengths(in, f.lengths, profiles)
	if err != nil {
		return cli.Usage(err)
	}
	costs, err := bench.CostOf(profiles, suites, lengths)
	if err != nil {
		return err
	}
	cost := cost.Cost{Costs: costs, Again: cli.Again(c.Flags(), "cost")}
	if f.format == "json" {
		return cost.JSON(c.OutOrStdout())
	}
	return cost.Document().Write(c.OutOrStdout(), f.format, cli.Ink(c))
}

// readLengths reads a file of lengths, which must have all that the tables of some profiles
// need; the result is nil when no file is given.
func readLengths(in *cli.Inputs, file string, profiles []string) (*bench.Lengths, error) {
	if file == "" {
		return nil, nil
	}
	name, text, err := in.Text("--lengths", file, cli.MostText)
	if err != nil {
		return nil, err
	}
	return bench.ParseLengths(name, text, profiles)
}
