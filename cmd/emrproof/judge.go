package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/cli"
	"emrproof/reports"
)

// judgeFlags are the flags of the verb judge.
type judgeFlags struct{ format, claims string }

func newJudge() *cobra.Command {
	var f judgeFlags
	c := &cobra.Command{
		Use:   "judge FILE",
		Short: "the verdicts of all claims on a saved trace, which is not run again",
		Args:  cli.Args(1, 1, "files: want one"),
		RunE:  func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	fs := c.Flags()
	fs.SortFlags = false
	cli.FormatFlag(fs, &f.format)
	cli.ClaimsFlag(fs, &f.claims)
	return c
}

func (f *judgeFlags) run(c *cobra.Command, file string) error {
	err := cmp.Or(cli.OneOf("format", f.format, cli.Formats),
		cli.OneOf("claims", f.claims, cli.ClaimsShown))
	if err != nil {
		return cli.Usage(err)
	}
	t, name, err := readTrace(&cli.Inputs{Stdin: c.InOrStdin()}, file)
	if err != nil {
		return cli.Usage(err)
	}
	if t.Brief {
		return cli.Usage(fmt.Errorf("%s:2: a trace in brief, which has no events", name),
			"emrproof replay runs it again and judges that")
	}
	j, err := reports.Judge(name, t)
	if err != nil {
		return cli.Usage(err)
	}
	if f.format == "json" {
		err = j.JSON(c.OutOrStdout())
	} else {
		err = j.Text(c.OutOrStdout(), cli.Ink(c), f.claims == "all")
	}
	if err == nil && !j.AsExpected() {
		err = cli.ErrDiffers
	}
	return err
}
