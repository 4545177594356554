package main

import (
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/cli"
	"emrproof/reports/show"
)

func newCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE.emr...",
		Short: "all that is wrong with the files of descriptions, as an editor asks on saving",
		Args:  cli.Args(1, math.MaxInt, "files: want one or more"),
		RunE:  runCheck,
	}
}

func runCheck(c *cobra.Command, files []string) error {
	in := &cli.Inputs{Stdin: c.InOrStdin()}
	faulty := false
	for _, name := range files {
		file, text, err := cli.Description(in, "check", name)
		words := ""
		if err == nil {
			words, err = show.Check(file, text)
		}
		if err != nil {
			faulty = true
			fmt.Fprintln(c.ErrOrStderr(), err)
			continue
		}
		if _, err := fmt.Fprintln(c.OutOrStdout(), words); err != nil {
			return err
		}
	}
	if faulty {
		return cli.ErrFaulty
	}
	return nil
}
