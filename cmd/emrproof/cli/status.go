// Package cli has what all verbs share of a command line: errors and exit statuses, messages
// about flags in emrproof's own words, input files, the terminal, and progress.
package cli

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// The exit statuses of the command.
const (
	statusExpected = 0
	statusDiffers  = 1 // a verdict differs from the expected one
	statusUsage    = 2 // bad usage or input, or the system refuses: a full disk, say
	statusFault    = 3 // a fault of the harness
	// statusInterrupted is what shells show of others that a signal ended.
	statusInterrupted = 130
	statusPipe        = 141 // nobody reads the output any more: what shells show of others
)

// ErrDiffers is the error of a verb that has shown that a verdict differs from the expected
// one.
var ErrDiffers = errors.New("a verdict differs")

// ErrFaulty is the error of a verb that has shown what is wrong with the files that it was given.
var ErrFaulty = errors.New("a file is faulty")

// ErrInterrupted is the error of a verb that was interrupted, and has shown how far it came.
var ErrInterrupted = errors.New("interrupted")

// A usageError is an error in usage or input, with a hint on what to do about it.
type usageError struct {
	error
	hint []string
}

func (e *usageError) Unwrap() error { return e.error }

// Usage turns an error into an error of usage or input, unless it is one already; nil stays nil.
// The hint says what the user can do about it.
func Usage(err error, hint ...string) error {
	if err == nil {
		return nil
	}
	if bad := (*usageError)(nil); errors.As(err, &bad) {
		return err
	}
	return &usageError{err, hint}
}

// Status runs a command line and returns the exit status. On standard error it says what was
// wrong.
func Status(root *cobra.Command, args []string) (code int) {
	complain := func(word, text string) {
		fmt.Fprintf(root.ErrOrStderr(), "emrproof: %s: %s\n", word, text)
	}
	report := func() {
		complain("hint", "this is a fault of emrproof: please report it, with what stands above and "+
			"this command: "+CommandLine(args))
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
	shown := err == nil || errors.Is(err, ErrDiffers) || errors.Is(err, ErrFaulty) ||
		errors.Is(err, ErrInterrupted)
	if s, ok := out.(*screen); ok && shown {
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
	case errors.Is(err, ErrDiffers):
		return statusDiffers
	case errors.Is(err, ErrFaulty):
		return statusUsage
	case errors.Is(err, ErrInterrupted):
		complain("error", err.Error())
		return statusInterrupted
	case errors.As(err, &bad):
		complain("error", err.Error())
		for _, hint := range bad.hint {
			complain("hint", hint)
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

// CommandLine returns a command with quotes where a shell needs them, so that it can be typed
// again.
func CommandLine(args []string) string {
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
