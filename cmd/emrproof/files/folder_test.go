package files

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What an earlier report left is taken away, and nothing that is somebody else's.
func TestAnEarlierReportIsTakenAway(t *testing.T) {
	dir := t.TempDir()
	report := func(names ...string) error {
		return WriteAll(dir, names, func(i int, w io.Writer) error {
			_, err := io.WriteString(w, names[i])
			return err
		})
	}
	if err := os.MkdirAll(filepath.Join(dir, "attacks"), 0o777); err != nil {
		t.Fatal(err)
	}
	const mine = "attacks/mine.star"
	if err := os.WriteFile(filepath.Join(dir, mine), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	err := report("report.html", "attacks/published/W3.jsonl", "attacks/published/W1.jsonl",
		"attacks/old/W1.jsonl", "plots/a.svg")
	if err != nil {
		t.Fatal(err)
	}
	// Somebody may change the list: what is outside stays.
	outside := filepath.Join(filepath.Dir(dir), "outside")
	if err := os.WriteFile(outside, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, listName)
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	more := "attacks/../../outside\n" + outside + "\n../outside\n"
	if err := os.WriteFile(list, append(text, more...), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := report("report.html", "attacks/published/W1.jsonl"); err != nil {
		t.Fatal(err)
	}
	var left []string
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if name, _ := filepath.Rel(dir, path); name != "." {
			left = append(left, filepath.ToSlash(name))
		}
		return err
	})
	want := []string{".files", "attacks", mine, "attacks/published", "attacks/published/W1.jsonl",
		"report.html"}
	if err != nil || !slices.Equal(left, want) {
		t.Errorf("got %s, %v; want %s", strings.Join(left, " "), err, strings.Join(want, " "))
	}
	if _, err := os.Stat(outside); err != nil {
		t.Errorf("a file outside the folder is gone: %v", err)
	}
}
