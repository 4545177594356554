package input

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// An Error says where a file is wrong, and what would be right.
type Error struct {
	File   string
	Line   int    // from 1; 0 when it is about the file as a whole
	Column int    // from 1, in characters; 0 when it is about the line as a whole
	Path   string // the field, such as "entry[3].resource.status"; empty: none
	Reason string // what is wrong, then what would be right
}

// Error returns file:line:column: path: reason.
func (e *Error) Error() string {
	where := e.File
	if e.Line > 0 {
		where += fmt.Sprintf(":%d", e.Line)
	}
	if e.Line > 0 && e.Column > 0 {
		where += fmt.Sprintf(":%d", e.Column)
	}
	if e.Path != "" {
		where += ": " + e.Path
	}
	return where + ": " + e.Reason
}

// A fieldError says what is wrong with a value that was read. It is made where the meaning of
// the value is known; the reader of the file adds where the value stands: see Fields.Place.
type fieldError struct {
	Field string // such as "principals[2].party"; empty: the value as a whole
	Text  string
}

// Error returns the text of the error.
func (e *fieldError) Error() string { return e.Text }

// Wrong makes an error about a field of a value that was read, such as "principals[2].party";
// empty: the value as a whole. Fields.Place adds where the field stands in the file.
func Wrong(field, format string, args ...any) error {
	return &fieldError{field, fmt.Sprintf(format, args...)}
}

// Fields are the fields that a file gives, and where each of them stands.
type Fields struct {
	Source
	places func() map[string]int // where each begins, in bytes
}

// Has says whether the file gives a field, such as "link" or "routes[0].link".
func (f *Fields) Has(field string) bool {
	_, ok := f.places()[field]
	return ok
}

// Line is the line of a field, or of the closest that it is part of; 0 when there is none.
func (f *Fields) Line(field string) int { return f.find(field).line }

func (f *Fields) find(field string) place {
	for field != "" {
		if at, ok := f.places()[field]; ok {
			return f.place(at)
		}
		field = field[:max(strings.LastIndexAny(field, ".["), 0)]
	}
	return place{}
}

// Place adds to an error the file, and the place in it where that is known; nil stays nil. The
// fields of the error are those of one part of the file, such as "config"; empty: all of it.
func (f *Fields) Place(part string, err error) error {
	if err == nil {
		return nil
	}
	e := &Error{File: f.name, Reason: err.Error()}
	if wrong := (*fieldError)(nil); errors.As(err, &wrong) {
		at := f.find(join(part, wrong.Field))
		e.Line, e.Column = at.line, at.column
	}
	return e
}

type place struct{ line, column int }

// A Source is a text, or a line of one. It makes the errors about the text, since it knows
// where everything stands.
type Source struct {
	name string
	line int // of the first byte
	text []byte
	end  string // what ends it: "file" or "line"
}

func (s *Source) place(at int) place {
	before := s.text[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return place{s.line + bytes.Count(before, []byte{'\n'}), 1 + utf8.RuneCount(before[start:])}
}

// Fail makes an error about the text that begins at an offset.
func (s *Source) Fail(at int, path, format string, args ...any) error {
	p := s.place(at)
	return &Error{File: s.name, Line: p.line, Column: p.column, Path: path,
		Reason: fmt.Sprintf(format, args...)}
}
