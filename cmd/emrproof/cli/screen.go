package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"emrproof/model/input"
	"emrproof/reports/table"
)

// A screen is standard output or standard error.
type screen struct {
	file     *os.File
	name     string
	coloured bool

	mu   sync.Mutex
	rest []byte // the beginning of a character or of a colour, whose end is still to come
	err  error
}

// Screen is standard output or standard error. Whatever the texts hold that come from
// files, a terminal is not to obey it: a control character is shown, as \x1b is, except for
// our own colours where it is coloured. The first error stays, so that no output is lost
// unnoticed.
func Screen(file *os.File, name string, coloured bool) io.Writer {
	return &screen{file: file, name: name, coloured: coloured}
}

// An outputError is one of standard output or standard error. It does not
// unwrap: files.Error is to leave it as it is, since it is no error of a named file.
type outputError struct {
	name string
	err  error
}

func (e *outputError) Error() string { return e.name + ": " + e.err.Error() }

// Write writes a part of the text.
func (s *screen) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown, rest := visible(append(s.rest, text...), s.coloured, false)
	s.rest = rest
	if err := s.write(shown); err != nil {
		return 0, err
	}
	return len(text), nil
}

// rawOutput is a screen for what is no text for a person, such as a trace: it is written as
// it is.
type rawOutput struct{ *screen }

func (s rawOutput) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.write(data); err != nil {
		return 0, err
	}
	return len(data), nil
}

func (s *screen) write(data []byte) error {
	if s.err == nil && len(data) > 0 {
		if _, err := s.file.Write(data); err != nil {
			if path := (*fs.PathError)(nil); errors.As(err, &path) {
				err = path.Err
			}
			s.err = &outputError{s.name, err}
		}
	}
	return s.err
}

// flush writes what is left, and reports the first error.
func (s *screen) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown, _ := visible(s.rest, s.coloured, true)
	s.rest = nil
	return s.write(shown)
}

// visible is a text in which control characters are shown. The beginning of what may
// become a character, or a colour, is left over unless the text ends here.
func visible(text []byte, coloured, ends bool) (shown, rest []byte) {
	for len(text) > 0 {
		n, cut := table.Colour(text)
		if coloured && n > 0 {
			shown, text = append(shown, text[:n]...), text[n:]
			continue
		}
		if !ends && (!utf8.FullRune(text) || coloured && cut) {
			return shown, append([]byte(nil), text...)
		}
		_, size := utf8.DecodeRune(text)
		shown, text = input.AppendVisible(shown, string(text[:size])), text[size:]
	}
	return shown, nil
}

// fileOf is the file behind a screen; nil when there is none.
func fileOf(w io.Writer) *os.File {
	switch w := w.(type) {
	case *screen:
		return w.file
	case *os.File:
		return w
	}
	return nil
}

func isTerminal(w io.Writer) bool {
	f := fileOf(w)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// Ink is whether a command's output is coloured.
func Ink(c *cobra.Command) table.Ink {
	s, ok := c.OutOrStdout().(*screen)
	return table.Ink(ok && s.coloured)
}

// closedPipe says whether nobody reads standard output any more, as when it goes to head.
func closedPipe(err *outputError) bool { return err.err == syscall.EPIPE }
