package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"emrproof/attacks"
	"emrproof/reports/table"
	"emrproof/reports/timeline"
	"emrproof/sim"
	"emrproof/sim/monitor"
	"emrproof/sim/trace"
)

// Replayed writes how a replayed run compares with the trace that it repeats, and returns
// whether the two are the same. The argument differs is the error that the comparison returned.
// For an attack, its verdicts follow; for a run that was no attack, the outcome is nil.
func Replayed(w io.Writer, ink table.Ink, name string, t *sim.Trace, differs error,
	o *attacks.Outcome,
) (same bool, err error) {
	if d := (*trace.DifferError)(nil); errors.As(differs, &d) {
		at := firstDifference(d.Was, d.Is)
		_, err := fmt.Fprintf(w, "%s:%d:%d: the run does not give this line again\n"+
			"  file: %s\n  run:  %s\n", name, d.Line, at+1, around(d.Was, at), around(d.Is, at))
		return false, err
	}
	if differs != nil {
		return false, differs
	}
	_, err = fmt.Fprintf(w, "%s: %d events, every byte is the same again\n", name, t.Count)
	if err != nil || o == nil {
		return true, err
	}
	p := &page{out: w, ink: ink}
	p.line("")
	p.verdicts(o, false)
	for _, v := range o.Verdicts {
		if v.Status == monitor.Violated {
			p.line("violated  " + ink.Bad(v.Claim.ID) + "  " + timeline.Place(o, v.Breaches[0]))
			p.labelled("", v.Breaches[0].Text)
		}
	}
	return true, p.err
}

func firstDifference(a, b []byte) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}

// around returns the part of a line round a byte position, short enough to read.
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
