package main

import (
	"slices"

	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/cli"
	"emrproof/reports/show"
)

// showForms are the forms in which a description can be written.
var showForms = append(slices.Clone(cli.Formats), "emr")

func newShow() *cobra.Command {
	var options []string
	var format string
	c := &cobra.Command{
		Use:   "show [NAME | FILE.emr]",
		Short: "a description, its messages, and the names of its claims, checks and options",
		Args:  cli.Args(0, 1, "descriptions: want one, or none for the paper's"),
		RunE: func(c *cobra.Command, args []string) error {
			return runShow(c, append(args, cli.DefaultProfile)[0], options, format)
		},
	}
	fs := c.Flags()
	fs.SortFlags = false
	cli.OptionFlag(fs, &options, "")
	fs.StringVar(&format, "format", showForms[0],
		"the `FORM` of what is written: text, json, or emr for the description alone")
	return c
}

func runShow(c *cobra.Command, described string, options []string, format string) error {
	if err := cli.OneOf("format", format, showForms); err != nil {
		return cli.Usage(err)
	}
	profile, err := cli.Profile(&cli.Inputs{Stdin: c.InOrStdin()}, described)
	if err != nil {
		return err
	}
	if _, err := cli.Described(profile, options); err != nil {
		return err
	}
	d, err := show.New(profile, options)
	if err != nil {
		return err
	}
	switch format {
	case "json":
		return d.JSON(c.OutOrStdout())
	case "emr":
		return d.EMR(c.OutOrStdout())
	}
	return d.Write(c.OutOrStdout(), cli.Ink(c))
}
