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

// patience is how long a run takes before anything is said about its progress, and
// sayEvery how often it is said where there is no terminal.
const (
	patience = 2 * time.Second
	sayEvery = 10 * time.Second
)

// A progress says how far a run has come: with a bar on a terminal, with a line now
// and then elsewhere.
type progress struct {
	out      io.Writer
	terminal bool
	now      func() time.Time
	things   string // such as "runs"
	total    int

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

// step says that one more thing is done. It may be called from any goroutine.
func (p *progress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
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
		fmt.Fprintf(p.out, "emrproof: %d of %d %s\n", p.done, p.total, p.things)
	}
}

func (p *progress) start() {
	p.bars = mpb.New(mpb.WithOutput(p.out), mpb.WithWidth(80))
	p.bar = p.bars.AddBar(int64(p.total), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d "+p.things)),
		mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO)))
}

// end takes the bar away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil && !p.over {
		p.bar.Abort(true)
		p.bars.Wait()
	}
	p.over = true
}

// interrupted is the exit status of a process that was interrupted.
const interrupted = 130

// A Work is something that takes a while: the process says how far it is, one part after
// another, and cleans up and ends when it is interrupted.
type Work struct {
	c           *cobra.Command
	hints       []string
	now         *progress       // of the part that is being done; nil before the first
	interrupted context.Context // done when it is
	mu          sync.Mutex      // over now
	stop        func()
}

// NewWork begins a work. When it is interrupted, clean is called, and hints say what to do
// then. With nil, an interruption waits for Draft. Who begins a work ends it.
func NewWork(c *cobra.Command, clean func(), hints ...string) *Work {
	w := &Work{c: c, hints: hints}
	w.interrupted, w.stop = signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	if clean != nil {
		w.clean(clean)
	}
	return w
}

// clean says what is called when the work is interrupted, also where it was already.
func (w *Work) clean(clean func()) {
	off := context.AfterFunc(w.interrupted, func() {
		clean()
		w.endPart()
		fmt.Fprintln(w.c.ErrOrStderr(), "emrproof: error: interrupted")
		for _, hint := range w.hints {
			fmt.Fprintln(w.c.ErrOrStderr(), "emrproof: hint: "+hint)
		}
		os.Exit(interrupted)
	})
	stop := w.stop
	w.stop = func() { off(); stop() }
}

// Draft begins the file that a flag names, which an interruption removes. If the name is
// "-", it is standard output, and what is shown for people goes to standard error then. It
// is nil when the flag is not given.
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

// Drawn says that the output shows how far the part is that is being done. On a terminal
// that is progress enough, and a bar would be drawn over it.
func (w *Work) Drawn() {
	if isTerminal(w.c.OutOrStdout()) {
		w.now.out, w.now.terminal = io.Discard, false
	}
}

// Begin begins a part of the work, with so many steps.
func (w *Work) Begin(part string, steps int) (step, end func()) {
	p := newProgress(w.c.ErrOrStderr(), isTerminal(w.c.ErrOrStderr()), part, steps)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = p
	return p.step, p.end
}

// endPart ends the part that is being done, if there is one. It may be called from any
// goroutine.
func (w *Work) endPart() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now != nil {
		w.now.end()
	}
}

// End ends the work: an interruption ends the process again without more ado.
func (w *Work) End() {
	w.stop()
	w.endPart()
}
