package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A lock reserves a folder for one process. The operating system releases it when the process
// ends, in whatever way; the file that stays behind locks nobody out.
type lock struct{ file *os.File }

// lockName is the name of the lock's file, inside the folder.
const lockName = ".lock"

// errLocked is the error when another process holds the lock.
var errLocked = errors.New("is locked")

// Lock reserves a folder for this process, and creates it where it does not exist. The function
// release gives it up. When another process has the folder, release is nil, and holder names
// that process.
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
		// The process that had the lock may have removed the file since it was opened.
		if l := (&lock{f}); l.current(name) {
			l.sign()
			return l.release, "", nil
		}
		f.Close()
	}
}

// current says whether the locked file is still the file of that name, which other processes
// open.
func (l *lock) current(name string) bool {
	mine, err := l.file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err == nil && os.SameFile(mine, there)
}

// sign writes into the file which process has the lock, for others that fail to get it.
func (l *lock) sign() {
	if l.file.Truncate(0) == nil {
		fmt.Fprintf(l.file, "process %d\n", os.Getpid())
	}
}

// signature returns the name of the process that has the lock, as far as the file can be read.
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
