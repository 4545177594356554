package main

import (
	"io"

	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/files"
	"emrproof/reports"
	"emrproof/reports/table"
	"emrproof/reports/timeline"
	"emrproof/sim"
	"emrproof/sim/campaign"
	"emrproof/sim/trace"
)

// single does one run, draws its chart and writes its trace.
func (f *runFlags) single(c *cobra.Command, r *reports.Run) error {
	w := cli.NewWork(c, nil)
	defer w.End()
	file, err := w.Draft("--trace", f.trace)
	if err != nil {
		return err
	}
	defer file.Drop()
	chart, err := f.chart(c.OutOrStdout(), r.Config, cli.Ink(c))
	if err != nil {
		return err
	}
	count, err := sessionsDone(w, r.Config, chart != nil)
	if err != nil {
		return err
	}

	watchers := []func(*trace.Event){r.Event, count}
	var events *trace.Writer
	if file != nil {
		events = trace.NewWriter(file, r.Config)
		watchers = append(watchers, events.Event)
	}
	if chart != nil {
		watchers = append(watchers, chart.Event)
	}
	r.Result, r.Holdings, err = sim.RunHoldings(r.Config, nil, func(e *trace.Event) {
		for _, watch := range watchers {
			watch(e)
		}
	})
	if err != nil {
		return err
	}
	if chart != nil {
		if err := chart.Close(); err != nil {
			return err
		}
	}
	if file == nil {
		return nil
	}
	if err = events.Close(); err == nil {
		err = file.Keep()
	}
	return files.Error("--trace", f.trace, err)
}

// campaign does many runs in parallel.
func (f *runFlags) campaign(c *cobra.Command, r *reports.Run) error {
	w := cli.NewWork(c, func() {})
	defer w.End()
	step, _ := w.Begin("runs", f.runs)
	var err error
	r.Result, err = campaign.Run(r.Config, f.runs, f.workers, step)
	return err
}

// chart returns the chart that draws the run; nil when none is asked for.
func (f *runFlags) chart(w io.Writer, c sim.Config, ink table.Ink) (*timeline.Chart, error) {
	if f.format != "text" || f.quiet {
		return nil, nil
	}
	return timeline.NewChart(w, c, ink, f.verbose)
}

// sessionsDone begins a part of a work whose steps are sessions, and returns the watcher of the run
// that counts them.
func sessionsDone(w *cli.Work, config sim.Config, drawn bool) (func(*trace.Event), error) {
	n, opens, err := timeline.Sessions(config)
	if err != nil {
		return nil, err
	}
	step, _ := w.Begin("sessions", n)
	if drawn {
		w.Drawn()
	}
	return func(e *trace.Event) {
		if opens(e) {
			step()
		}
	}, nil
}
