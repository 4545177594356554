// Package files writes files that appear whole or not at all, and folders of them that one
// process has at a time.
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

// A Draft is a file that gets its name only when it is whole. What is written to it goes
// to its Writer; with nothing else, keeping and dropping it do nothing, and so they do with
// no draft at all, which is nil.
type Draft struct {
	io.Writer

	file *os.File
	name string // empty when the file is written in place

	mu   sync.Mutex
	over bool
}

// New begins a file. What is there already and is no regular file, such as /dev/null or
// a pipe, is written in place.
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

// temporary is a new file beside the one of that name. A process that was killed may have
// left one behind, and had the number that this one has: then another name is tried.
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

// Keep gives the file its name.
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

// end says whether there is a file that was neither kept nor dropped before.
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

// Error says what is wrong with a file that the user named, without the name of the
// system call. What is the flag that names it, or the kind of file. An error that is not of
// the system names the file, and where in it, already.
func Error(what, name string, err error) error {
	if number := syscall.Errno(0); errors.As(err, &number) {
		return fmt.Errorf("%s %q: %w", what, name, number)
	}
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return fmt.Errorf("%s %q: %w", what, name, path.Err)
	}
	return err
}
