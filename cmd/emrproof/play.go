package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"emrproof/model/library"
	"emrproof/reports"
	"emrproof/reports/table"
	"emrproof/reports/timeline"
	"emrproof/sim"
	"emrproof/sim/trace"
)

// single does one run, draws it and writes its trace.
func (f *runFlags) single(c *cobra.Command, r *reports.Run) error {
	interrupted, stop := interrupts()
	defer stop()
	file, err := newTrace(c, f.trace, r.Config)
	if err != nil {
		return usage(err)
	}
	defer file.drop()
	chart, err := f.chart(c.OutOrStdout(), r.Config, inkOf(c))
	if err != nil {
		return err
	}
	progress, count, err := visitsDone(c, r.Config, chart != nil)
	if err != nil {
		return err
	}
	defer progress.end()
	defer cleanUp(c, interrupted, func() { file.drop(); progress.end() })()

	var refusals reports.Refusals
	watchers := []sim.Watcher{refusals.Event, count}
	if file != nil {
		watchers = append(watchers, file.events.Event)
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
	r.Refusals = refusals
	if chart != nil {
		if err := chart.Close(); err != nil {
			return err
		}
	}
	return file.keep()
}

// campaign does many runs side by side.
func (f *runFlags) campaign(c *cobra.Command, r *reports.Run) error {
	interrupted, stop := interrupts()
	defer stop()
	progress := newProgress(c.ErrOrStderr(), isTerminal(c.ErrOrStderr()), "runs", f.runs)
	defer progress.end()
	defer cleanUp(c, interrupted, progress.end)()
	var err error
	r.Result, err = sim.Campaign(r.Config, f.runs, f.workers, progress.step)
	return err
}

// chart is what draws the run; nil when nothing does.
func (f *runFlags) chart(w io.Writer, c sim.Config, ink table.Ink) (*timeline.Chart, error) {
	if f.format != "text" || f.quiet {
		return nil, nil
	}
	return timeline.NewChart(w, c, timeline.Style{Ink: ink, All: f.verbose})
}

// visitsDone is a progress of visits, and the watcher that counts them. A chart on
// the same terminal is progress enough, and a bar would be drawn over it.
func visitsDone(c *cobra.Command, config sim.Config, drawn bool) (*progress, sim.Watcher, error) {
	protocol, err := library.Profile(config.Profile, config.Options...)
	if err != nil {
		return nil, nil, err
	}
	p := newProgress(c.ErrOrStderr(), isTerminal(c.ErrOrStderr()), "visits",
		timeline.Visits(protocol, config))
	if drawn && isTerminal(c.OutOrStdout()) {
		p.out, p.terminal = io.Discard, false
	}
	return p, func(e *trace.Event) {
		if timeline.OpensVisit(protocol, e) {
			p.step()
		}
	}, nil
}

// A traceFile is a trace file that is being written; nil is none.
type traceFile struct {
	file   *draft
	name   string // as the user wrote it
	events *trace.Writer
}

func newTrace(c *cobra.Command, name string, config sim.Config) (*traceFile, error) {
	if name == "" {
		return nil, nil
	}
	file, err := draftFor(c, name)
	if err != nil {
		return nil, fileError("--trace", name, err)
	}
	return &traceFile{file, name, trace.NewWriter(file, config)}, nil
}

func (t *traceFile) keep() error {
	if t == nil {
		return nil
	}
	err := t.events.Close()
	if err == nil {
		err = t.file.keep()
	}
	return pathError("--trace", t.name, err)
}

func (t *traceFile) drop() {
	if t != nil {
		t.file.drop()
	}
}

// interrupts is done when the process is interrupted, which from here on does not
// end it.
func interrupts() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

// cleanUp has the process clean up and end once it is interrupted, with hints what to do
// then; the function that it returns calls that off.
func cleanUp(
	c *cobra.Command, interrupted context.Context, clean func(), hints ...string,
) (off func() bool) {
	return context.AfterFunc(interrupted, func() {
		clean()
		fmt.Fprintln(c.ErrOrStderr(), "emrproof: error: interrupted")
		for _, hint := range hints {
			fmt.Fprintln(c.ErrOrStderr(), "emrproof: hint: "+hint)
		}
		os.Exit(statusInterrupted)
	})
}
