package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"emrproof/reports"
)

// judgeFlags are the flags of judge.
type judgeFlags struct{ format, claims string }

func newJudge() *cobra.Command {
	var f judgeFlags
	c := &cobra.Command{
		Use:   "judge FILE",
		Short: "the verdicts of all claims on a saved trace, which is not run again",
		Long: `Decide every claim on a trace that run --trace or attack --save wrote; - is standard
input. Which profile and options it is of stands at its head. Nothing is run: a trace
that no run could give is refused at its line; that a run gives this one, replay shows.

Exit status: 0 when no claim is violated, or only those that an honest run of the
profile, without options, violates too, 1 when another one is, 2 for bad usage or input,
such as a trace that was cut, 3 for a fault of emrproof itself.`,
		Example: `  emrproof attack W1 --save w1.jsonl; emrproof judge w1.jsonl
  emrproof run --trace - | emrproof judge -
  emrproof judge w1.jsonl --claims all
  emrproof judge w1.jsonl --format json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("judge: %d files: want one", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.format, "format", formats[0], "the `FORM` of what is written: text or json")
	fs.StringVar(&f.claims, "claims", claimsShown[0],
		"`WHICH` claims are written out: violated, the others in short; or all")
	return c
}

func (f *judgeFlags) run(c *cobra.Command, file string) error {
	switch {
	case !slices.Contains(formats, f.format):
		return usagef("--format %q: want one of %s", f.format, strings.Join(formats, ", "))
	case !slices.Contains(claimsShown, f.claims):
		return usagef("--claims %q: want one of %s", f.claims, strings.Join(claimsShown, ", "))
	}
	t, name, err := readTrace(&inputs{stdin: c.InOrStdin()}, file)
	if err != nil {
		return usage(err)
	}
	if t.Brief() {
		return &usageError{fmt.Errorf("%s:2: a trace in brief, which has no events", name),
			"emrproof replay runs it again and judges that"}
	}
	j, err := reports.Judge(name, t)
	if err != nil {
		return usage(err)
	}
	if f.format == "json" {
		err = j.JSON(c.OutOrStdout())
	} else {
		err = j.Text(c.OutOrStdout(), inkOf(c), f.claims == "all")
	}
	if err == nil && !j.AsExpected() {
		return errDiffers
	}
	return err
}
