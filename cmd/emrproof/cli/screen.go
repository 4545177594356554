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

// A screen writes text for people to standard output or standard error.
type screen struct {
	file     *os.File
	name     string
	coloured bool

	mu   sync.Mutex
	rest []byte // the beginning of a character or of a colour, whose end is still to come
	err  error
}

// Screen returns a writer to standard output or standard error that protects the terminal.
// Texts that come from files may hold control characters, which a terminal would obey: they are
// made visible, such as \x1b. Only emrproof's own colours pass, where the output is coloured.
// The first error is kept, so that no lost output goes unnoticed.
func Screen(file *os.File, name string, coloured bool) io.Writer {
	return &screen{file: file, name: name, coloured: coloured}
}

// An outputError is an error in writing to standard output or standard error. It has no method
// Unwrap: files.Error must leave it as it is, since it is not about a file that the user named.
type outputError struct {
	name string
	err  error
}

func (e *outputError) Error() string { return e.name + ": " + e.err.Error() }

// Write writes a piece of text.
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

// A rawOutput is a screen for data that is not text for people, such as a trace, which it
// writes unchanged.
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

// flush writes the characters that are still held back, and returns the first error.
func (s *screen) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown, _ := visible(s.rest, s.coloured, true)
	s.rest = nil
	return s.write(shown)
}

// visible returns a text in which control characters are made visible. A character or a colour
// that is cut off at the end of the text is left over, in rest, unless nothing more will
// follow.
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
		shown, text = append(shown, input.Visible(string(text[:size]))...), text[size:]
	}
	return shown, nil
}

// fileOf returns the file behind a screen; nil when there is none.
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

// Ink says whether the output of a command is coloured.
func Ink(c *cobra.Command) table.Ink {
	s, ok := c.OutOrStdout().(*screen)
	return table.Ink(ok && s.coloured)
}

// closedPipe says whether an error means that nobody reads standard output any more, as after a
// pipe to head.
func closedPipe(err *outputError) bool { return err.err == syscall.EPIPE }
