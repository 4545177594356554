package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"emrproof/bench/timing"
	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/files"
	"emrproof/reports/cost"
)

// benchFlags are the flags of the verb bench.
type benchFlags struct {
	costFlags
	quick bool
	plots string
}

func newBench() *cobra.Command {
	var f benchFlags
	c := &cobra.Command{
		Use:   "bench",
		Short: "what the protocol costs on this machine",
		RunE:  func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	c.Flags().SortFlags = false
	f.register(c.Flags())
	fs := c.Flags()
	fs.BoolVar(&f.quick, "quick", false, "fewer rounds and smaller records")
	fs.StringVar(&f.plots, "plots", "", "draw the measurements as SVG files in a `DIR`")
	return c
}

func (f *benchFlags) run(c *cobra.Command) error {
	profiles, suites, err := f.names(&cli.Inputs{Stdin: c.InOrStdin()})
	if err != nil {
		return cli.Usage(err)
	}
	if f.plots == cli.Dash {
		return cli.Usage(fmt.Errorf("--plots -: the plots are several files: want the name of a folder"))
	}
	if f.plots != "" {
		if err := os.MkdirAll(f.plots, 0o777); err != nil {
			return files.Error("--plots", f.plots, err)
		}
	}
	plan := timing.Plan{Profiles: profiles, Suites: suites, Quick: f.quick}
	results, err := measure(c, plan)
	if err != nil {
		return err
	}
	timings := cost.Timings{Results: results, Again: cli.Again(c.Flags(), "bench")}
	if err := f.draw(&timings); err != nil {
		return err
	}
	if f.format == "json" {
		return timings.JSON(c.OutOrStdout())
	}
	return timings.Document().Write(c.OutOrStdout(), f.format, cli.Ink(c))
}

// measure takes the measurements of a plan, and shows its progress.
func measure(c *cobra.Command, plan timing.Plan) (*timing.Results, error) {
	w := cli.NewWork(c, func() {})
	defer w.End()
	return plan.Run(func(steps int) (step func()) {
		step, _ = w.Begin("measurements", steps)
		return step
	})
}

// draw writes the plots of the measurements to files.
func (f *benchFlags) draw(t *cost.Timings) error {
	if f.plots == "" {
		return nil
	}
	plots, err := t.Plots()
	if err != nil {
		return err
	}
	for _, p := range plots {
		name := filepath.Join(f.plots, p.File)
		if err := files.Write(name, p.SVG); err != nil {
			return files.Error("--plots", name, err)
		}
	}
	return nil
}
