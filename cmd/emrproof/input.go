package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"unicode"

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
			err = errDirectory
		}
		if err != nil {
			f.Close()
		}
	}
	if err != nil {
		return nil, "", fileError(what, file, err)
	}
	return f, file, nil
}

var errDirectory = errors.New("is a directory")

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

// begins says whether a text begins with a character, after spaces and a byte-order mark.
func begins(r *bufio.Reader, with byte) bool {
	head, _ := r.Peek(r.Size()) // an error comes again
	head = bytes.TrimLeftFunc(bytes.TrimPrefix(head, []byte("\uFEFF")), unicode.IsSpace)
	return len(head) > 0 && head[0] == with
}
