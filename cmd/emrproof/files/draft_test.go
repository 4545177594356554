package files

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// names are what is in a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func begin(t *testing.T, name, text string) *Draft {
	t.Helper()
	d, err := New(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDraftAppearsWhole(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := os.WriteFile(name, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := begin(t, name, "new")
	if text, _ := os.ReadFile(name); string(text) != "old" {
		t.Errorf("before it is whole: %q, want old", text)
	}
	if err := d.Keep(); err != nil {
		t.Fatal(err)
	}
	d.Drop() // too late
	if text, _ := os.ReadFile(name); string(text) != "new" {
		t.Errorf("got %q, want new", text)
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("left behind: %v", got)
	}
}

func TestDraftIsDropped(t *testing.T) {
	dir := t.TempDir()
	d := begin(t, filepath.Join(dir, "out"), "half")
	d.Drop()
	if err := d.Keep(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

func TestDraftFollowsALink(t *testing.T) {
	dir := t.TempDir()
	name, real := filepath.Join(dir, "link"), filepath.Join(dir, "real")
	if err := os.WriteFile(real, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, name); err != nil {
		t.Skip(err)
	}
	if err := begin(t, name, "new").Keep(); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(real); string(text) != "new" {
		t.Errorf("got %q, want new", text)
	}
	if info, _ := os.Lstat(name); info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
}

func TestDraftOfADevice(t *testing.T) {
	if err := begin(t, os.DevNull, "gone").Keep(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is no device any more: %v, %v", os.DevNull, info, err)
	}
}

// A temporary file that a killed process left behind is in nobody's way.
func TestLeftTemporaryFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.txt")
	left, err := temporary(name)
	if err != nil {
		t.Fatal(err)
	}
	left.Close() // and neither renamed nor removed
	for range 2 {
		if err := Write(name, []byte("text")); err != nil {
			t.Errorf("got %v", err)
		}
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "text" {
		t.Errorf("got %q, %v", text, err)
	}
}

// No draft, and one that goes elsewhere, can be kept and dropped.
func TestDraftOfNothing(t *testing.T) {
	for _, d := range []*Draft{nil, {}} {
		d.Drop()
		if err := d.Keep(); err != nil {
			t.Error(err)
		}
	}
}
