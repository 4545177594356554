// Command emrproof runs, attacks and measures the protocol of Chen et al. (2020)
// for authorizing access to electronic medical records.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"emrproof/sim"
)

func main() {
	debug.SetGCPercent(sim.GCPercent)
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	signal.Ignore(syscall.SIGPIPE) // a write says so, and what was begun is cleaned up
	root := newRoot()
	root.SetOut(newScreen(os.Stdout, "standard output"))
	root.SetErr(newScreen(os.Stderr, "standard error"))
	os.Exit(status(root, os.Args[1:]))
}

// memoryLimit is where the collector stops waiting for the heap to grow by GCPercent: a
// large world, or a long trace, would take five times what it needs.
const memoryLimit = 1 << 30

// The exit statuses (DESIGN 10).
const (
	statusExpected    = 0
	statusDiffers     = 1 // a verdict differs from the expected one
	statusUsage       = 2 // bad usage or input, or the system refuses: a full disk, say
	statusFault       = 3 // a fault of the harness
	statusInterrupted = 130
	statusPipe        = 141 // nobody reads the output any more: what shells show of others
)

// errDiffers is what a verb returns when it has shown that a verdict differs.
var errDiffers = errors.New("a verdict differs")

// differs is errDiffers where what was shown is not as expected, unless it could not be shown.
func differs(err error, asExpected func() bool) error {
	if err == nil && !asExpected() {
		return errDiffers
	}
	return err
}

// A usageError is bad usage or input, and what to do about it.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// usage makes an error one of usage, unless it is one already.
func usage(err error) error {
	if bad := (*usageError)(nil); errors.As(err, &bad) {
		return err
	}
	return &usageError{err: err}
}

func usagef(format string, args ...any) error { return usage(fmt.Errorf(format, args...)) }

// status runs a command line and turns its outcome into the exit status. It says on
// standard error what was wrong.
func status(root *cobra.Command, args []string) (code int) {
	complain := func(word, text string) {
		fmt.Fprintf(root.ErrOrStderr(), "emrproof: %s: %s\n", word, text)
	}
	report := func() {
		complain("hint", "this is a fault of emrproof: please report it, with what stands above and "+
			"this command: "+commandLine(args))
	}
	defer func() {
		if p := recover(); p != nil {
			complain("error", fmt.Sprintf("%v\n%s", p, debug.Stack()))
			report()
			code = statusFault
		}
	}()
	root.SetArgs(args)
	out := root.OutOrStdout()
	err := root.Execute()
	if s, ok := out.(*screen); ok && (err == nil || errors.Is(err, errDiffers)) {
		err = errors.Join(s.flush(), err)
	}
	var bad *usageError
	var output *outputError
	switch {
	case errors.As(err, &output) && closedPipe(output):
		return statusPipe
	case errors.As(err, &output):
		complain("error", output.Error())
		return statusUsage
	case err == nil:
		return statusExpected
	case errors.Is(err, errDiffers):
		return statusDiffers
	case errors.As(err, &bad):
		complain("error", err.Error())
		if bad.hint != "" {
			complain("hint", bad.hint)
		}
		return statusUsage
	case ofTheSystem(err):
		complain("error", err.Error())
		return statusUsage
	}
	complain("error", err.Error())
	report()
	return statusFault
}

// commandLine is the command as it can be typed again.
func commandLine(args []string) string {
	words := []string{"emrproof"}
	for _, a := range args {
		if strings.ContainsFunc(a, needsQuotes) || a == "" {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
	}
	return strings.Join(words, " ")
}

func needsQuotes(r rune) bool {
	return !strings.ContainsRune("-_=,./:@%+", r) &&
		(r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}
