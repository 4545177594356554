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

// Dash is the file name that stands for standard input where a file is read, and for standard
// output where one is written.
const Dash = "-"

// stdinName is the name of standard input in error messages.
const stdinName = "stdin"

// Inputs opens the input files that a command line names. It sees to it that standard input is
// read only once.
type Inputs struct {
	Stdin io.Reader
	taken string // what read standard input
}

// Open opens a file, or standard input. The argument what is the flag, or the kind of file,
// that it is for; the result name is what error messages call the file.
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

// Text reads a whole file, which may have at most so many bytes.
func (in *Inputs) Text(what, file string, most int64) (name string, text []byte, err error) {
	f, name, err := in.Open(what, file)
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	text, err = input.Read(name, f, most)
	return name, text, files.Error(what, file, err)
}

// ofTheSystem says whether an error comes from the operating system: a full disk, a missing
// file, a missing permission.
func ofTheSystem(err error) bool {
	number := syscall.Errno(0)
	return errors.As(err, &number)
}
