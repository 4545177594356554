// Package files writes files that appear whole or not at all, and locks folders so that one
// process at a time writes into them.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// A Draft is a file that gets its name only when it is whole. It is written through its Writer.
// A Draft may have only a Writer, or be nil: then Keep and Drop do nothing.
type Draft struct {
	io.Writer

	file *os.File
	name string // empty when the file is written in place

	mu   sync.Mutex
	over bool
}

// New begins a file. If something is there already that is no regular file, such as /dev/null
// or a pipe, it is written in place.
func New(name string) (*Draft, error) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return nil, syscall.EISDIR
	case err == nil && !info.Mode().IsRegular():
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		return &Draft{Writer: f, file: f}, err
	}
	f, err := temporary(name)
	return &Draft{Writer: f, file: f, name: name}, err
}

// temporary creates a new file beside the file of the given name. A killed process that had the
// number of this one may have left such a file behind; then another name is tried.
func temporary(name string) (*os.File, error) {
	dir, base := filepath.Split(name)
	for i := 1; ; i++ {
		words := fmt.Sprintf(".%s.%d-%d.tmp", base, os.Getpid(), i)
		f, err := os.OpenFile(filepath.Join(dir, words), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// Keep gives the file its name, which makes it appear whole.
func (d *Draft) Keep() error {
	if !d.end() {
		return nil
	}
	if err := d.file.Close(); err != nil || d.name == "" {
		return err
	}
	return os.Rename(d.file.Name(), d.name)
}

// Drop removes the file, unless it was kept. It may be called from any goroutine.
func (d *Draft) Drop() {
	if !d.end() {
		return
	}
	d.file.Close()
	if d.name != "" {
		os.Remove(d.file.Name())
	}
}

// end says whether there is a file that was neither kept nor dropped before, and ends it.
func (d *Draft) end() bool {
	if d == nil || d.file == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.over
	d.over = true
	return !before
}

// Write writes a file whole or not at all.
func Write(name string, text []byte) error {
	d, err := New(name)
	if err != nil {
		return err
	}
	defer d.Drop()
	if _, err := d.Write(text); err != nil {
		return err
	}
	return d.Keep()
}

// Error returns an error about a file that the user named, without the name of a system call.
// The argument what is the flag that names the file, or the kind of file. An error that does
// not come from the operating system already names the file and the place in it, and is
// returned unchanged.
func Error(what, name string, err error) error {
	if number := syscall.Errno(0); errors.As(err, &number) {
		return fmt.Errorf("%s %q: %w", what, name, number)
	}
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return fmt.Errorf("%s %q: %w", what, name, path.Err)
	}
	return err
}
