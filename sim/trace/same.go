package trace

import (
	"bytes"
	"fmt"
)

// A DifferError says where a run does not give a trace again: the first line that
// is another one.
type DifferError struct {
	Line    int    // from 1
	Was, Is []byte // the line in the trace, and in the run
}

func (e *DifferError) Error() string {
	return fmt.Sprintf("line %d: the run does not give this line again", e.Line)
}

// Same reports where another trace file differs from this one, as a DifferError; nil
// when every byte is the same.
func (f *File) Same(file []byte) error {
	c := f.Compare()
	c.Write(file)
	return c.Finish()
}

// Compare is what holds another trace file against this one.
func (f *File) Compare() *Comparison { return &Comparison{file: f} }

// A Comparison holds what is written to it against a trace file, line by line.
type Comparison struct {
	file    *File
	n       int    // lines compared
	is      []byte // the line that is being written; all, where the file is in brief
	differs error  // the first difference
}

// Write takes a part of the other file. It returns no error.
func (c *Comparison) Write(p []byte) (int, error) {
	if c.file.Brief() {
		c.is = append(c.is, p...)
	} else {
		c.write(p)
	}
	return len(p), nil
}

func (c *Comparison) write(p []byte) {
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

// line compares a line that is whole, or the last one.
func (c *Comparison) line() {
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

// Finish reports the first difference, as a DifferError; what is missing at the end is one.
func (c *Comparison) Finish() error {
	if c.file.Brief() {
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
