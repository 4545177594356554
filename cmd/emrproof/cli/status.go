// Package cli is what all verbs share of a command line: errors and exit statuses, flags in our
// words, the files that are named, the terminal, and how to do the same again.
package cli

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// The exit statuses (DESIGN 10).
const (
	statusExpected = 0
	statusDiffers  = 1   // a verdict differs from the expected one
	statusUsage    = 2   // bad usage or input, or the system refuses: a full disk, say
	statusFault    = 3   // a fault of the harness
	statusPipe     = 141 // nobody reads the output any more: what shells show of others
)

// ErrDiffers is what a verb returns when it has shown that a verdict differs.
var ErrDiffers = errors.New("a verdict differs")

// Differs is errDiffers where what was shown is not as expected, unless it could not be shown.
func Differs(err error, asExpected func() bool) error {
	if err == nil && !asExpected() {
		return ErrDiffers
	}
	return err
}

// A UsageError is bad usage or input, and what to do about it.
type UsageError struct {
	Err  error
	Hint string
}

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

// Usage makes an error one of usage, unless it is one already.
func Usage(err error) error {
	if bad := (*UsageError)(nil); errors.As(err, &bad) {
		return err
	}
	return &UsageError{Err: err}
}

func Usagef(format string, args ...any) error { return Usage(fmt.Errorf(format, args...)) }

// Status runs a command line and turns its outcome into the exit status. It says on
// standard error what was wrong.
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
	if s, ok := out.(*Screen); ok && (err == nil || errors.Is(err, ErrDiffers)) {
		err = errors.Join(s.flush(), err)
	}
	var bad *UsageError
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
	case errors.As(err, &bad):
		complain("error", err.Error())
		if bad.Hint != "" {
			complain("hint", bad.Hint)
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

// CommandLine is the command as it can be typed again.
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
