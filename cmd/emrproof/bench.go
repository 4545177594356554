package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"emrproof/bench"
	"emrproof/reports"
)

// benchFlags are the flags of bench.
type benchFlags struct {
	costFlags
	quick                bool
	save, compare, plots string
}

func newBench() *cobra.Command {
	var f benchFlags
	c := &cobra.Command{
		Use:   "bench",
		Short: "what the protocol costs on this machine",
		Long: `Measure what the protocol costs: the primitives, the paper's Table 4 in milliseconds,
a visit beside the floor under it, visits end to end on 4G and 5G links, and how the cost
grows. It takes less than a minute and 450 MB of memory, with --quick less than ten seconds
and 100 MB. emrproof cost has what needs no clock.

Exit status: 0 when everything was measured, 2 for bad usage or input, 3 for a fault of
emrproof itself.`,
		Example: `  emrproof bench
  emrproof bench --quick --suite all
  emrproof bench --save before.json               and after a change:
  emrproof bench --compare before.json
  emrproof bench --plots pictures --format markdown > bench.md`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	c.Flags().SortFlags = false
	f.register(c.Flags())
	fs := c.Flags()
	fs.BoolVar(&f.quick, "quick", false, "fewer rounds and smaller records")
	fs.StringVar(&f.save, "save", "", "write the measurements to a `FILE`, for --compare")
	fs.StringVar(&f.compare, "compare", "", "compare with the measurements of a `FILE`")
	fs.StringVar(&f.plots, "plots", "", "draw the measurements as SVG files in a `DIR`")
	return c
}

func (f *benchFlags) run(c *cobra.Command) error {
	profiles, suites, err := f.names()
	if err != nil {
		return usage(err)
	}
	switch {
	case f.save == dash && f.format == "json":
		return usagef("--save -: standard output has the JSON already: want the name of a file")
	case f.plots == dash:
		return usagef("--plots -: the plots are several files: want the name of a folder")
	}
	before, err := f.before(&inputs{stdin: c.InOrStdin()})
	if err != nil {
		return usage(err)
	}
	if f.plots != "" {
		if err := os.MkdirAll(f.plots, 0o777); err != nil {
			return usage(fileError("--plots", f.plots, err))
		}
	}
	file, err := newSaved(c, f.save)
	if err != nil {
		return usage(err)
	}
	defer file.drop()
	plan := bench.Plan{Profiles: profiles, Suites: suites, Quick: f.quick}
	results, err := measure(c, plan, file.drop)
	if err != nil {
		return err
	}
	timings := reports.Timings{Results: results, Again: again(c.Flags(), "bench")}
	if before != nil {
		timings.Compare = &reports.Compared{File: f.compare, Machine: before.Machine}
		timings.Compare.All, timings.Compare.Alone = bench.Compare(before.Series, results.Series)
	}
	if err := file.write(bench.NewSaved(results.Machine, results.Series)); err != nil {
		return usage(fileError("--save", f.save, err))
	}
	if err := f.draw(&timings); err != nil {
		return err
	}
	if f.format == "json" {
		return timings.JSON(c.OutOrStdout())
	}
	return timings.Document().Write(c.OutOrStdout(), f.format, inkOf(c))
}

// measure measures, and says how far it is.
func measure(c *cobra.Command, plan bench.Plan, drop func()) (*bench.Results, error) {
	interrupted, stop := interrupts()
	defer stop()
	progress := newProgress(c.ErrOrStderr(), isTerminal(c.ErrOrStderr()), "measurements", plan.Steps())
	defer progress.end()
	defer cleanUp(c, interrupted, func() { drop(); progress.end() })()
	return plan.Run(progress.step)
}

// before are the measurements to compare with; nil when there are none.
func (f *benchFlags) before(in *inputs) (*bench.Saved, error) {
	if f.compare == "" {
		return nil, nil
	}
	name, text, err := in.text("--compare", f.compare, mostText)
	if err != nil {
		return nil, err
	}
	return bench.ParseSaved(name, text)
}

// draw writes the plots.
func (f *benchFlags) draw(t *reports.Timings) error {
	if f.plots == "" {
		return nil
	}
	plots, err := t.Plots()
	if err != nil {
		return err
	}
	for _, p := range plots {
		name := filepath.Join(f.plots, p.FileName())
		if err := writeFile(name, p.SVG); err != nil {
			return usage(fileError("--plots", name, err))
		}
	}
	return nil
}

// A savedDraft is the file of --save; nil when none was asked for.
type savedDraft struct{ *draft }

func newSaved(c *cobra.Command, name string) (*savedDraft, error) {
	if name == "" {
		return nil, nil
	}
	d, err := draftFor(c, name)
	if err != nil {
		return nil, fileError("--save", name, err)
	}
	return &savedDraft{d}, nil
}

func (s *savedDraft) drop() {
	if s != nil {
		s.draft.drop()
	}
}

func (s *savedDraft) write(all *bench.Saved) error {
	if s == nil {
		return nil
	}
	if err := all.Write(s); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return s.keep()
}
