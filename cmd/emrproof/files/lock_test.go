package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A folder is one process's at a time, and a file that is left behind locks nobody out.
func TestLock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	release, _, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	again, holder, err := Lock(dir)
	if again != nil || err != nil || !strings.HasPrefix(holder, "another emrproof verify (process ") {
		t.Errorf("got %q, %v, want that another one has it", holder, err)
	}
	release()
	// As when a process was killed: its file is there, and not locked.
	if err := os.WriteFile(filepath.Join(dir, lockName), []byte("process 1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	release, _, err = Lock(dir)
	if err != nil || release == nil {
		t.Fatalf("got %v, want the lock of a process that is gone", err)
	}
	release()
	if _, err := os.Stat(filepath.Join(dir, lockName)); err == nil {
		t.Error("the file of the lock is left")
	}
}
