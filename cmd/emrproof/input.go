package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"syscall"
	"unicode"

	"github.com/spf13/cobra"

	"emrproof/cmd/emrproof/files"
	"emrproof/model/input"
)

// dash is standard input in the place of a file that is read, and standard output in the
// place of one that is written.
const dash = "-"

// stdinName is what errors call standard input.
const stdinName = "stdin"

// mostText is the longest file that is read whole.
const mostText = 64 << 20

// inputs opens the files that a command line names.
type inputs struct {
	stdin io.Reader
	taken string // what read standard input
}

// open opens a file, or standard input; name is what errors call it. What is the flag, or
// the kind of file, that it is for.
func (in *inputs) open(what, file string) (r io.ReadCloser, name string, err error) {
	if file == dash {
		if in.taken != "" {
			return nil, "", usagef("%s -: standard input is read by %s already", what, in.taken)
		}
		in.taken = what
		return io.NopCloser(in.stdin), stdinName, nil
	}
	f, err := os.Open(file)
	if err == nil {
		var info os.FileInfo
		if info, err = f.Stat(); err == nil && info.IsDir() {
			err = syscall.EISDIR
		}
		if err != nil {
			f.Close()
		}
	}
	if err != nil {
		return nil, "", files.Error(what, file, err)
	}
	return f, file, nil
}

// text reads a file whole, of at most so many bytes.
func (in *inputs) text(what, file string, most int64) (name string, text []byte, err error) {
	f, name, err := in.open(what, file)
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	text, err = input.Read(name, f, most)
	return name, text, pathError(what, file, err)
}

// draftFor begins the file that a flag names, or standard output if the name is "-": what
// is shown for people goes to standard error then. It is nil when the flag is not given.
func draftFor(c *cobra.Command, flag, name string) (*files.Draft, error) {
	out, ok := c.OutOrStdout().(*screen)
	switch {
	case name == "":
		return nil, nil
	case name == dash && ok:
		c.SetOut(c.ErrOrStderr())
		return &files.Draft{Writer: rawOutput{out}}, nil
	}
	d, err := files.New(name)
	if err != nil {
		return nil, usage(files.Error(flag, name, err))
	}
	return d, nil
}

// ofTheSystem says whether an error comes from the system: a full disk, a file that is not
// there, a permission that is missing.
func ofTheSystem(err error) bool {
	number := syscall.Errno(0)
	return errors.As(err, &number)
}

// pathError is files.Error for an error of the system's; another one names the file, and
// where in it, already.
func pathError(what, name string, err error) error {
	if output := (*outputError)(nil); ofTheSystem(err) && !errors.As(err, &output) {
		return files.Error(what, name, err)
	}
	return err
}

// begins says whether a text begins with a character, after spaces and a byte-order mark.
func begins(r *bufio.Reader, with byte) bool {
	head, _ := r.Peek(r.Size()) // an error comes again
	head = bytes.TrimLeftFunc(bytes.TrimPrefix(head, []byte("\uFEFF")), unicode.IsSpace)
	return len(head) > 0 && head[0] == with
}
