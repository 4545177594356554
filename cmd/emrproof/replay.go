package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"emrproof/sim"
)

func newReplay() *cobra.Command {
	return &cobra.Command{
		Use:   "replay FILE",
		Short: "run a saved trace again and compare it byte for byte",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("replay: %d files: want one", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			trace, err := readTrace(args[0])
			if err != nil {
				return usage(err)
			}
			return replay(c.OutOrStdout(), args[0], trace)
		},
	}
}

func readTrace(name string) (*sim.Trace, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fileError("trace", name, err)
	}
	defer f.Close()
	return sim.ReadTrace(name, f)
}

func replay(w io.Writer, name string, trace *sim.Trace) error {
	err := trace.Replay(nil)
	var differs *sim.DifferError
	if errors.As(err, &differs) {
		at := firstDifference(differs.Was, differs.Is)
		fmt.Fprintf(w, "%s:%d:%d: the run does not give this line again\n", name, differs.Line, at+1)
		fmt.Fprintf(w, "  file: %s\n", around(differs.Was, at))
		fmt.Fprintf(w, "  run:  %s\n", around(differs.Is, at))
		return errDiffers
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s: %d events, every byte is the same again\n", name, trace.Len())
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
