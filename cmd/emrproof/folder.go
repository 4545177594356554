package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"emrproof/reports"
)

// listName is the file, inside the folder of a report, that lists what was written there,
// so that the next report can take it away again, and nothing else.
const listName = ".files"

// writeAll writes a report into a folder, each file under a temporary name first, and takes
// away what an earlier report left there that this one has not.
func writeAll(dir string, files []reports.OutFile) error {
	before := listed(dir)
	var now []string
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return usage(fileError("--out", filepath.Dir(name), err))
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			return err
		}
		if err := writeFile(name, b.Bytes()); err != nil {
			return usage(fileError("--out", name, err))
		}
		now = append(now, f.Name)
	}
	for _, name := range before {
		if !slices.Contains(now, name) {
			if err := takeAway(dir, name); err != nil {
				return usage(fileError("--out", name, err))
			}
		}
	}
	list := filepath.Join(dir, listName)
	if err := writeFile(list, []byte(strings.Join(now, "\n")+"\n")); err != nil {
		return usage(fileError("--out", list, err))
	}
	return nil
}

// listed are the files of an earlier report in a folder: those that its list has, and that
// a report may have written.
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

// takeAway removes a file, and the folders over it that are empty then.
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
