package files

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// listName is the file in the folder of a report that lists the files of the report. By this
// list the next report removes those files, and no others.
const listName = ".files"

// WriteAll writes a report into a folder, each file under a temporary name first. It removes
// the files of an earlier report that the new one does not have. The names may have slashes;
// the function write writes the i-th file.
func WriteAll(dir string, names []string, write func(i int, w io.Writer) error) error {
	before := listed(dir)
	for i, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return Error("--out", filepath.Dir(path), err)
		}
		var b bytes.Buffer
		if err := write(i, &b); err != nil {
			return err
		}
		if err := Write(path, b.Bytes()); err != nil {
			return Error("--out", path, err)
		}
	}
	for _, name := range before {
		if !slices.Contains(names, name) {
			if err := takeAway(dir, name); err != nil {
				return Error("--out", name, err)
			}
		}
	}
	list := filepath.Join(dir, listName)
	if err := Write(list, []byte(strings.Join(names, "\n")+"\n")); err != nil {
		return Error("--out", list, err)
	}
	return nil
}

// listed returns the files of an earlier report in a folder: those on its list that a report
// may have written.
func listed(dir string) []string {
	text, err := os.ReadFile(filepath.Join(dir, listName))
	if err != nil {
		return nil
	}
	var names []string
	for _, name := range strings.Fields(string(text)) {
		top, _, _ := strings.Cut(name, "/")
		if filepath.IsLocal(name) && (top == "attacks" || top == "plots") {
			names = append(names, name)
		}
	}
	return names
}

// takeAway removes a file, and the folders above it that are empty after that.
func takeAway(dir, name string) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	for up := filepath.Dir(path); up != filepath.Clean(dir); up = filepath.Dir(up) {
		if os.Remove(up) != nil {
			break
		}
	}
	return nil
}
