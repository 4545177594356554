package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"emrproof/model/input"
)

// A File is a trace file that was read.
type File struct {
	Lines [][]byte // the file, line by line
	Count int      // of events
	Brief bool     // it is a trace in brief, which has no events

	name string // what errors call it
}

// Read reads a trace file whole, and its head into config. It is strict: an unknown field,
// another schema version, a line out of order or a missing end is an error that names the
// line.
func Read[C checked](name string, r io.Reader, config *C) (*File, error) {
	f := &File{name: name}
	for in := input.NewLines(name, r); ; {
		line, err := in.Next()
		fail := func(format string, args ...any) error {
			return &input.Error{File: name, Line: max(in.Number, 1),
				Reason: fmt.Sprintf(format, args...)}
		}
		switch {
		case err == io.EOF:
			return nil, fail("the trace has no end: it was cut short")
		case err != nil:
			return nil, err // the line's, or the disk's
		}
		f.Lines = append(f.Lines, line)
		var end bool
		if len(f.Lines) == 1 {
			err = readHead(in, line, config, fail)
		} else {
			end, err = f.line(in, line, fail)
		}
		if err == nil && end {
			if _, err := in.Next(); err == io.EOF {
				return f, nil
			}
			return nil, fail("something follows the end of the trace")
		}
		if err != nil {
			return nil, err
		}
	}
}

// checked is the config at the head of a file, which can check itself.
type checked interface{ Check() error }

// A failure is a function that makes an error about the line that was read last.
type failure func(format string, args ...any) error

func readHead[C checked](in *input.Lines, line []byte, config *C, fail failure) error {
	var version struct {
		Kind   string
		Schema int
	}
	if err := json.Unmarshal(line, &version); version.Kind != headKind {
		return fail("not a trace: want a first line with \"kind\":%q", headKind)
	} else if err == nil && version.Schema != schema {
		return fail("a trace of schema %d: this version reads schema %d", version.Schema, schema)
	}
	var h headLine[C]
	fields, err := in.JSON(line, &h)
	if err != nil {
		return err
	}
	*config = h.Config
	return fields.Place("config", h.Config.Check())
}

// line reads one event, or the end of the file.
func (f *File) line(in *input.Lines, line []byte, fail failure) (end bool, err error) {
	if bytes.HasPrefix(line, []byte(`{"kind":"`+endKind)) {
		var e endLine
		if _, err := in.JSON(line, &e); err != nil {
			return true, err
		}
		if e.Kind != endKind {
			return true, fail("kind %q: want %q", e.Kind, endKind)
		}
		if e.Events != f.Count {
			return true, fail("the trace has %d events, its end says %d", f.Count, e.Events)
		}
		return true, nil
	}
	if f.Count == 0 && bytes.HasPrefix(line, []byte(`{"kind":"`+sumKind)) {
		var sum sumLine
		if _, err := in.JSON(line, &sum); err != nil {
			return true, err
		}
		if sum.Kind != sumKind {
			return true, fail("kind %q: want %q", sum.Kind, sumKind)
		}
		f.Brief, f.Count = true, sum.Events
		return true, nil
	}
	var e eventLine
	if _, err := in.JSON(line, &e); err != nil {
		return false, err
	}
	if e.Seq != f.Count+1 {
		return false, fail("event %d, want %d", e.Seq, f.Count+1)
	}
	f.Count++
	return false, nil
}
