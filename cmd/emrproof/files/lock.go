package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A lock keeps a folder for one process. The system lets go of it when the process ends,
// however it ends; the file that is left behind then locks nobody out.
type lock struct{ file *os.File }

// lockName is the file of the lock, inside the folder.
const lockName = ".lock"

// errLocked is that another process has the lock.
var errLocked = errors.New("is locked")

// Lock takes a folder, and makes it where it is not there; release lets go of it. Where
// another process has it, release is nil, and holder says which.
func Lock(dir string) (release func(), holder string, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, "", Error("--out", dir, err)
	}
	name := filepath.Join(dir, lockName)
	for {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, "", Error("--out", name, err)
		}
		if err := lockFile(f); errors.Is(err, errLocked) {
			defer f.Close()
			return nil, "another emrproof verify" + signature(f), nil
		} else if err != nil {
			f.Close()
			return nil, "", Error("--out", name, err)
		}
		// Who had the lock may have removed the file since it was opened.
		if l := (&lock{f}); l.current(name) {
			l.sign()
			return l.release, "", nil
		}
		f.Close()
	}
}

// current says whether the file that is locked is the one that others find.
func (l *lock) current(name string) bool {
	mine, err := l.file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err == nil && os.SameFile(mine, there)
}

// sign says in the file who has the lock, for whoever does not get it.
func (l *lock) sign() {
	if l.file.Truncate(0) == nil {
		fmt.Fprintf(l.file, "process %d\n", os.Getpid())
	}
}

// signature is who has the lock, as far as the file can be read.
func signature(f *os.File) string {
	text := make([]byte, 64)
	n, _ := f.ReadAt(text, 0)
	if who := strings.TrimSpace(string(text[:n])); who != "" {
		return " (" + who + ")"
	}
	return ""
}

func (l *lock) release() {
	os.Remove(l.file.Name())
	l.file.Close()
}
