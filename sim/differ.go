package sim

import "fmt"

// A DifferError says where a run does not give a trace again: the first line that
// is another one.
type DifferError struct {
	Line    int    // from 1
	Was, Is []byte // the line in the trace, and in the run
}

func (e *DifferError) Error() string {
	return fmt.Sprintf("line %d: the run does not give this line again", e.Line)
}
