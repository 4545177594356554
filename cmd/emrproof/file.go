package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
)

// A draft is a file that gets its name only when it is whole.
type draft struct {
	*os.File
	name   string  // empty when the file is written in place
	screen *screen // instead of a file

	mu   sync.Mutex
	over bool
}

// newDraft begins a file. What is there already and is no regular file, such as
// /dev/null or a pipe, is written in place.
func newDraft(name string) (*draft, error) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return nil, errDirectory
	case err == nil && !info.Mode().IsRegular():
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		return &draft{File: f}, err
	}
	f, err := temporary(name)
	return &draft{File: f, name: name}, err
}

// draftFor is a draft, or standard output if the name is "-": what is shown for people goes
// to standard error then.
func draftFor(c *cobra.Command, name string) (*draft, error) {
	out, ok := c.OutOrStdout().(*screen)
	if name != dash || !ok {
		return newDraft(name)
	}
	c.SetOut(c.ErrOrStderr())
	return &draft{screen: out}, nil
}

// Write writes a part of the file.
func (d *draft) Write(data []byte) (int, error) {
	if d.screen != nil {
		return d.screen.raw(data)
	}
	return d.File.Write(data)
}

// temporary is a new file beside the one of that name. A process that was killed may have
// left one behind, and had the number that this one has: then it is another name's turn.
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

// keep gives the file its name.
func (d *draft) keep() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		return nil
	}
	d.over = true
	if d.screen != nil {
		return nil
	}
	if err := d.Close(); err != nil || d.name == "" {
		return err
	}
	return os.Rename(d.Name(), d.name)
}

// drop removes the file, unless it was kept.
func (d *draft) drop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		return
	}
	d.over = true
	if d.screen != nil {
		return
	}
	d.Close()
	if d.name != "" {
		os.Remove(d.Name())
	}
}

// fileError says what is wrong with a file that the user named, without the name
// of the system call.
func fileError(what, name string, err error) error {
	return fmt.Errorf("%s %q: %w", what, name, cause(err))
}

// cause is what the system says is wrong, without the name of its call.
func cause(err error) error {
	if number := syscall.Errno(0); errors.As(err, &number) {
		return number
	}
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err
	}
	return err
}

// ofTheSystem says whether an error comes from the system: a full disk, a file that is not
// there, a permission that is missing.
func ofTheSystem(err error) bool {
	number := syscall.Errno(0)
	return errors.As(err, &number)
}

// pathError is fileError for an error of the system's; another one names the file, and
// where in it, already.
func pathError(what, name string, err error) error {
	if output := (*outputError)(nil); ofTheSystem(err) && !errors.As(err, &output) {
		return fileError(what, name, err)
	}
	return err
}
