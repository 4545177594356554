package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"emrproof/attacks"
	"emrproof/cmd/emrproof/cli"
	"emrproof/cmd/emrproof/files"
	"emrproof/reports"
	"emrproof/sim"
	"emrproof/sim/trace"
)

func newReplay() *cobra.Command {
	return &cobra.Command{
		Use:   "replay FILE",
		Short: "run a saved trace or attack again and compare it byte for byte",
		Args:  cli.Args(1, 1, "files: want one"),
		RunE: func(c *cobra.Command, args []string) error {
			trace, name, err := readTrace(&cli.Inputs{Stdin: c.InOrStdin()}, args[0])
			if err != nil {
				return cli.Usage(err)
			}
			var o *attacks.Outcome
			if attacked(trace) {
				o, err = attackAgain(name, trace)
			} else {
				err = trace.Replay(nil)
			}
			same, err := reports.Replayed(c.OutOrStdout(), cli.Ink(c), name, trace, err, o)
			if err == nil && !same {
				err = cli.ErrDiffers
			}
			return err
		},
	}
}

func readTrace(in *cli.Inputs, file string) (t *sim.Trace, name string, err error) {
	f, name, err := in.Open("trace", file)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	t, err = sim.ReadTrace(name, f)
	return t, name, files.Error("trace", file, err)
}

// attacked says whether a trace is of an attack: of an adversary that made moves, or that only
// had to listen for what the attack shows. A trace in brief counts as one of an attack, for it
// is one or is judged like one.
func attacked(t *sim.Trace) bool {
	return len(t.Config.Moves) > 0 || t.Brief ||
		slices.ContainsFunc(t.Lines, func(line []byte) bool {
			return bytes.HasPrefix(line, fmt.Appendf(nil, `{"kind":%q`, trace.KindExhibit))
		})
}

// attackAgain makes the moves of a saved attack again, and compares the run with the trace.
func attackAgain(name string, trace *sim.Trace) (*attacks.Outcome, error) {
	for i, line := range trace.Config.Moves {
		if _, err := attacks.ParseMove(line); err != nil {
			return nil, cli.Usage(fmt.Errorf("%s:1: moves[%d]: %s: %w", name, i, clipped(line), err))
		}
	}
	o, err := attacks.Run(trace.Config)
	if err != nil {
		return nil, cli.Usage(fmt.Errorf("%s:1: %w", name, err)) // a move that cannot be made
	}
	file, err := o.Trace()
	if err != nil {
		return nil, err
	}
	return o, trace.Same(func(w io.Writer) error { _, err := w.Write(file); return err })
}

// clipped returns the beginning of a move, which may be long.
func clipped(move string) string {
	if runes := []rune(move); len(runes) > 60 {
		move = string(runes[:60]) + "…"
	}
	return strconv.Quote(move)
}
