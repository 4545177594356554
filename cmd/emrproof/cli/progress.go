package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"emrproof/cmd/emrproof/files"
)

// patience is how long a work takes before anything is said about its progress. sayEvery is the
// time from one such line to the next where there is no terminal.
const (
	patience = 2 * time.Second
	sayEvery = 10 * time.Second
)

// A progress shows how far a part of a work is: with a bar on a terminal, elsewhere with a line
// now and then.
type progress struct {
	out      io.Writer
	terminal bool
	now      func() time.Time
	things   string // such as "runs"
	total    int
	// words say how far it is where nobody knows how much there is to do, after so much time and
	// so many things; nil: total says.
	words func(done int, took time.Duration) string

	mu          sync.Mutex
	done        int
	began, said time.Time
	over        bool
	bars        *mpb.Progress
	bar         *mpb.Bar
}

func newProgress(out io.Writer, terminal bool, things string, total int) *progress {
	if terminal {
		out = fileOf(out) // a bar moves the cursor
	}
	p := &progress{out: out, terminal: terminal, now: time.Now, things: things, total: total}
	p.began = p.now()
	p.said = p.began
	return p
}

// step notes that one more thing is done. It may be called from any goroutine.
func (p *progress) step() { p.steps(1) }

func (p *progress) steps(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done += n
	now := p.now()
	switch {
	case p.over || now.Sub(p.began) < patience:
	case p.terminal:
		if p.bar == nil {
			p.start()
		}
		p.bar.SetCurrent(int64(p.done))
	case now.Sub(p.said) >= sayEvery:
		p.said = now
		fmt.Fprintf(p.out, "emrproof: %s\n", p.text())
	}
}

func (p *progress) text() string {
	if p.words != nil {
		return p.words(p.done, p.now().Sub(p.began))
	}
	return fmt.Sprintf("%d of %d %s", p.done, p.total, p.things)
}

func (p *progress) start() {
	p.bars = mpb.New(mpb.WithOutput(p.out), mpb.WithWidth(80))
	if p.words != nil {
		p.bar = p.bars.New(0, mpb.NopStyle(), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Any(func(s decor.Statistics) string {
				return p.words(int(s.Current), p.now().Sub(p.began))
			})))
		return
	}
	p.bar = p.bars.AddBar(int64(p.total), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d "+p.things)),
		mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO)))
}

// end removes the bar.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil && !p.over {
		p.bar.Abort(true)
		p.bars.Wait()
	}
	p.over = true
}

// A Work is something that takes a while. It shows the progress of one part after another, and
// when the process is interrupted, it cleans up and ends the process.
type Work struct {
	c           *cobra.Command
	hints       []string
	now         *progress       // of the part that is being done; nil before the first
	interrupted context.Context // done when it is
	mu          sync.Mutex      // over now
	stop        func()
}

// NewWork begins a work. When the work is interrupted, the function clean is called, and the
// hints are printed, which say what the user can do then. If clean is nil, an interruption
// before the call of Draft waits for that call. The caller ends the work with End.
func NewWork(c *cobra.Command, clean func(), hints ...string) *Work {
	w := &Work{c: c, hints: hints}
	w.interrupted, w.stop = signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	if clean != nil {
		w.clean(clean)
	}
	return w
}

// clean sets the function that is called when the work is interrupted; if it was interrupted
// already, that function is called at once.
func (w *Work) clean(clean func()) {
	off := context.AfterFunc(w.interrupted, func() {
		clean()
		w.endPart()
		fmt.Fprintln(w.c.ErrOrStderr(), "emrproof: error: interrupted")
		for _, hint := range w.hints {
			fmt.Fprintln(w.c.ErrOrStderr(), "emrproof: hint: "+hint)
		}
		os.Exit(statusInterrupted)
	})
	stop := w.stop
	w.stop = func() { off(); stop() }
}

// Draft begins the file that a flag names. An interruption removes it. If the name is "-", the
// file is standard output, and what is shown for people goes to standard error from then on.
// The result is nil when the flag is not given.
func (w *Work) Draft(flag, name string) (file *files.Draft, err error) {
	out, ok := w.c.OutOrStdout().(*screen)
	switch {
	case name == "":
	case name == Dash && ok:
		w.c.SetOut(w.c.ErrOrStderr())
		file = &files.Draft{Writer: rawOutput{out}}
	default:
		if file, err = files.New(name); err != nil {
			return nil, Usage(files.Error(flag, name, err))
		}
	}
	w.clean(file.Drop)
	return file, nil
}

// Drawn notes that the output itself shows the progress of the current part. On a terminal no
// bar is drawn then, for it would cover the output.
func (w *Work) Drawn() {
	if isTerminal(w.c.OutOrStdout()) {
		w.now.out, w.now.terminal = io.Discard, false
	}
}

// Begin begins a part of the work, which has so many steps.
func (w *Work) Begin(part string, steps int) (step, end func()) {
	p := newProgress(w.c.ErrOrStderr(), isTerminal(w.c.ErrOrStderr()), part, steps)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = p
	return p.step, p.end
}

// Watch begins a part of the work of which nobody knows how much there is to do. It returns the
// functions that note what was done, from any goroutine, and that end the part. The words say how
// far it is.
func (w *Work) Watch(
	words func(done int, took time.Duration) string,
) (steps func(int), end func()) {
	p := newProgress(w.c.ErrOrStderr(), isTerminal(w.c.ErrOrStderr()), "", 0)
	p.words = words
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = p
	return p.steps, p.end
}

// Interrupted says whether the work was interrupted, and is to end by itself. A second interruption
// ends the process.
func (w *Work) Interrupted() bool {
	if w.interrupted.Err() == nil {
		return false
	}
	w.stop()
	return true
}

// endPart ends the current part of the work, if there is one. It may be called from any
// goroutine.
func (w *Work) endPart() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now != nil {
		w.now.end()
	}
}

// End ends the work. An interruption after it ends the process at once, as by default.
func (w *Work) End() {
	w.stop()
	w.endPart()
}
