package trace

import (
	"bytes"
	"fmt"
	"io"
)

// A DifferError says where a run differs from a trace that it should repeat: at the first line
// that is not the same.
type DifferError struct {
	Line    int    // from 1
	Was, Is []byte // the line in the trace, and in the run
}

func (e *DifferError) Error() string {
	return fmt.Sprintf("line %d: the run does not give this line again", e.Line)
}

// Same reports where another trace file, which write writes, differs from this one, as a
// DifferError; nil when every byte is the same. The other file is compared line by line and
// not kept.
func (f *File) Same(write func(io.Writer) error) error {
	c := &comparison{file: f}
	if err := write(c); err != nil {
		return err
	}
	return c.finish()
}

// A comparison is a writer that compares what is written to it with a trace file, line by
// line.
type comparison struct {
	file    *File
	n       int    // lines compared
	is      []byte // the line that is being written; all, where the file is in brief
	differs error  // the first difference
}

// Write compares the next piece of the other trace file with this one. It returns no error.
func (c *comparison) Write(p []byte) (int, error) {
	if c.file.Brief {
		c.is = append(c.is, p...)
	} else {
		c.write(p)
	}
	return len(p), nil
}

func (c *comparison) write(p []byte) {
	for line := range bytes.Lines(p) {
		if c.differs != nil {
			break
		}
		c.is = append(c.is, line...)
		if line[len(line)-1] == '\n' {
			c.line()
		}
	}
}

// line compares one complete line of the other file, or its last one.
func (c *comparison) line() {
	var was []byte
	if c.n < len(c.file.Lines) {
		was = c.file.Lines[c.n]
	}
	c.n++
	if !bytes.Equal(was, c.is) {
		c.differs = &DifferError{Line: c.n, Was: was, Is: bytes.Clone(c.is)}
	}
	c.is = c.is[:0]
}

// finish reports the first difference, as a DifferError. A missing end is a difference, too.
func (c *comparison) finish() error {
	if c.file.Brief {
		brief, err := Brief(c.is)
		if err != nil {
			return err
		}
		c.is = nil
		c.write(brief)
	}
	if len(c.is) > 0 && c.differs == nil {
		c.line()
	}
	if c.differs == nil && c.n < len(c.file.Lines) {
		c.line()
	}
	return c.differs
}
