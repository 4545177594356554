package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"emrproof/attacks"
	"emrproof/cmd/emrproof/cli"
	"emrproof/reports"
	"emrproof/reports/table"
	"emrproof/sim"
	"emrproof/sim/trace"
)

func newReplay() *cobra.Command {
	return &cobra.Command{
		Use:   "replay FILE",
		Short: "run a saved trace or attack again and compare it byte for byte",
		Args:  cli.OneFile,
		RunE: func(c *cobra.Command, args []string) error {
			trace, name, err := readTrace(cli.InputsOf(c), args[0])
			if err != nil {
				return cli.Usage(err)
			}
			if attacked(trace) {
				return replayAttack(c.OutOrStdout(), cli.InkOf(c), name, trace)
			}
			return replay(c.OutOrStdout(), name, trace.Replay(nil), trace.Count)
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
	return t, name, cli.PathError("trace", file, err)
}

// attacked says whether a trace is of an attack: of an adversary that made moves, or had
// only to listen for what it shows. A trace in brief is of one, or is judged like one.
func attacked(t *sim.Trace) bool {
	return len(t.Config.Moves) > 0 || t.Brief ||
		slices.ContainsFunc(t.Lines, func(line []byte) bool {
			return bytes.HasPrefix(line, fmt.Appendf(nil, `{"kind":%q`, trace.KindExhibit))
		})
}

// replayAttack makes the moves of a saved attack again, and judges it again.
func replayAttack(w io.Writer, ink table.Ink, name string, trace *sim.Trace) error {
	for i, line := range trace.Config.Moves {
		if _, err := attacks.ParseMove(line); err != nil {
			return cli.Usagef("%s:1: moves[%d]: %s: %w", name, i, clipped(line), err)
		}
	}
	o, err := attacks.Run(trace.Config)
	if err != nil {
		return cli.Usagef("%s:1: %w", name, err) // a move that cannot be made
	}
	file, err := o.Trace()
	if err != nil {
		return err
	}
	same := trace.Same(func(w io.Writer) error { _, err := w.Write(file); return err })
	if err := replay(w, name, same, trace.Count); err != nil {
		return err
	}
	return reports.Replayed(w, ink, o)
}

// clipped is the beginning of a move, which may be long.
func clipped(move string) string {
	if runes := []rune(move); len(runes) > 60 {
		move = string(runes[:60]) + "…"
	}
	return strconv.Quote(move)
}

// replay says how a run compares with the trace that it repeats.
func replay(w io.Writer, name string, err error, events int) error {
	var differs *trace.DifferError
	if errors.As(err, &differs) {
		at := firstDifference(differs.Was, differs.Is)
		fmt.Fprintf(w, "%s:%d:%d: the run does not give this line again\n", name, differs.Line, at+1)
		fmt.Fprintf(w, "  file: %s\n", around(differs.Was, at))
		fmt.Fprintf(w, "  run:  %s\n", around(differs.Is, at))
		return cli.ErrDiffers
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s: %d events, every byte is the same again\n", name, events)
	return err
}

func firstDifference(a, b []byte) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}

// around is the part of a line round a place, short enough to read.
func around(line []byte, at int) string {
	line = bytes.TrimSuffix(line, []byte("\n"))
	from, to := max(0, min(at, len(line))-30), min(len(line), at+50)
	text := string(line[from:to])
	if from > 0 {
		text = "…" + text
	}
	if to < len(line) {
		text += "…"
	}
	return text
}
