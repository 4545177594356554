package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"emrproof/cmd/emrproof/files"
	"emrproof/model/input"
)

// Dash is standard input in the place of a file that is read, and standard output in the
// place of one that is written.
const Dash = "-"

// stdinName is what errors call standard input.
const stdinName = "stdin"

// Inputs opens the files that a command line names.
type Inputs struct {
	Stdin io.Reader
	taken string // what read standard input
}

// Open opens a file, or standard input; name is what errors call it. What is the flag, or
// the kind of file, that it is for.
func (in *Inputs) Open(what, file string) (r io.ReadCloser, name string, err error) {
	if file == Dash {
		if in.taken != "" {
			return nil, "", Usage(fmt.Errorf(
				"%s -: standard input is read by %s already", what, in.taken))
		}
		in.taken = what
		return io.NopCloser(in.Stdin), stdinName, nil
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

// Text reads a file whole, of at most so many bytes.
func (in *Inputs) Text(what, file string, most int64) (name string, text []byte, err error) {
	f, name, err := in.Open(what, file)
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	text, err = input.Read(name, f, most)
	return name, text, files.Error(what, file, err)
}

// ofTheSystem says whether an error comes from the system: a full disk, a file that is not
// there, a permission that is missing.
func ofTheSystem(err error) bool {
	number := syscall.Errno(0)
	return errors.As(err, &number)
}
