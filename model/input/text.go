package input

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

const mark = "\uFEFF" // the byte-order mark

// Read reads a text whole. A text of more than most bytes is refused before it fills the
// memory: a device or a pipe may have no end.
func Read(name string, r io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, &Error{File: name, Reason: "is too long: want at most " + size(most)}
	}
	return Text(name, data)
}

// Text returns a text without its byte-order mark, each line ending in a newline alone. It may
// share memory with data.
func Text(name string, data []byte) ([]byte, error) {
	if wide(data) {
		return nil, &Error{File: name, Line: 1, Reason: "is in UTF-16: want UTF-8"}
	}
	if err := (&Source{name, 1, data, "file"}).utf8(); err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte(mark))
	if bytes.Contains(data, []byte("\r\n")) {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	return data, nil
}

// wide says whether a text that begins with t is in UTF-16. ASCII in UTF-16 without a mark is
// valid UTF-8, every other byte of it zero.
func wide(t []byte) bool {
	return bytes.HasPrefix(t, []byte("\xff\xfe")) || bytes.HasPrefix(t, []byte("\xfe\xff")) ||
		len(t) >= 4 && (t[0] == 0) != (t[1] == 0) && (t[2] == 0) != (t[3] == 0)
}

// utf8 refuses a text that is not UTF-8.
func (s *Source) utf8() error {
	t := s.text
	if utf8.Valid(t) {
		return nil
	}
	for at := 0; at < len(t); {
		if t[at] < utf8.RuneSelf {
			at++
			continue
		}
		r, size := utf8.DecodeRune(t[at:])
		if r == utf8.RuneError && size == 1 {
			return s.Fail(at, "", "byte 0x%02x: want UTF-8", t[at])
		}
		at += size
	}
	return nil
}

// Lines reads a text line by line.
type Lines struct {
	Number int // of the line that Next gave last, from 1; 0 before the first

	name string
	in   *bufio.Reader
}

// NewLines begins to read a text line by line.
func NewLines(name string, r io.Reader) *Lines {
	return &Lines{name: name, in: bufio.NewReader(r)}
}

// Next returns the next line, ending in a newline whether the text has one there or not;
// io.EOF when there is none.
func (l *Lines) Next() ([]byte, error) {
	if l.Number == 0 {
		if head, _ := l.in.Peek(4); wide(head) { // an error of the disk's comes again
			return nil, &Error{File: l.name, Line: 1, Reason: "is in UTF-16: want UTF-8"}
		}
	}
	line, err := l.in.ReadBytes('\n')
	switch {
	case err == io.EOF && len(line) == 0:
		return nil, err
	case err != nil && err != io.EOF:
		return nil, fmt.Errorf("%s:%d: %w", l.name, l.Number+1, err)
	}
	l.Number++
	s := &Source{l.name, l.Number, line, "line"}
	if err := s.utf8(); err != nil {
		return nil, err
	}
	if l.Number == 1 {
		line = bytes.TrimPrefix(line, []byte(mark))
	}
	switch {
	case bytes.HasSuffix(line, []byte("\r\n")):
		line = append(line[:len(line)-2], '\n')
	case !bytes.HasSuffix(line, []byte("\n")):
		line = append(line, '\n')
	}
	return line, nil
}
